import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';

/** Says what a `.rollcall` file holds and what not, and saves the rollout as one. */
export function SaveRolloutDialog({ rollout, onClose }: { readonly rollout: string; readonly onClose: () => void }) {
  const { t, counted } = useSpeech();
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [saved, setSaved] = useState<{ readonly path: string; readonly secrets: number } | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function save() {
    setIsBusy(true);
    const result = await call('handover', 'saveFile', { rollout });
    if (!result.ok) setFailure(result.error);
    else {
      const path = await saveFile(result.value);
      if (path !== null) setSaved({ path, secrets: result.value.secretsLeftOut });
    }
    setIsBusy(false);
  }

  return (
    <Dialog
      title={t('ui.handover.save-title', { name: rollout })}
      onClose={onClose}
      foot={
        saved === null ? (
          <>
            <Button look="quiet" onPress={onClose}>
              {t('ui.common.cancel')}
            </Button>
            <Button look="primary" isDisabled={isBusy} onPress={save} autoFocus>
              {t('ui.handover.save')}
            </Button>
          </>
        ) : (
          <Button look="primary" onPress={onClose} autoFocus>
            {t('ui.common.close')}
          </Button>
        )
      }
    >
      <p>{t('ui.handover.save-text')}</p>
      {failure === null ? null : <FailureMessage failure={failure} />}
      {saved === null ? null : (
        <Message look={saved.secrets === 0 ? 'good' : 'attention'}>
          <p>{t('ui.handover.saved-as', { path: saved.path })}</p>
          {saved.secrets === 0 ? null : <p>{counted('ui.handover.left-out', saved.secrets)}</p>}
        </Message>
      )}
    </Dialog>
  );
}
