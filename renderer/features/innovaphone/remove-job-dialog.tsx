import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { JobRow } from '../../../shared/contract/update-server.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureMessage } from '../../components/message.tsx';
import { useJobWords } from './job-words.ts';

/** Asks before a job is taken away. */
export function RemoveJobDialog({
  rollout,
  job,
  onRemoved,
  onClose,
}: {
  readonly rollout: string;
  readonly job: JobRow;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}) {
  const { t, counted } = useSpeech();
  const { nameOf, categoryOf } = useJobWords();
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function remove(): Promise<void> {
    const removed = await call('updateServer', 'removeJob', { rollout, id: job.id });
    if (removed.ok) onRemoved();
    else setFailure(removed.error);
  }

  return (
    <Dialog
      title={t('ui.jobs.remove-title')}
      isAlert
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{t('ui.common.cancel')}</Button>
          <Button look="danger" onPress={remove}>
            {t('ui.jobs.remove')}
          </Button>
        </>
      }
    >
      <p>
        <strong>{nameOf(job)}</strong>, {categoryOf(job)}
      </p>
      <p>
        {counted('ui.jobs.remove-text', job.given)} {t('ui.jobs.remove-before')}
      </p>
      {failure === null ? null : <FailureMessage failure={failure} />}
    </Dialog>
  );
}
