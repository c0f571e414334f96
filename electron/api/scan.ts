import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import { formatMacPairs } from '../../shared/domain/mac.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { Rollout } from '../storage/rollouts.ts';
import { type ApiContext, requireRollout } from './environment.ts';

/** As many as a person looks back at. */
const LATEST_SHOWN = 50;

/** The handlers of the contract's group `scan`. */
export function createScanHandlers({ store, changed }: ApiContext): GroupHandlers<'scan'> {
  function change(
    name: string,
    mac: string,
    work: (rollout: Rollout, mac: MacAddress) => void,
  ): Result<Record<string, never>, ApiFailure> {
    const rollout = requireRollout(store, name);
    if (!rollout.ok) return rollout;
    const known = mac as MacAddress;
    if (store.devices.find(rollout.value.id, known) === null) {
      return failure(inputFailure('input.no-device', { rollout: name, mac: formatMacPairs(known) }));
    }
    work(rollout.value, known);
    changed(name);
    return success({});
  }

  return {
    state: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const { id } = rollout.value;
      const scans = store.scans.latest(id, LATEST_SHOWN);
      const times = new Map(scans.map(({ mac, scannedAt }) => [mac, scannedAt]));
      const known = store.devices.findMany(
        id,
        scans.map(({ mac }) => mac),
      );
      return success({
        all: store.devices.count(id),
        seen: store.scans.count(id),
        latest: known.map(({ mac, room, user, model }) => ({ mac, room, user, model, seenAt: times.get(mac) ?? '' })),
      });
    },
    find: async ({ rollout: name, mac: text }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const mac = text as MacAddress;
      const device = store.devices.find(rollout.value.id, mac);
      return success({
        device:
          device === null
            ? null
            : {
                checkCode: device.checkCode,
                serial: device.serial,
                pin: device.pin,
                room: device.room,
                user: device.user,
                model: device.model,
              },
        seenAt: store.scans.find(rollout.value.id, mac),
        elsewhere: store.devices
          .findEverywhere(mac)
          .map((other) => other.rollout)
          .filter((other) => other !== name),
      });
    },
    mark: async ({ rollout, mac }) => change(rollout, mac, ({ id }, known) => store.scans.mark(id, known)),
    unmark: async ({ rollout, mac }) => change(rollout, mac, ({ id }, known) => store.scans.forget(id, known)),
  };
}
