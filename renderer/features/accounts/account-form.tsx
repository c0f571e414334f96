import { ArrowLeft } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { isVaultLocked } from '../../app/failure-words.ts';
import { VaultStep } from '../../app/vault-step.tsx';
import { useVault } from '../../app/vault-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';

type ServiceView = ValueOf<'services', 'list'>['services'][number];

/** A whole number from 1 to `most`; `null`: the service's own. */
function parseLimit(text: string, most: number): number | null | undefined {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= most ? value : undefined;
}

const MOST_AT_ONCE = 16;
const MOST_PER_CALL = 200;

/** The form of a new account, drawn from the descriptions of the services. */
export function AccountForm({
  services,
  onClose,
}: {
  readonly services: readonly ServiceView[];
  readonly onClose: (isAdded: boolean) => void;
}) {
  const { t } = useSpeech();
  const vault = useVault();
  const [first] = services;
  const [serviceId, setServiceId] = useState(first?.id ?? '');
  const service = services.find(({ id }) => id === serviceId);
  const [name, setName] = useState('');
  const [url, setUrl] = useState(first?.defaultUrl ?? '');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [isMore, setIsMore] = useState(false);
  const [authority, setAuthority] = useState<{ readonly name: string; readonly text: string } | null>(null);
  const [pin, setPin] = useState('');
  const [proxy, setProxy] = useState('');
  const [concurrency, setConcurrency] = useState('');
  const [batch, setBatch] = useState('');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const atOnce = parseLimit(concurrency, MOST_AT_ONCE);
  const perCall = parseLimit(batch, MOST_PER_CALL);
  const isReady =
    name.trim() !== '' &&
    url.trim() !== '' &&
    user !== '' &&
    password !== '' &&
    atOnce !== undefined &&
    perCall !== undefined;

  function chooseService(id: string) {
    // An address that was typed stays; one that only stood there makes room for the other service's.
    if (url === '' || url === service?.defaultUrl) setUrl(services.find((each) => each.id === id)?.defaultUrl ?? '');
    setServiceId(id);
  }

  async function chooseAuthority(files: FileList | null) {
    const file = files?.[0];
    if (file !== undefined) setAuthority({ name: file.name, text: await file.text() });
  }

  async function add() {
    if (!isReady || isBusy || atOnce === undefined || perCall === undefined) return;
    setIsBusy(true);
    setFailure(null);
    const result = await call('accounts', 'add', {
      name: name.trim(),
      service: serviceId,
      url: url.trim(),
      user,
      password,
      caFile: '',
      ...(authority === null ? {} : { caText: authority.text }),
      pin: pin.trim(),
      proxy: proxy.trim(),
      concurrency: atOnce,
      batch: perCall,
    });
    setIsBusy(false);
    if (result.ok) {
      setPassword('');
      onClose(true);
    } else {
      setFailure(result.error);
      if (isVaultLocked(result.error)) vault.refresh();
    }
  }

  return (
    <>
      <header className="screen-head">
        <IconButton label={t('ui.common.back')} onPress={() => onClose(false)}>
          <ArrowLeft size={20} className="icon" aria-hidden="true" />
        </IconButton>
        <h1>{t('ui.accounts.add')}</h1>
        <div className="end">
          <Button look="primary" onPress={add} isDisabled={!isReady || isBusy || vault.state !== 'open'}>
            {t(isBusy ? 'ui.accounts.keeping' : 'ui.accounts.keep')}
          </Button>
        </div>
      </header>
      <div className="screen-body">
        <VaultStep />
        <form
          className="form"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            add();
          }}
        >
          {failure === null || isVaultLocked(failure) ? null : <FailureMessage failure={failure} />}
          <Choice
            label={t('ui.accounts.service')}
            value={serviceId}
            onChange={chooseService}
            options={services.map(({ id, title }) => ({ id, text: title }))}
          />
          <Field label={t('ui.accounts.name')} value={name} onChange={setName} hint={t('ui.accounts.name-hint')} />
          <Field label={t('ui.accounts.url')} value={url} onChange={setUrl} isMono />
          <div className="form-pair">
            <Field label={t('ui.accounts.user')} value={user} onChange={setUser} autoComplete="off" />
            <Field
              label={t('ui.accounts.password')}
              kind="password"
              value={password}
              onChange={setPassword}
              autoComplete="new-password"
            />
          </div>
          <Message>{t('ui.accounts.password-hint')}</Message>
          {isMore ? (
            <>
              <div className="form-pair">
                <Field
                  label={t('ui.accounts.concurrency')}
                  value={concurrency}
                  onChange={setConcurrency}
                  placeholder={String(service?.concurrency ?? '')}
                  problem={atOnce === undefined ? t('ui.accounts.limit', { most: MOST_AT_ONCE }) : null}
                />
                <Field
                  label={t('ui.accounts.batch')}
                  value={batch}
                  onChange={setBatch}
                  placeholder={String(service?.batch ?? '')}
                  problem={perCall === undefined ? t('ui.accounts.limit', { most: MOST_PER_CALL }) : null}
                />
              </div>
              <Field
                label={t('ui.accounts.proxy')}
                value={proxy}
                onChange={setProxy}
                placeholder="http://proxy:3128"
                isMono
              />
              <div className="field">
                <span className="react-aria-Label">{t('ui.accounts.ca')}</span>
                <div className="button-row">
                  <FileTrigger acceptedFileTypes={['.pem', '.crt', '.cer']} onSelect={chooseAuthority}>
                    <Button>{t('ui.accounts.ca-choose')}</Button>
                  </FileTrigger>
                  <span className="muted">{authority?.name ?? t('ui.accounts.ca-none')}</span>
                </div>
              </div>
              <Field
                label={t('ui.accounts.pin')}
                value={pin}
                onChange={setPin}
                hint={t('ui.accounts.pin-hint')}
                isMono
              />
            </>
          ) : (
            <div>
              <Button look="quiet" onPress={() => setIsMore(true)}>
                {t('ui.accounts.more')}
              </Button>
            </div>
          )}
          {/* Enter in a field submits only where the form holds a submit button. */}
          <button type="submit" className="sr-only" tabIndex={-1} aria-hidden="true">
            {t('ui.accounts.keep')}
          </button>
        </form>
      </div>
    </>
  );
}
