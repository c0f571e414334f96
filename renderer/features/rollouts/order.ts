import type { RolloutOverview } from '../../../shared/contract/rollouts.ts';

/** What rollouts can be sorted by. */
export const ROLLOUT_ORDERS = ['activity', 'attention', 'open', 'name'] as const;

/** One of {@link ROLLOUT_ORDERS}. */
export type RolloutOrder = (typeof ROLLOUT_ORDERS)[number];

/** How many phones of a rollout are as they shall be. */
export function doneOf({ outcomes }: RolloutOverview): number {
  return (outcomes.done ?? 0) + (outcomes.unchanged ?? 0);
}

/** How many phones of a rollout somebody has to look at. */
export function attentionOf({ outcomes }: RolloutOverview): number {
  return (outcomes.failed ?? 0) + (outcomes.refused ?? 0) + (outcomes.unknown ?? 0);
}

/** When something was done with it last; ISO 8601. */
export function activityOf({ latest, createdAt }: RolloutOverview): string {
  return latest === null ? createdAt : (latest.finishedAt ?? latest.startedAt);
}

/** Sorts rollouts; those that are equal stay with the latest first. */
export function inOrder(
  rollouts: readonly RolloutOverview[],
  order: RolloutOrder,
  language: string,
): readonly RolloutOverview[] {
  const byActivity = rollouts.toSorted((a, b) => activityOf(b).localeCompare(activityOf(a)));
  switch (order) {
    case 'activity':
      return byActivity;
    case 'name': {
      const collator = new Intl.Collator(language, { numeric: true });
      return byActivity.toSorted((a, b) => collator.compare(a.name, b.name));
    }
    case 'attention': {
      // A run that stands still comes before everything.
      const weight = (one: RolloutOverview) => attentionOf(one) + (one.unfinished === null ? 0 : 1_000_000_000);
      return byActivity.toSorted((a, b) => weight(b) - weight(a));
    }
    case 'open':
      return byActivity.toSorted((a, b) => b.devices - doneOf(b) - (a.devices - doneOf(a)));
  }
}
