import { useEffect } from 'react';
import { configMessage, fetchMessage } from '../../../shared/words/config-messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { markOfFinding, markOfState } from './finding-mark.ts';

const LINES_SHOWN = 20;

/** What configuration servers, the access log and syslog say of one phone; nothing where they say nothing. */
export function ConfigsStory({
  rollout,
  mac,
  revision,
}: {
  readonly rollout: string;
  readonly mac: string;
  readonly revision: number;
}) {
  const { t, time } = useSpeech();
  const { value, reload } = useCall('configs', 'story', { rollout, mac });
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
  if (value === null) return null;
  const { files, fetched, lines } = value;
  return (
    <>
      {files.length === 0 ? null : (
        <section className="section">
          <h3>{t('ui.configs.story')}</h3>
          {files.map((file) => (
            <div key={`${file.scheme} ${file.file}`} className="stack">
              <StatusMark kind={markOfFinding(file.finding)}>{t(`configs.finding.${file.finding}`)}</StatusMark>
              <p className="mono">
                {file.scheme} {file.file}: {file.answers.join(', ')}
              </p>
              <p>{configMessage(t, file)}</p>
              <p className="muted">{[file.summary, time(file.checkedAt)].filter((part) => part !== '').join(' · ')}</p>
            </div>
          ))}
        </section>
      )}
      {fetched === null ? null : (
        <section className="section">
          <h3>{t('ui.configs.story-log')}</h3>
          <StatusMark kind={markOfState(fetched.state)}>{t(`configs.state.${fetched.state}`)}</StatusMark>
          <p>{fetchMessage(t, fetched)}</p>
          {fetched.time === null || fetched.time === '' ? null : (
            <p className="muted">
              {time(fetched.time)} {fetched.address} {fetched.file}
            </p>
          )}
        </section>
      )}
      {lines.length === 0 ? null : (
        <section className="section">
          <h3>{t('ui.configs.story-lines')}</h3>
          {lines.slice(0, LINES_SHOWN).map((line) => (
            <p key={`${line.time} ${line.text}`}>
              <span className="muted">{time(line.time)}</span> {line.text}
            </p>
          ))}
        </section>
      )}
    </>
  );
}
