import { WifiOff } from 'lucide-react';
import { useState } from 'react';
import { wordFailure } from '../../app/failure-words.ts';
import { useOnline } from '../../app/use-online.ts';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Check } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import type { PlanWish } from './job-store.ts';
import { LOOK_SECONDS, useNetworkWait, type WaitingJob } from './network-wait.ts';

/** What waits for the network, how the last look went, and how to end it. */
export function NetworkWaitView({ job }: { readonly job: WaitingJob }) {
  const speech = useSpeech();
  const { t, number, time } = speech;
  const { lastFailure, lastAt, look, end } = useNetworkWait();
  return (
    <section className="stack">
      <Message look="attention">
        <p>
          <strong>{t(`ui.run.wait-title-${job.kind}`)}</strong>
        </p>
        <p>{t('ui.run.wait-text', { seconds: number(LOOK_SECONDS), account: job.account })}</p>
        {lastFailure === null || lastAt === null ? null : (
          <p className="muted">
            {t('ui.run.wait-last', { time: time(lastAt), failure: wordFailure(speech, lastFailure).text })}
          </p>
        )}
      </Message>
      <div className="button-row">
        <Button onPress={() => look()}>{t('ui.run.wait-now')}</Button>
        <Button onPress={end}>{t('ui.run.wait-end')}</Button>
      </div>
    </section>
  );
}

/** Offers to make a plan as soon as the network is there; shown where it isn't there now. */
export function WaitToPlan({ wish, wasUnreachable }: { readonly wish: PlanWish; readonly wasUnreachable: boolean }) {
  const { t } = useSpeech();
  const isOnline = useOnline();
  const { wait } = useNetworkWait();
  const [isBoth, setIsBoth] = useState(false);
  if (isOnline && !wasUnreachable) return null;
  return (
    <section className="stack">
      <Check isSelected={isBoth} onChange={setIsBoth}>
        {t('ui.run.wait-both')}
      </Check>
      <p className="muted">{t('ui.run.wait-both-hint')}</p>
      <div className="button-row">
        <Button
          onPress={() => wait({ kind: isBoth ? 'both' : 'plan', rollout: wish.rollout, account: wish.account, wish })}
        >
          <WifiOff size={16} className="icon" aria-hidden="true" />
          {t('ui.run.wait-plan')}
        </Button>
      </div>
    </section>
  );
}
