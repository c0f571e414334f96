import { setImmediate } from 'node:timers/promises';
import { type ApiFailure, inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { DeviceFilter, DeviceRow } from '../../shared/contract/devices.ts';
import type { DeviceDraft, DeviceField, MacAddress } from '../../shared/domain/device.ts';
import { findHints } from '../../shared/domain/hint.ts';
import { formatMacPairs } from '../../shared/domain/mac.ts';
import type { RowWarning } from '../../shared/domain/problem.ts';
import { maskUserinfo, redactText } from '../../shared/domain/redact.ts';
import { previewUrl } from '../../shared/domain/url-template.ts';
import { guessVendor } from '../../shared/domain/vendor.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { checkDevice } from '../files/check-device.ts';
import type { DeviceChange, StoredDevice } from '../storage/devices.ts';
import type { Rollout } from '../storage/rollouts.ts';
import { showUrl } from '../storage/vault.ts';
import { type ApiContext, requireRollout } from './environment.ts';
import { createUrlKeeper, type UrlKeeper } from './url-keeper.ts';
import { showDeviceFields, showEntry, storedOutcomeRow } from './views.ts';

/** How many devices are removed before the event loop gets its turn. */
const REMOVED_AT_ONCE = 2_000;

/** How many pasted cells are checked before the event loop gets its turn. */
const EDITS_AT_ONCE = 200;

/** The handlers of the contract's group `devices`. */
export function createDeviceHandlers(context: ApiContext): GroupHandlers<'devices'> {
  const { store, indexes, changed, work } = context;

  /** Devices as a grid shows them, with the latest word on each. */
  function toRows(rollout: Rollout, devices: readonly StoredDevice[]): DeviceRow[] {
    const macs = devices.map(({ mac }) => mac);
    const latest = store.runs.latestOutcomesOf(rollout.id, macs);
    const run = store.runs.findUnfinished(rollout.id);
    const stages = run === null ? null : store.runs.openStages(run.id, macs);
    return devices.map((device) => {
      const ended = latest.get(device.mac);
      return {
        ...showDeviceFields(device),
        outcome: ended?.outcome.kind ?? null,
        reason: ended?.outcome.reason ?? null,
        aspect: ended?.outcome.aspect ?? null,
        detail: ended?.outcome.detail ? { ...ended.outcome.detail } : null,
        serviceWords: ended?.outcome.serviceWords ?? null,
        action: ended?.action ?? null,
        account: ended?.account ?? null,
        time: ended?.outcome.endedAt ?? null,
        running: stages?.get(device.mac) ?? null,
      };
    });
  }

  function requireDevice(rollout: Rollout, mac: string): Result<StoredDevice, ApiFailure> {
    const device = store.devices.find(rollout.id, mac as MacAddress);
    return device === null ? failure(noDevice(rollout, mac as MacAddress)) : success(device);
  }

  /** What is being planned, or is about to begin, may be about any device; what goes already says which those are. */
  function requireSettled({ id, name }: Rollout): Result<void, ApiFailure> {
    const isSettled = !work.isIn(name, 'job', 'phones') || store.runs.findUnfinished(id) !== null;
    return isSettled ? success(undefined) : failure(inputFailure('input.busy'));
  }

  /** What an unfinished run still has to do with a device must find it again. */
  function requireNotInRun(rollout: Rollout, macs: readonly MacAddress[]): Result<void, ApiFailure> {
    const run = store.runs.findUnfinished(rollout.id);
    const [mac] = run === null ? [] : store.runs.openStages(run.id, macs).keys();
    if (run === null || mac === undefined) return success(undefined);
    return failure(inputFailure('input.device-in-run', { mac: formatMacPairs(mac as MacAddress), run: run.id }));
  }

  function keeperFor(rollout: Rollout): UrlKeeper {
    return createUrlKeeper(store.vault, { urls: store.devices.sealedUrls(rollout.id), items: new Map() });
  }

  /** Checks a device's fields; a URL with a password opens the vault first. */
  async function check(
    keeper: UrlKeeper,
    values: Readonly<Partial<Record<DeviceField, string>>>,
  ): Promise<Result<{ readonly draft: DeviceDraft; readonly warnings: readonly RowWarning[] }, ApiFailure>> {
    let checked = checkDevice(values, keeper.refuse);
    if (!checked.ok && checked.error.reason === 'vault-locked' && (await context.unlock())) {
      checked = checkDevice(values, keeper.refuse);
    }
    if (!checked.ok) return failure(inputFailure(`problem.${checked.error.reason}`, { ...checked.error.detail }));
    return success({ draft: keeper.store(checked.value), warnings: checked.value.warnings });
  }

  function answer(rollout: Rollout, mac: MacAddress, warnings: readonly RowWarning[]) {
    const device = requireDevice(rollout, mac);
    if (!device.ok) return device;
    const [row] = toRows(rollout, [device.value]);
    if (row === undefined) throw new Error('A device without a row.');
    return success({ row, warnings: [...warnings] });
  }

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
    page: async ({ rollout: name, sort, filter, offset, limit, keepsOrder = false }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const { id } = rollout.value;
      const isPlain = sort.column === 'position' && sort.direction === 'ascending' && isEmptyFilter(filter);
      // A rollout that was just opened shows its first rows before its index is read.
      if (isPlain && indexes.ready(id) === null) {
        const rows = toRows(rollout.value, store.devices.listFrom(id, offset, limit));
        const all = store.devices.count(id);
        return success({ total: all, all, changedSince: 0, rows });
      }
      const index = await indexes.of(id);
      const macs = await index.select(sort, filter, keepsOrder);
      const devices = store.devices.findMany(id, macs.slice(offset, offset + limit));
      return success({
        total: macs.length,
        all: index.size,
        changedSince: index.changedSince(sort, filter),
        rows: toRows(rollout.value, devices),
      });
    },
    macs: async ({ rollout: name, sort, filter }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const index = await indexes.of(rollout.value.id);
      return success({ macs: [...(await index.select(sort, filter))] });
    },
    facets: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const { all, outcomes, rooms, models } = (await indexes.of(rollout.value.id)).facets();
      return success({ all, outcomes: { ...outcomes }, rooms: [...rooms], models: [...models] });
    },
    story: async ({ rollout: name, mac: text }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const found = requireDevice(rollout.value, text);
      if (!found.ok) return found;
      const device = found.value;
      const { mac } = device;
      const told = store.runs.story(rollout.value.id, mac);
      const vendor = guessVendor(mac);
      const checked = checkDevice({ mac });
      const runs = told.map(({ run, outcome, ...planned }) => ({
        run: run.id,
        account: run.account,
        service: run.service,
        action: planned.action,
        undoOf: run.undoOf,
        group: planned.group,
        outcome: outcome?.kind ?? null,
        reason: outcome?.reason ?? null,
        aspect: outcome?.aspect ?? null,
        detail: outcome?.detail ? { ...outcome.detail } : null,
        serviceWords: outcome?.serviceWords ?? null,
        stage: planned.stage,
        target: { url: showUrl(planned.target.url), name: planned.target.name },
        before: showEntry(planned.before),
        now: showEntry(outcome?.now ?? null),
        startedAt: run.startedAt,
        time: outcome?.endedAt ?? null,
      }));
      const preview = (source: 'own' | 'registered', template: string, service: string) =>
        // A placeholder inside `user:pass@` is filled in as well, so it is masked after that once more.
        template === '' ? [] : [{ source, service, template, url: maskUserinfo(previewUrl(template, mac, service)) }];
      const registered = runs.find(({ now }) => now !== null);
      const service = registered?.service ?? runs[0]?.service ?? vendor?.service ?? '';
      const shown = answer(rollout.value, mac, []);
      if (!shown.ok) return shown;
      return success({
        device: shown.value.row,
        vendor: vendor === null ? null : { title: vendor.title, model: vendor.model, service: vendor.service },
        warnings: checked.ok ? [...checked.value.warnings] : [],
        runs,
        urls: [
          ...preview('registered', registered?.now?.url ?? '', service),
          ...preview('own', showUrl(device.url), service),
        ],
        hints: [...findHints(device.model || (vendor?.model ?? ''))],
      });
    },
    add: async ({ rollout: name, values }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const checked = await check(keeperFor(rollout.value), values);
      if (!checked.ok) return checked;
      const { draft, warnings } = checked.value;
      if (store.devices.find(rollout.value.id, draft.mac) !== null) {
        return failure(inputFailure('input.device-exists', { rollout: name, mac: formatMacPairs(draft.mac) }));
      }
      store.devices.import(rollout.value.id, [draft]);
      indexes.touch(rollout.value.id, [draft.mac]);
      changed(rollout.value.name);
      return answer(rollout.value, draft.mac, warnings);
    },
    edit: async ({ rollout: name, mac, field, value }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const found = requireDevice(rollout.value, mac);
      if (!found.ok) return found;
      const device = found.value;
      const checked = await check(keeperFor(rollout.value), field === 'mac' ? { mac: value } : { mac, [field]: value });
      if (!checked.ok) return checked;
      const { draft, warnings } = checked.value;
      const isOther = draft.mac !== device.mac;
      if (isOther) {
        const settled = requireSettled(rollout.value);
        if (!settled.ok) return settled;
        const free = requireNotInRun(rollout.value, [device.mac]);
        if (!free.ok) return free;
        if (store.devices.find(rollout.value.id, draft.mac) !== null) {
          return failure(inputFailure('input.device-exists', { rollout: name, mac: formatMacPairs(draft.mac) }));
        }
      }
      store.devices.update(changeField(device, draft, field, value));
      if (isOther) indexes.forget(rollout.value.id);
      else indexes.touch(rollout.value.id, [device.mac]);
      changed(rollout.value.name);
      return answer(rollout.value, draft.mac, warnings);
    },
    editMany: async ({ rollout: name, edits }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const keeper = keeperFor(rollout.value);
      const changes: DeviceChange[] = [];
      for (const [index, { mac, field, value }] of edits.entries()) {
        if (index % EDITS_AT_ONCE === EDITS_AT_ONCE - 1) await setImmediate();
        const checked = await check(keeper, { mac, [field]: value });
        if (!checked.ok) {
          if (checked.error.concern === 'service') return checked;
          const device = formatMacPairs(mac as MacAddress);
          return failure({ ...checked.error, detail: { ...checked.error.detail, device, value: redactText(value) } });
        }
        changes.push(toChange(checked.value.draft, field, value));
      }
      // Only the values that are changed, all in one step: what came meanwhile to other fields of a device stays.
      const missing = store.devices.change(rollout.value.id, changes);
      if (missing !== null) return failure(noDevice(rollout.value, missing));
      const macs = [...new Set(changes.map(({ mac }) => mac))];
      await indexes.touchMany(rollout.value.id, macs);
      changed(rollout.value.name);
      return success({ devices: macs.length });
    },
    remove: async ({ rollout: name, macs }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const unwanted = macs as readonly string[] as readonly MacAddress[];
      const settled = requireSettled(rollout.value);
      if (!settled.ok) return settled;
      const ended = work.begin('removal', name);
      let removed = 0;
      try {
        for (const part of slicesOf(unwanted)) {
          const free = requireNotInRun(rollout.value, part);
          if (!free.ok) return free;
          await setImmediate();
        }
        for (const part of slicesOf(unwanted)) {
          removed += store.devices.remove(rollout.value.id, part);
          await setImmediate();
        }
      } finally {
        ended();
        indexes.forget(rollout.value.id);
        changed(rollout.value.name);
      }
      return success({ removed });
    },
  };
}

function slicesOf(macs: readonly MacAddress[]): readonly (readonly MacAddress[])[] {
  const count = Math.ceil(macs.length / REMOVED_AT_ONCE);
  return Array.from({ length: count }, (_, at) => macs.slice(at * REMOVED_AT_ONCE, (at + 1) * REMOVED_AT_ONCE));
}

/** What was typed into a field, as it was checked. */
function toChange(draft: DeviceDraft, field: Exclude<DeviceField, 'mac'>, value: string): DeviceChange {
  const { mac } = draft;
  switch (field) {
    case 'check-code':
      return { mac, property: 'checkCode', value: draft.checkCode };
    case 'url':
      return { mac, property: 'url', value: isMaskedText(draft, value) ? null : draft.url };
    default:
      return { mac, property: field, value: draft[field] };
  }
}

/** What an export masked says that the URL that is stored still holds. */
function isMaskedText(draft: DeviceDraft, value: string): boolean {
  return draft.url === '' && value.trim() !== '';
}

function noDevice(rollout: Rollout, mac: MacAddress): ApiFailure {
  return inputFailure('input.no-device', { rollout: rollout.name, mac: formatMacPairs(mac) });
}

function isEmptyFilter({ text, outcomes, room, model }: DeviceFilter): boolean {
  return text.trim() === '' && outcomes.length === 0 && room === null && model === null;
}

/** The device with one field as it was checked; a label in the MAC's place may bring its check code along. */
function changeField(device: StoredDevice, draft: DeviceDraft, field: DeviceField, value: string): StoredDevice {
  switch (field) {
    case 'mac':
      return { ...device, mac: draft.mac, checkCode: draft.checkCode || device.checkCode };
    case 'check-code':
      return { ...device, checkCode: draft.checkCode };
    case 'url':
      return { ...device, url: isMaskedText(draft, value) ? device.url : draft.url };
    default:
      return { ...device, [field]: draft[field] };
  }
}
