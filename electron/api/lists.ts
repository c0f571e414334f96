import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type ApiFailure, inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { PREVIEW_ROWS, type PreviewProblem, SHOWN_PROBLEMS } from '../../shared/contract/lists.ts';
import type { DeviceDraft, DeviceField } from '../../shared/domain/device.ts';
import type { RowProblem } from '../../shared/domain/problem.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { Fixes, ListedCalls, ListedDevice, ListHead, ListSource, ListSummary, OpenList } from '../files/list.ts';
import { openList } from '../files/read-list.ts';
import { writeProblems } from '../files/write-problems.ts';
import { REDIRECTION_SERVICES } from '../services/registry.ts';
import type { Rollout } from '../storage/rollouts.ts';
import { type ApiContext, fileFailure, requireRollout } from './environment.ts';
import { writeToBytes } from './file-bytes.ts';
import { problemSentence, separatorOf } from './problem-rows.ts';
import { createUrlKeeper, type UrlKeeper } from './url-keeper.ts';
import { showDeviceFields } from './views.ts';

/**
 * How many devices are stored before the event loop gets its turn: all of them or none. A crash between the parts of a
 * longer list leaves those that are stored, and importing the list again brings the others.
 */
const STORED_AT_ONCE = 25_000;

type Mapping = Readonly<Partial<Record<DeviceField, string>>>;

/** A list and how it is to be read. */
interface Reading {
  readonly source: ListSource;
  readonly mapping: Mapping;
  /** Empty: a workbook's first one. */
  readonly sheet: string;
  readonly fixes?: Fixes;
}

/** What a list holds; rows are given as they come, since a preview keeps few of them. */
interface ReadRows {
  readonly head: ListHead;
  readonly summary: ListSummary;
  readonly problems: readonly RowProblem[];
  readonly warnings: Record<string, number>;
}

/** Asks each service whether the bytes are one of its call files. */
async function readCallFile(bytes: Uint8Array): Promise<Result<ListedCalls> | null> {
  for (const service of REDIRECTION_SERVICES) {
    const content = await service.readCallFile?.(bytes);
    if (content !== null && content !== undefined) return content;
  }
  return null;
}

async function readSource(path: string): Promise<Result<ListSource, ApiFailure>> {
  try {
    return success({ name: basename(path), bytes: await readFile(path) });
  } catch {
    return failure(inputFailure('input.unreadable-file', { file: path }));
  }
}

async function open(reading: Reading, keeper?: UrlKeeper): Promise<Result<OpenList, ApiFailure>> {
  const { source, mapping, sheet, fixes } = reading;
  const list = await openList(source, {
    mapping,
    readCallFile,
    ...(sheet === '' ? {} : { sheet }),
    ...(fixes === undefined ? {} : { fixes }),
    ...(keeper === undefined ? {} : { refuseUrl: keeper.refuse, refuseItem: keeper.refuseItem }),
  });
  return list.ok ? list : failure(inputFailure(`files.failure.${list.error.reason}`, list.error.detail));
}

async function readRows(
  reading: Reading,
  keeper: UrlKeeper,
  onDevice: (device: ListedDevice) => void,
): Promise<Result<ReadRows, ApiFailure>> {
  const list = await open(reading, keeper);
  if (!list.ok) return list;
  const problems: RowProblem[] = [];
  const warnings: Record<string, number> = {};
  const batches = list.value.batches();
  for (;;) {
    const batch = await batches.next();
    if (batch.done) return success({ head: list.value.head, summary: batch.value, problems, warnings });
    for (const device of batch.value.devices) {
      onDevice(device);
      for (const warning of device.warnings) warnings[warning] = (warnings[warning] ?? 0) + 1;
    }
    problems.push(...batch.value.problems);
  }
}

/** Problem rows go back with the separator they came with: that is what the person's spreadsheet expects. */
function toProblemView({ cells: _cells, ...problem }: RowProblem) {
  return { ...problem, detail: { ...problem.detail } };
}

/** The first problems, each with the field it is about and what is probably meant. */
function toPreviewProblems(head: ListHead, problems: readonly RowProblem[]): PreviewProblem[] {
  const fields = new Map(head.columns.map(({ name, field }) => [name, field]));
  return problems.slice(0, SHOWN_PROBLEMS).map((problem) => {
    const { suggestion } = problem.detail;
    return {
      ...toProblemView(problem),
      field: fields.get(problem.column) ?? null,
      suggestion: suggestion === undefined ? null : String(suggestion),
    };
  });
}

function unusedColumns(head: ListHead): string[] {
  return head.columns.filter(({ field, item }) => field === null && item === undefined).map(({ name }) => name);
}

function toSource({ name, base64 }: { readonly name: string; readonly base64: string }): ListSource {
  return { name, bytes: Buffer.from(base64, 'base64') };
}

function toFixes(
  fixes: readonly { readonly row: number; readonly field: DeviceField; readonly value: string }[] | undefined,
): Fixes {
  const byRow = new Map<number, Partial<Record<DeviceField, string>>>();
  for (const { row, field, value } of fixes ?? []) byRow.set(row, { ...byRow.get(row), [field]: value });
  return byRow;
}

/** The handlers of the contract's group `lists`. */
export function createListHandlers({ store, unlock, indexes, changed }: ApiContext): GroupHandlers<'lists'> {
  function keeperFor(rollout: Rollout | null): UrlKeeper {
    return createUrlKeeper(store.vault, {
      urls: rollout === null ? new Map() : store.devices.sealedUrls(rollout.id),
      items: rollout === null ? new Map() : store.devices.storedItems(rollout.id),
    });
  }

  async function storeDevices(rollout: Rollout, devices: readonly DeviceDraft[]) {
    let added = 0;
    let updated = 0;
    try {
      for (let start = 0; start < devices.length; start += STORED_AT_ONCE) {
        const counts = store.devices.import(rollout.id, devices.slice(start, start + STORED_AT_ONCE));
        added += counts.added;
        updated += counts.updated;
        await setImmediate();
      }
    } finally {
      indexes.forget(rollout.id);
      changed(rollout.name);
    }
    return { added, updated };
  }

  /** Without a mapping of its own a list is read as one with the same header was before, where that still fits. */
  async function withRemembered(
    reading: Reading,
  ): Promise<{ readonly reading: Reading; readonly isRemembered: boolean }> {
    const unchanged = { reading, isRemembered: false };
    if (Object.keys(reading.mapping).length > 0) return unchanged;
    const list = await open(reading);
    const header = list.ok ? list.value.head.header : null;
    const mapping = header === null ? null : store.settings.mappingFor(header);
    if (mapping === null) return unchanged;
    const sheet = list.ok ? (list.value.head.sheet ?? '') : reading.sheet;
    const remembered = { ...reading, mapping, sheet };
    return (await open(remembered)).ok ? { reading: remembered, isRemembered: true } : unchanged;
  }

  /** Reads a list into a rollout; `keepProblems` comes first, so that an import whose problems can't be kept is none. */
  async function importList(
    rollout: Rollout,
    reading: Reading,
    keepProblems: (head: ListHead, problems: readonly RowProblem[]) => Promise<Result<void, ApiFailure>>,
  ) {
    const read = async () => {
      const keeper = keeperFor(rollout);
      const devices: DeviceDraft[] = [];
      const rows = await readRows(reading, keeper, (device) => devices.push(keeper.store(device)));
      return rows.ok ? success({ ...rows.value, devices }) : rows;
    };
    let rows = await read();
    // Only a list with passwords in its URLs needs the vault: nobody else is asked for a passphrase.
    const isLocked = rows.ok && rows.value.problems.some(({ reason }) => reason === 'vault-locked');
    if (isLocked && (await unlock())) rows = await read();
    if (!rows.ok) return rows;
    const { head, devices, problems } = rows.value;
    const kept = await keepProblems(head, problems);
    if (!kept.ok) return kept;
    const counts = await storeDevices(rollout, devices);
    return success({ ...rows.value, ...counts });
  }

  return {
    import: async (wanted) => {
      const rollout = requireRollout(store, wanted.rollout);
      if (!rollout.ok) return rollout;
      const source = await readSource(wanted.path);
      if (!source.ok) return source;
      const imported = await importList(rollout.value, { ...wanted, source: source.value }, async (head, problems) => {
        // Written without problems too: a file of an earlier import would be taken for this one's.
        if (wanted.problemsPath === '') return success(undefined);
        const sentenceOf = problemSentence(wanted.language);
        const written = await writeProblems(wanted.problemsPath, head, problems, sentenceOf, separatorOf(head));
        return written.ok ? written : failure(fileFailure(written.error));
      });
      if (!imported.ok) return imported;
      const { head, summary, problems, warnings, added, updated } = imported.value;
      return success({
        rows: summary.rows,
        devices: summary.devices,
        added,
        updated,
        problems: problems.map(toProblemView),
        warnings,
        unusedColumns: unusedColumns(head),
      });
    },
    macs: async ({ path }) => {
      const source = await readSource(path);
      if (!source.ok) return source;
      const list = await open({ source: source.value, mapping: {}, sheet: '' });
      if (!list.ok) return list;
      const macs: string[] = [];
      let problems = 0;
      for await (const batch of list.value.batches()) {
        for (const device of batch.devices) macs.push(device.mac);
        problems += batch.problems.length;
      }
      return success({ macs, problems });
    },
    preview: async (wanted) => {
      const rollout = wanted.rollout === undefined ? null : requireRollout(store, wanted.rollout);
      if (rollout?.ok === false) return rollout;
      const reading = { ...wanted, source: toSource(wanted.source), fixes: toFixes(wanted.fixes) };
      const { reading: chosen, isRemembered } = await withRemembered(reading);
      const first: ListedDevice[] = [];
      const rows = await readRows(chosen, keeperFor(rollout?.value ?? null), (device) => {
        if (first.length < PREVIEW_ROWS) first.push(device);
      });
      if (!rows.ok) return rows;
      const { head, summary, problems, warnings } = rows.value;
      const reasons: Record<string, number> = {};
      for (const { reason } of problems) reasons[reason] = (reasons[reason] ?? 0) + 1;
      return success({
        head: {
          format: head.format,
          encoding: head.encoding,
          separator: head.separator,
          header: head.header === null ? null : [...head.header],
          columns: head.columns.map((column) => ({ ...column })),
          sheets: [...(head.sheets ?? [])],
          sheet: head.sheet ?? '',
        },
        counts: summary,
        reasons,
        warnings,
        first: first.map((device) => ({
          ...showDeviceFields(device),
          row: device.row,
          warnings: [...device.warnings],
        })),
        problems: toPreviewProblems(head, problems),
        isRemembered,
        needsPassphrase: (reasons['vault-locked'] ?? 0) > 0,
      });
    },
    importSource: async (wanted) => {
      const rollout = requireRollout(store, wanted.rollout);
      if (!rollout.ok) return rollout;
      const reading = { ...wanted, source: toSource(wanted.source), fixes: toFixes(wanted.fixes) };
      const { reading: chosen } = await withRemembered(reading);
      let problemsFile: string | null = null;
      const imported = await importList(rollout.value, chosen, async (head, problems) => {
        if (problems.length === 0) return success(undefined);
        const written = await writeToBytes('problems.csv', (path) =>
          writeProblems(path, head, problems, problemSentence(wanted.language), separatorOf(head)),
        );
        if (!written.ok) return failure(fileFailure(written.error));
        problemsFile = written.value.toString('base64');
        return success(undefined);
      });
      if (!imported.ok) return imported;
      const { head, summary, problems, warnings, added, updated } = imported.value;
      if (head.header !== null) store.settings.rememberMapping(head.header, chosen.mapping);
      return success({
        rows: summary.rows,
        devices: summary.devices,
        added,
        updated,
        problemRows: problems.length,
        problems: toPreviewProblems(head, problems),
        warnings,
        unusedColumns: unusedColumns(head),
        problemsFile,
      });
    },
  };
}
