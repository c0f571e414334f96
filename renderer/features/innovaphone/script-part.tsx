import { type ReactNode, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import type { ScriptWishView } from '../../../shared/contract/innovaphone.ts';
import { SCRIPT_KINDS, type ScriptKind } from '../../../shared/domain/sysclient.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Check, Choice, Field, Segments } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { PartFrame, Takeaway } from './part-frame.tsx';
import { isComplete, SysclientFields, type SysclientForm } from './sysclient-fields.tsx';

type Local = Extract<ScriptWishView, { kind: 'local' }>['configuration'];

const EMPTY_LOCAL: Local = {
  protocol: 'SIP',
  server: '',
  gatekeeperId: '',
  extension: '',
  authenticationName: '',
  password: '',
  timeServer: '',
};

/** Builds an update script. */
export function ScriptPart({
  parts,
  sysclient,
  onSysclient,
}: {
  readonly parts: ReactNode;
  readonly sysclient: SysclientForm;
  readonly onSysclient: (form: SysclientForm) => void;
}) {
  const { t } = useSpeech();
  const [kind, setKind] = useState<ScriptKind>('prompt');
  const [url, setUrl] = useState('');
  const [local, setLocal] = useState(EMPTY_LOCAL);
  const [isOnce, setIsOnce] = useState(true);
  const [built, setBuilt] = useState<ValueOf<'innovaphone', 'script'> | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  const isReady = {
    inventory: url !== '',
    sysclient: isComplete(sysclient),
    prompt: true,
    local: local.server !== '' && local.extension !== '',
    'v12-clean-up': true,
    leave: true,
  }[kind];

  async function build(): Promise<void> {
    const result = await call('innovaphone', 'script', { wish: toWish(), isOnce });
    setBuilt(result.ok ? result.value : null);
    setFailure(result.ok ? null : result.error);
  }

  function toWish(): ScriptWishView {
    switch (kind) {
      case 'inventory':
      case 'leave':
        return { kind, url };
      case 'sysclient':
        return { kind, wish: sysclient };
      case 'local':
        return { kind, configuration: local };
      default:
        return { kind };
    }
  }

  return (
    <PartFrame
      parts={parts}
      action={t('ui.innovaphone.build')}
      isReady={isReady}
      onAct={build}
      failure={failure}
      form={
        <>
          <Choice
            label={t('ui.innovaphone.kind')}
            value={kind}
            onChange={(id) => {
              setKind(SCRIPT_KINDS.find((each) => each === id) ?? 'prompt');
              setBuilt(null);
              setFailure(null);
            }}
            options={SCRIPT_KINDS.map((id) => ({ id, text: t(`innovaphone.script.kind.${id}`) }))}
          />
          {kind === 'inventory' ? (
            <Field
              label={t('ui.innovaphone.upload-url')}
              hint={t('ui.innovaphone.update-url-hint')}
              value={url}
              onChange={setUrl}
              isMono
            />
          ) : null}
          {kind === 'leave' ? (
            <Field
              label={t('ui.innovaphone.leave-url')}
              hint={t('ui.innovaphone.leave-url-hint')}
              value={url}
              onChange={setUrl}
              isMono
            />
          ) : null}
          {kind === 'sysclient' ? <SysclientFields form={sysclient} onChange={onSysclient} /> : null}
          {kind === 'local' ? <LocalFields local={local} onChange={setLocal} /> : null}
          <Check isSelected={isOnce} onChange={setIsOnce}>
            {t('ui.innovaphone.once')}
          </Check>
        </>
      }
    >
      {(built?.warnings ?? []).map((warning) => (
        <Message key={warning} look="attention">
          {t(`innovaphone.script.warning.${warning}`)}
        </Message>
      ))}
      {built === null ? null : <Takeaway label={t(`innovaphone.script.kind.${built.kind}`)} text={built.text} />}
    </PartFrame>
  );
}

function LocalFields({ local, onChange }: { readonly local: Local; readonly onChange: (local: Local) => void }) {
  const { t } = useSpeech();
  return (
    <>
      <Segments
        label={t('ui.innovaphone.protocol')}
        value={local.protocol}
        onChange={(protocol) => onChange({ ...local, protocol })}
        options={[
          { id: 'SIP', text: 'SIP' },
          { id: 'H323', text: 'H.323' },
        ]}
      />
      <div className="form-pair">
        <Field
          label={t('ui.innovaphone.server')}
          value={local.server}
          onChange={(server) => onChange({ ...local, server })}
          isMono
        />
        <Field
          label={t('ui.innovaphone.gatekeeper-id')}
          value={local.gatekeeperId}
          onChange={(gatekeeperId) => onChange({ ...local, gatekeeperId })}
          isMono
        />
        <Field
          label={t('ui.innovaphone.extension')}
          value={local.extension}
          onChange={(extension) => onChange({ ...local, extension })}
          isMono
        />
        <Field
          label={t('ui.innovaphone.auth-name')}
          hint={t('ui.innovaphone.auth-name-hint')}
          value={local.authenticationName}
          onChange={(authenticationName) => onChange({ ...local, authenticationName })}
          isMono
        />
        <Field
          label={t('ui.innovaphone.password')}
          kind="password"
          autoComplete="new-password"
          value={local.password}
          onChange={(password) => onChange({ ...local, password })}
        />
        <Field
          label={t('ui.innovaphone.time-server')}
          value={local.timeServer}
          onChange={(timeServer) => onChange({ ...local, timeServer })}
          isMono
        />
      </div>
    </>
  );
}
