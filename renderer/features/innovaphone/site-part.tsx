import { type ReactNode, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { PreflightFindingView } from '../../../shared/contract/innovaphone.ts';
import { failureMessage } from '../../../shared/words/messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Field } from '../../components/field.tsx';
import { Quoted } from '../../components/message.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { AccountChoice } from './account-choice.tsx';
import { PartFrame } from './part-frame.tsx';

const MARKS = { passed: 'done', failed: 'failed', person: 'unknown', skipped: 'skipped' } as const;

/** Looks at what codes need at a site. */
export function SitePart({ parts }: { readonly parts: ReactNode }) {
  const { t } = useSpeech();
  const [account, setAccount] = useState('');
  const [directory, setDirectory] = useState('');
  const [category, setCategory] = useState('');
  const [findings, setFindings] = useState<readonly PreflightFindingView[]>([]);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function look(): Promise<void> {
    setIsBusy(true);
    const result = await call('innovaphone', 'preflight', { account, directory, category });
    setIsBusy(false);
    setFindings(result.ok ? result.value.findings : []);
    setFailure(result.ok ? null : result.error);
  }

  return (
    <PartFrame
      parts={parts}
      action={t('ui.innovaphone.look')}
      isReady
      isBusy={isBusy}
      onAct={look}
      failure={failure}
      form={
        <>
          <div className="form-pair">
            <AccountChoice label={t('ui.innovaphone.account')} value={account} onChange={setAccount} />
            <AccountChoice label={t('ui.innovaphone.directory')} value={directory} onChange={setDirectory} />
          </div>
          <Field label={t('ui.innovaphone.category')} value={category} onChange={setCategory} isMono />
        </>
      }
    >
      {findings.length === 0 ? null : (
        <table className="table" aria-label={t('ui.innovaphone.part-site')}>
          <thead>
            <tr>
              <th scope="col">{t('ui.innovaphone.check')}</th>
              <th scope="col">{t('ui.innovaphone.result')}</th>
              <th scope="col">{t('ui.innovaphone.cause')}</th>
            </tr>
          </thead>
          <tbody>
            {findings.map((finding) => (
              <tr key={finding.check}>
                <th scope="row" className="row-name">
                  {t(`innovaphone.check.${finding.check}`, finding.facts)}
                </th>
                <td className="nowrap">
                  <StatusMark kind={MARKS[finding.result]}>{t(`innovaphone.result.${finding.result}`)}</StatusMark>
                </td>
                <td>
                  <Cause cause={finding.cause} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </PartFrame>
  );
}

function Cause({ cause }: Pick<PreflightFindingView, 'cause'>) {
  const { t } = useSpeech();
  if (cause === null || cause.reason === null) return null;
  const { reason, aspect, detail, serviceWords } = cause;
  return (
    <>
      <p>
        {failureMessage(t, {
          reason,
          ...(aspect === null ? {} : { aspect }),
          ...(detail === null ? {} : { detail }),
        })}
      </p>
      {serviceWords === null ? null : <Quoted>{serviceWords}</Quoted>}
    </>
  );
}
