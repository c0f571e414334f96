import { FileText } from 'lucide-react';
import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { Result } from '../../../shared/result.ts';
import type { Language } from '../../../shared/words/translate.ts';
import { RolloutHead } from '../../app/rollout-head.tsx';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { useKeptFields } from '../../bridge/use-kept-fields.ts';
import { Button } from '../../components/button.tsx';
import { Field, Segments } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { PAPER_LANGUAGES } from '../../components/paper-languages.ts';
import { Tally } from '../../components/tally.tsx';

const TABLES = ['csv', 'xlsx', 'json'] as const;

/** What is handed over: the report as PDF, and the results as tables. */
export function ReportScreen({ rollout }: { readonly rollout: string }) {
  const speech = useSpeech();
  const { t } = speech;
  const remembered = useCall('report', 'fields', { rollout });
  const shown = useCall('rollouts', 'show', { name: rollout });
  const { fields, change, flush } = useKeptFields(remembered.value, (changed) =>
    call('report', 'keep', { rollout, fields: changed }),
  );
  const [language, setLanguage] = useState<Language>(speech.language);
  const [isMaking, setIsMaking] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const devices = shown.value?.rollout.devices ?? 0;

  async function make(
    work: () => Promise<Result<{ readonly name: string; readonly base64: string }, ApiFailure>>,
  ): Promise<void> {
    setIsMaking(true);
    setSaved(null);
    setFailure(null);
    await flush();
    const file = await work();
    setIsMaking(false);
    if (!file.ok) return setFailure(file.error);
    setSaved(await saveFile(file.value));
  }

  const makeReport = (format: 'pdf' | 'html') => make(() => call('report', 'file', { rollout, format, language }));
  return (
    <>
      <RolloutHead rollout={rollout} tab="report">
        <Button look="primary" isDisabled={isMaking || devices === 0} onPress={() => makeReport('pdf')}>
          <FileText size={16} className="icon" aria-hidden="true" />
          {t('ui.report.pdf')}
        </Button>
      </RolloutHead>
      <div className="screen-body">
        <div role="status" className="stack">
          {isMaking ? <p className="muted">{t('ui.report.making')}</p> : null}
          {saved === null ? null : (
            <Message look="good">
              <p>{t('ui.common.saved', { path: saved })}</p>
            </Message>
          )}
        </div>
        {failure === null ? null : (
          <FailureMessage
            failure={failure}
            action={<Button onPress={() => makeReport('html')}>{t('ui.report.html')}</Button>}
          />
        )}
        <div className="paper-desk">
          <section className="section">
            <h2>{t('ui.report.title')}</h2>
            <p className="muted">{t('ui.report.text')}</p>
            {remembered.failure === null ? null : <FailureMessage failure={remembered.failure} />}
            {fields === null ? null : (
              <div className="form wide-form">
                <div className="form-pair">
                  <Field label={t('ui.report.site')} value={fields.site} onChange={(site) => change({ site })} />
                  <Field
                    label={t('ui.report.customer')}
                    value={fields.customer}
                    onChange={(customer) => change({ customer })}
                  />
                </div>
                <div className="form-pair">
                  <Field
                    label={t('ui.report.address')}
                    rows={3}
                    value={fields.address}
                    onChange={(address) => change({ address })}
                  />
                  <Field
                    label={t('ui.report.remarks')}
                    rows={3}
                    value={fields.remarks}
                    onChange={(remarks) => change({ remarks })}
                  />
                </div>
                <div className="form-pair">
                  <Field
                    label={t('ui.report.technician')}
                    value={fields.technician}
                    onChange={(technician) => change({ technician })}
                  />
                  <Segments
                    label={t('ui.report.language')}
                    value={language}
                    onChange={setLanguage}
                    options={PAPER_LANGUAGES}
                  />
                </div>
                <div className="button-row">
                  <Button isDisabled={isMaking || devices === 0} onPress={() => makeReport('html')}>
                    {t('ui.report.html')}
                  </Button>
                </div>
              </div>
            )}
          </section>
          <section className="section">
            <h2>{t('ui.report.state')}</h2>
            {shown.value === null ? null : devices === 0 ? (
              <p>{t('ui.report.empty')}</p>
            ) : (
              <>
                <Tally counts={shown.value.outcomes} />
                {shown.value.runs.length === 0 ? <p className="muted">{t('ui.report.no-run')}</p> : null}
              </>
            )}
            <h3>{t('ui.report.tables')}</h3>
            <p className="muted">{t('ui.report.tables-text')}</p>
            <div className="button-row">
              {TABLES.map((format) => (
                <Button
                  key={format}
                  isDisabled={isMaking || devices === 0}
                  onPress={() =>
                    make(() => call('exports', 'resultsFile', { rollout, format, separator: ';', language }))
                  }
                >
                  {t('ui.report.table', { format })}
                </Button>
              ))}
            </div>
          </section>
        </div>
      </div>
    </>
  );
}
