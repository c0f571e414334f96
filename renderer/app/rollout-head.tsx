import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { type RolloutTab, useNavigation } from './navigation.ts';
import { useSpeech } from './words.tsx';

const TABS = ['devices', 'import', 'run'] as const;

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
  return (
    <header className="screen-head">
      <h1 title={rollout}>{rollout}</h1>
      <nav className="tabs" aria-label={t('ui.frame.tabs', { rollout })}>
        {TABS.map((each) => (
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
