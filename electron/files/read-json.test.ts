import { describe, expect, test } from 'vitest';
import { readJsonRows } from './read-json.ts';

describe('a JSON array of objects', () => {
  test('becomes a header and a row for each object', () => {
    const text = JSON.stringify([
      { mac: '7c2f80000001', 'check-code': '55DF', extension: '+49 30' },
      { mac: 413610556, room: '=1+1', note: null, url: { deep: true } },
    ]);
    expect(readJsonRows(text)).toEqual([
      { row: 1, cells: ['mac', 'check-code', 'extension', 'room', 'note', 'url'], numberColumns: [] },
      { row: 2, cells: ['7c2f80000001', '55DF', '+49 30', '', '', ''], numberColumns: [] },
      { row: 3, cells: ['413610556', '', '', '=1+1', '', ''], numberColumns: [0] },
    ]);
  });

  test.each(['', '[]', '[1]', '[{"mac":"7c2f80000001"}', '[{"a":1},[]]', '{"mac":1}', '7c2f80000001'])(
    'is not %j',
    (text) => {
      expect(readJsonRows(text)).toBeNull();
    },
  );
});
