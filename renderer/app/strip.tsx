import { CirclePause, LockKeyhole, LockOpen, PlugZap } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '../components/button.tsx';
import { jobsOf, useJobs } from '../features/run/job-store.ts';
import { ProgressLine } from '../features/run/progress-line.tsx';
import { useNavigation } from './navigation.ts';
import { NetworkState } from './network-state.tsx';
import { useVault } from './vault-store.ts';
import { useSpeech } from './words.tsx';

/** The bottom strip: the run that goes, what waits to be finished, the vault. */
export function Strip() {
  const { t } = useSpeech();
  const { place, go } = useNavigation();
  const { going, byRollout, stop } = useJobs();
  const { state, mode, refresh } = useVault();
  useEffect(() => {
    refresh();
  }, [refresh]);
  const rollout = place.screen === 'rollout' ? place.rollout : null;
  const unfinished = rollout === null || going !== null ? null : jobsOf(byRollout, rollout).unfinished;
  return (
    <section className="strip" aria-label={t('ui.strip.label')}>
      {going === null ? (
        <span className="strip-part muted">{t('ui.strip.idle')}</span>
      ) : (
        <>
          <span className="strip-part">
            <PlugZap size={16} className="icon" aria-hidden="true" />
            {going.account}
          </span>
          <button
            type="button"
            className="link strip-part"
            onClick={() => go({ screen: 'rollout', rollout: going.rollout, tab: 'run' })}
          >
            {going.rollout}
          </button>
          <ProgressLine job={going} />
          <Button onPress={() => stop('keep')} isDisabled={going.isStopping}>
            <CirclePause size={16} className="icon" aria-hidden="true" />
            {t(going.isStopping ? 'ui.run.stopping' : 'ui.run.stop')}
          </Button>
        </>
      )}
      {unfinished === null ? null : (
        <span className="strip-part mark refused">{t('ui.strip.unfinished', { run: unfinished.run })}</span>
      )}
      <span className="end">
        <NetworkState />
        {state === null ? null : (
          <span className="strip-part muted">
            {state === 'open' ? (
              <LockOpen size={16} className="icon" aria-hidden="true" />
            ) : (
              <LockKeyhole size={16} className="icon" aria-hidden="true" />
            )}
            {t(`ui.strip.vault-${state === 'open' && mode !== 'passphrase' ? mode : state}`)}
          </span>
        )}
      </span>
    </section>
  );
}
