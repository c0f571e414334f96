import { useSettings } from '../../app/settings-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { Segments } from '../../components/field.tsx';

/** How the window looks and speaks. */
export function SettingsScreen() {
  const { t } = useSpeech();
  const { settings, change } = useSettings();
  return (
    <>
      <header className="screen-head">
        <h1>{t('ui.settings.title')}</h1>
      </header>
      <div className="screen-body">
        <Segments
          label={t('ui.settings.language')}
          value={settings.language}
          onChange={(language) => change({ language })}
          options={[
            { id: 'system', text: t('ui.settings.system') },
            { id: 'de', text: 'Deutsch' },
            { id: 'en', text: 'English' },
          ]}
        />
        <Segments
          label={t('ui.settings.theme')}
          value={settings.theme}
          onChange={(theme) => change({ theme })}
          options={[
            { id: 'system', text: t('ui.settings.system') },
            { id: 'light', text: t('ui.settings.light') },
            { id: 'dark', text: t('ui.settings.dark') },
          ]}
        />
        <Segments
          label={t('ui.settings.density')}
          value={settings.density}
          onChange={(density) => change({ density })}
          options={[
            { id: 'comfortable', text: t('ui.settings.comfortable') },
            { id: 'compact', text: t('ui.settings.compact') },
          ]}
        />
      </div>
    </>
  );
}
