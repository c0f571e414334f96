import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { useSettings } from '../../app/settings-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Field, Segments } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { LicenceList } from './licence-list.tsx';
import { NetworkSection } from './network-section.tsx';
import { SecretsSection } from './secrets-section.tsx';

const MOST_AT_ONCE = 16;

/** How the window looks and speaks, where passwords are, how the network is reached, and what to hand on for help. */
export function SettingsScreen() {
  const { t } = useSpeech();
  const { settings, change } = useSettings();
  const info = useCall('about', 'info', {});
  return (
    <>
      <header className="screen-head">
        <h1>{t('ui.settings.title')}</h1>
      </header>
      <div className="screen-body settings">
        <section className="section">
          <h2>{t('ui.settings.look')}</h2>
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
              { id: 'glove', text: t('ui.settings.glove') },
            ]}
          />
        </section>
        <SecretsSection />
        <NetworkSection />
        <section className="section">
          <h2>{t('ui.settings.pace')}</h2>
          <PaceField />
        </section>
        <section className="section">
          <h2>{t('ui.settings.data')}</h2>
          <div className="field">
            <span className="react-aria-Label">{t('ui.settings.folder')}</span>
            <div className="button-row">
              <span className="mono break">{info.value?.dataFolder}</span>
              {info.value?.canShowFolder ? (
                <Button onPress={() => call('about', 'showFolder', {})}>
                  <FolderOpen size={16} className="icon" aria-hidden="true" />
                  {t('ui.settings.folder-open')}
                </Button>
              ) : null}
            </div>
          </div>
          <Segments
            label={t('ui.settings.updates')}
            value={settings.updates}
            onChange={(updates) => change({ updates })}
            options={[
              { id: 'on', text: t('ui.settings.updates-on') },
              { id: 'off', text: t('ui.settings.updates-off') },
            ]}
          />
          <p className="muted">{t('ui.settings.updates-text')}</p>
        </section>
        <HelpSection />
        <section className="section">
          <h2>{t('ui.settings.about', { version: info.value?.version ?? '' })}</h2>
          <LicenceList />
        </section>
      </div>
    </>
  );
}

function PaceField() {
  const { t } = useSpeech();
  const { settings, change } = useSettings();
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? (settings.concurrency === null ? '' : String(settings.concurrency));
  const value = shown.trim() === '' ? null : Number(shown);
  const isRight = value === null || (Number.isInteger(value) && value >= 1 && value <= MOST_AT_ONCE);
  return (
    <Field
      label={t('ui.settings.concurrency')}
      value={shown}
      onChange={(next) => {
        setText(next);
        const wanted = next.trim() === '' ? null : Number(next);
        if (wanted === null || (Number.isInteger(wanted) && wanted >= 1 && wanted <= MOST_AT_ONCE)) {
          change({ concurrency: wanted });
        }
      }}
      hint={t('ui.settings.concurrency-hint')}
      problem={isRight ? null : t('ui.settings.concurrency-problem')}
    />
  );
}

function HelpSection() {
  const { t, language } = useSpeech();
  const [isMaking, setIsMaking] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function make() {
    setIsMaking(true);
    setFailure(null);
    const result = await call('support', 'bundle', { language });
    setIsMaking(false);
    if (result.ok) setSaved(await saveFile(result.value));
    else setFailure(result.error);
  }

  return (
    <section className="section">
      <h2>{t('ui.settings.help')}</h2>
      <p className="muted">{t('ui.settings.bundle-text')}</p>
      <div className="button-row">
        <Button onPress={make} isDisabled={isMaking}>
          {t(isMaking ? 'ui.settings.bundle-making' : 'ui.settings.bundle-save')}
        </Button>
      </div>
      {saved === null ? null : (
        <Message look="good">
          <p>{t('ui.common.saved', { path: saved })}</p>
        </Message>
      )}
      {failure === null ? null : <FailureMessage failure={failure} />}
    </section>
  );
}
