import { Copy, Timer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { DX800_PATCH, type Hint, MAXWELL_10_SECONDS } from '../../../shared/domain/hint.ts';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Message } from '../../components/message.tsx';
import { wordDuration } from '../run/progress-line.tsx';

interface Timers {
  /** When a phone was switched on, by MAC, in milliseconds since the epoch. */
  readonly startedAtMs: Readonly<Record<string, number>>;
  readonly start: (mac: string) => void;
}

/** The phones somebody just switched on; kept while one looks at others. */
const useTimers = create<Timers>((set) => ({
  startedAtMs: {},
  start: (mac) => set(({ startedAtMs }) => ({ startedAtMs: { ...startedAtMs, [mac]: Date.now() } })),
}));

/** What a person should know about this model: with a timer where it is about waiting, with what to copy where it is about values. */
export function HintMessage({ hint, mac }: { readonly hint: Hint; readonly mac: string }) {
  const { t } = useSpeech();
  return (
    <Message>
      <p>{t(`ui.hint.${hint}`)}</p>
      {hint === 'maxwell-10-timing' ? <BootTimer mac={mac} /> : null}
      {hint === 'dx800-redirection-off' ? <PatchValues /> : null}
    </Message>
  );
}

function BootTimer({ mac }: { readonly mac: string }) {
  const speech = useSpeech();
  const { t } = speech;
  const { startedAtMs, start } = useTimers();
  const [now, setNow] = useState(() => Date.now());
  const startedAt = startedAtMs[mac];
  useEffect(() => {
    if (startedAt === undefined) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [startedAt]);
  if (startedAt === undefined) {
    return (
      <Button onPress={() => start(mac)}>
        <Timer size={16} className="icon" aria-hidden="true" />
        {t('ui.hint.timer-start')}
      </Button>
    );
  }
  const seconds = Math.max(0, (now - startedAt) / 1_000);
  const { asks, ready } = MAXWELL_10_SECONDS;
  const left = (until: number): string => wordDuration(speech, Math.ceil(until - seconds));
  return (
    <>
      <p role="timer">
        <strong>
          {seconds < asks
            ? t('ui.hint.timer-asks', { time: left(asks) })
            : seconds < ready
              ? t('ui.hint.timer-ready', { time: left(ready) })
              : t('ui.hint.timer-over')}
        </strong>
      </p>
      <Button look="quiet" onPress={() => start(mac)}>
        {t('ui.hint.timer-again')}
      </Button>
    </>
  );
}

function PatchValues() {
  const { t } = useSpeech();
  const [isCopied, setIsCopied] = useState(false);
  const text = DX800_PATCH.join('\n');
  return (
    <details>
      <summary>{t('ui.hint.patch')}</summary>
      <pre className="mono patch">{text}</pre>
      <Button
        onPress={async () => {
          await navigator.clipboard.writeText(text);
          setIsCopied(true);
        }}
      >
        <Copy size={16} className="icon" aria-hidden="true" />
        {t(isCopied ? 'ui.hint.copied' : 'ui.hint.copy')}
      </Button>
    </details>
  );
}
