import { type ReactNode, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Check, Field } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { PartFrame } from './part-frame.tsx';

/** Has one phone show its form again, or reads where it registers. */
export function PhonePart({ parts }: { readonly parts: ReactNode }) {
  const { t } = useSpeech();
  const [phone, setPhone] = useState({ address: '', user: 'admin', password: '', pin: '', allowsBasic: false });
  const [built, setBuilt] = useState('');
  const [isPrompted, setIsPrompted] = useState(false);
  const [read, setRead] = useState<ValueOf<'innovaphone', 'phoneUrl'> | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  function begin(): void {
    setIsBusy(true);
    setIsPrompted(false);
    setRead(null);
    setFailure(null);
  }

  async function prompt(): Promise<void> {
    begin();
    const result = await call('innovaphone', 'prompt', phone);
    setIsBusy(false);
    setIsPrompted(result.ok);
    if (!result.ok) setFailure(result.error);
  }

  async function readUrl(): Promise<void> {
    begin();
    const result = await call('innovaphone', 'phoneUrl', { ...phone, built: built.trim() });
    setIsBusy(false);
    if (result.ok) setRead(result.value);
    else setFailure(result.error);
  }

  return (
    <PartFrame
      parts={parts}
      action={t('ui.innovaphone.prompt')}
      isReady={phone.address.trim() !== ''}
      isBusy={isBusy}
      onAct={prompt}
      failure={failure}
      form={
        <>
          <Field
            label={t('ui.innovaphone.address')}
            value={phone.address}
            onChange={(address) => setPhone({ ...phone, address })}
            isMono
          />
          <div className="form-pair">
            <Field
              label={t('ui.innovaphone.user')}
              value={phone.user}
              onChange={(user) => setPhone({ ...phone, user })}
            />
            <Field
              label={t('ui.innovaphone.password')}
              kind="password"
              autoComplete="new-password"
              value={phone.password}
              onChange={(password) => setPhone({ ...phone, password })}
            />
          </div>
          <Field
            label={t('ui.innovaphone.pin')}
            hint={t('ui.innovaphone.pin-hint')}
            value={phone.pin}
            onChange={(pin) => setPhone({ ...phone, pin: pin.trim() })}
            isMono
          />
          <Check isSelected={phone.allowsBasic} onChange={(allowsBasic) => setPhone({ ...phone, allowsBasic })}>
            {t('ui.innovaphone.basic')}
          </Check>
          <Field
            label={t('ui.innovaphone.built-url')}
            hint={t('ui.innovaphone.built-url-hint')}
            value={built}
            onChange={setBuilt}
            isMono
          />
          <div>
            <Button onPress={readUrl} isDisabled={phone.address.trim() === '' || isBusy}>
              {t('ui.innovaphone.read-url')}
            </Button>
          </div>
        </>
      }
    >
      {isPrompted ? <Message look="good">{t('innovaphone.prompted')}</Message> : null}
      {read === null ? null : (
        <Message look={read.problem !== null || read.isSame === false ? 'attention' : 'good'}>
          <p>
            {read.shown === ''
              ? t('innovaphone.phone-url.none')
              : t('innovaphone.phone-url.shown', { url: read.shown })}
          </p>
          {read.isSame === null || read.shown === '' ? null : (
            <p>{t(read.isSame ? 'innovaphone.phone-url.same' : 'innovaphone.phone-url.other')}</p>
          )}
          {read.problem === null ? null : (
            <p>
              {t(`innovaphone.problem.${read.problem.problem}`, { part: t(`innovaphone.part.${read.problem.part}`) })}
            </p>
          )}
        </Message>
      )}
    </PartFrame>
  );
}
