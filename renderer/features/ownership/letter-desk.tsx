import { Mail } from 'lucide-react';
import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { Language } from '../../../shared/words/translate.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { useKeptFields } from '../../bridge/use-kept-fields.ts';
import { Button } from '../../components/button.tsx';
import { Field, Segments } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { PAPER_LANGUAGES } from '../../components/paper-languages.ts';

/**
 * The letter that asks the previous provider for release.
 *
 * @param macs the phones it is about; `null`: all that are in no own account.
 */
export function LetterDesk({ rollout, macs }: { readonly rollout: string; readonly macs: readonly string[] | null }) {
  const speech = useSpeech();
  const { t } = speech;
  const remembered = useCall('ownership', 'letterFields', { rollout });
  const { fields, change, flush } = useKeptFields(remembered.value, (changed) =>
    call('ownership', 'keepLetter', { rollout, fields: changed }),
  );
  const [language, setLanguage] = useState<Language>(speech.language);
  const [isMaking, setIsMaking] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function make(format: 'pdf' | 'html' | 'txt'): Promise<void> {
    setIsMaking(true);
    setSaved(null);
    setFailure(null);
    await flush();
    const chosen = macs === null ? null : [...macs];
    const file = await call('ownership', 'letter', { rollout, macs: chosen, format, language });
    setIsMaking(false);
    if (!file.ok) return setFailure(file.error);
    setSaved(await saveFile(file.value));
  }

  return (
    <section className="section">
      <h2>{t('ui.ownership.letter-title')}</h2>
      <p className="muted">{t('ui.ownership.letter-text')}</p>
      {fields === null ? null : (
        <div className="form wide-form">
          <div className="form-pair">
            <Field
              label={t('ui.ownership.addressee')}
              rows={4}
              value={fields.addressee}
              onChange={(addressee) => change({ addressee })}
              hint={t('ui.ownership.addressee-hint')}
            />
            <Field
              label={t('ui.ownership.sender')}
              rows={4}
              value={fields.sender}
              onChange={(sender) => change({ sender })}
            />
          </div>
          <div className="form-pair">
            <Field
              label={t('ui.ownership.customer')}
              value={fields.customer}
              onChange={(customer) => change({ customer })}
            />
            <Field
              label={t('ui.ownership.contact')}
              value={fields.contact}
              onChange={(contact) => change({ contact })}
            />
          </div>
          <div className="form-pair">
            <Field label={t('ui.ownership.place')} value={fields.place} onChange={(place) => change({ place })} />
            <Field
              label={t('ui.ownership.signatory')}
              value={fields.signatory}
              onChange={(signatory) => change({ signatory })}
            />
          </div>
          <Segments
            label={t('ui.ownership.language')}
            value={language}
            onChange={setLanguage}
            options={PAPER_LANGUAGES}
          />
        </div>
      )}
      <div className="button-row">
        <Button isDisabled={isMaking} onPress={() => make('pdf')}>
          <Mail size={16} className="icon" aria-hidden="true" />
          {t('ui.ownership.pdf')}
        </Button>
        <Button isDisabled={isMaking} onPress={() => make('txt')}>
          {t('ui.ownership.txt')}
        </Button>
        <Button isDisabled={isMaking} onPress={() => make('html')}>
          {t('ui.ownership.html')}
        </Button>
      </div>
      <div role="status">
        {isMaking ? <p className="muted">{t('ui.ownership.making')}</p> : null}
        {saved === null ? null : (
          <Message look="good">
            <p>{t('ui.common.saved', { path: saved })}</p>
          </Message>
        )}
      </div>
      {failure === null ? null : <FailureMessage failure={failure} />}
    </section>
  );
}
