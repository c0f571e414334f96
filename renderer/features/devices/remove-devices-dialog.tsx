import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FailureMessage } from '../../components/message.tsx';

/** From this many on the number has to be typed. */
const TYPED_FROM = 10;

/** Asks before devices are taken out of a rollout. */
export function RemoveDevicesDialog({
  rollout,
  macs,
  onClose,
}: {
  readonly rollout: string;
  readonly macs: readonly string[];
  readonly onClose: (isRemoved: boolean) => void;
}) {
  const { t, counted } = useSpeech();
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const isTyped = macs.length >= TYPED_FROM;
  const isSure = !isTyped || typed.trim() === String(macs.length);

  async function remove() {
    const result = await call('devices', 'remove', { rollout, macs: [...macs] });
    if (result.ok) onClose(true);
    else setFailure(result.error);
  }

  return (
    <Dialog
      isAlert
      title={counted('ui.devices.remove-title', macs.length)}
      onClose={() => onClose(false)}
      foot={
        <>
          <Button look="quiet" onPress={() => onClose(false)}>
            {t('ui.common.cancel')}
          </Button>
          <Button look="danger" isDisabled={!isSure} onPress={remove}>
            {t('ui.devices.remove')}
          </Button>
        </>
      }
    >
      <p>{t('ui.devices.remove-text')}</p>
      {isTyped ? (
        <Field
          label={t('ui.common.type-number', { number: macs.length })}
          value={typed}
          onChange={setTyped}
          autoFocus
        />
      ) : null}
      {failure === null ? null : <FailureMessage failure={failure} />}
    </Dialog>
  );
}
