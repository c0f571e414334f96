import { type ReactNode, useEffect } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useCall } from '../bridge/use-call.ts';
import { useJobs } from '../features/run/job-store.ts';
import { type RolloutTab, useNavigation } from './navigation.ts';
import { useSpeech } from './words.tsx';

const TABS = ['devices', 'import', 'run', 'codes', 'phones', 'configs', 'scan', 'ownership', 'report'] as const;

/** Name and tabs of a rollout; right of them the screen's one primary button. */
export function RolloutHead({
  rollout,
  tab,
  children,
}: {
  readonly rollout: string;
  readonly tab: RolloutTab;
  readonly children?: ReactNode;
}) {
  const { t } = useSpeech();
  const { go } = useNavigation();
  const isOwnershipUsed = useOwnershipUsed(rollout);
  const arePhonesUsed = usePhonesUsed(rollout);
  const areCodesUsed = useCodesUsed(rollout);
  const areConfigsUsed = useConfigsUsed(rollout);
  const tabs = TABS.filter(
    (each) =>
      each === tab ||
      (each === 'ownership'
        ? isOwnershipUsed
        : each === 'phones'
          ? arePhonesUsed
          : each === 'codes'
            ? areCodesUsed
            : each === 'configs'
              ? areConfigsUsed
              : true),
  );
  return (
    <header className="screen-head">
      <h1 title={rollout}>{rollout}</h1>
      <nav className="tabs" aria-label={t('ui.frame.tabs', { rollout })}>
        {tabs.map((each) => (
          <AriaButton
            key={each}
            className="tab"
            onPress={() => go({ screen: 'rollout', rollout, tab: each })}
            {...(each === tab ? { 'aria-current': 'page' as const } : {})}
          >
            {t(`ui.tab.${each}`)}
          </AriaButton>
        ))}
      </nav>
      <div className="end">{children}</div>
    </header>
  );
}

/** Asks again after each change of a rollout, but not during a run. */
function useReloadWhenIdle(rollout: string, reload: () => void): void {
  const revision = useJobs(({ going, revisions }) => (going === null ? (revisions[rollout] ?? 0) : 0));
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
}

/** Whether there are phones that another account owns, or parked ones. */
function useOwnershipUsed(rollout: string): boolean {
  const { value, reload } = useCall('ownership', 'state', { rollout });
  useReloadWhenIdle(rollout, reload);
  return value !== null && value.phones + value.parked > 0;
}

/** Whether the list has addresses of phones, or items for them. */
function usePhonesUsed(rollout: string): boolean {
  const { value, reload } = useCall('openstage', 'used', { rollout });
  useReloadWhenIdle(rollout, reload);
  return value?.isUsed ?? false;
}

/** Whether the rollout has users, for whom codes are. */
function useCodesUsed(rollout: string): boolean {
  const { value, reload } = useCall('codes', 'used', { rollout });
  useReloadWhenIdle(rollout, reload);
  return value?.isUsed ?? false;
}

/** Whether there is an account of a configuration server, or something was checked. */
function useConfigsUsed(rollout: string): boolean {
  const { value, reload } = useCall('configs', 'used', { rollout });
  useReloadWhenIdle(rollout, reload);
  return value?.isUsed ?? false;
}
