import type { OutcomeKind } from '../../shared/domain/outcome.ts';
import { useSpeech } from '../app/words.tsx';
import { StatusMark } from './status-mark.tsx';

/** Outcomes in the order in which they want attention. */
const ORDER = [
  'failed',
  'refused',
  'unknown',
  'done',
  'unchanged',
  'skipped',
  'cancelled',
] as const satisfies readonly OutcomeKind[];

/** How many phones stand how, each with mark, number and word; outcomes nobody has are left out. */
export function Tally({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const { t, number } = useSpeech();
  return (
    <div className="tally">
      {ORDER.filter((kind) => (counts[kind] ?? 0) > 0).map((kind) => (
        <StatusMark key={kind} kind={kind}>
          {number(counts[kind] ?? 0)} {t(`outcome.${kind}`)}
        </StatusMark>
      ))}
      {(['none', 'open'] as const)
        .filter((kind) => (counts[kind] ?? 0) > 0)
        .map((kind) => (
          <StatusMark key={kind} kind="none">
            {number(counts[kind] ?? 0)} {t(`ui.status.${kind}`)}
          </StatusMark>
        ))}
    </div>
  );
}
