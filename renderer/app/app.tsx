import { useEffect, useState } from 'react';
import { AccountsScreen } from '../features/accounts/accounts-screen.tsx';
import { DevicesScreen } from '../features/devices/devices-screen.tsx';
import { ImportScreen } from '../features/import/import-screen.tsx';
import { RolloutsScreen } from '../features/rollouts/rollouts-screen.tsx';
import { followJobs } from '../features/run/job-store.ts';
import { RunScreen } from '../features/run/run-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { BugBoundary } from './bug-boundary.tsx';
import { useNavigation } from './navigation.ts';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { languageOf, useSettings } from './settings-store.ts';
import { Strip } from './strip.tsx';
import { useTheme } from './theme.ts';
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
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setIsPaletteOpen((isOpen) => !isOpen);
      }
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className="frame">
      <a className="button primary skip" href="#screen">
        {t('ui.frame.skip')}
      </a>
      <Rail onSearch={() => setIsPaletteOpen(true)} />
      <main id="screen" className="screen" tabIndex={-1}>
        <Screen />
      </main>
      <Strip />
      {isPaletteOpen ? <Palette onClose={() => setIsPaletteOpen(false)} /> : null}
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
    case 'settings':
      return <SettingsScreen />;
    case 'rollout': {
      const { rollout, tab } = place;
      if (tab === 'devices') return <DevicesScreen key={rollout} rollout={rollout} searched={place.mac ?? null} />;
      if (tab === 'import') return <ImportScreen key={rollout} rollout={rollout} />;
      return <RunScreen key={rollout} rollout={rollout} />;
    }
  }
}
