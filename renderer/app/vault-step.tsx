import { LockKeyhole } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { FailureMessage } from '../components/message.tsx';
import { useVault } from './vault-store.ts';
import { useSpeech } from './words.tsx';

/** Below this a passphrase is advised against, not refused. */
const GOOD_LENGTH = 12;

/**
 * Asks for the passphrase in place: for a new one twice, for the known one once; nothing when the vault is open.
 *
 * @param onOpen Called once it is open.
 */
export function VaultStep({ onOpen }: { readonly onOpen?: () => void }) {
  const { t } = useSpeech();
  const { state, refresh, open } = useVault();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  useEffect(() => {
    refresh();
  }, [refresh]);
  if (state === null || state === 'open') return null;
  const isNew = state === 'absent';
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
    onOpen?.();
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
