import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { useNavigation } from '../../app/navigation.ts';
import { VaultStep } from '../../app/vault-step.tsx';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Check, Choice, Field } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';

type Found = ValueOf<'codes', 'directoryUsers'>;

/** The services whose accounts reach a PBX; the core refuses others. */
const CODE_SERVICE = 'innovaphone';
/** As many users as are shown at once: more are looked for by name. */
const SHOWN_USERS = 500;

/** Looks for users of a PBX, and takes those that are ticked into a rollout. */
export function DirectoryUsers({
  rollout,
  onBack,
  onClose,
  onTaken,
}: {
  readonly rollout: string;
  readonly onBack: () => void;
  readonly onClose: () => void;
  readonly onTaken: (taken: ValueOf<'codes', 'importDirectory'>) => void;
}) {
  const { t, counted } = useSpeech();
  const { go } = useNavigation();
  const known = useCall('accounts', 'list', {});
  const accounts = (known.value?.accounts ?? []).filter(({ service }) => service === CODE_SERVICE);
  const [chosen, setChosen] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const account = chosen ?? accounts[0]?.name ?? null;
  const wanted = (found?.users ?? []).filter((_, index) => !left.has(index));

  async function look(): Promise<void> {
    if (account === null) return;
    setIsBusy(true);
    setFailure(null);
    const read = await call('codes', 'directoryUsers', { account, search, limit: SHOWN_USERS });
    setIsBusy(false);
    setLeft(new Set());
    setFound(read.ok ? read.value : null);
    if (!read.ok) setFailure(read.error);
  }

  async function take(): Promise<void> {
    setIsBusy(true);
    const taken = await call('codes', 'importDirectory', { rollout, users: wanted });
    setIsBusy(false);
    if (taken.ok) onTaken(taken.value);
    else setFailure(taken.error);
  }

  function leave(index: number, isTaken: boolean): void {
    const next = new Set(left);
    if (isTaken) next.delete(index);
    else next.add(index);
    setLeft(next);
  }

  return (
    <Dialog
      title={t('ui.codes.users-title')}
      onClose={onClose}
      isWide
      foot={
        <>
          <Button onPress={onClose}>{t('ui.common.cancel')}</Button>
          <Button onPress={onBack}>{t('ui.codes.other')}</Button>
          {found === null || found.users.length === 0 ? null : (
            <Button look="primary" isDisabled={isBusy || wanted.length === 0} onPress={take}>
              {counted('ui.codes.take', wanted.length)}
            </Button>
          )}
        </>
      }
    >
      {failure?.concern === 'input' && failure.words.startsWith('vault.') ? <VaultStep onOpen={look} /> : null}
      {failure === null ? null : <FailureMessage failure={failure} />}
      {known.value !== null && accounts.length === 0 ? (
        <Message
          look="attention"
          action={<Button onPress={() => go({ screen: 'accounts' })}>{t('ui.codes.to-accounts')}</Button>}
        >
          <p>{t('ui.codes.no-account')}</p>
        </Message>
      ) : (
        <>
          <Choice
            label={t('ui.codes.account')}
            value={account}
            onChange={(id) => {
              setChosen(id);
              setFound(null);
            }}
            options={accounts.map(({ name }) => ({ id: name, text: name }))}
          />
          <Field
            label={t('ui.codes.pbx-search')}
            value={search}
            onChange={setSearch}
            hint={t('ui.codes.pbx-search-hint')}
          />
          <div className="button-row">
            <Button isDisabled={isBusy || account === null} onPress={look}>
              {t('ui.codes.pbx-look')}
            </Button>
          </div>
        </>
      )}
      {found === null ? null : (
        <section className="section">
          <p role="status">{counted('ui.codes.pbx-found', found.users.length)}</p>
          {found.isCut ? (
            <Message look="attention">
              <p>{t('ui.codes.pbx-cut')}</p>
            </Message>
          ) : null}
          {found.users.length === 0 ? null : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('ui.codes.field-user')}</th>
                  <th scope="col">{t('ui.codes.field-extension')}</th>
                  <th scope="col">{t('ui.codes.field-login')}</th>
                </tr>
              </thead>
              <tbody>
                {found.users.map((user, index) => (
                  <tr key={`${user.login} ${user.user}`}>
                    <td>
                      <Check isSelected={!left.has(index)} onChange={(isTaken) => leave(index, isTaken)}>
                        {user.user || user.login}
                      </Check>
                    </td>
                    <td>{user.extension}</td>
                    <td>{user.login}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      )}
    </Dialog>
  );
}
