import { extname } from 'node:path';
import { type ApiFailure, inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { type LetterFields, letterFields, type OwnedPhone } from '../../shared/contract/ownership.ts';
import type { Look, Standing } from '../../shared/domain/ownership.ts';
import { assertNever, failure, type Result, success } from '../../shared/result.ts';
import type { Language } from '../../shared/words/translate.ts';
import { fileNotWritten } from '../files/write-file.ts';
import { openSession } from '../rollouts/job.ts';
import { Pace } from '../rollouts/pace.ts';
import { readMany } from '../rollouts/reader.ts';
import { findRedirectionService } from '../services/registry.ts';
import type { Reading, RedirectionService } from '../services/service.ts';
import { type LetterData, makeLetter, makeLetterText } from '../sheets/letter.ts';
import type { Account } from '../storage/accounts.ts';
import type { Rollout } from '../storage/rollouts.ts';
import { type ApiContext, fileFailure, jobFailure, requireRollout } from './environment.ts';
import { toFileName } from './file-bytes.ts';
import { findOwnedMacs, listOwnedPhones, type OwnedPhoneFacts, ownedPhoneSlices } from './owned-phones.ts';
import { toPaperBytes, writePaper } from './paper-file.ts';

const BLANK: LetterFields = { addressee: '', sender: '', contact: '', customer: '', place: '', signatory: '' };

const LETTER_FORMATS = ['pdf', 'html', 'txt'] as const;

type LetterFormat = (typeof LETTER_FORMATS)[number];

/** The looking that is going. */
interface Sweep {
  readonly rollout: string;
  readonly controller: AbortController;
  total: number;
  account: string;
  done: number;
}

/** The handlers of the contract's group `ownership`. */
export function createOwnershipHandlers(context: ApiContext): GroupHandlers<'ownership'> {
  const { store, printPdf, changed } = context;
  let sweep: Sweep | null = null;

  /** Some of the phones that another account owns; without a choice all of them. */
  async function chosen(rollout: Rollout, macs: readonly string[] | null): Promise<readonly OwnedPhoneFacts[]> {
    const phones = await listOwnedPhones(context, rollout);
    if (macs === null) return phones;
    const wanted = new Set(macs);
    return phones.filter(({ mac }) => wanted.has(mac));
  }

  /** Every own account that could hold one of the phones, with the phones of its service; the refusing ones last. */
  function waysOf(phones: readonly OwnedPhoneFacts[]): readonly Way[] {
    const refusing = new Set(phones.map(({ latest }) => latest?.account));
    return store.accounts
      .list()
      .flatMap((account) => {
        const service = findRedirectionService(account.service);
        const own = phones.filter((phone) => phone.service === account.service);
        return service === null || own.length === 0 ? [] : [{ account, service, phones: own }];
      })
      .sort((a, b) => Number(refusing.has(a.account.name)) - Number(refusing.has(b.account.name)));
  }

  /** Reads phones at one account and keeps what it says of each. */
  async function look(
    rollout: Rollout,
    { account, service, phones }: Way,
    current: Sweep,
  ): Promise<Result<void, ApiFailure>> {
    const { signal } = current.controller;
    const session = openSession(store, service.connect, account);
    if (!session.ok) return failure(jobFailure(session.error));
    current.account = account.name;
    try {
      const devices = phones.map(({ mac, device }) => ({ mac, checkCode: device.checkCode }));
      await readMany(session.value, new Pace(account.concurrency), devices, signal, (mac, reading) => {
        // Nobody asked for it any more: what was known before still holds.
        if (signal.aborted && reading.kind === 'failed') return;
        store.ownership.addLook(rollout.id, mac, toLook(account.name, reading));
        current.done += 1;
        changed(rollout.name);
      });
      return success(undefined);
    } finally {
      await session.value.close();
    }
  }

  async function sweepAll(rollout: Rollout, macs: readonly string[] | null, current: Sweep) {
    const phones = await chosen(rollout, macs);
    const ways = waysOf(phones);
    current.account = ways[0]?.account.name ?? '';
    current.total = ways.reduce((sum, way) => sum + way.phones.length, 0);
    changed(rollout.name);
    const unlooked: { account: string; failure: ApiFailure }[] = [];
    for (const way of ways) {
      if (current.controller.signal.aborted) break;
      const looked = await look(rollout, way, current);
      if (looked.ok) continue;
      // The others may hold the phones all the same.
      unlooked.push({ account: way.account.name, failure: looked.error });
      current.total -= way.phones.length;
    }
    const [first] = unlooked;
    if (first !== undefined && unlooked.length === ways.length) return failure(first.failure);
    const after = await chosen(
      rollout,
      phones.map(({ mac }) => mac),
    );
    const free = after.filter(({ standing, parked }) => standing === 'free' && parked !== null);
    const unparked = store.ownership.unpark(
      rollout.id,
      free.map(({ mac }) => mac),
    );
    return success({
      phones: after.length,
      standings: countStandings(after),
      accounts: ways.length - unlooked.length,
      unlooked,
      unparked,
      isCancelled: current.controller.signal.aborted,
    });
  }

  function letterFieldsOf(rollout: Rollout): LetterFields {
    const own = letterFields.safeParse(store.papers.find(rollout.id, 'letter'));
    if (own.success) return own.data;
    const latest = letterFields.safeParse(store.papers.findLatest('letter'));
    if (!latest.success) return BLANK;
    const { sender, contact, place, signatory } = latest.data;
    return { ...BLANK, sender, contact, place, signatory };
  }

  async function makeLetterBytes(
    rollout: Rollout,
    macs: readonly string[] | null,
    format: LetterFormat,
    language: Language,
  ): Promise<Result<{ readonly bytes: Uint8Array; readonly devices: number }, ApiFailure>> {
    const phones = (await chosen(rollout, macs)).filter(({ standing }) => standing !== 'held' && standing !== 'free');
    if (phones.length === 0) return failure(inputFailure('input.no-owned-phones', { rollout: rollout.name }));
    const services = [...new Set(phones.map(({ service }) => service))];
    const data: LetterData = {
      ...letterFieldsOf(rollout),
      language,
      services: services.map((service) => ({
        title: titleOf(service),
        phones: phones
          .filter((phone) => phone.service === service)
          .map(({ mac, device }) => ({ mac, serial: device.serial, model: device.model })),
      })),
      printedAt: new Date(),
    };
    const bytes =
      format === 'txt'
        ? success(Buffer.from(makeLetterText(data)))
        : await toPaperBytes(makeLetter(data), format, printPdf);
    return bytes.ok ? success({ bytes: bytes.value, devices: phones.length }) : bytes;
  }

  return {
    state: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const isHere = sweep?.rollout === name;
      return success({
        phones: (await findOwnedMacs(context, rollout.value)).length,
        parked: store.ownership.parkedMacs(rollout.value.id).size,
        going:
          sweep !== null && isHere && sweep.total > 0
            ? { account: sweep.account, done: sweep.done, total: sweep.total }
            : null,
      });
    },
    list: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const phones: OwnedPhone[] = [];
      for await (const slice of ownedPhoneSlices(context, rollout.value)) phones.push(...slice.map(toRow));
      return success({ phones });
    },
    sweep: async ({ rollout: name, macs }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      // Looking beside a plan or a run would go beyond the accounts' pace.
      if (sweep !== null || context.work.has('job')) return failure(inputFailure('input.busy'));
      const ended = context.work.begin('sweep', name);
      const current: Sweep = { rollout: name, controller: new AbortController(), account: '', done: 0, total: 0 };
      sweep = current;
      try {
        return await sweepAll(rollout.value, macs, current);
      } finally {
        sweep = null;
        ended();
        changed(name);
      }
    },
    stopSweep: async () => {
      sweep?.controller.abort();
      return success({});
    },
    park: async ({ rollout: name, macs, note }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const parked = store.ownership.park(rollout.value.id, macs, note.trim());
      changed(name);
      return success({ parked });
    },
    unpark: async ({ rollout: name, macs }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const unparked = store.ownership.unpark(rollout.value.id, macs);
      changed(name);
      return success({ unparked });
    },
    letterFields: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      return rollout.ok ? success(letterFieldsOf(rollout.value)) : rollout;
    },
    keepLetter: async ({ rollout: name, fields }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      store.papers.keep(rollout.value.id, 'letter', fields);
      return success({});
    },
    letter: async ({ rollout: name, macs, format, language }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const made = await makeLetterBytes(rollout.value, macs, format, language);
      if (!made.ok) return made;
      const { bytes, devices } = made.value;
      return success({
        name: `${toFileName(name)}-${LETTER_NAMES[language]}.${format}`,
        base64: Buffer.from(bytes).toString('base64'),
        devices,
      });
    },
    writeLetter: async ({ rollout: name, macs, path, language }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const format = LETTER_FORMATS.find((each) => extname(path).toLowerCase() === `.${each}`);
      if (format === undefined) {
        const endings = LETTER_FORMATS.map((each) => `.${each}`).join(', ');
        return failure(fileFailure(fileNotWritten(path, 'format', { endings })));
      }
      const made = await makeLetterBytes(rollout.value, macs, format, language);
      if (!made.ok) return made;
      const written = await writePaper(path, made.value.bytes);
      return written.ok ? success({ devices: made.value.devices }) : written;
    },
  };
}

function toRow({
  mac,
  device,
  latest,
  service,
  parked,
  looks,
  standing,
  tellsForeign,
  heldBy,
}: OwnedPhoneFacts): OwnedPhone {
  return {
    mac,
    checkCode: device.checkCode,
    serial: device.serial,
    model: device.model,
    user: device.user,
    room: device.room,
    service,
    serviceTitle: titleOf(service),
    account: latest?.account ?? '',
    refusedAt: latest?.outcome.endedAt ?? '',
    serviceWords: latest?.outcome.serviceWords ?? null,
    parked: parked === null ? null : { at: parked.parkedAt, note: parked.note },
    standing,
    tellsForeign,
    heldBy,
    looks: looks.map((each) => ({ ...each })),
  };
}

/** An own account and the phones to look for there. */
interface Way {
  readonly account: Account;
  readonly service: RedirectionService;
  readonly phones: readonly OwnedPhoneFacts[];
}

const LETTER_NAMES: Readonly<Record<Language, string>> = { de: 'freigabe', en: 'release' };

function titleOf(service: string): string {
  return findRedirectionService(service)?.description.title ?? service;
}

function countStandings(phones: readonly OwnedPhoneFacts[]): Record<Standing, number> {
  const counts: Record<Standing, number> = { unlooked: 0, held: 0, foreign: 0, free: 0, open: 0 };
  for (const { standing } of phones) counts[standing] += 1;
  return counts;
}

function toLook(account: string, reading: Reading): Look {
  const base = { account, lookedAt: new Date().toISOString() };
  switch (reading.kind) {
    case 'registered':
      return { ...base, finding: 'held', reason: null, serviceWords: reading.words || null };
    case 'foreign':
    case 'absent':
    case 'unclear':
      return { ...base, finding: reading.kind, reason: null, serviceWords: reading.words || null };
    case 'refused':
      return { ...base, finding: 'refused', reason: reading.reason, serviceWords: reading.words || null };
    case 'failed':
      return {
        ...base,
        finding: 'failed',
        reason: reading.failure.reason,
        serviceWords: reading.failure.serviceWords ?? null,
      };
    default:
      return assertNever(reading, 'reading');
  }
}
