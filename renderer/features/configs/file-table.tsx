import { useEffect, useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import { FILE_FINDINGS, type FileFinding } from '../../../shared/domain/config-check.ts';
import { configMessage } from '../../../shared/words/config-messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { FilterField } from '../../components/field.tsx';
import { FailureMessage } from '../../components/message.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { formatMac } from '../devices/cells.tsx';
import { markOfFinding } from './finding-mark.ts';

const PAGE_ROWS = 100;
const MOST_ROWS = 500;

/** Every file that was asked for: raw answers beside the sentence, filtered by words and findings. */
export function FileTable({
  rollout,
  counts,
  revision,
}: {
  readonly rollout: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly revision: number;
}) {
  const { t, number } = useSpeech();
  const [text, setText] = useState('');
  const [findings, setFindings] = useState<readonly FileFinding[]>([]);
  const [limit, setLimit] = useState(PAGE_ROWS);
  const { value, failure, reload } = useCall('configs', 'files', {
    rollout,
    filter: { text, findings: [...findings] },
    offset: 0,
    limit,
  });
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
  const present = FILE_FINDINGS.filter((finding) => (counts[finding] ?? 0) > 0 || findings.includes(finding));
  return (
    <section className="section">
      <h2>{t('ui.configs.results')}</h2>
      <div className="config-row">
        <FilterField label={t('ui.configs.filter')} value={text} onChange={setText} />
        <fieldset className="config-findings" aria-label={t('ui.configs.finding')}>
          <ToggleButton className="button" isSelected={findings.length === 0} onChange={() => setFindings([])}>
            {t('ui.configs.all')}
          </ToggleButton>
          {present.map((finding) => (
            <ToggleButton
              key={finding}
              className="button"
              isSelected={findings.includes(finding)}
              onChange={(isSelected) =>
                setFindings(isSelected ? [...findings, finding] : findings.filter((each) => each !== finding))
              }
            >
              <StatusMark kind={markOfFinding(finding)}>
                {t(`configs.finding.${finding}`)} {number(counts[finding] ?? 0)}
              </StatusMark>
            </ToggleButton>
          ))}
        </fieldset>
      </div>
      {failure === null ? null : <FailureMessage failure={failure} />}
      {value === null ? null : value.rows.length === 0 ? (
        <p className="muted">{t('ui.configs.nothing')}</p>
      ) : (
        <>
          <div className="scroll-x">
            <table className="table config-table">
              <caption className="sr-only">{t('ui.configs.results')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('ui.configs.phone')}</th>
                  <th scope="col">{t('ui.configs.file')}</th>
                  <th scope="col">{t('ui.configs.answers')}</th>
                  <th scope="col">{t('ui.configs.finding')}</th>
                </tr>
              </thead>
              <tbody>
                {value.rows.map((row) => (
                  <tr key={`${row.mac} ${row.scheme} ${row.file}`}>
                    <th scope="row" className="row-name">
                      <p className="mono">{formatMac(row.mac)}</p>
                      <p className="muted">
                        {[row.model, row.extension, row.user, row.room].filter((part) => part !== '').join(' · ')}
                      </p>
                    </th>
                    <td>
                      <p className="mono">{row.file}</p>
                      <p className="muted">{row.scheme.toUpperCase()}</p>
                    </td>
                    <td className="mono">{row.answers.join(', ')}</td>
                    <td>
                      <StatusMark kind={markOfFinding(row.finding)}>{t(`configs.finding.${row.finding}`)}</StatusMark>
                      <p>{configMessage(t, row)}</p>
                      {row.summary === '' ? null : <p className="muted">{row.summary}</p>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div className="config-row">
            <span className="muted">
              {t('ui.configs.shown', { shown: number(value.rows.length), total: number(value.total) })}
            </span>
            {value.rows.length < Math.min(value.total, MOST_ROWS) ? (
              <Button onPress={() => setLimit(Math.min(limit + PAGE_ROWS, MOST_ROWS))}>{t('ui.configs.more')}</Button>
            ) : null}
          </div>
        </>
      )}
    </section>
  );
}
