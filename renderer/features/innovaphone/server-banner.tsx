import { RadioTower } from 'lucide-react';
import { useEffect } from 'react';
import { useNavigation } from '../../app/navigation.ts';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { useUpdateServer } from './server-store.ts';

/** Says on every screen that phones of the site can reach this computer, as long as they can. */
export function ServerBanner() {
  const { t } = useSpeech();
  const { go } = useNavigation();
  const { state, refresh, stop } = useUpdateServer();
  useEffect(() => {
    refresh();
  }, [refresh]);
  const running = state?.running ?? null;
  if (running === null) return null;
  return (
    <section className="server-banner" aria-label={t('ui.server.title')}>
      <RadioTower size={16} className="icon" aria-hidden="true" />
      <span>{t('ui.server.banner', { address: `${running.address}:${running.port}` })}</span>
      <span className="end">
        <Button look="quiet" onPress={() => go({ screen: 'innovaphone' })}>
          {t('ui.server.look')}
        </Button>
        <Button onPress={stop}>{t('ui.server.stop')}</Button>
      </span>
    </section>
  );
}
