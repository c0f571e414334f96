import { useState } from 'react';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { type RolloutJobs, useJobs } from './job-store.ts';

/** Ends an interrupted run without carrying out the rest, after a question. */
export function CancelRest({
  rollout,
  unfinished,
  isOpen,
}: {
  readonly rollout: string;
  readonly unfinished: NonNullable<RolloutJobs['unfinished']>;
  /** Whether the account's password can be read: what was begun is read back. */
  readonly isOpen: boolean;
}) {
  const { t, counted } = useSpeech();
  const { cancelRest } = useJobs();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button isDisabled={!isOpen} onPress={() => setIsAsking(true)}>
        {t('ui.run.cancel-rest')}
      </Button>
      {isAsking ? (
        <Dialog
          title={t('ui.run.cancel-rest')}
          onClose={() => setIsAsking(false)}
          isAlert
          foot={
            <>
              <Button onPress={() => setIsAsking(false)}>{t('ui.common.back')}</Button>
              <Button
                look="danger"
                onPress={() => {
                  setIsAsking(false);
                  cancelRest(rollout);
                }}
              >
                {counted('ui.run.cancel-rest', unfinished.open)}
              </Button>
            </>
          }
        >
          <p>{counted('ui.run.cancel-rest-text', unfinished.open)}</p>
        </Dialog>
      ) : null}
    </>
  );
}
