import { CirclePause, RotateCcw, Undo2, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { KeptPlanView, RunSummary } from '../../../shared/contract/runs.ts';
import { isAction } from '../../../shared/domain/outcome.ts';
import { failureMessage } from '../../../shared/words/messages.ts';
import { useNavigation } from '../../app/navigation.ts';
import { RolloutHead } from '../../app/rollout-head.tsx';
import { useFocusKept } from '../../app/use-focus-kept.ts';
import { useOnline } from '../../app/use-online.ts';
import { FailureStep, VaultStep } from '../../app/vault-step.tsx';
import { useVault } from '../../app/vault-store.ts';
import { type Speech, useSpeech } from '../../app/words.tsx';
import { Button, SettlingButton } from '../../components/button.tsx';
import { Message, Quoted } from '../../components/message.tsx';
import { Tally } from '../../components/tally.tsx';
import { BigProgress } from './big-progress.tsx';
import { CallFilesButton } from './call-files-dialog.tsx';
import { CancelRest } from './cancel-rest.tsx';
import { CancelRunDialog } from './cancel-run-dialog.tsx';
import { draftOf, useDrafts } from './draft-store.ts';
import { jobsOf, useJobs } from './job-store.ts';
import { isNetworkFailure, useNetworkWait } from './network-wait.ts';
import { NetworkWaitView, WaitToPlan } from './network-wait-view.tsx';
import { OpenPoints } from './open-points.tsx';
import { PlanForm, type WantedPlan } from './plan-form.tsx';
import { PlanView } from './plan-view.tsx';
import { RunHistory } from './run-history.tsx';

/** From what is wanted over the plan and the run to how it ended: each step in the same place. */
export function RunScreen({ rollout }: { readonly rollout: string }) {
  const speech = useSpeech();
  const { t, counted } = speech;
  const { go } = useNavigation();
  const { state: vaultState } = useVault();
  const jobs = useJobs();
  const { going, refresh } = jobs;
  const { plan, unfinished, summary, failure } = jobsOf(jobs.byRollout, rollout);
  const { drafts, setDraft } = useDrafts();
  const { scope } = draftOf(drafts, rollout);
  const [wanted, setWanted] = useState<WantedPlan | null>(null);
  const [isCancelling, setIsCancelling] = useState(false);
  const isOnline = useOnline();
  const { waiting, wait } = useNetworkWait();
  const waitingHere = waiting?.rollout === rollout ? waiting : null;
  const wasUnreachable = failure !== null && isNetworkFailure(failure);
  useEffect(() => {
    refresh(rollout);
  }, [refresh, rollout]);
  const isOpen = vaultState === 'open';
  const isGoing = going !== null && going.rollout === rollout;
  // The next run is another one.
  if (!isGoing && isCancelling) setIsCancelling(false);
  useFocusKept(isGoing ? 'going' : summary !== null ? 'ended' : plan !== null ? 'plan' : 'form');

  if (isGoing) {
    return (
      <>
        <RolloutHead rollout={rollout} tab="run">
          {going.phase === 'plan' ? null : (
            <Button look="quiet" onPress={() => setIsCancelling(true)} isDisabled={going.isStopping}>
              {t('ui.handover.cancel-run')}
            </Button>
          )}
          <SettlingButton onPress={() => jobs.stop('keep')} isDisabled={going.isStopping}>
            <CirclePause size={16} className="icon" aria-hidden="true" />
            {t(going.isStopping ? 'ui.run.stopping' : 'ui.run.stop')}
          </SettlingButton>
        </RolloutHead>
        <div className="screen-body">
          <BigProgress job={going} />
          {isCancelling && !going.isStopping ? <CancelRunDialog onClose={() => setIsCancelling(false)} /> : null}
        </div>
      </>
    );
  }
  if (summary !== null) {
    return (
      <>
        <RolloutHead rollout={rollout} tab="run">
          {unfinished === null ? (
            <Button look="primary" onPress={() => go({ screen: 'rollout', rollout, tab: 'devices' })} autoFocus>
              {t('ui.run.to-devices')}
            </Button>
          ) : (
            <ResumeButton rollout={rollout} isOpen={isOpen} />
          )}
        </RolloutHead>
        <div className="screen-body">
          <RunEnd summary={summary} />
          {unfinished === null ? null : <ResumeBanner rollout={rollout} />}
          <div className="button-row">
            {unfinished === null ? (
              <>
                <RetryButton kind="failed" summary={summary} onPress={() => retry('failed')} />
                <RetryButton kind="unknown" summary={summary} onPress={() => retry('unknown')} />
                {summary.action === 'check' ? null : (
                  <Button onPress={() => jobs.planUndo(rollout, summary.run)}>
                    <Undo2 size={16} className="icon" aria-hidden="true" />
                    {t('ui.run.undo')}
                  </Button>
                )}
              </>
            ) : (
              <CancelRest rollout={rollout} unfinished={unfinished} isOpen={isOpen} />
            )}
            <Button look="quiet" onPress={() => useJobs.setState(withoutSummary)}>
              {t('ui.run.another')}
            </Button>
          </div>
          <OpenPoints rollout={rollout} run={summary.run} />
        </div>
      </>
    );
  }
  if (plan !== null) {
    return (
      <>
        <RolloutHead rollout={rollout} tab="run">
          <Button onPress={() => jobs.discard(rollout)}>{t('ui.run.discard')}</Button>
          {(isOnline && !wasUnreachable) || waitingHere !== null || plan.writes === 0 ? null : (
            <Button onPress={() => wait({ kind: 'run', rollout, account: plan.account })} isDisabled={!isOpen}>
              <WifiOff size={16} className="icon" aria-hidden="true" />
              {t('ui.run.wait-run')}
            </Button>
          )}
          <SettlingButton look="primary" isDisabled={!isOpen || going !== null} onPress={() => jobs.start(rollout)}>
            {wordStart(speech, plan)}
          </SettlingButton>
        </RolloutHead>
        <div className="screen-body">
          <VaultStep />
          {failure === null ? null : <FailureStep failure={failure} onMended={() => jobs.start(rollout)} />}
          {waitingHere === null ? null : <NetworkWaitView job={waitingHere} />}
          <PlanView plan={plan} />
        </div>
      </>
    );
  }
  const count = wanted === null ? 0 : wanted.devices;
  const wish =
    wanted === null ? null : { rollout, ...wanted.wish, only: typeof scope === 'string' ? scope : [...scope] };
  return (
    <>
      <RolloutHead rollout={rollout} tab="run">
        {unfinished === null || going !== null ? (
          <Button
            look="primary"
            isDisabled={!isOpen || going !== null || wanted === null || count === 0}
            onPress={makePlan}
          >
            {counted('ui.run.make-plan', count)}
          </Button>
        ) : (
          <ResumeButton rollout={rollout} isOpen={isOpen} />
        )}
      </RolloutHead>
      <div className="screen-body">
        <VaultStep />
        {going === null ? null : (
          <Message>
            <p>{t('ui.run.other-going', { rollout: going.rollout })}</p>
          </Message>
        )}
        {unfinished === null || going !== null ? null : (
          <>
            <ResumeBanner rollout={rollout} />
            <div className="button-row">
              <CancelRest rollout={rollout} unfinished={unfinished} isOpen={isOpen} />
            </div>
          </>
        )}
        {failure === null ? null : (
          <FailureStep failure={failure} onMended={() => (unfinished === null ? makePlan() : jobs.resume(rollout))} />
        )}
        {waitingHere === null ? null : <NetworkWaitView job={waitingHere} />}
        {unfinished === null ? (
          <PlanForm
            rollout={rollout}
            scope={scope}
            onScope={(next) => setDraft(rollout, { scope: next })}
            onWanted={setWanted}
          />
        ) : null}
        {unfinished === null && wish !== null && count > 0 && waitingHere === null ? (
          <WaitToPlan wish={wish} wasUnreachable={wasUnreachable} />
        ) : null}
        {unfinished === null && wish !== null && count > 0 && wish.action !== 'check' ? (
          <CallFilesButton wish={wish} />
        ) : null}
        <RunHistory rollout={rollout} isFree={going === null && unfinished === null && isOpen} />
      </div>
    </>
  );

  function makePlan(): void {
    if (wish !== null) jobs.plan(wish);
  }

  function withoutSummary(): Partial<ReturnType<typeof useJobs.getState>> {
    const { byRollout } = useJobs.getState();
    return { byRollout: { ...byRollout, [rollout]: { ...jobsOf(byRollout, rollout), summary: null } } };
  }

  function retry(only: 'failed' | 'unknown'): void {
    const action = summary?.action;
    setDraft(rollout, { scope: only, ...(action !== undefined && isAction(action) ? { action } : {}) });
    useJobs.setState(withoutSummary());
  }
}

/** What the button that starts a plan will do, with its number. */
function wordStart({ counted }: Speech, plan: KeptPlanView): string {
  if (plan.undoOf !== null) return counted('ui.run.do-undo', plan.writes);
  if (plan.action === 'check') return counted('ui.run.do-check', plan.devices);
  return plan.writes === 0
    ? counted('ui.run.do-nothing', plan.devices)
    : counted(`ui.run.do-${plan.action}`, plan.writes);
}

function RunEnd({ summary }: { readonly summary: RunSummary }) {
  const { t, counted, language } = useSpeech();
  const seconds = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(summary.seconds);
  const { stopCause } = summary;
  return (
    <section className="stack" role="status">
      <h2>{t(summary.isFinished ? 'ui.run.ended' : 'ui.run.stopped', { run: summary.run })}</h2>
      <p className="muted">
        {t(`action.${summary.action}`)} · {counted('ui.common.devices', summary.devices)} ·{' '}
        {summary.seconds < 1 ? t('ui.run.under-a-second') : t('ui.run.took', { seconds })}
      </p>
      <Tally counts={summary.counts} />
      {stopCause === null || stopCause.reason === null ? null : (
        <Message look="failed">
          <p>
            {failureMessage(t, {
              reason: stopCause.reason,
              ...(stopCause.aspect === null ? {} : { aspect: stopCause.aspect }),
              ...(stopCause.detail === null ? {} : { detail: stopCause.detail }),
            })}
          </p>
          {stopCause.serviceWords === null ? null : <Quoted>{stopCause.serviceWords}</Quoted>}
        </Message>
      )}
    </section>
  );
}

function ResumeButton({ rollout, isOpen }: { readonly rollout: string; readonly isOpen: boolean }) {
  const { t } = useSpeech();
  const { resume } = useJobs();
  return (
    <Button look="primary" isDisabled={!isOpen} onPress={() => resume(rollout)}>
      {t('ui.run.resume')}
    </Button>
  );
}

function ResumeBanner({ rollout }: { readonly rollout: string }) {
  const { t, number, time } = useSpeech();
  const { byRollout } = useJobs();
  const { unfinished } = jobsOf(byRollout, rollout);
  if (unfinished === null) return null;
  return (
    <Message look="attention">
      <p>
        <strong>
          {t('ui.run.unfinished', {
            run: unfinished.run,
            done: number(unfinished.devices - unfinished.open),
            total: number(unfinished.devices),
          })}
        </strong>
      </p>
      <p className="muted">
        {t('ui.run.unfinished-text', {
          action: t(`action.${unfinished.action}`),
          account: unfinished.account,
          time: time(unfinished.startedAt),
        })}
      </p>
    </Message>
  );
}

function RetryButton({
  kind,
  summary,
  onPress,
}: {
  readonly kind: 'failed' | 'unknown';
  readonly summary: RunSummary;
  readonly onPress: () => void;
}) {
  const { counted } = useSpeech();
  const devices = summary.counts[kind] ?? 0;
  return devices === 0 ? null : (
    <Button onPress={onPress}>
      <RotateCcw size={16} className="icon" aria-hidden="true" />
      {counted(`ui.run.retry-${kind}`, devices)}
    </Button>
  );
}
