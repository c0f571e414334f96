import { Wifi, WifiOff } from 'lucide-react';
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { useOnline } from './use-online.ts';
import { useSpeech } from './words.tsx';

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
