import { LockKeyhole } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { FailureMessage } from '../components/message.tsx';
import { isVaultLocked } from './failure-words.ts';
import { PasswordStep } from './vault-password.tsx';
import { useVault } from './vault-store.ts';
import { useSpeech } from './words.tsx';

/** Below this a passphrase is advised against, not refused. */
const GOOD_LENGTH = 12;

/**
 * Asks for the passphrase in place where the passwords are locked behind one; nothing when they are at hand.
 *
 * @param onOpen Called once it is open.
 */
export function VaultStep({ onOpen }: { readonly onOpen?: () => void }) {
  const { state, refresh } = useVault();
  useEffect(() => {
    refresh();
  }, [refresh]);
  if (state === null || state === 'open') return null;
  return <PassphraseForm isNew={state === 'absent'} onOpen={onOpen ?? (() => {})} />;
}

/**
 * What can be done about a failure, where it is about passwords: give the passphrase, or an account's password; else
 * the failure itself.
 *
 * @param onMended Called once the passwords are at hand.
 */
export function FailureStep({ failure, onMended }: { readonly failure: ApiFailure; readonly onMended?: () => void }) {
  const account = forgottenAccount(failure);
  if (account !== null) return <PasswordStep account={account} onKept={onMended ?? (() => {})} />;
  if (isVaultLocked(failure)) return <VaultStep {...(onMended === undefined ? {} : { onOpen: onMended })} />;
  return <FailureMessage failure={failure} />;
}

/** The account whose password is needed again; `null` where the failure is about something else. */
export function forgottenAccount(failure: ApiFailure): string | null {
  if (failure.concern !== 'input') return null;
  const isMissing = failure.words === 'vault.forgotten' || failure.words === 'vault.missing-secret';
  return isMissing && typeof failure.detail.account === 'string' ? failure.detail.account : null;
}

/** The form of a passphrase: for a new one twice, for the known one once. */
export function PassphraseForm({ isNew, onOpen }: { readonly isNew: boolean; readonly onOpen: () => void }) {
  const { t } = useSpeech();
  const { open } = useVault();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const differs = isNew && again !== '' && again !== passphrase;
  const isReady = passphrase !== '' && (!isNew || again === passphrase);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady || isBusy) return;
    setIsBusy(true);
    const problem = await open(passphrase);
    setIsBusy(false);
    setFailure(problem);
    if (problem !== null) return;
    setPassphrase('');
    setAgain('');
    onOpen();
  }

  return (
    <form className="inset" onSubmit={submit}>
      <div className="button-row">
        <LockKeyhole size={20} className="icon" aria-hidden="true" />
        <h2>{t(isNew ? 'ui.vault.new-title' : 'ui.vault.locked-title')}</h2>
      </div>
      <p className="muted">{t(isNew ? 'ui.vault.new-text' : 'ui.vault.locked-text')}</p>
      <Field
        label={t(isNew ? 'ui.vault.new-passphrase' : 'ui.vault.passphrase')}
        kind="password"
        value={passphrase}
        onChange={setPassphrase}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        hint={isNew && passphrase.length > 0 && passphrase.length < GOOD_LENGTH ? t('ui.vault.short') : undefined}
      />
      {isNew ? (
        <Field
          label={t('ui.vault.again')}
          kind="password"
          value={again}
          onChange={setAgain}
          autoComplete="new-password"
          problem={differs ? t('ui.vault.differ') : null}
        />
      ) : null}
      {failure === null ? null : <FailureMessage failure={failure} />}
      <div className="button-row">
        <Button type="submit" look={isReady ? 'primary' : 'plain'} isDisabled={!isReady || isBusy}>
          {t(isNew ? 'ui.vault.create' : 'ui.vault.unlock')}
        </Button>
      </div>
    </form>
  );
}
