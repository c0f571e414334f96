import { useState } from 'react';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FailureMessage } from '../../components/message.tsx';

/** Builds DHCP option 43 while its values are typed. */
export function DhcpDialog({
  address: firstAddress,
  port,
  onClose,
}: {
  readonly address: string;
  readonly port: number;
  readonly onClose: () => void;
}) {
  const { t } = useSpeech();
  const [address, setAddress] = useState(firstAddress);
  const [vlan, setVlan] = useState('');
  const number = /^[1-9]\d{0,3}$/.test(vlan) && Number(vlan) <= 4_094 ? Number(vlan) : null;
  const isUsable = address.trim() !== '' && (vlan === '' || number !== null);
  const { value, failure } = useCall('openstage', 'dhcp', isUsable ? { address, port, vlan: number } : null);
  return (
    <Dialog
      title={t('ui.phones.dhcp')}
      onClose={onClose}
      foot={<Button onPress={onClose}>{t('ui.common.close')}</Button>}
    >
      <p className="muted">{t('ui.phones.dhcp-text')}</p>
      <div className="form-pair">
        <Field label={t('ui.phones.address')} value={address} onChange={setAddress} isMono autoFocus />
        <Field label={t('ui.phones.vlan')} value={vlan} onChange={setVlan} isMono />
      </div>
      {failure === null ? null : <FailureMessage failure={failure} />}
      {value === null || failure !== null ? null : (
        <>
          <Field label={t('ui.phones.dhcp-hex')} value={value.hex} onChange={() => {}} isMono rows={3} />
          <Field label={t('ui.phones.dhcp-isc')} value={value.isc} onChange={() => {}} isMono rows={5} />
          <Field label={t('ui.phones.dhcp-dnsmasq')} value={value.dnsmasq} onChange={() => {}} isMono rows={3} />
        </>
      )}
    </Dialog>
  );
}
