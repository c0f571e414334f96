import { KeyRound, Pencil, Plus, Stethoscope, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { AccountRow, DoctorStep } from '../../../shared/contract/accounts.ts';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { isVaultLocked } from '../../app/failure-words.ts';
import { PasswordStep } from '../../app/vault-password.tsx';
import { VaultStep } from '../../app/vault-step.tsx';
import { useVault } from '../../app/vault-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { AccountForm } from './account-form.tsx';
import { DoctorResult, type Trust } from './doctor-result.tsx';
import { HeldScreen } from './held-screen.tsx';

/** The accounts there are; a password can be typed, never read back. */
export function AccountsScreen() {
  const { t } = useSpeech();
  const vault = useVault();
  const list = useCall('accounts', 'list', {});
  const services = useCall('services', 'list', {});
  /** The account in the form, or `new`. */
  const [form, setForm] = useState<AccountRow | 'new' | null>(null);
  const [held, setHeld] = useState<AccountRow | null>(null);
  const [leaving, setLeaving] = useState<AccountRow | null>(null);
  const accounts = list.value?.accounts ?? null;
  const titles = new Map((services.value?.services ?? []).map(({ id, title }) => [id, title]));

  if (held !== null) return <HeldScreen account={held} onClose={() => setHeld(null)} />;
  if (form !== null && services.value !== null) {
    return (
      <AccountForm
        services={services.value.services}
        account={form === 'new' ? null : form}
        onClose={(isKept) => {
          setForm(null);
          if (isKept) list.reload();
        }}
      />
    );
  }
  return (
    <>
      <header className="screen-head">
        <h1>{t('ui.accounts.title')}</h1>
        <div className="end">
          <Button look="primary" onPress={() => setForm('new')}>
            <Plus size={16} className="icon" aria-hidden="true" />
            {t('ui.accounts.add')}
          </Button>
        </div>
      </header>
      <div className="screen-body">
        {vault.state === 'locked' && accounts !== null && accounts.length > 0 ? <VaultStep /> : null}
        {list.failure === null ? null : <FailureMessage failure={list.failure} />}
        {accounts === null ? (
          list.isSlow ? (
            <Skeleton rows={3} />
          ) : null
        ) : accounts.length === 0 ? (
          <Empty icon={KeyRound} title={t('ui.accounts.none-title')}>
            {t('ui.accounts.none-text')}
          </Empty>
        ) : (
          <ul className="ledger">
            {accounts.map((account) => (
              <AccountLine
                key={account.name}
                account={account}
                service={titles.get(account.service) ?? account.service}
                onChanged={list.reload}
                onHeld={() => setHeld(account)}
                onEdit={() => setForm(account)}
                onRemove={() => setLeaving(account)}
              />
            ))}
          </ul>
        )}
      </div>
      {leaving === null ? null : (
        <RemoveDialog
          account={leaving}
          onClose={(isRemoved) => {
            setLeaving(null);
            if (isRemoved) list.reload();
          }}
        />
      )}
    </>
  );
}

function AccountLine({
  account,
  service,
  onChanged,
  onHeld,
  onEdit,
  onRemove,
}: {
  readonly account: AccountRow;
  readonly service: string;
  /** Called when something about it is other than it was. */
  readonly onChanged: () => void;
  readonly onHeld: () => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}) {
  const { t } = useSpeech();
  const { state: vaultState } = useVault();
  const [isTesting, setIsTesting] = useState(false);
  const [isTyping, setIsTyping] = useState(false);
  const [steps, setSteps] = useState<readonly DoctorStep[] | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function test() {
    setIsTesting(true);
    setSteps(null);
    setFailure(null);
    const result = await call('accounts', 'doctor', { name: account.name });
    setIsTesting(false);
    if (result.ok) setSteps(result.value.steps);
    else setFailure(result.error);
  }

  async function trust({ pem }: { readonly pem: string }, as: Trust) {
    const result = await call('accounts', 'trust', { name: account.name, pem, as });
    if (!result.ok) return setFailure(result.error);
    onChanged();
    await test();
  }

  const isUsable = vaultState === 'open' && account.hasPassword;
  return (
    <li>
      <div className="ledger-row account">
        <div className="ledger-name">
          <strong>{account.name}</strong>
        </div>
        <span>{service}</span>
        <span className="mono cut" title={account.url}>
          {account.url}
        </span>
        <span className="cut">{account.user}</span>
        <div className="button-row">
          <Button onPress={onHeld} isDisabled={!isUsable}>
            {t('ui.accounts.held')}
          </Button>
          <Button onPress={test} isDisabled={isTesting || !isUsable}>
            <Stethoscope size={16} className="icon" aria-hidden="true" />
            {t(isTesting ? 'ui.accounts.testing' : 'ui.accounts.test')}
          </Button>
          <IconButton label={t('ui.accounts.edit', { name: account.name })} onPress={onEdit}>
            <Pencil size={16} className="icon" aria-hidden="true" />
          </IconButton>
          <IconButton label={t('ui.accounts.remove', { name: account.name })} onPress={onRemove}>
            <Trash2 size={16} className="icon" aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      {vaultState === 'open' && !account.hasPassword ? (
        isTyping ? (
          <PasswordStep account={account.name} onKept={onChanged} />
        ) : (
          <Message
            look="attention"
            action={<Button onPress={() => setIsTyping(true)}>{t('ui.password.enter')}</Button>}
          >
            <p>{t('ui.password.needed')}</p>
          </Message>
        )
      ) : null}
      {steps === null ? null : <DoctorResult steps={steps} isPinned={account.pin !== ''} onTrust={trust} />}
      {failure === null ? null : <FailureMessage failure={failure} />}
    </li>
  );
}

function RemoveDialog({
  account,
  onClose,
}: {
  readonly account: AccountRow;
  readonly onClose: (isRemoved: boolean) => void;
}) {
  const { t } = useSpeech();
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function remove() {
    const result = await call('accounts', 'remove', { name: account.name });
    if (result.ok) onClose(true);
    else setFailure(result.error);
  }

  return (
    <Dialog
      isAlert
      title={t('ui.accounts.remove-title', { name: account.name })}
      onClose={() => onClose(false)}
      foot={
        <>
          <Button look="quiet" onPress={() => onClose(false)}>
            {t('ui.common.cancel')}
          </Button>
          <Button look="danger" onPress={remove}>
            {t('ui.accounts.remove-button')}
          </Button>
        </>
      }
    >
      <p>{t('ui.accounts.remove-text')}</p>
      {failure === null ? null : isVaultLocked(failure) ? (
        <VaultStep onOpen={remove} />
      ) : (
        <FailureMessage failure={failure} />
      )}
    </Dialog>
  );
}
