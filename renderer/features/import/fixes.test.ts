import { expect, test } from 'vitest';
import { withFix } from './fixes.ts';

test('the newest fix of a cell counts', () => {
  const first = withFix([], { row: 4, field: 'mac', value: '7C2F80820EC0' });
  const second = withFix(first, { row: 4, field: 'room', value: '1.01' });
  expect(withFix(second, { row: 4, field: 'mac', value: '7C2F80820EC1' })).toEqual([
    { row: 4, field: 'room', value: '1.01' },
    { row: 4, field: 'mac', value: '7C2F80820EC1' },
  ]);
});
