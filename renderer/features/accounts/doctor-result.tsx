import type { DoctorStep } from '../../../shared/contract/accounts.ts';
import { failureMessage } from '../../../shared/words/messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Message, Quoted } from '../../components/message.tsx';
import { StatusMark } from '../../components/status-mark.tsx';

const MARKS = { passed: 'done', warned: 'refused', failed: 'failed', skipped: 'skipped', untold: 'unknown' } as const;

type Certificate = DoctorStep['certificates'][number];

/** How a certificate is to be trusted: as the only one, or as an authority. */
export type Trust = 'pin' | 'authority';

/** Each step from the address to the clock, with what was found and, where one failed, what to do and whom to ask. */
export function DoctorResult({
  steps,
  isPinned,
  onTrust,
}: {
  readonly steps: readonly DoctorStep[];
  /** Whether the account trusts one certificate only. */
  readonly isPinned: boolean;
  readonly onTrust: (certificate: Certificate, as: Trust) => void;
}) {
  const { t, number } = useSpeech();
  const failed = steps.find(({ result }) => result === 'failed');
  return (
    <div className="doctor" role="status">
      <Message look={failed === undefined ? 'good' : 'attention'}>
        <p>
          {failed === undefined
            ? t('ui.doctor.healthy-title')
            : t('ui.doctor.failed-title', { step: t(`ui.doctor.${failed.step}`) })}
        </p>
      </Message>
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
          {steps.map((step) => (
            <tr key={step.step}>
              <th scope="row" className="row-name">
                {t(`ui.doctor.${step.step}`)}
              </th>
              <td className="nowrap">
                <StatusMark kind={MARKS[step.result]}>{t(`ui.doctor.${step.result}`)}</StatusMark>
              </td>
              <td>
                <Found step={step} />
                {step.certificates.length === 0 ? null : <Chain certificates={step.certificates} />}
                {step.step === 'tls' && step.result === 'failed' ? (
                  <TrustChoice certificates={step.certificates} isPinned={isPinned} onTrust={onTrust} />
                ) : null}
              </td>
              <td className="number muted nowrap">
                {step.result === 'skipped' ? '' : `${number(Math.round(step.milliseconds))}\u00a0ms`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Found({ step: { step, result, facts, failure } }: { readonly step: DoctorStep }) {
  const { t, number } = useSpeech();
  if (failure !== null && failure.reason !== null) {
    return (
      <>
        <p>
          {failureMessage(t, {
            reason: failure.reason,
            ...(failure.aspect === null ? {} : { aspect: failure.aspect }),
            ...(failure.detail === null ? {} : { detail: failure.detail }),
          })}
        </p>
        <p>{t(`ui.doctor.ask-${step}`)}</p>
        {failure.serviceWords === null ? null : <Quoted>{failure.serviceWords}</Quoted>}
      </>
    );
  }
  if (step === 'rights' && result === 'untold') return <span className="muted">{t('ui.doctor.rights-untold')}</span>;
  if (step !== 'clock' || result === 'skipped') {
    return <span className="muted">{Object.values(facts).join(' · ')}</span>;
  }
  if (result === 'untold') return <span className="muted">{t('ui.doctor.clock-untold')}</span>;
  const ahead = Number(facts.seconds ?? 0);
  const differs = ahead === 0 ? 'same' : ahead > 0 ? 'ahead' : 'behind';
  return (
    <>
      <p className={result === 'passed' ? 'muted' : ''}>
        {t(`ui.doctor.clock-${differs}`, { seconds: number(Math.abs(ahead)) })}
      </p>
      {result === 'warned' ? (
        <p>
          {t('ui.doctor.clock-warned')} {t('ui.doctor.ask-clock')}
        </p>
      ) : null}
    </>
  );
}

function Chain({ certificates }: { readonly certificates: readonly Certificate[] }) {
  const { t, time } = useSpeech();
  return (
    <ol className="chain" aria-label={t('ui.doctor.chain')}>
      {certificates.map(({ subject, issuer, validFrom, validTo, fingerprint }) => (
        <li key={fingerprint}>
          <dl className="facts">
            <dt>{t('ui.doctor.subject')}</dt>
            <dd>{subject}</dd>
            <dt>{t('ui.doctor.issuer')}</dt>
            <dd>{issuer}</dd>
            <dt>{t('ui.doctor.valid')}</dt>
            <dd>{t('ui.doctor.valid-span', { from: time(validFrom), to: time(validTo) })}</dd>
            <dt>{t('ui.doctor.fingerprint')}</dt>
            <dd className="mono break">{fingerprint}</dd>
          </dl>
        </li>
      ))}
    </ol>
  );
}

function TrustChoice({
  certificates,
  isPinned,
  onTrust,
}: {
  readonly certificates: readonly Certificate[];
  readonly isPinned: boolean;
  readonly onTrust: (certificate: Certificate, as: Trust) => void;
}) {
  const { t } = useSpeech();
  const [first] = certificates;
  const last = certificates.at(-1);
  if (first === undefined || last === undefined) return null;
  // With a pin the chain doesn't count: another authority would change nothing.
  const authority = last.isAuthority && !isPinned ? last : null;
  return (
    <div className="section">
      <strong>{t('ui.doctor.trust-title')}</strong>
      <p className="muted">{t('ui.doctor.trust-text')}</p>
      <div className="button-row">
        {authority === null ? null : (
          <Button onPress={() => onTrust(authority, 'authority')}>
            {t('ui.doctor.trust-authority', { name: nameOf(authority) })}
          </Button>
        )}
        <Button onPress={() => onTrust(first, 'pin')}>{t('ui.doctor.trust-pin')}</Button>
      </div>
    </div>
  );
}

/** What a certificate calls itself, as short as it can be. */
function nameOf({ subject }: Certificate): string {
  return /(?:^|, )CN=([^,]+)/.exec(subject)?.[1] ?? subject;
}
