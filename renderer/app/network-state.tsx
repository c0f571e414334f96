import { Wifi, WifiOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { useSpeech } from './words.tsx';

function subscribe(onChange: () => void): () => void {
  window.addEventListener('online', onChange);
  window.addEventListener('offline', onChange);
  return () => {
    window.removeEventListener('online', onChange);
    window.removeEventListener('offline', onChange);
  };
}

/** Whether this computer has a network, as far as the system knows; that says nothing about a service. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

/** The state of the network, and in its tooltip what that means for the work. */
export function NetworkState() {
  const { t } = useSpeech();
  const isOnline = useOnline();
  const Icon = isOnline ? Wifi : WifiOff;
  const id = isOnline ? 'online' : 'offline';
  return (
    <TooltipTrigger delay={300}>
      <span role="status">
        <AriaButton className={`strip-part network${isOnline ? ' muted' : ''}`}>
          <Icon size={16} className="icon" aria-hidden="true" />
          {t(`ui.network.${id}`)}
        </AriaButton>
      </span>
      <Tooltip className="tooltip" offset={6}>
        {t(`ui.network.${id}-text`)}
      </Tooltip>
    </TooltipTrigger>
  );
}
