import { useEffect, useState } from 'react';
import { ProgressBar } from 'react-aria-components';
import type { GoingJob } from '../../../shared/contract/runs.ts';
import { failureMessage } from '../../../shared/words/messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { Message } from '../../components/message.tsx';
import { shareOf } from './progress.ts';
import { wordDuration, wordPace, wordProgress } from './progress-line.tsx';

/** How far the plan or run is, as large as it is important now. */
export function BigProgress({ job }: { readonly job: GoingJob }) {
  const speech = useSpeech();
  const { t, number } = speech;
  const share = shareOf(job);
  return (
    <section className="big-progress">
      <h2>{t(job.phase === 'plan' ? 'ui.run.planning' : `ui.run.going-${job.action}`)}</h2>
      <p className="big-number">
        {number(job.done)} <span className="muted">/ {number(job.total)}</span>
      </p>
      <ProgressBar aria-label={t('ui.run.progress')} value={share * 100} valueLabel={wordProgress(speech, job)}>
        <div className="bar">
          <div style={{ width: `${share * 100}%` }} />
        </div>
      </ProgressBar>
      <p>{wordPace(speech, job)}</p>
      <p className="muted">{t(job.phase === 'plan' ? 'ui.run.planning-text' : 'ui.run.running-text')}</p>
      {job.wait === null ? null : <WaitMessage wait={job.wait} />}
    </section>
  );
}

function WaitMessage({ wait }: { readonly wait: NonNullable<GoingJob['wait']> }) {
  const speech = useSpeech();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, (Date.parse(wait.until) - now) / 1_000);
  const { reason, aspect, detail } = wait.cause;
  return (
    <Message look="attention">
      <p>
        <strong>{speech.t('ui.run.waiting', { time: wordDuration(speech, seconds) })}</strong>
      </p>
      {reason === null ? null : (
        <p>
          {failureMessage(speech.t, {
            reason,
            ...(aspect === null ? {} : { aspect }),
            ...(detail === null ? {} : { detail }),
          })}
        </p>
      )}
    </Message>
  );
}
