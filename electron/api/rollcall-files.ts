import { readFile, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { type ApiFailure, inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import {
  type HandoverField,
  type MergedFile,
  ROLLCALL_ENDING,
  SHOWN_CONFLICTS,
  type Take,
} from '../../shared/contract/handover.ts';
import type { DeviceDraft } from '../../shared/domain/device.ts';
import { formatItems, isSecretValue, parseItems } from '../../shared/domain/items.ts';
import { hasUserinfo, maskUserinfo } from '../../shared/domain/redact.ts';
import { findUnseenCharacter } from '../../shared/domain/rollout-name.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { type RolloutFile, type RolloutFileDevice, readRolloutFile, writeRolloutFile } from '../files/rollcall-file.ts';
import { writeFileInOneStep } from '../files/write-file.ts';
import type { StagedDevices } from '../storage/devices.ts';
import type { Rollout } from '../storage/rollouts.ts';
import { showUrl } from '../storage/vault.ts';
import { type ApiContext, fileFailure, requireRollout } from './environment.ts';
import { toFileName } from './file-bytes.ts';
import { type Merge, mergeDevices } from './merge-devices.ts';

const ROWS_AT_ONCE = 250;
/** How often a file is compared anew because devices changed meanwhile. */
const COMPARED_AT_MOST = 5;
/** No rollout file is larger, in bytes. */
const FILE_CAP_BYTES = 64 * 1024 * 1024;

/** A file that was read, and the rollout it goes into where that is there. */
interface Opened {
  readonly content: RolloutFile;
  readonly name: string;
  readonly rollout: Rollout | null;
}

/** The handlers of the contract's group `handover`. */
export function createHandoverHandlers({ store, indexes, changed }: ApiContext): GroupHandlers<'handover'> {
  let merging: Promise<unknown> = Promise.resolve();

  async function make(name: string) {
    const rollout = requireRollout(store, name);
    if (!rollout.ok) return rollout;
    const devices: RolloutFileDevice[] = [];
    const services = new Map(store.runs.list(rollout.value.id).map(({ id, service }) => [id, service]));
    for (const slice of store.devices.slices(rollout.value.id, ROWS_AT_ONCE)) {
      const ended = store.runs.latestOutcomesOf(
        rollout.value.id,
        slice.map(({ mac }) => mac),
      );
      for (const { id: _id, ...device } of slice) {
        const latest = ended.get(device.mac);
        const isUrlSecret = hasUserinfo(showUrl(device.url));
        const items = Object.entries(parseItems(device.items));
        const open = items.filter(([item, value]) => showUrl(value) === value && !isSecretValue(item, value));
        devices.push({
          ...device,
          url: isUrlSecret ? '' : device.url,
          items: formatItems(Object.fromEntries(open)),
          secretsLeftOut: items.length - open.length + (isUrlSecret ? 1 : 0),
          last:
            latest === undefined
              ? null
              : {
                  outcome: latest.outcome.kind,
                  reason: latest.outcome.reason,
                  action: latest.action,
                  service: services.get(latest.runId) ?? '',
                  time: latest.outcome.endedAt,
                },
        });
      }
      await setImmediate();
    }
    const bytes = await writeRolloutFile({ savedAt: new Date().toISOString(), rollout: rollout.value.name, devices });
    return success({ bytes, devices: devices.length, secretsLeftOut: countSecrets(devices) });
  }

  async function open(bytes: Uint8Array, file: string, into: string | null): Promise<Result<Opened, ApiFailure>> {
    const content = await readRolloutFile(bytes);
    if (!content.ok) return failure(inputFailure(`input.${content.error.reason}`, { ...content.error.detail, file }));
    const name = into ?? content.value.rollout;
    const rollout = store.rollouts.find(name);
    const unseen = rollout === null ? findUnseenCharacter(name) : null;
    if (unseen !== null) return failure(inputFailure('input.bad-rollout-name', unseen));
    return success({ content: content.value, name, rollout });
  }

  async function compare(opened: Opened, choose: (mac: string, field: HandoverField) => Take): Promise<Merge> {
    const mine = new Map<string, DeviceDraft>();
    if (opened.rollout !== null) {
      for (const slice of store.devices.slices(opened.rollout.id, ROWS_AT_ONCE)) {
        for (const device of slice) mine.set(device.mac, { ...device, url: maskUserinfo(showUrl(device.url)) });
        await setImmediate();
      }
    }
    return mergeDevices(mine, opened.content.devices, choose);
  }

  /** One after the other: the second of two clicks finds what the first one made. */
  function merge(opened: Opened, choose: (mac: string, field: HandoverField) => Take) {
    const merged = merging.then(() => mergeNow({ ...opened, rollout: store.rollouts.find(opened.name) }, choose));
    merging = merged.catch(() => {});
    return merged;
  }

  async function mergeNow(
    opened: Opened,
    choose: (mac: string, field: HandoverField) => Take,
  ): Promise<Result<MergedFile, ApiFailure>> {
    for (let attempt = 0; attempt < COMPARED_AT_MOST; attempt += 1) {
      const { revision } = store.devices;
      const { drafts, added, kept } = await compare(opened, choose);
      const staged = await store.devices.stage(drafts);
      try {
        if (store.rollouts.find(opened.name)?.createdAt !== opened.rollout?.createdAt) {
          return failure(inputFailure('input.no-rollout', { name: opened.name }));
        }
        // What somebody typed while the two were compared is to be neither overwritten nor missed.
        if (opened.rollout !== null && store.devices.revision !== revision) continue;
        importStaged(opened, staged);
        const isNew = opened.rollout === null;
        const devices = opened.content.devices.length;
        return success({ rollout: opened.name, isNew, devices, added, updated: drafts.length - added, kept });
      } finally {
        store.devices.dropStaged(staged);
      }
    }
    return failure(inputFailure('input.busy'));
  }

  /** In one step, however many there are: what a colleague handed over is never there by half. */
  function importStaged({ name, rollout }: Opened, staged: StagedDevices): void {
    const id = rollout?.id ?? store.rollouts.add(name);
    try {
      store.devices.importStaged(id, staged);
    } catch (error) {
      if (rollout === null) store.rollouts.remove(id);
      throw error;
    } finally {
      indexes.forget(id);
      changed(name);
    }
  }

  return {
    saveFile: async ({ rollout }) => {
      const made = await make(rollout);
      if (!made.ok) return made;
      const { bytes, ...counts } = made.value;
      return success({
        name: `${toFileName(rollout)}${ROLLCALL_ENDING}`,
        base64: Buffer.from(bytes).toString('base64'),
        ...counts,
      });
    },
    save: async ({ rollout, path }) => {
      const made = await make(rollout);
      if (!made.ok) return made;
      const { bytes, ...counts } = made.value;
      const written = await writeFileInOneStep(path, async (file) => {
        await file.writeFile(bytes);
      });
      return written.ok ? success(counts) : failure(fileFailure(written.error));
    },
    look: async ({ source, rollout }) => {
      const opened = await open(Buffer.from(source.base64, 'base64'), source.name, rollout);
      if (!opened.ok) return opened;
      const { content, name } = opened.value;
      const { added, filled, same, conflicts } = await compare(opened.value, () => 'mine');
      const outcomes: Record<string, number> = {};
      for (const { last } of content.devices) {
        const kind = last?.outcome ?? 'none';
        outcomes[kind] = (outcomes[kind] ?? 0) + 1;
      }
      return success({
        rollout: name,
        isNew: opened.value.rollout === null,
        savedAt: content.savedAt,
        devices: content.devices.length,
        added,
        filled,
        same,
        conflicts: conflicts.slice(0, SHOWN_CONFLICTS),
        conflictCount: conflicts.length,
        outcomes,
        secretsLeftOut: countSecrets(content.devices),
      });
    },
    merge: async ({ source, rollout, take, choices }) => {
      const opened = await open(Buffer.from(source.base64, 'base64'), source.name, rollout);
      if (!opened.ok) return opened;
      const chosen = new Map(choices.map((choice) => [`${choice.mac} ${choice.field}`, choice.take]));
      return merge(opened.value, (mac, field) => chosen.get(`${mac} ${field}`) ?? take);
    },
    open: async ({ path, rollout, take }) => {
      const bytes = await readWhole(path);
      if (bytes === null) return failure(inputFailure('input.unreadable-file', { file: path }));
      const opened = await open(bytes, path, rollout);
      return opened.ok ? merge(opened.value, () => take) : opened;
    },
  };
}

async function readWhole(path: string): Promise<Buffer | null> {
  try {
    return (await stat(path)).size > FILE_CAP_BYTES ? null : await readFile(path);
  } catch {
    return null;
  }
}

function countSecrets(devices: readonly RolloutFileDevice[]): number {
  return devices.reduce((count, { secretsLeftOut }) => count + secretsLeftOut, 0);
}
