import { useEffect, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { PassphraseForm } from '../../app/vault-step.tsx';
import { type SecretsMode, useVault } from '../../app/vault-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Segments } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';

/** Where passwords are kept; choosing another place moves them there. */
export function SecretsSection() {
  const { t } = useSpeech();
  const { state, mode, keychain, hasUnreadable, refresh, move } = useVault();
  /** A passphrase has to be typed before it is chosen. */
  const [isChoosing, setIsChoosing] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  useEffect(() => {
    refresh();
  }, [refresh]);
  const isLocked = state !== 'open';
  const shown: SecretsMode = isChoosing ? 'passphrase' : mode;

  async function choose(wanted: SecretsMode) {
    setFailure(null);
    setIsChoosing(wanted === 'passphrase' && mode !== 'passphrase');
    if (wanted !== 'passphrase' && wanted !== mode) setFailure(await move(wanted));
  }

  return (
    <section className="section">
      <h2>{t('ui.settings.secrets')}</h2>
      {isLocked ? (
        <>
          <PassphraseForm isNew={state === 'absent'} onOpen={() => setIsChoosing(false)} />
          <p className="muted">{t('ui.settings.locked')}</p>
        </>
      ) : null}
      <Segments<SecretsMode>
        label={t('ui.settings.secrets-mode')}
        value={shown}
        onChange={choose}
        isDisabled={isLocked}
        options={[
          ...(keychain === null ? [] : [{ id: 'keychain' as const, text: t('ui.settings.keychain') }]),
          { id: 'passphrase', text: t('ui.settings.passphrase') },
          { id: 'session', text: t('ui.settings.session') },
        ]}
      />
      <p className="muted">{t(`ui.settings.${shown}-text`, { name: keychain ?? '' })}</p>
      {keychain === null ? <p className="muted">{t('ui.settings.no-keychain')}</p> : null}
      {isChoosing && !isLocked ? <PassphraseForm isNew onOpen={() => setIsChoosing(false)} /> : null}
      {hasUnreadable ? (
        <Message
          look="attention"
          action={
            keychain === null ? null : <Button onPress={() => choose('keychain')}>{t('ui.settings.begin-anew')}</Button>
          }
        >
          <p>{t('ui.settings.unreadable')}</p>
        </Message>
      ) : null}
      {failure === null ? null : <FailureMessage failure={failure} />}
    </section>
  );
}
