import { Trash2 } from 'lucide-react';
import type { JobRow } from '../../../shared/contract/update-server.ts';
import { useSpeech } from '../../app/words.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { useJobWords } from './job-words.ts';

/** The jobs of a rollout, the latest first. */
export function JobTable({
  rows,
  onLook,
  onRemove,
}: {
  readonly rows: readonly JobRow[];
  readonly onLook: (job: JobRow) => void;
  readonly onRemove: (job: JobRow) => void;
}) {
  const { t, counted, number, time } = useSpeech();
  const { nameOf, categoryOf } = useJobWords();
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('ui.jobs.column-job')}</th>
            <th scope="col">{t('ui.innovaphone.category')}</th>
            <th scope="col">{t('ui.jobs.holds')}</th>
            <th scope="col">{t('ui.jobs.column-made')}</th>
            <th scope="col">{t('ui.jobs.column-state')}</th>
            <th scope="col" className="number">
              {t('ui.jobs.given')}
            </th>
            <th scope="col" className="number">
              {t('ui.jobs.done')}
            </th>
            <th scope="col">
              <span className="sr-only">{t('ui.jobs.column-actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((job) => (
            <tr key={job.id}>
              <td>{nameOf(job)}</td>
              <td>{categoryOf(job)}</td>
              <td>
                {job.type === null
                  ? counted('ui.jobs.files', job.models.length)
                  : counted('ui.jobs.commands', job.commands)}
              </td>
              <td className="nowrap">{time(job.made)}</td>
              <td className={job.isCurrent ? '' : 'muted'}>
                {t(job.isCurrent ? 'ui.jobs.current' : 'ui.jobs.replaced')}
              </td>
              <td className="number">{number(job.given)}</td>
              <td className="number">{number(job.done)}</td>
              <td>
                <div className="row-actions">
                  <Button
                    look="quiet"
                    onPress={() => onLook(job)}
                    aria-label={t('ui.jobs.look-at', { job: `${nameOf(job)}, ${categoryOf(job)}` })}
                  >
                    {t('ui.jobs.look')}
                  </Button>
                  <IconButton
                    label={t('ui.jobs.remove-job', { job: `${nameOf(job)}, ${categoryOf(job)}` })}
                    onPress={() => onRemove(job)}
                  >
                    <Trash2 size={16} className="icon" aria-hidden="true" />
                  </IconButton>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
