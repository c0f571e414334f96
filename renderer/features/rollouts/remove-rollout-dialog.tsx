import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { useNavigation } from '../../app/navigation.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FailureMessage } from '../../components/message.tsx';

/** Asks before a rollout is deleted here; what can't be undone wants its number of phones typed. */
export function RemoveRolloutDialog({
  rollout,
  onClose,
}: {
  readonly rollout: { readonly name: string; readonly devices: number };
  readonly onClose: (isRemoved: boolean) => void;
}) {
  const { t, counted } = useSpeech();
  const { forget } = useNavigation();
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const isSure = rollout.devices === 0 || typed.trim() === String(rollout.devices);

  async function remove() {
    const result = await call('rollouts', 'remove', { name: rollout.name });
    if (!result.ok) {
      setFailure(result.error);
      return;
    }
    forget(rollout.name);
    onClose(true);
  }

  return (
    <Dialog
      isAlert
      title={t('ui.rollouts.remove-title', { name: rollout.name })}
      onClose={() => onClose(false)}
      foot={
        <>
          <Button look="quiet" onPress={() => onClose(false)}>
            {t('ui.common.cancel')}
          </Button>
          <Button look="danger" isDisabled={!isSure} onPress={remove}>
            {t('ui.rollouts.remove-button')}
          </Button>
        </>
      }
    >
      <p>{counted('ui.rollouts.remove-text', rollout.devices)}</p>
      {rollout.devices === 0 ? null : (
        <Field
          label={t('ui.common.type-number', { number: rollout.devices })}
          value={typed}
          onChange={setTyped}
          autoFocus
        />
      )}
      {failure === null ? null : <FailureMessage failure={failure} />}
    </Dialog>
  );
}
