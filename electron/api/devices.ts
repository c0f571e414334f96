import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import { success } from '../../shared/result.ts';
import { showUrl } from '../storage/vault.ts';
import type { ApiEnvironment } from './environment.ts';
import { storedOutcomeRow } from './views.ts';

/** The handlers of the contract's group `devices`. */
export function createDeviceHandlers({ store }: ApiEnvironment): GroupHandlers<'devices'> {
  return {
    find: async ({ mac }) => {
      const names = new Map(store.rollouts.list().map((rollout) => [rollout.id, rollout.name]));
      const rollouts = store.devices.findEverywhere(mac as MacAddress).map((device) => ({
        rollout: device.rollout,
        room: device.room,
        model: device.model,
        user: device.user,
        extension: device.extension,
        url: showUrl(device.url),
      }));
      const outcomes = store.runs.history(mac as MacAddress).map((device) => ({
        ...storedOutcomeRow(device),
        rollout: names.get(device.rolloutId) ?? '',
        account: device.account,
        run: device.runId,
        time: device.outcome.endedAt,
      }));
      return success({ rollouts, outcomes });
    },
  };
}
