import { expect, test } from 'vitest';
import { mapColumn, withFix } from './mapping.ts';

const columns = [
  { name: 'MAC-Adresse', field: 'mac' },
  { name: 'Zimmer', field: 'room' },
  { name: 'Bemerkung', field: null },
] as const;

test('a column that is given a field takes it from the column that had it', () => {
  expect(mapColumn(columns, 'Bemerkung', 'room')).toEqual({ mac: 'MAC-Adresse', room: 'Bemerkung' });
});

test('what was found for the others is kept', () => {
  expect(mapColumn(columns, 'Bemerkung', 'note')).toEqual({ mac: 'MAC-Adresse', room: 'Zimmer', note: 'Bemerkung' });
});

test('a column can be left out', () => {
  expect(mapColumn(columns, 'Zimmer', null)).toEqual({ mac: 'MAC-Adresse', room: '' });
  expect(mapColumn(columns, 'Zimmer', 'note')).toEqual({ mac: 'MAC-Adresse', room: '', note: 'Zimmer' });
});

test('the newest fix of a cell counts', () => {
  const first = withFix([], { row: 4, field: 'mac', value: '7C2F80820EC0' });
  const second = withFix(first, { row: 4, field: 'room', value: '1.01' });
  expect(withFix(second, { row: 4, field: 'mac', value: '7C2F80820EC1' })).toEqual([
    { row: 4, field: 'room', value: '1.01' },
    { row: 4, field: 'mac', value: '7C2F80820EC1' },
  ]);
});
