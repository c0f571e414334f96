import { useEffect, useState } from 'react';
import { useSpeech } from '../../app/words.tsx';

/** Minutes and seconds of a duration, for instance `4:07`; never below nothing. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Counts down to the time from which on a phone takes a request to call again; nothing once it is over. */
export function Countdown({ until }: { readonly until: string }) {
  const { t } = useSpeech();
  const [left, setLeft] = useState(() => Date.parse(until) - Date.now());
  useEffect(() => {
    const tick = () => setLeft(Date.parse(until) - Date.now());
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  if (left <= 0) return null;
  return <span className="muted nowrap">{t('ui.phones.countdown', { time: formatCountdown(left) })}</span>;
}
