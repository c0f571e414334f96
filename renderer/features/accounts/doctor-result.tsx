import type { DoctorStep } from '../../../shared/contract/accounts.ts';
import { failureMessage } from '../../../shared/words/messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { Quoted } from '../../components/message.tsx';
import { StatusMark } from '../../components/status-mark.tsx';

const MARKS = { passed: 'done', failed: 'failed', skipped: 'skipped' } as const;

/** Each step from the address to the login, with what was found and, where one failed, what to do. */
export function DoctorResult({ steps }: { readonly steps: readonly DoctorStep[] }) {
  const { t, number, time } = useSpeech();
  return (
    <div className="doctor" role="status">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('ui.accounts.step')}</th>
            <th scope="col">{t('ui.accounts.step-result')}</th>
            <th scope="col">{t('ui.accounts.step-found')}</th>
            <th scope="col" className="number">
              {t('ui.accounts.step-time')}
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ step, result, facts, certificates, failure, milliseconds }) => (
            <tr key={step}>
              <th scope="row" className="row-name">
                {t(`ui.doctor.${step}`)}
              </th>
              <td>
                <StatusMark kind={MARKS[result]}>{t(`ui.doctor.${result}`)}</StatusMark>
              </td>
              <td>
                {failure === null || failure.reason === null ? (
                  <span className="muted">{Object.values(facts).join(' · ')}</span>
                ) : (
                  <>
                    <p>
                      {failureMessage(t, {
                        reason: failure.reason,
                        ...(failure.aspect === null ? {} : { aspect: failure.aspect }),
                        ...(failure.detail === null ? {} : { detail: failure.detail }),
                      })}
                    </p>
                    {failure.serviceWords === null ? null : <Quoted>{failure.serviceWords}</Quoted>}
                  </>
                )}
                {certificates.map((certificate) => (
                  <div key={certificate.fingerprint}>
                    <p>{t('ui.accounts.certificate', { ...certificate, validTo: time(certificate.validTo) })}</p>
                    <p className="quoted">{certificate.fingerprint}</p>
                  </div>
                ))}
              </td>
              <td className="number muted nowrap">
                {result === 'skipped' ? '' : `${number(Math.round(milliseconds))} ms`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
