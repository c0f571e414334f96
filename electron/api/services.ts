import { serviceFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { maskUserinfo } from '../../shared/domain/redact.ts';
import { failure, success } from '../../shared/result.ts';
import { writeRegistered } from '../files/write-registered.ts';
import { openSession } from '../rollouts/job.ts';
import { SERVICES } from '../services/registry.ts';
import { type ApiEnvironment, fileFailure, jobFailure, requireAccount } from './environment.ts';

/** The handlers of the contract's group `services`. */
export function createServiceHandlers({ store }: ApiEnvironment): GroupHandlers<'services'> {
  return {
    list: async () =>
      success({
        services: SERVICES.map(({ description }) => ({
          id: description.id,
          title: description.title,
          defaultUrl: description.defaultUrl,
          concurrency: description.limits.concurrency,
          batch: description.limits.batch,
        })),
      }),
    registered: async ({ account, names, model, url, path }) => {
      const found = requireAccount(store, account);
      if (!found.ok) return found;
      const session = openSession(store, found.value.service, found.value.account);
      if (!session.ok) return failure(jobFailure(session.error));
      const phones = await session.value.list({ names, model, url }, new AbortController().signal);
      await session.value.close();
      if (!phones.ok) return failure(serviceFailure(phones.error));
      if (path !== '') {
        const written = await writeRegistered(path, phones.value);
        if (!written.ok) return failure(fileFailure(written.error));
      }
      return success({
        phones: phones.value.map((phone) => ({
          mac: phone.mac,
          url: phone.entry.url === null ? null : maskUserinfo(phone.entry.url),
          name: phone.entry.name,
          date: phone.entry.date,
          model: phone.model,
        })),
      });
    },
  };
}
