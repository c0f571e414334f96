import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { DEVICE_FIELDS, type DeviceField } from '../../shared/domain/device.ts';
import { formatMacPairs } from '../../shared/domain/mac.ts';
import { hasUserinfo } from '../../shared/domain/redact.ts';
import { checkUrlTemplate } from '../../shared/domain/url-template.ts';
import { failure, success } from '../../shared/result.ts';
import { outcomeMessage } from '../../shared/words/messages.ts';
import { createTranslator } from '../../shared/words/translate.ts';
import { SEPARATORS, type Separator, writeTable } from '../files/write-table.ts';
import type { ServiceDevice } from '../services/service.ts';
import type { StoredDevice } from '../storage/devices.ts';
import type { LatestOutcome } from '../storage/runs.ts';
import { showUrl } from '../storage/vault.ts';
import { type ApiEnvironment, fileFailure, requireAccount, requireRollout } from './environment.ts';

const OUTCOME_COLUMNS = ['account', 'outcome', 'reason', 'message', 'service', 'time'] as const;

function fieldOf(device: StoredDevice, field: DeviceField, latest: LatestOutcome | undefined): string {
  if (field === 'mac') return device.mac;
  if (field === 'check-code') return device.checkCode;
  if (field === 'url') return showUrl(device.url) || presentUrl(latest);
  return device[field];
}

/** Where the service sends a phone now; not with a masked password, which nobody could import again. */
function presentUrl(latest: LatestOutcome | undefined): string {
  const url = showUrl(latest?.outcome.now?.url ?? '');
  return hasUserinfo(url) ? '' : url;
}

function isSeparator(text: string): text is Separator {
  return SEPARATORS.some((separator) => separator === text);
}

/** The handlers of the contract's group `exports`. */
export function createExportHandlers({ store }: ApiEnvironment): GroupHandlers<'exports'> {
  return {
    results: async ({ rollout: name, path, separator, language }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      if (!isSeparator(separator)) return failure(inputFailure('input.bad-separator', { separator }));
      const translate = createTranslator(language);
      const latest = store.runs.latestOutcomes(rollout.value.id);
      const devices = store.devices.list(rollout.value.id);
      const outcomeCells = (device: LatestOutcome | undefined): readonly string[] => {
        if (device === undefined) return OUTCOME_COLUMNS.map(() => '');
        const { outcome } = device;
        return [
          device.account,
          outcome.kind,
          outcome.reason ?? '',
          outcomeMessage(translate, outcome, device.mac),
          outcome.serviceWords ?? '',
          outcome.endedAt,
        ];
      };
      const rows = devices.map((device) => [
        ...DEVICE_FIELDS.map((field) => fieldOf(device, field, latest.get(device.mac))),
        ...outcomeCells(latest.get(device.mac)),
      ]);
      const written = await writeTable(path, { header: [...DEVICE_FIELDS, ...OUTCOME_COLUMNS], rows }, { separator });
      return written.ok ? success({ devices: devices.length }) : failure(fileFailure(written.error));
    },
    prepare: async (wanted) => {
      const rollout = requireRollout(store, wanted.rollout);
      if (!rollout.ok) return rollout;
      const found = requireAccount(store, wanted.account);
      if (!found.ok) return found;
      const { account, service } = found.value;
      if (wanted.url !== '' && !checkUrlTemplate(wanted.url).ok) return failure(inputFailure('input.bad-url'));
      const byUrl = new Map<string, ServiceDevice[]>();
      for (const device of store.devices.list(rollout.value.id)) {
        const url = wanted.action !== 'register' ? '' : wanted.url || showUrl(device.url);
        // Without a URL, or with a password in it, a file would hold a call that can't be made or a secret.
        if (wanted.action === 'register' && url === '')
          return failure(inputFailure('input.device-without-url', { mac: formatMacPairs(device.mac) }));
        if (hasUserinfo(url)) return failure(inputFailure('reason.bad-url', { context: 'password' }));
        const devices = byUrl.get(url);
        if (devices === undefined) byUrl.set(url, [device]);
        else devices.push(device);
      }
      if (await isOccupied(wanted.folder))
        return failure(inputFailure('input.folder-not-empty', { folder: wanted.folder }));
      const files: string[] = [];
      try {
        await mkdir(wanted.folder, { recursive: true });
        let part = 0;
        for (const [url, devices] of byUrl) {
          part += 1;
          const target = { url, name: wanted.provider || account.name };
          const calls = service.writeCallFiles(wanted.action, devices, target, account.batch, account);
          if (!calls.ok) return failure(fileFailure(calls.error));
          const folder = byUrl.size === 1 ? wanted.folder : join(wanted.folder, `url-${String(part).padStart(3, '0')}`);
          await mkdir(folder, { recursive: true });
          for (const call of calls.value) {
            await writeFile(join(folder, call.name), call.content, { flag: 'wx' });
            files.push(join(folder, call.name));
          }
        }
      } catch (error) {
        return failure(
          inputFailure('input.unwritable-folder', {
            folder: wanted.folder,
            error: error instanceof Error ? error.message : '',
          }),
        );
      }
      return success({ files, devices: store.devices.count(rollout.value.id) });
    },
  };
}

/** Old call files beside new ones would be uploaded together. */
async function isOccupied(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch {
    return false;
  }
}
