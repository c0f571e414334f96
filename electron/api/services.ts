import type { z } from 'zod';
import { type ApiFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import type { Contract, GroupHandlers } from '../../shared/contract/contract.ts';
import { maskUserinfo } from '../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { writeRegistered } from '../files/write-registered.ts';
import { openSession } from '../rollouts/job.ts';
import { SERVICES } from '../services/registry.ts';
import type { RegisteredPhone } from '../services/service.ts';
import { type ApiContext, fileFailure, jobFailure, requireRedirection } from './environment.ts';
import { toFileName, writeToBytes } from './file-bytes.ts';

type Listing = Omit<z.infer<Contract['services']['registeredFile']['argument']>, 'format'>;

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
    registered: async ({ path, ...wanted }) => {
      const phones = await read(wanted);
      if (!phones.ok) return phones;
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
