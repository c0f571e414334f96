import { ArrowLeft, ChevronRight } from 'lucide-react';
import { type FormEvent, Fragment, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { AccountRow } from '../../../shared/contract/accounts.ts';
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

/** The form of an account, drawn from the descriptions of the services. */
export function AccountForm({
  services,
  account,
  onClose,
}: {
  readonly services: readonly ServiceView[];
  /** The one to change; `null`: a new one. */
  readonly account: AccountRow | null;
  readonly onClose: (isKept: boolean) => void;
}) {
  const { t } = useSpeech();
  const vault = useVault();
  const [first] = services;
  const [serviceId, setServiceId] = useState(account?.service ?? first?.id ?? '');
  const service = services.find(({ id }) => id === serviceId);
  const [name, setName] = useState(account?.name ?? '');
  const [url, setUrl] = useState(account?.url ?? first?.defaultUrl ?? '');
  const [user, setUser] = useState(account?.user ?? '');
  const [password, setPassword] = useState('');
  const [isMore, setIsMore] = useState(account !== null);
  const [authority, setAuthority] = useState<{ readonly name: string; readonly text: string } | null>(null);
  const [pin, setPin] = useState(account?.pin ?? '');
  const [proxy, setProxy] = useState(account?.proxy ?? '');
  const [concurrency, setConcurrency] = useState(account === null ? '' : String(account.concurrency));
  const [batch, setBatch] = useState(account === null ? '' : String(account.batch));
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const atOnce = parseLimit(concurrency, MOST_AT_ONCE);
  const perCall = parseLimit(batch, MOST_PER_CALL);
  // Where the password was typed for is where it goes: another address or user needs it again.
  const isPasswordKept = account !== null && url.trim() === account.url && user === account.user;
  const isReady =
    name.trim() !== '' &&
    url.trim() !== '' &&
    user !== '' &&
    (password !== '' || isPasswordKept) &&
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

  async function keep() {
    if (!isReady || isBusy || atOnce === undefined || perCall === undefined) return;
    setIsBusy(true);
    setFailure(null);
    const login = {
      url: url.trim(),
      user,
      ...(authority === null ? {} : { caText: authority.text }),
      pin: pin.trim(),
      proxy: proxy.trim(),
      concurrency: atOnce,
      batch: perCall,
    };
    const result =
      account === null
        ? await call('accounts', 'add', { ...login, name: name.trim(), service: serviceId, password, caFile: '' })
        : await call('accounts', 'edit', { ...login, name: account.name, ...(password === '' ? {} : { password }) });
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
        <h1>{t(account === null ? 'ui.accounts.add' : 'ui.accounts.edit-title')}</h1>
        <div className="end">
          <Button look="primary" onPress={keep} isDisabled={!isReady || isBusy || vault.state !== 'open'}>
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
            keep();
          }}
        >
          {failure === null || isVaultLocked(failure) ? null : <FailureMessage failure={failure} />}
          <Choice
            label={t('ui.accounts.service')}
            value={serviceId}
            onChange={chooseService}
            options={services.map(({ id, title }) => ({ id, text: title }))}
            isDisabled={account !== null}
          />
          <Field
            label={t('ui.accounts.name')}
            value={name}
            onChange={setName}
            hint={t('ui.accounts.name-hint')}
            isDisabled={account !== null}
          />
          <Field label={t('ui.accounts.url')} value={url} onChange={setUrl} isMono />
          {service === undefined || service.addressForms.length === 0 ? null : (
            <dl className="facts">
              {service.addressForms.map(({ id, example }) => (
                <Fragment key={id}>
                  <dt className="mono">{example}</dt>
                  <dd>{t(`ui.innovaphone.form-${id}`)}</dd>
                </Fragment>
              ))}
            </dl>
          )}
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
          <Message>
            {t(
              account !== null
                ? 'ui.accounts.password-kept'
                : vault.mode === 'session'
                  ? 'ui.accounts.password-session'
                  : 'ui.accounts.password-hint',
            )}
          </Message>
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
                  <span className="muted">
                    {authority?.name ?? t(account?.hasCa ? 'ui.accounts.ca-kept' : 'ui.accounts.ca-none')}
                  </span>
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
                <ChevronRight size={16} className="icon" aria-hidden="true" />
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
