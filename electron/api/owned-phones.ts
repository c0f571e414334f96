import { setImmediate } from 'node:timers/promises';
import type { MacAddress } from '../../shared/domain/device.ts';
import { judgeStanding, type Look, type Standing } from '../../shared/domain/ownership.ts';
import { guessVendor } from '../../shared/domain/vendor.ts';
import { findRedirectionService } from '../services/registry.ts';
import type { StoredDevice } from '../storage/devices.ts';
import type { Parked } from '../storage/ownership.ts';
import type { Rollout } from '../storage/rollouts.ts';
import type { LatestOutcome } from '../storage/runs.ts';
import type { Store } from '../storage/store.ts';
import type { ApiContext } from './environment.ts';

/** How many phones are looked up before the event loop gets its turn. */
const PHONES_AT_ONCE = 500;

/** A phone that another account owns, or that is parked, with all that is known of it. */
export interface OwnedPhoneFacts {
  readonly mac: MacAddress;
  readonly device: StoredDevice;
  /** `null`: it was parked before any run. */
  readonly latest: LatestOutcome | null;
  /** Id of the service it was refused at, else the one its MAC belongs to; empty where there is none. */
  readonly service: string;
  readonly parked: Parked | null;
  readonly looks: readonly Look[];
  readonly standing: Standing;
  /** Whether a read at its service tells that somebody else owns it. */
  readonly tellsForeign: boolean;
  readonly heldBy: string | null;
}

/** The MACs of phones whose latest word is that another account owns them, and of those that are parked. */
export async function findOwnedMacs({ store, indexes }: ApiContext, rollout: Rollout): Promise<readonly MacAddress[]> {
  const parked = store.ownership.parkedMacs(rollout.id);
  const index = await indexes.of(rollout.id);
  const { refused = 0, skipped = 0 } = index.outcomes();
  if (refused + skipped + parked.size === 0) return [];
  const all = await index.select(
    { column: 'position', direction: 'ascending' },
    { text: '', outcomes: parked.size > 0 ? [] : ['refused', 'skipped'], room: null, model: null },
  );
  return all.filter((mac) => {
    const reason = index.latest(mac)?.reason;
    return reason === 'owned-by-other' || reason === 'parked' || parked.has(mac);
  });
}

/** All that is known of those phones, in the order of the rollout: in slices, between which others have their turn. */
export async function* ownedPhoneSlices(
  context: ApiContext,
  rollout: Rollout,
): AsyncGenerator<readonly OwnedPhoneFacts[], void> {
  const macs = await findOwnedMacs(context, rollout);
  const services = new Map<number, string>();
  for (let start = 0; start < macs.length; start += PHONES_AT_ONCE) {
    yield factsOf(context.store, rollout, macs.slice(start, start + PHONES_AT_ONCE), services);
    await setImmediate();
  }
}

/** All that is known of those phones, as {@link ownedPhoneSlices}, at once. */
export async function listOwnedPhones(context: ApiContext, rollout: Rollout): Promise<readonly OwnedPhoneFacts[]> {
  const phones: OwnedPhoneFacts[] = [];
  for await (const slice of ownedPhoneSlices(context, rollout)) phones.push(...slice);
  return phones;
}

function factsOf(
  store: Store,
  rollout: Rollout,
  macs: readonly MacAddress[],
  services: Map<number, string>,
): readonly OwnedPhoneFacts[] {
  const parked = store.ownership.parkedOf(rollout.id, macs);
  const looks = store.ownership.looksOf(rollout.id, macs);
  const latest = store.runs.latestOutcomesOf(rollout.id, macs);
  const serviceOf = ({ runId }: LatestOutcome): string => {
    const service = services.get(runId) ?? store.runs.find(runId)?.service ?? '';
    services.set(runId, service);
    return service;
  };
  return store.devices.findMany(rollout.id, macs).map((device) => {
    const word = latest.get(device.mac) ?? null;
    const service = word === null ? (guessVendor(device.mac)?.service ?? '') : serviceOf(word);
    const ownLooks = looks.get(device.mac) ?? [];
    const tellsForeign = findRedirectionService(service)?.description.readTellsForeign ?? false;
    return {
      mac: device.mac,
      device,
      latest: word,
      service,
      parked: parked.get(device.mac) ?? null,
      looks: ownLooks,
      tellsForeign,
      standing: judgeStanding(ownLooks, tellsForeign),
      heldBy: ownLooks.find(({ finding }) => finding === 'held')?.account ?? null,
    };
  });
}
