import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type ApiFailure, inputFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers, OutcomeRow, RunSummary } from '../../shared/contract/contract.ts';
import type {
  GoingPhoneJob,
  PhoneCall,
  PhoneContactRow,
  PhonePlan,
  PhonePlanRow,
  PhoneReadRow,
  PhoneRow,
} from '../../shared/contract/openstage.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import { isSecretItem, isSecretValue, parseItems } from '../../shared/domain/items.ts';
import { formatMacPairs } from '../../shared/domain/mac.ts';
import type { Outcome, RunAction } from '../../shared/domain/outcome.ts';
import {
  formatPhoneItemKey,
  maskItemValue,
  type PhoneItem,
  parsePhoneItemKey,
} from '../../shared/domain/phone-item.ts';
import type { PhoneStage, WrittenItem } from '../../shared/domain/phone-job.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { nextContactAtMs } from '../rollouts/openstage/contact-pace.ts';
import { itemsToUndo, type WantedItem } from '../rollouts/openstage/item-plan.ts';
import { type JobPhone, PhoneJob, type PlannedPhone } from '../rollouts/openstage/phone-job.ts';
import {
  addPhoneRun,
  PHONES_ACCOUNT,
  PHONES_SERVICE,
  setPhoneRunGoing,
  settlePhoneRun,
} from '../rollouts/openstage/phone-runs.ts';
import { buildDhcpOption, isDhcpHost, openstagePhones } from '../services/openstage/index.ts';
import type { PhoneAddress, PhoneCallEntry, PhoneFile, PhoneStation } from '../services/phone-service.ts';
import type { StoredDevice } from '../storage/devices.ts';
import type { Rollout } from '../storage/rollouts.ts';
import type { Run } from '../storage/runs.ts';
import { showUrl } from '../storage/vault.ts';
import { type ApiContext, requireRollout, vaultFailure } from './environment.ts';
import { toFileName } from './file-bytes.ts';
import {
  addressesInOwnSubnet,
  listOwnAddresses,
  openStationFor,
  PHONE_WAITS,
  parsePhoneAddress,
} from './openstage-station.ts';
import { toReasonView } from './views.ts';

/** How many calls of phones are kept to be shown. */
const CALLS_KEPT = 200;

/** In how many of the latest runs to look for what was written to a phone. */
const RUNS_SHOWN = 20;

/** How many phones are looked up before the event loop gets its turn. */
const PHONES_AT_ONCE = 500;

const NO_REASON = { reason: null, aspect: null, detail: null, serviceWords: null } as const;

type Only = 'all' | readonly string[];

interface StationWish {
  readonly address: string;
  readonly port: number;
}

interface KeptPlan {
  readonly id: number;
  readonly rollout: Rollout;
  readonly isExpert: boolean;
  readonly undoOf: number | null;
  readonly phones: readonly PlannedPhone[];
  readonly station: StationWish;
  readonly madeAt: string;
}

interface ActiveJob {
  readonly controller: AbortController;
  readonly rollout: string;
  readonly what: GoingPhoneJob['what'];
  readonly total: number;
  done: number;
  station: PhoneStation | null;
  file: GoingPhoneJob['file'];
  readonly stages: Map<string, { readonly stage: PhoneStage; readonly untilMs: number | null }>;
}

function maskItems(items: readonly PhoneItem[]): PhoneReadRow['items'] {
  return items.map(({ name, index, value, status }) => ({
    name,
    index,
    value: maskItemValue(name, showUrl(value)),
    status,
  }));
}

function maskWritten(items: readonly WrittenItem[]): WrittenItem[] {
  const mask = (name: string, value: string | null) => (value === null ? null : maskItemValue(name, showUrl(value)));
  return items.map((item) => ({
    ...item,
    before: mask(item.name, item.before),
    wanted: maskItemValue(item.name, showUrl(item.wanted)),
    after: mask(item.name, item.after),
  }));
}

function toReason(outcome: Outcome | null) {
  if (outcome === null) return NO_REASON;
  const { reason, aspect, detail, serviceWords } = outcome;
  return { reason, aspect, detail: detail === null ? null : { ...detail }, serviceWords };
}

function toPlanRow({ phone, items, outcome }: PlannedPhone): PhonePlanRow {
  return {
    mac: phone.mac,
    address: phone.address,
    outcome: outcome?.kind ?? null,
    ...toReason(outcome),
    items: items.map(({ name, index, before, value, change }) => ({
      name,
      index,
      before: before === null ? null : maskItemValue(name, before),
      wanted: maskItemValue(name, value),
      change,
      isRisky: /[&<>]/.test(value),
    })),
  };
}

function toPlanView(plan: KeptPlan): PhonePlan {
  const open = plan.phones.filter(({ outcome }) => outcome === null);
  return {
    plan: plan.id,
    undoOf: plan.undoOf,
    isExpert: plan.isExpert,
    rows: plan.phones.map(toPlanRow),
    phones: open.length,
    items: open.reduce((sum, { items }) => sum + items.filter(({ change }) => change !== 'same').length, 0),
    madeAt: plan.madeAt,
  };
}

function toCall(entry: PhoneCallEntry, id: number): PhoneCall {
  return { ...entry, id, identity: entry.identity === null ? null : { ...entry.identity } };
}

/** The handlers of the contract's group `openstage`. */
export function createOpenstageHandlers(context: ApiContext): GroupHandlers<'openstage'> {
  const { store, emit, indexes, counts, changed } = context;
  const waits = { ...PHONE_WAITS, ...context.phoneWaits };
  const calls: PhoneCall[] = [];
  let kept: KeptPlan | null = null;
  let nextPlan = 1;
  let nextCall = 0;
  let active: ActiveJob | null = null;

  function noteCall(entry: PhoneCallEntry): void {
    nextCall += 1;
    const shown = toCall(entry, nextCall);
    calls.unshift(shown);
    calls.length = Math.min(calls.length, CALLS_KEPT);
    emit('phoneCall', shown);
    if (active !== null) changed(active.rollout);
  }

  /** Runs one job with phones at a time, with the station open for as long as it goes. */
  async function withStation<T>(
    about: { readonly rollout: string; readonly what: ActiveJob['what']; readonly total: number },
    wanted: StationWish,
    phones: readonly PhoneAddress[],
    work: (station: PhoneStation, job: ActiveJob) => Promise<Result<T, ApiFailure>>,
  ): Promise<Result<T, ApiFailure>> {
    if (active !== null || context.work.isIn(about.rollout, 'removal')) return failure(inputFailure('input.busy'));
    // It may have been removed while its phones were looked up. Ranges of addresses belong to none.
    const rollout = about.rollout === '' ? null : requireRollout(store, about.rollout);
    if (rollout?.ok === false) return rollout;
    const job: ActiveJob = {
      ...about,
      controller: new AbortController(),
      done: 0,
      station: null,
      file: null,
      stages: new Map(),
    };
    active = job;
    const ended = context.work.begin('phones', about.rollout);
    changed(about.rollout);
    try {
      const station = await openStationFor(store, wanted, phones, waits, {
        onCall: noteCall,
        onFile: (file) => {
          job.file = { ...file };
          changed(about.rollout);
        },
      });
      if (!station.ok) return station;
      job.station = station.value;
      try {
        return await work(station.value, job);
      } finally {
        await station.value.close();
      }
    } finally {
      active = null;
      ended();
      changed(about.rollout);
    }
  }

  function makeJob(rollout: Rollout, station: PhoneStation, job: ActiveJob, run: number | null): PhoneJob {
    return new PhoneJob({
      store,
      rolloutId: rollout.id,
      system: openstagePhones,
      station,
      times: waits,
      signal: job.controller.signal,
      listener: {
        onStage: (mac, stage, untilMs) => {
          job.stages.set(mac, { stage, untilMs });
          if (untilMs !== null) noteWait(untilMs - Date.now());
          changed(rollout.name);
        },
        onEnded: (mac, outcome) => noteEnd(rollout, run, job, mac, outcome),
      },
    });
  }

  function noteWait(waitMs: number): void {
    const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
    emit('wait', { waitMs, cause: { ...NO_REASON, reason: 'busy', aspect: 'gap', detail: { seconds } } });
  }

  function noteEnd(rollout: Rollout, run: number | null, job: ActiveJob, mac: MacAddress, outcome: Outcome): void {
    job.done += 1;
    const time = new Date().toISOString();
    indexes.end(rollout.id, [{ mac, outcome: outcome.kind, reason: outcome.reason, account: PHONES_ACCOUNT, time }]);
    if (run !== null) counts.add(run, [outcome.kind]);
    emit('progress', { phase: 'run', done: job.done, total: job.total });
    emit('outcomes', [toOutcomeRow(mac, job.what as RunAction, outcome)]);
    changed(rollout.name);
  }

  function toOutcomeRow(mac: MacAddress, action: RunAction, outcome: Outcome): OutcomeRow {
    return { mac, checkCode: '', action, outcome: outcome.kind, ...toReason(outcome), before: null, now: null };
  }

  /** The rollout's devices, or those named; in slices, between which others have their turn. */
  async function* selected(rollout: Rollout, only: Only): AsyncGenerator<StoredDevice, void> {
    const wanted = only === 'all' ? null : new Set(only);
    for (const devices of store.devices.slices(rollout.id, PHONES_AT_ONCE)) {
      for (const device of devices) if (wanted === null || wanted.has(device.mac)) yield device;
      await setImmediate();
    }
  }

  /** The rollout's phones with an address, or those named; nothing of what isn't an address. */
  async function phonesOf(rollout: Rollout, only: Only): Promise<Result<readonly JobPhone[], ApiFailure>> {
    const phones: JobPhone[] = [];
    for await (const { mac, address } of selected(rollout, only)) {
      if (address === '') continue;
      if (parsePhoneAddress(address) === null) return failure(inputFailure('input.bad-address', { address }));
      phones.push({ mac, address: address.trim() });
    }
    return phones.length === 0 ? failure(inputFailure('input.no-phones', { rollout: rollout.name })) : success(phones);
  }

  /** What the list wants of each phone; passwords out of the vault, which is asked to open where there are some. */
  async function wishesOf(
    rollout: Rollout,
    only: Only,
  ): Promise<Result<readonly { phone: PlannedPhone['phone']; wanted: readonly WantedItem[] }[], ApiFailure>> {
    const wishes: { phone: PlannedPhone['phone']; wanted: readonly WantedItem[] }[] = [];
    for await (const { mac, address, items } of selected(rollout, only)) {
      const wanted: WantedItem[] = [];
      for (const [text, stored] of Object.entries(parseItems(items))) {
        if (stored === '') continue;
        const key = parsePhoneItemKey(text);
        if (key === null) return failure(inputFailure('input.bad-item', { item: text }));
        if (showUrl(stored) !== stored && store.vault.state !== 'open' && !(await context.unlock())) {
          return failure(vaultFailure('locked'));
        }
        const value = store.vault.revealUrl(stored);
        if (!value.ok) return failure(vaultFailure(value.error));
        wanted.push({ ...key, value: value.value });
      }
      if (address === '' && wanted.length === 0) continue;
      if (address !== '' && parsePhoneAddress(address) === null) {
        return failure(inputFailure('input.bad-address', { address }));
      }
      wishes.push({ phone: address === '' ? { mac, address: '' } : { mac, address: address.trim() }, wanted });
    }
    return wishes.length === 0 ? failure(inputFailure('input.no-phones', { rollout: rollout.name })) : success(wishes);
  }

  function jobPhones(phones: readonly PlannedPhone['phone'][]): readonly JobPhone[] {
    return phones.filter((phone): phone is JobPhone => phone.address !== '');
  }

  async function makePlan(
    rollout: Rollout,
    wishes: readonly { readonly phone: PlannedPhone['phone']; readonly wanted: readonly WantedItem[] }[],
    about: { readonly isExpert: boolean; readonly undoOf: number | null; readonly station: StationWish },
  ): Promise<Result<PhonePlan, ApiFailure>> {
    const phones = jobPhones(wishes.map(({ phone }) => phone));
    if (phones.length === 0) return failure(inputFailure('input.no-phones', { rollout: rollout.name }));
    const what = { rollout: rollout.name, what: 'plan', total: phones.length } as const;
    return withStation(what, about.station, phones, async (station, job) => {
      const planned = await makeJob(rollout, station, job, null).plan(wishes, about.isExpert);
      if (job.controller.signal.aborted) return failure(cancelled());
      kept = { id: nextPlan, rollout, ...about, phones: planned, madeAt: new Date().toISOString() };
      nextPlan += 1;
      return success(toPlanView(kept));
    });
  }

  function cancelled(): ApiFailure {
    return serviceFailure({ kind: 'cancelled', reason: 'cancelled', sent: 'no', concernsAccount: false });
  }

  function requireNoUnfinished(rollout: Rollout): Result<void, ApiFailure> {
    const unfinished = store.runs.findUnfinished(rollout.id);
    if (unfinished === null) return success(undefined);
    // A run with phones that a crash cut off is over: the next read tells what it left.
    if (unfinished.service === PHONES_SERVICE) {
      settlePhoneRun(store, unfinished);
      indexes.forget(rollout.id);
      counts.forget(unfinished.id);
      return success(undefined);
    }
    return failure(inputFailure('input.unfinished-run', { rollout: rollout.name, run: unfinished.id }));
  }

  /** Carries out a run with phones and tells how it ended. */
  async function runWith(
    rollout: Rollout,
    action: RunAction,
    wanted: StationWish,
    planned: readonly PlannedPhone[],
    about: { readonly undoOf: number | null; readonly text: string },
    work: (job: PhoneJob, run: number, station: PhoneStation) => Promise<Result<void, ApiFailure>>,
  ): Promise<Result<RunSummary, ApiFailure>> {
    const free = requireNoUnfinished(rollout);
    if (!free.ok) return free;
    const phones = jobPhones(planned.map(({ phone }) => phone));
    const what = { rollout: rollout.name, what: action, total: planned.length } as const;
    return withStation(what, wanted, phones, async (station, job) => {
      const startedAtMs = performance.now();
      const stored = planned.map(({ phone, outcome }) => ({ mac: phone.mac, outcome, about: about.text }));
      const run = await addPhoneRun(store, rollout.id, action, about.undoOf, stored);
      setPhoneRunGoing(store, run, true);
      try {
        counts.begin(run, planned.length);
        for (const { phone, outcome } of planned) if (outcome !== null) noteEnd(rollout, run, job, phone.mac, outcome);
        const worked = await work(makeJob(rollout, station, job, run), run, station);
        if (!worked.ok) return worked;
      } finally {
        setPhoneRunGoing(store, run, false);
        requireNoUnfinished(rollout);
        counts.forget(run);
      }
      const found = store.runs.counts(run);
      return success({
        run,
        action,
        devices: planned.length,
        counts: { ...found },
        isFinished: true,
        stopCause: null,
        seconds: Math.round((performance.now() - startedAtMs) / 100) / 10,
      });
    });
  }

  function toReadRow(rollout: Rollout, { mac, address }: JobPhone, read: Result<readonly PhoneItem[]>): PhoneReadRow {
    const { model = '', softwareVersion = '', number = '' } = store.openstage.reading(rollout.id, mac) ?? {};
    const reason = read.ok ? NO_REASON : toReasonView(read.error);
    const items = read.ok ? maskItems(read.value) : [];
    return { mac, address, model, softwareVersion, number, isRead: read.ok, items, ...reason };
  }

  async function readPhones(
    rollout: Rollout,
    only: Only,
    items: readonly string[],
    wanted: StationWish,
  ): Promise<Result<readonly PhoneReadRow[], ApiFailure>> {
    const phones = await phonesOf(rollout, only);
    if (!phones.ok) return phones;
    const keys = items.map((text) => ({ text, key: parsePhoneItemKey(text) }));
    const bad = keys.find(({ key }) => key === null);
    if (bad !== undefined) return failure(inputFailure('input.bad-item', { item: bad.text }));
    const named = keys.flatMap(({ key }) => key ?? []);
    const what = { rollout: rollout.name, what: 'read', total: phones.value.length } as const;
    return withStation(what, wanted, phones.value, async (station, job) => {
      const read = await makeJob(rollout, station, job, null).read(phones.value, () =>
        named.length === 0 ? 'all' : named,
      );
      if (job.controller.signal.aborted) return failure(cancelled());
      return success(
        phones.value.map((phone, at) => toReadRow(rollout, phone, read[at] ?? failure(cancelledFailure()))),
      );
    });
  }

  function cancelledFailure() {
    return { kind: 'cancelled', reason: 'cancelled', sent: 'no', concernsAccount: false } as const;
  }

  /** Asks addresses to call and tells who did; one after the other with a pause, or all at once. */
  async function greet(
    addresses: readonly string[],
    wanted: StationWish,
    pauseMs: number,
  ): Promise<Result<PhoneContactRow[], ApiFailure>> {
    const phones = addresses.map((address): PhoneAddress => ({ mac: null, address }));
    const what = { rollout: '', what: 'contact', total: phones.length } as const;
    return withStation(what, wanted, phones, async (station, job) => {
      const { signal } = job.controller;
      const greetOne = async (phone: PhoneAddress): Promise<PhoneContactRow> => {
        const none = {
          address: phone.address,
          hasCalled: false,
          mac: null,
          model: '',
          softwareVersion: '',
          number: '',
        };
        const host = parsePhoneAddress(phone.address)?.host ?? phone.address;
        const last = store.openstage.contact(host);
        const seconds = Math.ceil((nextContactAtMs(last) - Date.now()) / 1_000);
        if (seconds > 0) return { ...none, ...NO_REASON, reason: 'busy', aspect: 'gap', detail: { seconds } };
        const line = station.line(phone);
        const note = {
          address: host,
          triedAtMs: Date.now(),
          gapSeconds: null,
          method: last?.method ?? 'POST',
        } as const;
        store.openstage.noteContact({ ...note, wasAccepted: true });
        const contacted = await station.contact(phone, note.method, signal);
        if (contacted.kind !== 'accepted') {
          const method = contacted.kind === 'wrong-method' && note.method === 'POST' ? 'GET' : 'POST';
          store.openstage.noteContact({ ...note, wasAccepted: false, method });
          const cause = contacted.kind === 'failed' ? toReasonView(contacted.failure) : null;
          const odd = {
            ...NO_REASON,
            reason: 'no-callback',
            aspect: 'odd',
            detail: { host, status: `HTTP ${contacted.kind === 'wrong-method' ? contacted.status : ''}` },
          } as const;
          return { ...none, ...(cause ?? odd) };
        }
        const hasCalled = await line.waitForCall(waits.callMs, signal);
        line.end(false);
        if (!hasCalled) return { ...none, ...toReasonView(station.explainSilence(phone)) };
        const { mac = null, model = '', softwareVersion = '', number = '' } = line.identity ?? {};
        return { address: phone.address, hasCalled, mac, model, softwareVersion, number, ...NO_REASON };
      };
      const greetings: Promise<PhoneContactRow>[] = [];
      for (const [at, phone] of phones.entries()) {
        if (signal.aborted) break;
        if (at > 0 && pauseMs > 0) await pause(pauseMs, signal);
        greetings.push(
          greetOne(phone).then((row) => {
            job.done += 1;
            emit('progress', { phase: 'run', done: job.done, total: job.total });
            return row;
          }),
        );
      }
      return success(await Promise.all(greetings));
    });
  }

  /** The file that phones shall fetch: one of this computer, served by the station, or one elsewhere. */
  async function fileOf(
    wanted: { readonly path: string; readonly url: string },
    station: PhoneStation,
  ): Promise<Result<string, ApiFailure>> {
    if (wanted.path === '') return success(wanted.url);
    const url = await station.offerFile(wanted.path);
    return url === null ? failure(inputFailure('input.unreadable-file', { file: wanted.path })) : success(url);
  }

  async function checkFile(wanted: { readonly path: string; readonly url: string }): Promise<Result<void, ApiFailure>> {
    if (wanted.path !== '') {
      const found = await stat(wanted.path).catch(() => null);
      return found?.isFile()
        ? success(undefined)
        : failure(inputFailure('input.unreadable-file', { file: wanted.path }));
    }
    return URL.canParse(wanted.url) && /^(?:https|ftp):\/\/[^/]+\/.*[^/]$/.test(wanted.url)
      ? success(undefined)
      : failure(inputFailure('input.bad-file-url'));
  }

  async function deploy(
    wanted: {
      readonly rollout: string;
      readonly only: Only;
      readonly path: string;
      readonly url: string;
    } & StationWish,
    action: 'send-file' | 'update-firmware',
    file: Omit<PhoneFile, 'url'>,
    confirmedPhones: number | null,
  ): Promise<Result<RunSummary, ApiFailure>> {
    const rollout = requireRollout(store, wanted.rollout);
    if (!rollout.ok) return rollout;
    const checked = await checkFile(wanted);
    if (!checked.ok) return checked;
    const phones = await phonesOf(rollout.value, wanted.only);
    if (!phones.ok) return phones;
    if (confirmedPhones !== null && confirmedPhones !== phones.value.length) {
      return failure(inputFailure('input.not-confirmed', { phones: phones.value.length }));
    }
    const planned = phones.value.map((phone) => ({ phone, items: [], outcome: null }));
    const name = (wanted.path || wanted.url).split(/[\\/]/).at(-1) ?? '';
    const text = [name, file.version].filter((part) => part !== '').join(' ');
    return runWith(rollout.value, action, wanted, planned, { undoOf: null, text }, async (job, run, station) => {
      const url = await fileOf(wanted, station);
      if (!url.ok) return url;
      await job.deploy(run, phones.value, { ...file, url: url.value });
      return success(undefined);
    });
  }

  function findUndoable(rollout: Rollout): Run | null {
    const runs = store.runs.list(rollout.id);
    const undone = new Set(runs.map(({ undoOf }) => undoOf));
    return (
      runs.find(
        ({ id, action, undoOf, state }) =>
          action === 'write-items' &&
          undoOf === null &&
          state === 'finished' &&
          !undone.has(id) &&
          store.openstage.hasWritten(id),
      ) ?? null
    );
  }

  function toPhoneRows(rollout: Rollout, devices: readonly StoredDevice[], writing: readonly Run[]): PhoneRow[] {
    const macs = devices.map(({ mac }) => mac);
    const readings = store.openstage.headsOf(rollout.id, macs);
    const words = store.runs.latestOutcomesOf(rollout.id, macs);
    return devices.map(({ mac, address, user, items }) => {
      const reading = readings.get(mac);
      const host = parsePhoneAddress(address)?.host;
      const nextMs = host === undefined ? 0 : nextContactAtMs(store.openstage.contact(host));
      const going = active?.rollout === rollout.name ? active.stages.get(mac) : undefined;
      const word = words.get(mac);
      const isOurs = word !== undefined && word.account === PHONES_ACCOUNT;
      return {
        mac,
        address,
        user,
        model: reading?.model ?? '',
        softwareVersion: reading?.softwareVersion ?? '',
        number: reading?.number ?? '',
        readAt: reading?.readAt ?? null,
        items: reading?.items ?? 0,
        wanted: Object.values(parseItems(items)).filter((value) => value !== '').length,
        stage: going?.stage ?? null,
        waitsUntil: nextMs > Date.now() ? new Date(nextMs).toISOString() : null,
        outcome: isOurs ? word.outcome.kind : null,
        ...(isOurs ? toReason(word.outcome) : NO_REASON),
        written: maskWritten(findWritten(writing, mac)),
      };
    });
  }

  /** What the latest of some runs wrote to a phone. */
  function findWritten(runs: readonly Run[], mac: MacAddress): readonly WrittenItem[] {
    for (const { id } of runs) {
      const written = store.openstage.writtenOf(id, mac);
      if (written !== null) return written;
    }
    return [];
  }

  /** What was read of a phone as a text anybody may keep: its items by name, without secrets. */
  function backupText(reading: NonNullable<ReturnType<typeof store.openstage.reading>>): string {
    const items = reading.items
      .filter(({ name, value, status }) => status === null && showUrl(value) === value && !isSecretValue(name, value))
      .map((item) => [formatPhoneItemKey(item), item.value] as const)
      .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
    const { mac, model, softwareType, softwareVersion, number, readAt } = reading;
    const head = { mac: formatMacPairs(mac), model, softwareType, softwareVersion, number, readAt };
    return `${JSON.stringify({ ...head, items: Object.fromEntries(items) }, null, 2)}\n`;
  }

  return {
    interfaces: async () => success({ interfaces: listOwnAddresses().map((each) => ({ ...each })) }),
    dhcp: async (wanted) =>
      isDhcpHost(wanted.address)
        ? success({ ...buildDhcpOption(wanted) })
        : failure(inputFailure('input.bad-address', { address: wanted.address })),
    used: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const { id } = rollout.value;
      return success({ isUsed: store.devices.hasAny(id, 'address') || store.devices.storedItems(id).size > 0 });
    },
    state: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const { id } = rollout.value;
      const phones: PhoneRow[] = [];
      const writing = store.runs
        .list(id)
        .filter(({ service }) => service === PHONES_SERVICE)
        .slice(0, RUNS_SHOWN)
        .filter((run) => store.openstage.hasWritten(run.id));
      for (const slice of store.devices.slices(id, PHONES_AT_ONCE)) {
        const devices = slice.filter(({ address, items }) => address !== '' || items !== '');
        phones.push(...toPhoneRows(rollout.value, devices, writing));
        await setImmediate();
      }
      return success({
        phones,
        plan: kept !== null && kept.rollout.id === id ? toPlanView(kept) : null,
        going: active === null ? null : toGoing(active),
        calls: [...calls],
        undoable: findUndoable(rollout.value)?.id ?? null,
      });
    },
    read: async ({ rollout: name, only, items, ...station }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const read = await readPhones(rollout.value, only, items, station);
      return read.ok ? success({ phones: [...read.value] }) : read;
    },
    plan: async ({ rollout: name, only, isExpert, ...station }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const wishes = await wishesOf(rollout.value, only);
      if (!wishes.ok) return wishes;
      return makePlan(rollout.value, wishes.value, { isExpert, undoOf: null, station });
    },
    planUndo: async ({ rollout: name, run: runId, ...station }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const free = requireNoUnfinished(rollout.value);
      if (!free.ok) return free;
      const run = runId === null ? findUndoable(rollout.value) : store.runs.find(runId);
      if (run === null && runId === null) return success({ plan: null });
      if (run === null || run.rolloutId !== rollout.value.id || run.action !== 'write-items') {
        return failure(inputFailure('input.no-run', { rollout: name, run: runId ?? 0 }));
      }
      const wishes: { phone: PlannedPhone['phone']; wanted: readonly WantedItem[] }[] = [];
      for (const [mac, written] of store.openstage.written(run.id)) {
        const revealed: WrittenItem[] = [];
        for (const item of itemsWithBefore(written)) {
          if (isSealed(item) && store.vault.state !== 'open' && !(await context.unlock())) {
            return failure(vaultFailure('locked'));
          }
          const before = store.vault.revealUrl(item.before);
          const wanted = store.vault.revealUrl(item.wanted);
          if (!before.ok) return failure(vaultFailure(before.error));
          if (!wanted.ok) return failure(vaultFailure(wanted.error));
          revealed.push({ ...item, before: before.value, wanted: wanted.value });
        }
        const items = itemsToUndo(revealed);
        const device = store.devices.find(rollout.value.id, mac as MacAddress);
        if (device === null || device.address === '' || items.length === 0) continue;
        wishes.push({ phone: { mac: device.mac, address: device.address.trim() }, wanted: items });
      }
      if (wishes.length === 0) return success({ plan: null });
      // What was written once may be put back.
      const plan = await makePlan(rollout.value, wishes, { isExpert: true, undoOf: run.id, station });
      return plan.ok ? success({ plan: plan.value }) : plan;
    },
    discardPlan: async ({ plan }) => {
      if (kept?.id === plan) {
        const { name } = kept.rollout;
        kept = null;
        changed(name);
      }
      return success({});
    },
    start: async ({ plan: id }) => {
      const plan = kept;
      if (plan === null || plan.id !== id || store.rollouts.find(plan.rollout.name)?.id !== plan.rollout.id) {
        return failure(inputFailure('input.no-plan'));
      }
      const about = { undoOf: plan.undoOf, text: '' };
      return runWith(plan.rollout, 'write-items', plan.station, plan.phones, about, async (job, run) => {
        kept = null;
        await job.write(run, plan.phones);
        return success(undefined);
      });
    },
    stop: async () => {
      active?.controller.abort();
      if (active !== null) changed(active.rollout);
      return success({});
    },
    contact: async ({ addresses, ...station }) => {
      const bad = addresses.find((address) => parsePhoneAddress(address) === null);
      if (bad !== undefined) return failure(inputFailure('input.bad-address', { address: bad }));
      const contacts = await greet(
        addresses.map((address) => address.trim()),
        station,
        0,
      );
      return contacts.ok ? success({ contacts: contacts.value }) : contacts;
    },
    sweep: async ({ first, last, isConfirmed, ...station }) => {
      const addresses = addressesInOwnSubnet(first.trim(), last.trim());
      if (addresses === null) {
        return failure(inputFailure('input.foreign-range', { first, last, address: station.address || '?' }));
      }
      if (!isConfirmed) return failure(inputFailure('input.range-not-confirmed', { first, last }));
      const contacts = await greet(addresses, station, waits.sweepPauseMs);
      return contacts.ok ? success({ contacts: contacts.value }) : contacts;
    },
    listen: async (station) =>
      withStation({ rollout: '', what: 'listen', total: 0 }, station, [], async (_station, job) => {
        const before = nextCall;
        await stopped(job.controller.signal);
        return success({ calls: nextCall - before });
      }),
    backup: async ({ rollout: name, folder, ...station }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const read = await readPhones(rollout.value, 'all', [], station);
      if (!read.ok) return read;
      const files: string[] = [];
      try {
        await mkdir(folder, { recursive: true });
        for (const { mac, isRead } of read.value) {
          const reading = isRead ? store.openstage.reading(rollout.value.id, mac as MacAddress) : null;
          if (reading === null) continue;
          const path = join(folder, `${mac}.json`);
          await writeFile(path, backupText(reading));
          files.push(path);
        }
      } catch (error) {
        return failure(
          inputFailure('input.unwritable-folder', { folder, error: error instanceof Error ? error.message : '' }),
        );
      }
      return success({ files, phones: [...read.value] });
    },
    backupFile: async ({ rollout: name, mac }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const reading = store.openstage.reading(rollout.value.id, mac as MacAddress);
      if (reading === null) return failure(inputFailure('input.not-read'));
      return success({
        name: `${toFileName(mac)}.json`,
        base64: Buffer.from(backupText(reading)).toString('base64'),
      });
    },
    compare: async ({ rollout: name, left, right }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const sides = [left, right].map((mac) => store.openstage.reading(rollout.value.id, mac as MacAddress));
      const [one, other] = sides;
      if (!one || !other) return failure(inputFailure('input.not-read'));
      const valuesOf = (items: readonly PhoneItem[]) =>
        new Map(maskItems(items).map((item) => [formatPhoneItemKey(item), item]));
      const [leftItems, rightItems] = [valuesOf(one.items), valuesOf(other.items)];
      const all = [...new Set([...leftItems.keys(), ...rightItems.keys()])];
      const rows = all.flatMap((text) => {
        const [a, b] = [leftItems.get(text), rightItems.get(text)];
        const key = a ?? b;
        if (key === undefined || (a?.value === b?.value && a !== undefined && b !== undefined)) return [];
        return [{ name: key.name, index: key.index, left: a?.value ?? null, right: b?.value ?? null }];
      });
      return success({ rows, same: all.length - rows.length });
    },
    files: (wanted) => deploy(wanted, 'send-file', { type: wanted.type, version: '', softwareType: '' }, null),
    firmware: (wanted) => {
      const file = { type: 'APP', version: wanted.version, softwareType: '' };
      return deploy(wanted, 'update-firmware', file, wanted.confirmedPhones);
    },
    restart: async ({ rollout: name, only, factoryResetWord, confirmedPhones, ...station }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const phones = await phonesOf(rollout.value, only);
      if (!phones.ok) return phones;
      if (confirmedPhones !== phones.value.length) {
        return failure(inputFailure('input.not-confirmed', { phones: phones.value.length }));
      }
      const planned = phones.value.map((phone) => ({ phone, items: [], outcome: null }));
      const about = { undoOf: null, text: factoryResetWord === null ? '' : 'FactoryReset' };
      return runWith(rollout.value, 'restart-phone', station, planned, about, async (job, run) => {
        await job.restart(run, phones.value, factoryResetWord);
        return success(undefined);
      });
    },
    story: async ({ rollout: name, mac }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const reading = store.openstage.reading(rollout.value.id, mac as MacAddress);
      const runs = store.runs
        .list(rollout.value.id)
        .filter(({ action }) => action === 'write-items')
        .flatMap(({ id, undoOf }) => {
          const items = store.openstage.writtenOf(id, mac as MacAddress);
          return items === null ? [] : [{ run: id, undoOf, items: maskWritten(items) }];
        });
      return success({ readAt: reading?.readAt ?? null, items: maskItems(reading?.items ?? []), runs });
    },
    findings: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      // Whoever answered our request without a certificate of ours answers anybody's.
      const versions = [...store.openstage.softwareVersions(rollout.value.id)];
      return success({
        defaultMode: versions.flatMap(([, macs]) => macs),
        counts: Object.fromEntries(versions.map(([version, macs]) => [version || '?', macs.length])),
      });
    },
  };

  function toGoing(job: ActiveJob): GoingPhoneJob {
    const { rollout, what, done, total, station, file, controller } = job;
    const isRunning = what !== 'read' && what !== 'plan';
    const reached = [...job.stages.values()].filter(({ stage }) => stage === 'reading').length;
    return {
      rollout,
      what,
      done: isRunning ? done : reached,
      total,
      address: station?.address ?? '',
      port: station?.port ?? 0,
      offeredTls: [...(station?.offeredTls ?? [])],
      file,
      isStopping: controller.signal.aborted,
    };
  }
}

function isSealed({ before, wanted }: { readonly before: string; readonly wanted: string }): boolean {
  return showUrl(before) !== before || showUrl(wanted) !== wanted;
}

/** The items whose earlier value is known: passwords mostly aren't. */
function itemsWithBefore(items: readonly WrittenItem[]): readonly (WrittenItem & { readonly before: string })[] {
  return items.filter(
    (item): item is WrittenItem & { readonly before: string } =>
      item.before !== null && !(isSecretItem(item.name) && item.before === ''),
  );
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
