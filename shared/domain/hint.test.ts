import { expect, test } from 'vitest';
import { findHints } from './hint.ts';

test.each([
  { model: 'Maxwell 10', hints: ['maxwell-10-timing'] },
  { model: 'Gigaset maxwell-10S', hints: ['maxwell-10-timing'] },
  { model: 'Maxwell B', hints: ['maxwell-password-in-url'] },
  { model: 'MAXWELL basic', hints: ['maxwell-password-in-url'] },
  { model: 'Maxwell 2', hints: ['maxwell-password-in-url'] },
  { model: 'Maxwell 3 PRO', hints: ['maxwell-password-in-url'] },
  { model: 'DX800A', hints: ['dx800-redirection-off'] },
  { model: 'DX 800', hints: ['dx800-redirection-off'] },
  { model: 'Maxwell C', hints: [] },
  { model: 'snom D785', hints: [] },
  { model: '', hints: [] },
])('$model: $hints', ({ model, hints }) => {
  expect(findHints(model)).toEqual(hints);
});
