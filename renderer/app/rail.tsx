import { CircleArrowUp, FileTerminal, History, KeyRound, ListChecks, Rows3, Search, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useUpdates } from '../features/rollouts/update-dialog.tsx';
import { type Place, useNavigation } from './navigation.ts';
import { useSpeech } from './words.tsx';

/** The left rail: the places there are, and the rollouts opened lately. */
export function Rail({ onSearch }: { readonly onSearch: () => void }) {
  const { t } = useSpeech();
  const { place, recent } = useNavigation();
  const { update, showDialog } = useUpdates();
  return (
    <nav className="rail" aria-label={t('ui.frame.rail')}>
      <div className="brand">
        <BrandIcon />
        <span>Rollcall</span>
      </div>
      <RailItem to={{ screen: 'rollouts' }} isCurrent={place.screen === 'rollouts'} text={t('ui.frame.rollouts')}>
        <ListChecks size={20} className="icon" aria-hidden="true" />
      </RailItem>
      <RailItem to={{ screen: 'accounts' }} isCurrent={place.screen === 'accounts'} text={t('ui.frame.accounts')}>
        <KeyRound size={20} className="icon" aria-hidden="true" />
      </RailItem>
      <RailItem
        to={{ screen: 'innovaphone' }}
        isCurrent={place.screen === 'innovaphone'}
        text={t('ui.innovaphone.title')}
      >
        <FileTerminal size={20} className="icon" aria-hidden="true" />
      </RailItem>
      <RailItem to={{ screen: 'activity' }} isCurrent={place.screen === 'activity'} text={t('ui.frame.activity')}>
        <History size={20} className="icon" aria-hidden="true" />
      </RailItem>
      <RailItem to={{ screen: 'settings' }} isCurrent={place.screen === 'settings'} text={t('ui.frame.settings')}>
        <Settings size={20} className="icon" aria-hidden="true" />
      </RailItem>
      {recent.length === 0 ? null : <div className="rail-label">{t('ui.frame.recent')}</div>}
      {recent.map((rollout) => (
        <RailItem
          key={rollout}
          to={{ screen: 'rollout', rollout, tab: 'devices' }}
          isCurrent={place.screen === 'rollout' && place.rollout === rollout}
          text={rollout}
        >
          <Rows3 size={20} className="icon" aria-hidden="true" />
        </RailItem>
      ))}
      <div className="rail-foot">
        {update.version === null ? null : (
          <AriaButton className="rail-item" onPress={() => showDialog(true)}>
            <CircleArrowUp size={20} className="icon" aria-hidden="true" />
            <span>{t('ui.updates.available', { version: update.version })}</span>
          </AriaButton>
        )}
        <AriaButton className="rail-item" onPress={onSearch}>
          <Search size={20} className="icon" aria-hidden="true" />
          <span>{t('ui.frame.search')}</span>
          <span className="key">{t('ui.frame.search-key')}</span>
        </AriaButton>
      </div>
    </nav>
  );
}

function RailItem({
  to,
  isCurrent,
  text,
  children,
}: {
  readonly to: Place;
  readonly isCurrent: boolean;
  readonly text: string;
  readonly children: ReactNode;
}) {
  const { go } = useNavigation();
  return (
    <AriaButton
      className="rail-item"
      onPress={() => go(to)}
      {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
    >
      {children}
      <span>{text}</span>
    </AriaButton>
  );
}

/** A handset whose cord ticks off a list. */
function BrandIcon() {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M3 7.6C3 5 5.4 3.2 9 3.2s6 1.8 6 4.4c0 .9-.5 1.4-1.2 1.4h-1.6c-.7 0-1.2-.5-1.2-1.2v-.9c-.6-.3-1.3-.4-2-.4s-1.4.1-2 .4v.9C7 8.500 6.500 9 5.800 9H4.200C3.500 9 3 8.500 3 7.600z" />
      <path d="M5 9v2.500l1.300 1.300L8.500 10.500M5 15.500v1l1.300 1.300 2.200-2.300M11.500 12.500H21M11.500 17.500H21M5 21h16" />
    </svg>
  );
}
