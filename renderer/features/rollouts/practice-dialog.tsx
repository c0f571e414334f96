import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { VaultStep } from '../../app/vault-step.tsx';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureMessage } from '../../components/message.tsx';

/** What has to be there before the practice services: a vault for the password of their account. */
export function PracticeDialog({
  failure = null,
  onClose,
  onOpen,
}: {
  /** Why they did not start the last time. */
  readonly failure?: ApiFailure | null;
  readonly onClose: () => void;
  readonly onOpen: () => void;
}) {
  const { t } = useSpeech();
  return (
    <Dialog
      title={t('ui.rollouts.practice')}
      onClose={onClose}
      foot={
        <Button look="quiet" onPress={onClose}>
          {t('ui.common.cancel')}
        </Button>
      }
    >
      <p className="muted">{t('ui.rollouts.practice-text')}</p>
      {failure === null ? null : <FailureMessage failure={failure} />}
      <VaultStep onOpen={onOpen} />
    </Dialog>
  );
}
