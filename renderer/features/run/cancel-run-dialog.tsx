import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useJobs } from './job-store.ts';

/** Asks before the run that goes is cancelled: unlike a stopped one it can't be continued. */
export function CancelRunDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useSpeech();
  return (
    <Dialog
      isAlert
      title={t('ui.handover.cancel-title')}
      onClose={onClose}
      foot={
        <>
          <Button look="quiet" onPress={onClose} autoFocus>
            {t('ui.handover.keep-running')}
          </Button>
          <Button
            look="danger"
            onPress={() => {
              void useJobs.getState().stop('cancel');
              onClose();
            }}
          >
            {t('ui.handover.cancel-run')}
          </Button>
        </>
      }
    >
      <p>{t('ui.handover.cancel-text')}</p>
    </Dialog>
  );
}
