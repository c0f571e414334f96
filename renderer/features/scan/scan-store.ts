import { create } from 'zustand';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import type { DeviceField } from '../../../shared/domain/device.ts';
import type { LabelProblem } from '../../../shared/domain/mac.ts';
import { call } from '../../bridge/bridge.ts';
import { chooseReading, type LabelCode, type Layout, readLabelCode } from './label-code.ts';
import type { ScannedText } from './scanner-keys.ts';

/** What a scanned code turned out to be. */
export type ScanKind = 'good' | 'part' | 'room' | 'duplicate' | 'unlisted' | 'other-vendor' | 'unreadable';

type PartField = 'check-code' | 'serial' | 'pin';

type Known = ValueOf<'scan', 'find'>;

/** One line of what was scanned, the latest first. */
export interface ScanEntry {
  readonly id: number;
  readonly kind: ScanKind;
  readonly mac: string | null;
  /** What was scanned, where it isn't a MAC. */
  readonly text: string;
  /** Whether the phone was added to the list by this scan. */
  readonly isAdded: boolean;
  /** Whether it waits for its phone to be added. */
  readonly isHeld: boolean;
  /** Fields that this scan filled in. */
  readonly fields: readonly DeviceField[];
  /** The room of the list, where the phone stands in another one. */
  readonly otherRoom: string;
  /** Other rollouts that hold it. */
  readonly elsewhere: readonly string[];
  readonly seenAt: string | null;
  readonly problem: LabelProblem | null;
  readonly failure: ApiFailure | null;
}

type Undo = () => Promise<void>;

/** A step that can be taken back, with its line. */
interface Step {
  readonly id: number;
  readonly undo: Undo;
}

interface ScanSession {
  readonly rollout: string;
  /** `room`: the next code that is no MAC names the room. */
  readonly mode: 'room' | 'phones';
  readonly room: string;
  readonly entries: readonly ScanEntry[];
  /** How many steps can be taken back. */
  readonly undoable: number;
  /** What waits for its MAC. */
  readonly pending: Readonly<Partial<Record<PartField, string>>>;
}

interface ScanStore extends ScanSession {
  /** `null`: as the rollout is: an empty one takes every phone. */
  readonly addsUnlisted: boolean | null;
  readonly setAdds: (adds: boolean) => void;
  readonly setRoom: (room: string) => void;
  readonly askRoom: () => void;
  /** Begins with another rollout; one that goes on keeps its session. */
  readonly begin: (rollout: string) => void;
  readonly takeScan: (scanned: ScannedText, adds: boolean) => Promise<void>;
  readonly takeText: (text: string, adds: boolean) => Promise<void>;
  /** Adds a phone that the list lacked. */
  readonly add: (entry: ScanEntry) => Promise<void>;
  /** Writes the room where the phone stands over the list's. */
  readonly move: (entry: ScanEntry) => Promise<void>;
  readonly undo: () => Promise<void>;
}

const BLANK: Omit<ScanSession, 'rollout'> = { mode: 'room', room: '', entries: [], undoable: 0, pending: {} };

/** The phone whose further codes are expected. */
interface CurrentPhone {
  readonly mac: string;
  readonly filled: Set<DeviceField>;
  /** Codes of a phone that isn't in the list: kept until it is added, and gone with the next one. `null`: it is. */
  readonly held: Map<PartField, string> | null;
}

/** As many lines as one looks back at. */
const ENTRIES_KEPT = 200;

/**
 * A scanning session: what was scanned, and what became of it. Everything is durable before it is shown.
 *
 * Codes are taken one after the other, in their order, however quickly they come.
 */
export const useScan = create<ScanStore>((set, get) => {
  let layout: Layout = 'asTyped';
  let lastId = 0;
  let queue: Promise<void> = Promise.resolve();
  let steps: Step[] = [];
  let current: CurrentPhone | null = null;

  function inOrder(work: () => Promise<void>): Promise<void> {
    queue = queue.then(work);
    return queue;
  }

  function show(entry: Partial<ScanEntry> & Pick<ScanEntry, 'kind'>, undo: Undo | null): void {
    lastId += 1;
    const whole: ScanEntry = {
      ...{
        id: lastId,
        mac: null,
        text: '',
        isAdded: false,
        isHeld: false,
        fields: [],
        otherRoom: '',
        elsewhere: [],
        seenAt: null,
      },
      ...{ problem: null, failure: null },
      ...entry,
    };
    if (undo !== null) steps.push({ id: lastId, undo });
    set(({ entries }) => ({ entries: [whole, ...entries].slice(0, ENTRIES_KEPT), undoable: steps.length }));
  }

  async function edit(mac: string, field: DeviceField, value: string): Promise<ApiFailure | null> {
    const result = await call('devices', 'edit', { rollout: get().rollout, mac, field, value });
    return result.ok ? null : result.error;
  }

  /** Takes the codes that waited for their MAC. */
  function takePending(checkCode: string): [DeviceField, string][] {
    const { pending } = get();
    set({ pending: {} });
    const parts = { ...pending, ...(checkCode === '' ? null : { 'check-code': checkCode }) };
    return Object.entries(parts) as [DeviceField, string][];
  }

  async function completeListed(mac: string, checkCode: string, known: Known): Promise<void> {
    const { rollout, room } = get();
    const { device } = known;
    if (device === null) return;
    const stored: Readonly<Partial<Record<DeviceField, string>>> = {
      'check-code': device.checkCode,
      serial: device.serial,
      pin: device.pin,
      room: device.room,
    };
    // The label is right; for the room the list may know better, so only an empty one is filled in.
    const wanted: [DeviceField, string][] = takePending(checkCode);
    if (room !== '' && device.room === '') wanted.push(['room', room]);
    const changes = wanted.filter(([field, value]) => stored[field] !== value);
    const marked = await call('scan', 'mark', { rollout, mac });
    if (!marked.ok) return show({ kind: 'unreadable', mac, failure: marked.error }, null);
    const done: DeviceField[] = [];
    let failure: ApiFailure | null = null;
    for (const [field, value] of changes) {
      failure ??= await edit(mac, field, value);
      if (failure === null) done.push(field);
    }
    current = { mac, filled: new Set(wanted.map(([field]) => field)), held: null };
    show(
      {
        kind: failure === null ? (known.seenAt === null ? 'good' : 'duplicate') : 'unreadable',
        ...{ mac, fields: done, seenAt: known.seenAt, elsewhere: known.elsewhere, failure },
        otherRoom: room !== '' && device.room !== '' && device.room !== room ? device.room : '',
      },
      known.seenAt !== null && done.length === 0
        ? null
        : async () => {
            if (known.seenAt === null) await call('scan', 'unmark', { rollout, mac });
            for (const field of done) await edit(mac, field, stored[field] ?? '');
          },
    );
  }

  async function addPhone(mac: string, checkCode: string, elsewhere: readonly string[]): Promise<void> {
    const { rollout, room } = get();
    const held = current?.mac === mac ? current.held : null;
    const values: Partial<Record<DeviceField, string>> = {
      mac,
      ...Object.fromEntries(held ?? takePending(checkCode)),
      ...(room === '' ? null : { room }),
    };
    const added = await call('devices', 'add', { rollout, values });
    if (!added.ok) return show({ kind: 'unreadable', mac, failure: added.error }, null);
    await call('scan', 'mark', { rollout, mac });
    const fields = (Object.keys(values) as DeviceField[]).filter((field) => field !== 'mac');
    current = { mac, filled: new Set(fields), held: null };
    show({ kind: 'good', mac, isAdded: true, fields, elsewhere }, async () => {
      await call('scan', 'unmark', { rollout, mac });
      await call('devices', 'remove', { rollout, macs: [mac] });
    });
  }

  async function takeLabel(code: Extract<LabelCode, { kind: 'label' }>, adds: boolean): Promise<void> {
    const { mac, checkCode, isKnownVendor } = code;
    set({ mode: 'phones' });
    const known = await call('scan', 'find', { rollout: get().rollout, mac });
    if (!known.ok) return show({ kind: 'unreadable', mac, failure: known.error }, null);
    if (known.value.device !== null) return completeListed(mac, checkCode, known.value);
    const { elsewhere } = known.value;
    if (adds && isKnownVendor) return addPhone(mac, checkCode, elsewhere);
    const held = new Map(takePending(checkCode)) as Map<PartField, string>;
    current = { mac, filled: new Set(held.keys()), held };
    show({ kind: isKnownVendor ? 'unlisted' : 'other-vendor', mac, text: checkCode, elsewhere }, null);
  }

  async function takePart(field: PartField, value: string): Promise<void> {
    const phone = current;
    // A second serial number belongs to the phone whose MAC comes next.
    if (phone === null || phone.filled.has(field)) {
      const { pending } = get();
      set({ pending: { ...pending, [field]: value } });
      return show({ kind: 'part', text: value, fields: [field] }, async () => set({ pending }));
    }
    const { mac, filled, held } = phone;
    filled.add(field);
    if (held !== null) {
      held.set(field, value);
      return show({ kind: 'part', mac, text: value, fields: [field], isHeld: true }, async () => {
        filled.delete(field);
        held.delete(field);
      });
    }
    const { rollout } = get();
    const known = await call('scan', 'find', { rollout, mac });
    const device = known.ok ? known.value.device : null;
    const before = { 'check-code': device?.checkCode, serial: device?.serial, pin: device?.pin }[field] ?? '';
    const failure = await edit(mac, field, value);
    if (failure !== null) return show({ kind: 'unreadable', mac, text: value, failure }, null);
    show({ kind: 'part', mac, text: value, fields: [field] }, async () => {
      filled.delete(field);
      await edit(mac, field, before);
    });
  }

  function takeRoom(room: string): void {
    const { room: before, mode } = get();
    current = null;
    set({ room, mode: 'phones' });
    show({ kind: 'room', text: room }, async () => set({ room: before, mode }));
  }

  async function takeCode(text: string, adds: boolean): Promise<void> {
    const code = readLabelCode(text);
    if (code.kind === 'label') return takeLabel(code, adds);
    if (code.kind === 'room') return takeRoom(code.value);
    if (get().mode === 'room' && text.trim() !== '') return takeRoom(text.trim());
    if (code.kind === 'unreadable') return show({ kind: 'unreadable', text: code.text, problem: code.problem }, null);
    return takePart(code.kind, code.value);
  }

  return {
    rollout: '',
    ...BLANK,
    addsUnlisted: null,
    setAdds: (addsUnlisted) => set({ addsUnlisted }),
    setRoom: (room) => set({ room: room.trim(), mode: 'phones' }),
    askRoom: () => set({ mode: 'room' }),
    begin: (rollout) => {
      if (get().rollout === rollout) return;
      steps = [];
      current = null;
      set({ rollout, ...BLANK, addsUnlisted: null });
    },
    takeScan: (scanned, adds) =>
      inOrder(() => {
        const reading = chooseReading(scanned, layout);
        layout = reading.layout;
        return takeCode(reading.text, adds);
      }),
    takeText: (text, adds) => inOrder(() => takeCode(text, adds)),
    add: ({ mac, text, elsewhere }) =>
      inOrder(async () => {
        if (mac !== null) await addPhone(mac, text, elsewhere);
      }),
    move: ({ mac, otherRoom }) =>
      inOrder(async () => {
        const { room } = get();
        if (mac === null) return;
        const failure = await edit(mac, 'room', room);
        if (failure !== null) return show({ kind: 'unreadable', mac, failure }, null);
        show({ kind: 'part', mac, text: room, fields: ['room'] }, async () => {
          await edit(mac, 'room', otherRoom);
        });
      }),
    undo: () =>
      inOrder(async () => {
        const last = steps.pop();
        if (last === undefined) return;
        await last.undo();
        current = null;
        set(({ entries }) => ({ entries: entries.filter(({ id }) => id !== last.id), undoable: steps.length }));
      }),
  };
});
