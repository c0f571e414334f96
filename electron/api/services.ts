import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import { type ApiFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../shared/contract/bridge.ts';
import type { Contract, GroupHandlers } from '../../shared/contract/contract.ts';
import { maskUserinfo } from '../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { writeRegistered } from '../files/write-registered.ts';
import { openSession } from '../rollouts/job.ts';
import { findCodeService, SERVICES } from '../services/registry.ts';
import type { RegisteredPhone } from '../services/service.ts';
import { type ApiContext, fileFailure, jobFailure, requireRedirection } from './environment.ts';
import { toFileName, writeToBytes } from './file-bytes.ts';

type Listing = Omit<z.infer<Contract['services']['registeredFile']['argument']>, 'format'>;

type Comparison = ValueOf<'services', 'compared'>;

/** How many devices are compared before others get their turn. */
const DEVICES_AT_ONCE = 2_000;

function showPhone({ mac, entry, model }: RegisteredPhone) {
  const url = entry.url === null ? null : maskUserinfo(entry.url);
  return { mac, url, name: entry.name, date: entry.date, model };
}

/** The handlers of the contract's group `services`. */
export function createServiceHandlers({ store }: ApiContext): GroupHandlers<'services'> {
  async function read(wanted: Listing): Promise<Result<readonly RegisteredPhone[], ApiFailure>> {
    const found = requireRedirection(store, wanted.account);
    if (!found.ok) return found;
    const session = openSession(store, found.value.service.connect, found.value.account);
    if (!session.ok) return failure(jobFailure(session.error));
    const { names, model, url } = wanted;
    const phones = await session.value.list({ names, model, url }, new AbortController().signal);
    await session.value.close();
    return phones.ok ? phones : failure(serviceFailure(phones.error));
  }

  return {
    list: async () =>
      success({
        services: SERVICES.map(({ description }) => ({
          id: description.id,
          title: description.title,
          kind: description.kind,
          defaultUrl: description.defaultUrl,
          addressForms: [...(findCodeService(description.id)?.description.addressForms ?? [])],
          concurrency: description.limits.concurrency,
          batch: description.limits.batch,
        })),
      }),
    registeredFile: async ({ format, ...wanted }) => {
      const phones = await read(wanted);
      if (!phones.ok) return phones;
      const bytes = await writeToBytes(`registered.${format}`, (path) => writeRegistered(path, phones.value));
      if (!bytes.ok) return failure(fileFailure(bytes.error));
      return success({
        name: `${toFileName(wanted.account)}.${format}`,
        base64: bytes.value.toString('base64'),
        phones: phones.value.length,
      });
    },
    compared: async (wanted) => {
      const phones = await read(wanted);
      if (!phones.ok) return phones;
      const rollouts = store.rollouts.list();
      const homes = new Map<string, string[]>();
      const missing: Comparison['missing'] = [];
      const held = new Set<string>(phones.value.map(({ mac }) => mac));
      const isWhole = wanted.names.length === 0 && wanted.model === '' && wanted.url === '';
      for (const rollout of rollouts) {
        const latest = isWhole ? store.runs.latestOutcomes(rollout.id) : new Map<string, never>();
        for (const devices of store.devices.slices(rollout.id, DEVICES_AT_ONCE)) {
          for (const { mac, room, user } of devices) {
            if (held.has(mac)) homes.set(mac, [...(homes.get(mac) ?? []), rollout.name]);
            const word = latest.get(mac);
            if (word === undefined || held.has(mac) || word.account !== wanted.account || word.outcome.now === null)
              continue;
            missing.push({ mac, rollout: rollout.name, room, user, time: word.outcome.endedAt });
          }
          await setImmediate();
        }
      }
      return success({
        phones: phones.value.map((phone) => ({ ...showPhone(phone), rollouts: homes.get(phone.mac) ?? [] })),
        missing,
      });
    },
    registered: async ({ path, ...wanted }) => {
      const phones = await read(wanted);
      if (!phones.ok) return phones;
      if (path !== '') {
        const written = await writeRegistered(path, phones.value);
        if (!written.ok) return failure(fileFailure(written.error));
      }
      return success({
        phones: phones.value.map(showPhone),
      });
    },
  };
}
