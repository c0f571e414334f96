import { Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { isAction } from '../../../shared/domain/outcome.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Tally } from '../../components/tally.tsx';
import { useJobs } from './job-store.ts';

/** Every run of a rollout, the latest first; what wrote and wasn't taken back can be undone. */
export function RunHistory({ rollout, isFree }: { readonly rollout: string; readonly isFree: boolean }) {
  const { t, time } = useSpeech();
  const { planUndo, revisions } = useJobs();
  const shown = useCall('rollouts', 'show', { name: rollout });
  const { reload } = shown;
  const revision = revisions[rollout] ?? 0;
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
  const runs = shown.value?.runs ?? [];
  if (runs.length === 0) return null;
  const undone = new Set(runs.map(({ undoOf }) => undoOf));
  return (
    <section className="section">
      <h2>{t('ui.run.history')}</h2>
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="number">
                {t('ui.run.run')}
              </th>
              <th scope="col">{t('ui.run.action')}</th>
              <th scope="col">{t('ui.run.account')}</th>
              <th scope="col">{t('ui.run.started')}</th>
              <th scope="col">{t('ui.run.result')}</th>
              <th scope="col">
                <span className="sr-only">{t('ui.run.undo')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.run}>
                <td className="number">{run.run}</td>
                <td className="nowrap">
                  {run.undoOf === null ? t(`action.${run.action}`) : t('ui.story.undo-of', { run: run.undoOf })}
                </td>
                <td>{run.account}</td>
                <td className="nowrap">{time(run.startedAt)}</td>
                <td>
                  <Tally counts={run.counts} />
                </td>
                <td className="number">
                  {run.action === 'check' ||
                  !isAction(run.action) ||
                  run.undoOf !== null ||
                  !run.isFinished ||
                  undone.has(run.run) ? null : (
                    <Button
                      look="quiet"
                      isDisabled={!isFree}
                      onPress={() => planUndo(rollout, run.run)}
                      aria-label={t('ui.run.undo-run', { run: run.run })}
                    >
                      <Undo2 size={16} className="icon" aria-hidden="true" />
                      {t('ui.run.undo')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
