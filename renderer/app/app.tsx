import { useEffect, useState } from 'react';
import { AccountsScreen } from '../features/accounts/accounts-screen.tsx';
import { ActivityScreen } from '../features/activity/activity-screen.tsx';
import { CodesScreen } from '../features/codes/codes-screen.tsx';
import { ConfigsScreen } from '../features/configs/configs-screen.tsx';
import { DevicesScreen } from '../features/devices/devices-screen.tsx';
import { ImportScreen } from '../features/import/import-screen.tsx';
import { InnovaphoneScreen } from '../features/innovaphone/innovaphone-screen.tsx';
import { ServerBanner } from '../features/innovaphone/server-banner.tsx';
import { PhonesScreen } from '../features/openstage/phones-screen.tsx';
import { OwnershipScreen } from '../features/ownership/ownership-screen.tsx';
import { ReportScreen } from '../features/report/report-screen.tsx';
import { Doors } from '../features/rollouts/doors.tsx';
import { RolloutsScreen } from '../features/rollouts/rollouts-screen.tsx';
import { followJobs } from '../features/run/job-store.ts';
import { RunScreen } from '../features/run/run-screen.tsx';
import { ScanScreen } from '../features/scan/scan-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { BugBoundary } from './bug-boundary.tsx';
import { HostBanner } from './host-banner.tsx';
import { useNavigation } from './navigation.ts';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { languageOf, useSettings } from './settings-store.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { Strip } from './strip.tsx';
import { useTheme } from './theme.ts';
import { useFocusKept, useFocusNear } from './use-focus-kept.ts';
import { SpeechProvider, useSpeech } from './words.tsx';

/** The window: rail, screen, strip. */
export function App() {
  const { settings } = useSettings();
  const language = languageOf(settings.language, navigator.languages);
  useTheme(settings);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(followJobs, []);
  return (
    <SpeechProvider language={language}>
      <BugBoundary>
        <Frame />
      </BugBoundary>
    </SpeechProvider>
  );
}

function Frame() {
  const { t } = useSpeech();
  const [overlay, setOverlay] = useState<'palette' | 'shortcuts' | null>(null);
  const { place } = useNavigation();
  useFocusKept(JSON.stringify(place));
  useFocusNear();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const isCtrl = event.ctrlKey || event.metaKey;
      // A key that is held down is pressed once: the next screen's button shall not take it too.
      const press = (work: () => void) => event.repeat || work();
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (isCtrl && event.key.toLowerCase() === 'k') {
        press(() => setOverlay((open) => (open === 'palette' ? null : 'palette')));
      } else if (event.key === '?' && !isTyping && document.querySelector('[role=dialog], [data-scanning]') === null) {
        setOverlay('shortcuts');
      } else if (isCtrl && event.key === 'Enter' && document.querySelector('[role=dialog]') === null) {
        // The one primary button of the screen; a disabled one doesn't take the click.
        press(() => document.querySelector<HTMLElement>('.screen-head .button.primary')?.click());
      } else return;
      event.preventDefault();
      event.stopPropagation();
    }
    // Before the focused button sees it: a button keeps what it takes for its own.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  useEffect(() => {
    const rollout = place.screen === 'rollout' ? place.rollout : null;
    document.title = rollout === null ? 'Rollcall' : `${rollout} - Rollcall`;
  }, [place]);
  return (
    <div className="frame">
      <a className="button primary skip" href="#screen">
        {t('ui.frame.skip')}
      </a>
      <Rail onSearch={() => setOverlay('palette')} />
      <main id="screen" className="screen" tabIndex={-1}>
        <HostBanner />
        <ServerBanner />
        <Screen />
      </main>
      <Strip />
      <Doors onOverlay={setOverlay} />
      {overlay === 'palette' ? (
        <Palette onClose={() => setOverlay(null)} onShortcuts={() => setOverlay('shortcuts')} />
      ) : null}
      {overlay === 'shortcuts' ? <ShortcutsDialog onClose={() => setOverlay(null)} /> : null}
    </div>
  );
}

function Screen() {
  const { place } = useNavigation();
  switch (place.screen) {
    case 'rollouts':
      return <RolloutsScreen />;
    case 'accounts':
      return <AccountsScreen />;
    case 'innovaphone':
      return <InnovaphoneScreen />;
    case 'activity':
      return <ActivityScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'rollout': {
      const { rollout, tab } = place;
      if (tab === 'devices') return <DevicesScreen key={rollout} rollout={rollout} searched={place.mac ?? null} />;
      if (tab === 'import') return <ImportScreen key={rollout} rollout={rollout} />;
      if (tab === 'scan') return <ScanScreen key={rollout} rollout={rollout} />;
      if (tab === 'codes') return <CodesScreen key={rollout} rollout={rollout} />;
      if (tab === 'phones') return <PhonesScreen key={rollout} rollout={rollout} />;
      if (tab === 'configs') return <ConfigsScreen key={rollout} rollout={rollout} />;
      if (tab === 'ownership') return <OwnershipScreen key={rollout} rollout={rollout} />;
      if (tab === 'report') return <ReportScreen key={rollout} rollout={rollout} />;
      return <RunScreen key={rollout} rollout={rollout} />;
    }
  }
}
