import { GraduationCap, KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { isPracticeAccount } from '../../shared/domain/practice.ts';
import { call } from '../bridge/bridge.ts';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { FailureMessage } from '../components/message.tsx';
import { useSpeech } from './words.tsx';

interface PasswordStepProps {
  readonly account: string;
  readonly onKept: () => void;
}

/**
 * Asks in place for the password of an account that is no longer kept; the practice services, which have a new one at
 * every start, are started instead.
 *
 * @param onKept Called once the account can be used again.
 */
export function PasswordStep(props: PasswordStepProps) {
  return isPracticeAccount(props.account) ? <PracticeStep {...props} /> : <PasswordForm {...props} />;
}

function PracticeStep({ account, onKept }: PasswordStepProps) {
  const { t, language } = useSpeech();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function start() {
    setIsBusy(true);
    const result = await call('practice', 'start', { language });
    setIsBusy(false);
    if (!result.ok) return setFailure(result.error);
    onKept();
  }

  return (
    <section className="inset">
      <div className="button-row">
        <GraduationCap size={20} className="icon" aria-hidden="true" />
        <h2>{t('ui.password.practice-title')}</h2>
      </div>
      <p className="muted">{t('ui.password.practice-text', { account })}</p>
      {failure === null ? null : <FailureMessage failure={failure} />}
      <div className="button-row">
        <Button isDisabled={isBusy} onPress={start}>
          {t(isBusy ? 'ui.rollouts.practice-starting' : 'ui.password.practice-start')}
        </Button>
      </div>
    </section>
  );
}

function PasswordForm({ account, onKept }: PasswordStepProps) {
  const { t } = useSpeech();
  const [password, setPassword] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const isReady = password !== '' && !isBusy;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady) return;
    setIsBusy(true);
    const result = await call('accounts', 'edit', { name: account, password });
    setIsBusy(false);
    if (!result.ok) return setFailure(result.error);
    setPassword('');
    onKept();
  }

  return (
    <form className="inset" onSubmit={submit}>
      <div className="button-row">
        <KeyRound size={20} className="icon" aria-hidden="true" />
        <h2>{t('ui.password.title', { account })}</h2>
      </div>
      <p className="muted">{t('ui.password.text')}</p>
      <Field
        label={t('ui.password.field', { account })}
        kind="password"
        value={password}
        onChange={setPassword}
        autoComplete="off"
      />
      {failure === null ? null : <FailureMessage failure={failure} />}
      <div className="button-row">
        <Button type="submit" isDisabled={!isReady}>
          {t('ui.password.keep')}
        </Button>
      </div>
    </form>
  );
}
