import { type ReactNode, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { BuiltSysclientUrl } from '../../../shared/contract/innovaphone.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Message } from '../../components/message.tsx';
import { AccountChoice } from './account-choice.tsx';
import { PartFrame, Takeaway } from './part-frame.tsx';
import { isComplete, SysclientFields, type SysclientForm } from './sysclient-fields.tsx';

/** Builds a SYSCLIENT line and shows its steps. */
export function UrlPart({
  parts,
  sysclient,
  onSysclient,
}: {
  readonly parts: ReactNode;
  readonly sysclient: SysclientForm;
  readonly onSysclient: (form: SysclientForm) => void;
}) {
  const { t } = useSpeech();
  const [account, setAccount] = useState('');
  const [built, setBuilt] = useState<BuiltSysclientUrl | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function build(): Promise<void> {
    setIsBusy(true);
    const result = await call('innovaphone', 'url', { ...sysclient, account });
    setIsBusy(false);
    setBuilt(result.ok ? result.value : null);
    setFailure(result.ok ? null : result.error);
  }

  return (
    <PartFrame
      parts={parts}
      action={t('ui.innovaphone.build')}
      isReady={isComplete(sysclient)}
      isBusy={isBusy}
      onAct={build}
      failure={failure}
      form={
        <>
          <SysclientFields
            form={sysclient}
            onChange={(form) => {
              onSysclient(form);
              setBuilt(null);
            }}
          />
          <AccountChoice label={t('ui.innovaphone.account')} value={account} onChange={setAccount} />
        </>
      }
    >
      {built === null ? null : <BuiltLine built={built} />}
    </PartFrame>
  );
}

/** A SYSCLIENT line with its steps and what is odd about it. */
export function BuiltLine({ built }: { readonly built: BuiltSysclientUrl }) {
  const { t } = useSpeech();
  return (
    <>
      {built.warnings.map(({ warning, part }) => (
        <Message key={`${warning} ${part}`} look="attention">
          {t(`innovaphone.warning.${warning}`, { part: t(`innovaphone.part.${part}`) })}
        </Message>
      ))}
      <section className="section">
        <strong>{t('ui.innovaphone.step1')}</strong>
        <dl className="facts">
          {(['domain', 'token', 'category'] as const).map((part) => (
            <FactRow key={part} name={t(`innovaphone.part.${part}`)} value={built.values[part]} />
          ))}
        </dl>
      </section>
      <Takeaway label={t('ui.innovaphone.step2')} text={built.url} />
      <Takeaway label={t('ui.innovaphone.step3')} text={built.encoded} />
      <Takeaway label={t('ui.innovaphone.command')} text={built.command} />
    </>
  );
}

function FactRow({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </>
  );
}
