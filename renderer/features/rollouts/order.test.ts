import { expect, test } from 'vitest';
import type { RolloutOverview } from '../../../shared/contract/rollouts.ts';
import { inOrder, ROLLOUT_ORDERS } from './order.ts';

function rollout(name: string, part: Partial<RolloutOverview>): RolloutOverview {
  return { name, createdAt: '2026-01-01', devices: 10, outcomes: {}, latest: null, unfinished: null, ...part };
}

const ROLLOUTS = [
  rollout('Site 10', { createdAt: '2026-01-05', outcomes: { done: 9, refused: 1 } }),
  rollout('Site 2', {
    latest: { action: 'register', startedAt: '2026-02-01', finishedAt: null },
    unfinished: { run: 1, devices: 10, open: 3 },
  }),
  rollout('Älteres', { outcomes: { failed: 2, unknown: 1, unchanged: 7 } }),
  rollout('Zentrale', { createdAt: '2026-01-02', devices: 400 }),
];

test.each([
  ['activity', ['Site 2', 'Site 10', 'Zentrale', 'Älteres']],
  ['attention', ['Site 2', 'Älteres', 'Site 10', 'Zentrale']],
  ['open', ['Zentrale', 'Site 2', 'Älteres', 'Site 10']],
  ['name', ['Älteres', 'Site 2', 'Site 10', 'Zentrale']],
] as const)('by %s', (order, names) => {
  expect(inOrder(ROLLOUTS, order, 'de').map(({ name }) => name)).toEqual(names);
});

test('every order keeps every rollout', () => {
  for (const order of ROLLOUT_ORDERS) expect(new Set(inOrder(ROLLOUTS, order, 'en'))).toEqual(new Set(ROLLOUTS));
});
