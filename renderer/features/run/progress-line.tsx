import { ProgressBar } from 'react-aria-components';
import type { GoingJob } from '../../../shared/contract/runs.ts';
import { type Speech, useSpeech } from '../../app/words.tsx';
import { shareOf, splitDuration } from './progress.ts';

/** A duration in words: `12 s`, `3 min 20 s`, `1 h 5 min`. */
export function wordDuration({ t, number }: Speech, seconds: number): string {
  const { unit, value, rest } = splitDuration(seconds);
  return t(`ui.run.${unit}`, { value: number(value), rest: number(rest) });
}

/** How fast it goes and how long it will take: `3.4/s · 1 min 19 s left`; empty until that is known. */
export function wordPace(speech: Speech, job: GoingJob): string {
  const { t, language } = speech;
  const parts: string[] = [];
  if (job.rate > 0) {
    const rate = new Intl.NumberFormat(language, { maximumFractionDigits: job.rate < 10 ? 1 : 0 }).format(job.rate);
    parts.push(t('ui.run.rate', { rate }));
  }
  if (job.secondsLeft !== null) parts.push(t('ui.run.left', { time: wordDuration(speech, job.secondsLeft) }));
  return parts.join(' · ');
}

/** What goes and how far it is, as a sentence: `Registering: 212 of 480 · 3.4/s · 1 min 19 s left`. */
export function wordProgress(speech: Speech, job: GoingJob): string {
  const { t, number } = speech;
  const what = job.phase === 'plan' ? t('ui.run.going-plan') : t(`ui.run.going-${job.action}`);
  const count = t('ui.run.n-of-m', { what, done: number(job.done), total: number(job.total) });
  return [count, wordPace(speech, job)].filter((part) => part !== '').join(' · ');
}

/** Bar and sentence of the job that goes. */
export function ProgressLine({ job }: { readonly job: GoingJob }) {
  const speech = useSpeech();
  const share = shareOf(job);
  return (
    <>
      <ProgressBar aria-label={speech.t('ui.run.progress')} value={share * 100}>
        <div className="bar">
          <div style={{ width: `${share * 100}%` }} />
        </div>
      </ProgressBar>
      <span className="strip-part">{wordProgress(speech, job)}</span>
    </>
  );
}
