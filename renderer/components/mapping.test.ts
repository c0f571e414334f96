import { expect, test } from 'vitest';
import { type ListColumn, mapColumn, withMapping } from './mapping.ts';

type Field = (typeof FIELDS)[number];

const FIELDS = ['mac', 'room', 'note', 'user'] as const;
const columns: readonly ListColumn<Field>[] = [
  { name: 'MAC-Adresse', field: 'mac' },
  { name: 'Zimmer', field: 'room' },
  { name: 'Bemerkung', field: null },
];

function choose(column: string, field: Field | null, from = columns) {
  return mapColumn(from, FIELDS, column, field, 'mac');
}

test('a column that is given a field takes it from the column that had it', () => {
  expect(choose('Bemerkung', 'room')).toEqual({ mac: 'MAC-Adresse', room: 'Bemerkung', note: '', user: '' });
});

test('what was found for the others is kept', () => {
  expect(choose('Bemerkung', 'note')).toEqual({ mac: 'MAC-Adresse', room: 'Zimmer', note: 'Bemerkung', user: '' });
});

test('a column can be left out', () => {
  expect(choose('Zimmer', null)).toEqual({ mac: 'MAC-Adresse', room: '', note: '', user: '' });
  expect(choose('Zimmer', 'note')).toEqual({ mac: 'MAC-Adresse', room: '', note: 'Zimmer', user: '' });
});

test('what every list needs is looked for again when its column is given away', () => {
  expect(choose('MAC-Adresse', 'note')).toEqual({ room: 'Zimmer', note: 'MAC-Adresse', user: '' });
  expect(mapColumn(columns, FIELDS, 'MAC-Adresse', 'note')).toMatchObject({ mac: '' });
});

test('a second choice builds on the first one, though the list was not read again in between', () => {
  const first = choose('Zimmer', null);
  const chosen = withMapping(columns, first);
  expect(chosen.map(({ field }) => field)).toEqual(['mac', null, null]);
  const second = choose('Bemerkung', 'note', chosen);
  expect(second).toEqual({ mac: 'MAC-Adresse', room: '', note: 'Bemerkung', user: '' });
  expect(withMapping(columns, second).map(({ field }) => field)).toEqual(['mac', null, 'note']);
  expect(withMapping<ListColumn<Field>, Field>(columns, {})).toEqual(columns);
});
