import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { useSettings } from '../../app/settings-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, hostOf } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Field, Segments } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';

/** The proxy and the authorities of every account that says nothing else. */
export function NetworkSection() {
  const { t } = useSpeech();
  return (
    <section className="section">
      <h2>{t('ui.settings.network')}</h2>
      <ProxyChoice />
      <Authorities />
    </section>
  );
}

function ProxyChoice() {
  const { t } = useSpeech();
  const { settings, change } = useSettings();
  const [address, setAddress] = useState<string | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const shown = address ?? settings.proxy;

  async function keep(event: FormEvent) {
    event.preventDefault();
    const problem = await change({ proxy: shown.trim() });
    setFailure(problem);
    // What was not taken stays, to be corrected.
    if (problem === null) setAddress(null);
  }

  return (
    <>
      <Segments
        label={t('ui.settings.proxy-mode')}
        value={settings.proxyMode}
        onChange={(proxyMode) => change({ proxyMode })}
        options={[
          { id: 'system', text: t('ui.settings.proxy-system') },
          { id: 'given', text: t('ui.settings.proxy-given') },
          { id: 'none', text: t('ui.settings.proxy-none') },
        ]}
      />
      {settings.proxyMode === 'system' ? (
        <p className="muted">{t(`ui.settings.proxy-system-text-${hostOf().host}`)}</p>
      ) : null}
      {settings.proxyMode === 'given' ? (
        <form className="form" onSubmit={keep}>
          <Field
            label={t('ui.settings.proxy')}
            value={shown}
            onChange={setAddress}
            hint={t('ui.settings.proxy-hint')}
            placeholder="http://proxy:3128"
            isMono
          />
          <div className="button-row">
            <Button type="submit" isDisabled={shown.trim() === settings.proxy}>
              {t('ui.settings.proxy-keep')}
            </Button>
          </div>
        </form>
      ) : null}
      {failure === null ? null : <FailureMessage failure={failure} />}
      <p className="muted">{t('ui.settings.proxy-own')}</p>
    </>
  );
}

function Authorities() {
  const { t, counted, time } = useSpeech();
  const list = useCall('settings', 'authorities', {});
  const [added, setAdded] = useState<number | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const authorities = list.value?.authorities ?? [];

  async function add(files: FileList | null) {
    const file = files?.[0];
    if (file === undefined) return;
    setAdded(null);
    const result = await call('settings', 'addAuthorities', { pem: await file.text() });
    setFailure(result.ok ? null : result.error);
    if (result.ok) setAdded(result.value.added);
    list.reload();
  }

  async function remove(fingerprint: string) {
    setAdded(null);
    const result = await call('settings', 'removeAuthority', { fingerprint });
    setFailure(result.ok ? null : result.error);
    list.reload();
  }

  return (
    <div className="field">
      <span className="react-aria-Label">{t('ui.settings.authorities')}</span>
      {authorities.length === 0 ? (
        <p className="muted">{t('ui.settings.authorities-none')}</p>
      ) : (
        <ul className="ledger">
          {authorities.map(({ subject, validTo, fingerprint }) => (
            <li key={fingerprint} className="ledger-row authority">
              <span className="cut" title={fingerprint}>
                {subject}
              </span>
              <span className="muted nowrap">
                {t(Date.parse(validTo) < Date.now() ? 'ui.settings.authority-over' : 'ui.settings.authority-until', {
                  to: time(validTo),
                })}
              </span>
              <IconButton
                label={t('ui.settings.authority-remove', { name: subject })}
                onPress={() => remove(fingerprint)}
              >
                <Trash2 size={16} className="icon" aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className="button-row">
        <FileTrigger acceptedFileTypes={['.pem', '.crt', '.cer']} onSelect={add}>
          <Button>{t('ui.settings.authority-add')}</Button>
        </FileTrigger>
      </div>
      {added === null ? null : (
        <Message look="good">
          <p>{counted('ui.settings.authorities-added', added)}</p>
        </Message>
      )}
      {failure === null ? null : <FailureMessage failure={failure} />}
    </div>
  );
}
