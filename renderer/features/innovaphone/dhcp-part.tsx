import { type ReactNode, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Field } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { PartFrame, Takeaway } from './part-frame.tsx';

/** Writes DHCP options for the site's own server. */
export function DhcpPart({ parts }: { readonly parts: ReactNode }) {
  const { t } = useSpeech();
  const [url, setUrl] = useState('');
  const [minutes, setMinutes] = useState('');
  const [built, setBuilt] = useState<ValueOf<'innovaphone', 'dhcp'> | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function build(): Promise<void> {
    // what is no number is refused like one that is out of range
    const intervalMinutes = minutes.trim() === '' ? null : /^\d+$/.test(minutes.trim()) ? Number(minutes) : 0;
    const result = await call('innovaphone', 'dhcp', { url, intervalMinutes });
    setBuilt(result.ok ? result.value : null);
    setFailure(result.ok ? null : result.error);
  }

  return (
    <PartFrame
      parts={parts}
      action={t('ui.innovaphone.build')}
      isReady={url !== ''}
      onAct={build}
      failure={failure}
      form={
        <>
          <Message look="attention">{t('innovaphone.dhcp.warning')}</Message>
          <Field
            label={t('ui.innovaphone.update-url')}
            hint={t('ui.innovaphone.update-url-hint')}
            value={url}
            onChange={(text) => setUrl(text.trim())}
            isMono
          />
          <Field label={t('ui.innovaphone.interval')} value={minutes} onChange={setMinutes} />
        </>
      }
    >
      {built === null ? null : (
        <>
          <Takeaway label="dnsmasq" text={built.dnsmasq} />
          <Takeaway label="ISC dhcpd" text={built.isc} />
          <Takeaway label={t('ui.innovaphone.hex')} text={built.hex} />
        </>
      )}
    </PartFrame>
  );
}
