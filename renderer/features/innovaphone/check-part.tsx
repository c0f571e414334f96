import { type ReactNode, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Field } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { PartFrame } from './part-frame.tsx';
import { BuiltLine } from './url-part.tsx';

/** Reads a SYSCLIENT line that somebody else made, or the URL that a phone shows. */
export function CheckPart({ parts }: { readonly parts: ReactNode }) {
  const { t } = useSpeech();
  const [line, setLine] = useState('');
  const [checked, setChecked] = useState<ValueOf<'innovaphone', 'check'> | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function check(): Promise<void> {
    const result = await call('innovaphone', 'check', { line });
    setChecked(result.ok ? result.value : null);
    setFailure(result.ok ? null : result.error);
  }

  return (
    <PartFrame
      parts={parts}
      action={t('ui.innovaphone.check')}
      isReady={line.trim() !== ''}
      onAct={check}
      failure={failure}
      form={
        <Field
          label={t('ui.innovaphone.line')}
          value={line}
          onChange={(text) => {
            setLine(text);
            setChecked(null);
          }}
          rows={4}
          isMono
        />
      }
    >
      {checked?.problem ? (
        <Message look="failed">
          {t(`innovaphone.problem.${checked.problem.problem}`, { part: t(`innovaphone.part.${checked.problem.part}`) })}
        </Message>
      ) : null}
      {checked?.built ? (
        <>
          <Message look="good">{t('ui.innovaphone.line-right')}</Message>
          <BuiltLine built={checked.built} />
        </>
      ) : null}
    </PartFrame>
  );
}
