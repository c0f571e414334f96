import { type FormEvent, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { DeviceField } from '../../../shared/domain/device.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FailureMessage } from '../../components/message.tsx';
import { formatMac } from './cells.tsx';

const FIELDS = ['model', 'user', 'extension', 'room'] as const satisfies readonly DeviceField[];

/** Takes phones one by one, typed or scanned, with the import's own check; stays open for the next. */
export function AddDeviceDialog({
  rollout,
  onAdded,
  onClose,
}: {
  readonly rollout: string;
  readonly onAdded: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useSpeech();
  const [values, setValues] = useState<Partial<Record<DeviceField, string>>>({});
  const [added, setAdded] = useState<string | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const mac = values.mac ?? '';

  async function add(event: FormEvent) {
    event.preventDefault();
    if (mac.trim() === '') return;
    const result = await call('devices', 'add', { rollout, values });
    setFailure(result.ok ? null : result.error);
    if (!result.ok) return;
    setAdded(result.value.row.mac);
    // The room stays: the next phone is probably in it.
    setValues(values.room === undefined ? {} : { room: values.room });
    onAdded();
  }

  return (
    <Dialog
      title={t('ui.devices.add')}
      onClose={onClose}
      foot={<Button onPress={onClose}>{t('ui.common.close')}</Button>}
    >
      <form className="stack" onSubmit={add}>
        <Field
          label={t('field.mac')}
          value={mac}
          onChange={(next) => setValues({ ...values, mac: next })}
          hint={t('ui.devices.add-hint')}
          isMono
          autoFocus
        />
        <div className="form-pair">
          {FIELDS.map((field) => (
            <Field
              key={field}
              label={t(`field.${field}`)}
              value={values[field] ?? ''}
              onChange={(next) => setValues({ ...values, [field]: next })}
            />
          ))}
        </div>
        {failure === null ? null : <FailureMessage failure={failure} />}
        <div className="button-row">
          <Button type="submit" isDisabled={mac.trim() === ''}>
            {t('ui.devices.add')}
          </Button>
          <span role="status" className="muted">
            {added === null ? null : t('ui.devices.added', { mac: formatMac(added) })}
          </span>
        </div>
      </form>
    </Dialog>
  );
}
