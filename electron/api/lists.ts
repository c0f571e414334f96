import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type ApiFailure, inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { DeviceDraft, DeviceField, MacAddress } from '../../shared/domain/device.ts';
import type { RowProblem, RowReason } from '../../shared/domain/problem.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { problemMessage } from '../../shared/words/messages.ts';
import { createTranslator, type Language } from '../../shared/words/translate.ts';
import type { ListedCalls, ListHead, OpenList } from '../files/list.ts';
import { openList } from '../files/read-list.ts';
import { writeProblems } from '../files/write-problems.ts';
import { SERVICES } from '../services/registry.ts';
import { isMaskedUrl, showUrl, type Vault } from '../storage/vault.ts';
import { type ApiEnvironment, fileFailure, requireRollout } from './environment.ts';

/** Asks each service whether the bytes are one of its call files. */
async function readCallFile(bytes: Uint8Array): Promise<Result<ListedCalls> | null> {
  for (const service of SERVICES) {
    const content = await service.readCallFile?.(bytes);
    if (content !== null && content !== undefined) return content;
  }
  return null;
}

async function open(
  path: string,
  options: {
    readonly mapping?: Readonly<Partial<Record<DeviceField, string>>>;
    readonly sheet?: string;
    readonly refuseUrl?: (mac: MacAddress, url: string) => RowReason | null;
  },
): Promise<Result<OpenList, ApiFailure>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch {
    return failure(inputFailure('input.unreadable-file', { file: path }));
  }
  const list = await openList({ name: basename(path), bytes }, { ...options, readCallFile });
  return list.ok ? list : failure(inputFailure(`files.failure.${list.error.reason}`, list.error.detail));
}

/** Decides about URLs with a password: kept sealed, recognised when an export masked them, or refused. */
function createUrlKeeper(vault: Vault, sealed: ReadonlyMap<string, string>) {
  const isKnown = (mac: MacAddress, url: string): boolean => showUrl(sealed.get(mac) ?? '') === url;
  return {
    refuse: (mac: MacAddress, url: string): RowReason | null => {
      if (isMaskedUrl(url)) return isKnown(mac, url) ? null : 'url-masked';
      return vault.protectUrl(url).ok ? null : 'vault-locked';
    },
    store: (device: DeviceDraft): DeviceDraft => {
      if (device.url === '' || !device.url.includes('@')) return device;
      // A masked URL says that the one that is stored still holds.
      if (isMaskedUrl(device.url)) return { ...device, url: '' };
      const stored = vault.protectUrl(device.url);
      if (!stored.ok) throw new Error('A URL that was to be refused came through.');
      const present = sealed.get(device.mac);
      const isSame = present !== undefined && vault.revealUrl(present).ok && sameUrl(vault, present, device.url);
      return { ...device, url: isSame ? present : stored.value };
    },
  };
}

/** Sealing is different each time, so an unchanged URL is recognised by what it holds. */
function sameUrl(vault: Vault, stored: string, url: string): boolean {
  const revealed = vault.revealUrl(stored);
  return revealed.ok && revealed.value === url;
}

interface ReadRows {
  readonly head: ListHead;
  readonly devices: readonly DeviceDraft[];
  readonly problems: readonly RowProblem[];
  readonly warnings: Record<string, number>;
}

async function readRows(
  wanted: {
    readonly path: string;
    readonly mapping: Readonly<Partial<Record<DeviceField, string>>>;
    readonly sheet: string;
  },
  keeper: ReturnType<typeof createUrlKeeper>,
): Promise<Result<ReadRows, ApiFailure>> {
  const list = await open(wanted.path, {
    mapping: wanted.mapping,
    ...(wanted.sheet === '' ? {} : { sheet: wanted.sheet }),
    refuseUrl: keeper.refuse,
  });
  if (!list.ok) return list;
  const devices: DeviceDraft[] = [];
  const problems: RowProblem[] = [];
  const warnings: Record<string, number> = {};
  for await (const batch of list.value.batches()) {
    for (const device of batch.devices) {
      devices.push(keeper.store(device));
      for (const warning of device.warnings) warnings[warning] = (warnings[warning] ?? 0) + 1;
    }
    for (const problem of batch.problems) problems.push(problem);
  }
  return success({ head: list.value.head, devices, problems, warnings });
}

function problemSentence(language: Language): (problem: RowProblem) => string {
  const translate = createTranslator(language);
  return (problem) => problemMessage(translate, problem);
}

/** The handlers of the contract's group `lists`. */
export function createListHandlers({ store, unlock }: ApiEnvironment): GroupHandlers<'lists'> {
  return {
    import: async (wanted) => {
      const rollout = requireRollout(store, wanted.rollout);
      if (!rollout.ok) return rollout;
      const read = () => readRows(wanted, createUrlKeeper(store.vault, store.devices.sealedUrls(rollout.value.id)));
      let rows = await read();
      // Only a list with passwords in its URLs needs the vault: nobody else is asked for a passphrase.
      const isLocked = rows.ok && rows.value.problems.some(({ reason }) => reason === 'vault-locked');
      if (isLocked && (await unlock())) rows = await read();
      if (!rows.ok) return rows;
      const { head, devices, problems, warnings } = rows.value;
      if (wanted.problemsPath !== '' && problems.length > 0) {
        // Written before anything is stored: an import whose problems can't be kept did not happen.
        const written = await writeProblems(wanted.problemsPath, head, problems, problemSentence(wanted.language));
        if (!written.ok) return failure(fileFailure(written.error));
      }
      const counts = store.devices.import(rollout.value.id, devices);
      return success({
        rows: devices.length + problems.length,
        devices: devices.length,
        ...counts,
        problems: problems.map(({ cells: _cells, ...problem }) => ({ ...problem, detail: { ...problem.detail } })),
        warnings,
        unusedColumns:
          head.header === null ? [] : head.columns.filter(({ field }) => field === null).map((column) => column.name),
      });
    },
    macs: async ({ path }) => {
      const list = await open(path, {});
      if (!list.ok) return list;
      const macs: string[] = [];
      let problems = 0;
      for await (const batch of list.value.batches()) {
        for (const device of batch.devices) macs.push(device.mac);
        problems += batch.problems.length;
      }
      return success({ macs, problems });
    },
  };
}
