import { useEffect, useState } from 'react';
import { watchHost } from '../bridge/bridge.ts';
import { Message } from '../components/message.tsx';
import { useSpeech } from './words.tsx';

/** Says that the program behind the window has ended, as long as it does not answer; the screen below it stays. */
export function HostBanner() {
  const { t } = useSpeech();
  const [isGone, setIsGone] = useState(false);
  useEffect(() => watchHost((state) => setIsGone(state === 'gone')), []);
  return (
    <div className="host-banner" role="status">
      {isGone ? (
        <Message look="attention">
          <p>
            <strong>{t('ui.host.title')}</strong>
          </p>
          <p>{t('ui.host.text')}</p>
          <p>{t('ui.host.again')}</p>
        </Message>
      ) : null}
    </div>
  );
}
