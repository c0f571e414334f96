import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import { type ApiFailure, inputFailure } from '../../shared/contract/api-failure.ts';
import type { Contract, GroupHandlers } from '../../shared/contract/contract.ts';
import { DEVICE_FIELDS, type DeviceField } from '../../shared/domain/device.ts';
import { ITEM_PREFIX, parseItems } from '../../shared/domain/items.ts';
import { formatMacPairs } from '../../shared/domain/mac.ts';
import { hasUserinfo } from '../../shared/domain/redact.ts';
import { checkUrlTemplate } from '../../shared/domain/url-template.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { outcomeMessage } from '../../shared/words/messages.ts';
import { createTranslator, type Language } from '../../shared/words/translate.ts';
import { SEPARATORS, type Separator, writeTable } from '../files/write-table.ts';
import { packZip } from '../files/zip-archive.ts';
import type { ServiceDevice } from '../services/service.ts';
import type { StoredDevice } from '../storage/devices.ts';
import type { Rollout } from '../storage/rollouts.ts';
import type { LatestOutcome } from '../storage/runs.ts';
import { showUrl } from '../storage/vault.ts';
import { makeChooser } from './chosen-devices.ts';
import { type ApiContext, fileFailure, requireRedirection, requireRollout } from './environment.ts';
import { toFileName, writeToBytes } from './file-bytes.ts';
import { showItems } from './views.ts';

type WishArgument = z.infer<Contract['exports']['callFiles']['argument']>;

/** How many rows are made before the event loop gets its turn. */
const ROWS_AT_ONCE = 1_000;
/** For how many URLs calls are made before the event loop gets its turn: mostly each device has its own, or all have one. */
const URLS_AT_ONCE = 500;

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

/** The calls of a run as files, and how many devices they are about. */
interface MadeCalls {
  readonly files: readonly NamedContent[];
  readonly devices: number;
}

/** A file of calls; `name` may hold one folder. */
interface NamedContent {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The handlers of the contract's group `exports`. */
export function createExportHandlers(context: ApiContext): GroupHandlers<'exports'> {
  const { store } = context;

  /** Writes one row a device to a path; its ending picks the format. */
  async function writeResults(
    rollout: Rollout,
    path: string,
    separator: Separator,
    language: Language,
  ): Promise<Result<void, ApiFailure>> {
    const translate = createTranslator(language);
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
    const itemNames = [
      ...new Set(
        [...store.devices.storedItems(rollout.id).values()].flatMap((items) => Object.keys(parseItems(items))),
      ),
    ];
    // Few lists say anything of these, and whoever reads results by column shall not find new ones for nothing.
    const fields = DEVICE_FIELDS.filter(
      (field) => (field !== 'address' && field !== 'server') || store.devices.hasAny(rollout.id, field),
    );
    async function* rows(): AsyncGenerator<readonly string[]> {
      for (const devices of store.devices.slices(rollout.id, ROWS_AT_ONCE)) {
        const ended = store.runs.latestOutcomesOf(
          rollout.id,
          devices.map(({ mac }) => mac),
        );
        for (const device of devices) {
          const latest = ended.get(device.mac);
          const items = showItems(device.items);
          yield [
            ...fields.map((field) => fieldOf(device, field, latest)),
            ...itemNames.map((name) => items[name] ?? ''),
            ...outcomeCells(latest),
          ];
        }
        await setImmediate();
      }
    }
    const table = {
      header: [...fields, ...itemNames.map((name) => `${ITEM_PREFIX}${name}`), ...OUTCOME_COLUMNS],
      rows: rows(),
    };
    const written = await writeTable(path, table, { separator });
    return written.ok ? written : failure(fileFailure(written.error));
  }

  /** Makes the calls of a run as files: no network, no secret. */
  async function makeCalls(wanted: WishArgument): Promise<Result<MadeCalls, ApiFailure>> {
    const rollout = requireRollout(store, wanted.rollout);
    if (!rollout.ok) return rollout;
    const found = requireRedirection(store, wanted.account);
    if (!found.ok) return found;
    const { account, service } = found.value;
    if (wanted.url !== '' && !checkUrlTemplate(wanted.url).ok) return failure(inputFailure('input.bad-url'));
    const byUrl = new Map<string, ServiceDevice[]>();
    let count = 0;
    const isChosen = await makeChooser(context, rollout.value, wanted.only);
    for (const slice of store.devices.slicesForService(rollout.value.id, ROWS_AT_ONCE)) {
      for (const device of slice) {
        if (!isChosen(device.mac)) continue;
        const url = wanted.action !== 'register' ? '' : wanted.url || showUrl(device.url);
        // Without a URL, or with a password in it, a file would hold a call that can't be made or a secret.
        if (wanted.action === 'register' && url === '')
          return failure(inputFailure('input.device-without-url', { mac: formatMacPairs(device.mac) }));
        if (hasUserinfo(url)) return failure(inputFailure('reason.bad-url', { context: 'password' }));
        const devices = byUrl.get(url);
        if (devices === undefined) byUrl.set(url, [device]);
        else devices.push(device);
        count += 1;
      }
      await setImmediate();
    }
    const files: NamedContent[] = [];
    let part = 0;
    for (const [url, devices] of byUrl) {
      part += 1;
      const target = { url, name: wanted.provider || account.name };
      const calls = service.writeCallFiles(wanted.action, devices, target, account.batch, account);
      if (!calls.ok) return failure(fileFailure(calls.error));
      const folder = byUrl.size === 1 ? '' : `url-${String(part).padStart(3, '0')}/`;
      for (const { name, content } of calls.value) files.push({ name: folder + name, content });
      if (part % URLS_AT_ONCE === 0) await setImmediate();
    }
    return success({ files, devices: count });
  }

  return {
    results: async ({ rollout: name, path, separator, language }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      if (!isSeparator(separator)) return failure(inputFailure('input.bad-separator', { separator }));
      const written = await writeResults(rollout.value, path, separator, language);
      return written.ok ? success({ devices: store.devices.count(rollout.value.id) }) : written;
    },
    resultsFile: async ({ rollout: name, format, separator, language }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      if (!isSeparator(separator)) return failure(inputFailure('input.bad-separator', { separator }));
      const file = await writeToBytes(`results.${format}`, (path) =>
        writeResults(rollout.value, path, separator, language),
      );
      if (!file.ok) return file;
      return success({
        name: `${toFileName(rollout.value.name)}.${format}`,
        base64: file.value.toString('base64'),
        devices: store.devices.count(rollout.value.id),
      });
    },
    prepare: async (wanted) => {
      const calls = await makeCalls(wanted);
      if (!calls.ok) return calls;
      if (await isOccupied(wanted.folder))
        return failure(inputFailure('input.folder-not-empty', { folder: wanted.folder }));
      const files: string[] = [];
      try {
        await mkdir(wanted.folder, { recursive: true });
        for (const { name, content } of calls.value.files) {
          const path = join(wanted.folder, name);
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, content, { flag: 'wx' });
          files.push(path);
        }
      } catch (error) {
        return failure(
          inputFailure('input.unwritable-folder', {
            folder: wanted.folder,
            error: error instanceof Error ? error.message : '',
          }),
        );
      }
      return success({ files, devices: calls.value.devices });
    },
    callArchive: async (wanted) => {
      const calls = await makeCalls(wanted);
      if (!calls.ok) return calls;
      const entries = new Map(calls.value.files.map(({ name, content }) => [name, Buffer.from(content)] as const));
      return success({
        name: `${toFileName(`${wanted.rollout} ${wanted.action}`)}.zip`,
        base64: packZip(entries).toString('base64'),
        files: entries.size,
        devices: calls.value.devices,
      });
    },
    callFiles: async (wanted) => {
      const calls = await makeCalls(wanted);
      if (!calls.ok) return calls;
      const files = calls.value.files.map(({ name, content }) => ({
        name,
        base64: Buffer.from(content).toString('base64'),
      }));
      return success({ files, devices: calls.value.devices });
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
