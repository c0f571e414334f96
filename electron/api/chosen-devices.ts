import type { MacAddress } from '../../shared/domain/device.ts';
import type { Rollout } from '../storage/rollouts.ts';
import type { ApiContext } from './environment.ts';

/** Which devices of a rollout a call is about: all, those whose latest outcome is this, or those named. */
export type Only = 'all' | 'failed' | 'unknown' | readonly string[];

/** Makes what tells whether a call is about a device. Reads the latest outcomes where they decide it. */
export async function makeChooser(
  { indexes }: Pick<ApiContext, 'indexes'>,
  rollout: Rollout,
  only: Only,
): Promise<(mac: MacAddress) => boolean> {
  if (only === 'all') return () => true;
  if (typeof only === 'string') {
    const outcomes = await indexes.of(rollout.id);
    return (mac) => outcomes.latest(mac)?.outcome === only;
  }
  const macs = new Set<string>(only);
  return (mac) => macs.has(mac);
}
