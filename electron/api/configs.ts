import { networkInterfaces } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { type ApiFailure, inputFailure } from '../../shared/contract/api-failure.ts';
import type { ConfigFileRow, ConfigFilter, ConfigSite, FetchRow, UnaskedRow } from '../../shared/contract/configs.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { FetchedPhone, FileCheck } from '../../shared/domain/config-check.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { configMessage } from '../../shared/words/config-messages.ts';
import { createTranslator, type Language } from '../../shared/words/translate.ts';
import { writeTable } from '../files/write-table.ts';
import { openSession } from '../rollouts/job.ts';
import type { ListedPhone, LogFollower, LogReader, SyslogLine, SyslogReceiver } from '../services/config-service.ts';
import { CONFIG_SERVICES, findConfigService } from '../services/registry.ts';
import { makeConfigReport, type ReportFile } from '../sheets/config-report.ts';
import type { StoredDevice } from '../storage/devices.ts';
import type { Rollout } from '../storage/rollouts.ts';
import {
  type ApiContext,
  fileFailure,
  jobFailure,
  requireAccount,
  requireRollout,
  wrongService,
} from './environment.ts';
import { toFileName, writeToBytes } from './file-bytes.ts';
import { toPaperBytes } from './paper-file.ts';

/** The check that is going. */
interface GoingCheck {
  readonly rollout: string;
  readonly controller: AbortController;
  done: number;
  total: number;
}

/** A log that is read in parts. */
interface OpenLog {
  readonly rollout: Rollout | null;
  readonly reader: LogReader;
}

/** A log file that is followed. */
interface Following {
  readonly rollout: string | null;
  readonly path: string;
  readonly follower: LogFollower;
  isGone: boolean;
}

/** A device with what is known of its files. */
interface FoundPhone {
  readonly device: StoredDevice;
  readonly files: readonly FileCheck[];
  readonly fetched: FetchedPhone | null;
}

/** The MACs of a rollout's phones by their hosts, as of a revision of the devices. */
interface KnownAddresses {
  readonly rollout: number;
  readonly revision: number;
  readonly macs: ReadonlyMap<string, string>;
}

/** How many phones are looked up before the event loop gets its turn. */
const PHONES_AT_ONCE = 500;

/** The syslog receiver that runs. */
interface Listening {
  readonly rollout: string;
  readonly receiver: SyslogReceiver;
  lines: number;
}

/** The handlers of the contract's group `configs`. */
export function createConfigHandlers(context: ApiContext): GroupHandlers<'configs'> {
  const { store, printPdf, changed, emit, work } = context;
  const [service] = CONFIG_SERVICES;
  if (service === undefined) throw new Error('There is no service of configuration files.');
  let going: GoingCheck | null = null;
  let log: Promise<Result<OpenLog, ApiFailure>> | null = null;
  let following: Following | null = null;
  let listening: Listening | null = null;
  let addresses: KnownAddresses | null = null;

  async function listedPhones(rollout: Rollout): Promise<readonly ListedPhone[]> {
    const phones: ListedPhone[] = [];
    for (const devices of store.devices.slices(rollout.id, PHONES_AT_ONCE)) {
      for (const { mac, vendor, model, user, extension, server, address } of devices) {
        phones.push({ mac, vendor, model, user, extension, server, address });
      }
      await setImmediate();
    }
    return phones;
  }

  /** A rollout's devices with what was found of their files and how they stand by the access log, in slices. */
  async function* foundSlices(rollout: Rollout): AsyncGenerator<readonly FoundPhone[], void> {
    if (!store.configs.isUsed(rollout.id)) return;
    for (const devices of store.devices.slices(rollout.id, PHONES_AT_ONCE)) {
      const macs = devices.map(({ mac }) => mac);
      const checks = store.configs.checksOf(rollout.id, macs);
      const fetches = store.configs.fetchesOf(rollout.id, macs);
      yield devices.map((device) => ({
        device,
        files: checks.get(device.mac) ?? [],
        fetched: fetches.get(device.mac) ?? null,
      }));
      await setImmediate();
    }
  }

  /** The phone at an address; looked up anew only when devices were changed, since a syslog may be long. */
  function findAt(rollout: Rollout, address: string): string | null {
    const { revision } = store.devices;
    if (addresses === null || addresses.rollout !== rollout.id || addresses.revision !== revision) {
      const macs = new Map<string, string>();
      for (const each of store.devices.addresses(rollout.id).toReversed()) macs.set(hostOf(each.address), each.mac);
      addresses = { rollout: rollout.id, revision, macs };
    }
    return addresses.macs.get(address) ?? null;
  }

  function sitesOf(rollout: Rollout): ConfigSite[] {
    return store.configs.sites(rollout.id).map(({ site, ...more }) => ({ ...(site as ConfigSite), ...more }));
  }

  async function runCheck(
    rollout: Rollout,
    account: string,
    wish: Parameters<GroupHandlers<'configs'>['check']>[0],
  ): Promise<ReturnType<GroupHandlers<'configs'>['check']>> {
    const found = requireAccount(store, account);
    if (!found.ok) return found;
    const able = findConfigService(found.value.account.service);
    if (able === null) return failure(wrongService(found.value.account, CONFIG_SERVICES));
    const session = openSession(store, able.connect, found.value.account);
    if (!session.ok) return failure(jobFailure(session.error));
    const current: GoingCheck = { rollout: rollout.name, controller: new AbortController(), done: 0, total: 0 };
    going = current;
    const ended = work.begin('configs', rollout.name);
    changed(rollout.name);
    const files: FileCheck[] = [];
    const sites: ConfigSite[] = [];
    const unasked: UnaskedRow[] = [];
    let phones: readonly ListedPhone[] = [];
    try {
      phones = await listedPhones(rollout);
      await session.value.check(
        phones,
        { schemes: wish.schemes, paths: wish.paths },
        {
          onSite: (site) => {
            const checkedAt = new Date().toISOString();
            const { controls, tls, scheme } = site;
            const shown: ConfigSite = {
              scheme,
              account,
              checkedAt,
              controls: controls.map((control) => ({ ...control, answers: [...control.answers] })),
              tls: tls === null ? null : { ...tls, versions: [...tls.versions] },
            };
            sites.push(shown);
            store.configs.keepSite(rollout.id, { scheme, account, site: shown, checkedAt });
          },
          onPhone: (mac, scheme, checked) => {
            store.configs.keepChecks(rollout.id, mac, scheme, checked);
            files.push(...checked);
            changed(rollout.name);
          },
          onUnasked: (phone) => unasked.push({ ...phone }),
          onProgress: (done, total) => {
            current.done = done;
            current.total = total;
            emit('progress', { phase: 'plan', done, total });
            changed(rollout.name);
          },
        },
        current.controller.signal,
      );
    } finally {
      going = null;
      ended();
      await session.value.close();
      changed(rollout.name);
    }
    const order = new Map<string, number>(phones.map(({ mac }, index) => [mac, index]));
    return success({
      devices: phones.length,
      counts: countBy(files, ({ finding }) => finding),
      sites,
      unasked,
      isCancelled: current.controller.signal.aborted,
      files: files.map(toPlain).sort((a, b) => (order.get(a.mac) ?? 0) - (order.get(b.mac) ?? 0)),
    });
  }

  function keepLog(open: OpenLog): readonly FetchedPhone[] {
    const phones = open.reader.phones();
    if (open.rollout !== null && store.canChange) {
      store.configs.keepFetches(
        open.rollout.id,
        phones.filter((phone) => store.devices.find(open.rollout?.id ?? 0, phone.mac as MacAddress) !== null),
      );
      changed(open.rollout.name);
    }
    return phones;
  }

  async function openLog(name: string | null): Promise<Result<OpenLog, ApiFailure>> {
    const rollout = name === null ? success(null) : requireRollout(store, name);
    if (!rollout.ok) return rollout;
    const listed = rollout.value === null ? [] : await listedPhones(rollout.value);
    return success({ rollout: rollout.value, reader: service?.readLog(listed) as LogReader });
  }

  async function stopFollowing(): Promise<void> {
    const current = following;
    following = null;
    await current?.follower.stop();
    if (current?.rollout) changed(current.rollout);
  }

  async function stopSyslog(): Promise<void> {
    const current = listening;
    listening = null;
    await current?.receiver.close();
    if (current !== null) changed(current.rollout);
  }

  function takeSyslog(rollout: Rollout, line: SyslogLine): void {
    if (listening !== null) listening.lines += 1;
    // Only its address may tell which phone it is.
    const mac = line.mac ?? findAt(rollout, line.address) ?? store.configs.findFetcher(rollout.id, line.address);
    if (mac === null || store.devices.find(rollout.id, mac as MacAddress) === null) return;
    const { time, address, severity, text } = line;
    store.configs.addLine(rollout.id, mac, { time, address, severity, text });
    changed(rollout.name);
  }

  async function findAll(rollout: Rollout) {
    const files: ReportFile[] = [];
    const fetched: FetchedPhone[] = [];
    for await (const slice of foundSlices(rollout)) {
      for (const phone of slice) {
        for (const file of phone.files) files.push({ ...file, room: phone.device.room });
        if (phone.fetched !== null) fetched.push(phone.fetched);
      }
    }
    return { files, fetched };
  }

  async function makePage(rollout: Rollout, language: Language): Promise<string> {
    const t = createTranslator(language);
    const sites = sitesOf(rollout);
    const schemes = new Set(sites.map(({ scheme }) => scheme));
    return makeConfigReport({
      language,
      rollout: rollout.name,
      site: sites.flatMap(({ scheme, controls, tls }) => [
        ...controls.map(
          ({ control, result, file }) => `${scheme}: ${t(`configs.control.${control}`, { context: result, file })}`,
        ),
        ...(tls === null
          ? []
          : [
              `${scheme}: ${t(`configs.certificate.${tls.kind}`)} ${t('configs.versions', {
                versions: tls.versions.join(', '),
                oldest: tls.versions[0] ?? '',
              })}`,
            ]),
      ]),
      advice: [
        t('configs.advice.laptop'),
        ...(schemes.has('http') ? [t('configs.advice.http')] : []),
        ...(schemes.has('tftp') ? [t('configs.advice.tftp')] : []),
        ...(schemes.has('http') || schemes.has('https') ? [t('configs.advice.login')] : []),
      ],
      ...(await findAll(rollout)),
      printedAt: new Date(),
    });
  }

  async function writeCsv(rollout: Rollout, language: Language): Promise<Result<Buffer, ApiFailure>> {
    const t = createTranslator(language);
    const { files, fetched: phones } = await findAll(rollout);
    const fetches = new Map(phones.map((phone) => [phone.mac, phone]));
    const columns = ['mac', 'model', 'room', 'file', 'way', 'status', 'finding', 'message', 'state', 'time'] as const;
    return writeToBytes('report.csv', async (path) => {
      const written = await writeTable(
        path,
        {
          header: columns.map((column) => t(`configs.report.${column}`)),
          rows: files.map((file) => {
            const fetched = fetches.get(file.mac);
            return [
              file.mac,
              file.model,
              file.room,
              file.file,
              file.scheme,
              file.answers.join(' '),
              t(`configs.finding.${file.finding}`),
              configMessage(t, file),
              fetched === undefined ? '' : t(`configs.state.${fetched.state}`),
              fetched?.time ?? '',
            ];
          }),
        },
        { separator: language === 'de' ? ';' : ',' },
      );
      return written.ok ? written : failure(fileFailure(written.error));
    });
  }

  return {
    used: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const hasAccount = store.accounts.list().some(({ service: id }) => findConfigService(id) !== null);
      return success({ isUsed: hasAccount || store.configs.isUsed(rollout.value.id) });
    },
    state: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const accounts = store.accounts
        .list()
        .filter(({ service: id }) => findConfigService(id) !== null)
        .map((account) => account.name);
      const { id } = rollout.value;
      const counts = await addUp(store.configs.findingCounts(id));
      const states = await addUp(store.configs.stateCounts(id));
      const isHere = going?.rollout === name;
      return success({
        isUsed: accounts.length > 0 || store.configs.isUsed(id),
        accounts,
        going: going !== null && isHere ? { done: going.done, total: going.total } : null,
        counts,
        sites: sitesOf(rollout.value),
        states,
        following:
          following !== null && following.rollout === name ? { path: following.path, isGone: following.isGone } : null,
        syslog:
          listening !== null && listening.rollout === name
            ? { address: listening.receiver.address, port: listening.receiver.port, lines: listening.lines }
            : null,
        addresses: ownAddresses(),
      });
    },
    check: async (wish) => {
      const rollout = requireRollout(store, wish.rollout);
      if (!rollout.ok) return rollout;
      if (going !== null) return failure(inputFailure('input.busy'));
      return runCheck(rollout.value, wish.account, wish);
    },
    stopCheck: async () => {
      going?.controller.abort();
      return success({});
    },
    files: async ({ rollout: name, filter, offset, limit }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const rows: ConfigFileRow[] = [];
      let total = 0;
      let all = 0;
      for await (const slice of foundSlices(rollout.value)) {
        for (const { device, files } of slice) {
          for (const file of files) {
            all += 1;
            const row = { ...toPlain(file), user: device.user, extension: device.extension, room: device.room };
            if (!isWanted(row, filter)) continue;
            total += 1;
            if (total > offset && rows.length < limit) rows.push(row);
          }
        }
      }
      return success({ total, all, rows });
    },
    fetches: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const phones: FetchRow[] = [];
      for await (const slice of foundSlices(rollout.value)) {
        for (const { device, fetched } of slice) {
          if (fetched === null) continue;
          const { user, room } = device;
          phones.push({ ...fetched, oddities: [...fetched.oddities], user, room, isListed: true });
        }
      }
      return success({ phones });
    },
    story: async ({ rollout: name, mac }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const { id } = rollout.value;
      const fetched = store.configs.fetchesOf(id, [mac]).get(mac) ?? null;
      return success({
        files: (store.configs.checksOf(id, [mac]).get(mac) ?? []).map(toPlain),
        fetched: fetched === null ? null : { ...fetched, oddities: [...fetched.oddities] },
        lines: [...store.configs.lines(id, mac)],
      });
    },
    readLog: async ({ rollout, text, isNew, isEnd }) => {
      if (isNew || log === null) log = openLog(rollout);
      const opened = await log;
      if (!opened.ok) {
        log = null;
        return opened;
      }
      const open = opened.value;
      open.reader.add(text);
      if (isEnd) {
        open.reader.end();
        log = null;
      }
      const phones = keepLog(open);
      return success({
        phones: phones.map((phone) => ({ ...phone, oddities: [...phone.oddities] })),
        counts: open.reader.counts(),
      });
    },
    follow: async ({ rollout, path }) => {
      const opened = await openLog(rollout);
      if (!opened.ok) return opened;
      const open = opened.value;
      // Somebody else may begin to follow while the one before ends.
      while (following !== null) await stopFollowing();
      const current: Following = {
        rollout,
        path,
        isGone: false,
        follower: service.followFile(
          path,
          (text) => {
            if (open.reader.add(text).length > 0) emit('logChanged', { phones: keepLog(open) });
          },
          (isGone) => {
            if (following === null) return;
            following.isGone = isGone;
            if (rollout !== null) changed(rollout);
          },
        ),
      };
      following = current;
      if (rollout !== null) changed(rollout);
      return success({});
    },
    stopFollowing: async () => {
      await stopFollowing();
      return success({});
    },
    startSyslog: async ({ rollout: name, address, port }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      await stopSyslog();
      const receiver = ownAddresses().includes(address)
        ? await service.receiveSyslog(address, port, (line) => takeSyslog(rollout.value, line))
        : null;
      if (receiver === null) return failure(inputFailure('input.no-syslog-port', { address, port }));
      listening = { rollout: name, receiver, lines: 0 };
      changed(name);
      return success({ address: receiver.address, port: receiver.port });
    },
    stopSyslog: async () => {
      await stopSyslog();
      return success({});
    },
    catalogue: async ({ text }) =>
      success({
        entries: service.searchCatalogue(text).map((entry) => ({
          ...entry,
          schemes: [...entry.schemes],
          files: [...entry.files],
          alternates: [...entry.alternates],
          notes: [...entry.notes],
        })),
      }),
    report: async ({ rollout: name, format, language }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const bytes =
        format === 'csv'
          ? await writeCsv(rollout.value, language)
          : await toPaperBytes(await makePage(rollout.value, language), format, printPdf);
      if (!bytes.ok) return bytes;
      return success({
        name: `${toFileName(name)}-${REPORT_NAMES[language]}.${format}`,
        base64: Buffer.from(bytes.value).toString('base64'),
        devices: store.devices.count(rollout.value.id),
      });
    },
  };
}

const REPORT_NAMES: Readonly<Record<Language, string>> = { de: 'konfigurationen', en: 'configurations' };

function toPlain(file: FileCheck) {
  return { ...file, answers: [...file.answers], detail: { ...file.detail }, notes: [...file.notes] };
}

/** Adds counts up, with a turn for others between two parts. */
async function addUp(parts: Iterable<Readonly<Record<string, number>>>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const part of parts) {
    for (const [name, count] of Object.entries(part)) counts[name] = (counts[name] ?? 0) + count;
    await setImmediate();
  }
  return counts;
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}

/** This computer's own IPv4 addresses, the one for itself last. */
function ownAddresses(): string[] {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family }) => family === 'IPv4');
  return found.sort((a, b) => Number(a.internal) - Number(b.internal)).map(({ address }) => address);
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}

function isWanted(
  row: { readonly user: string; readonly extension: string; readonly room: string } & FileCheck,
  { text, findings }: ConfigFilter,
): boolean {
  if (findings.length > 0 && !findings.includes(row.finding)) return false;
  const whole = [row.mac, row.model, row.file, row.user, row.extension, row.room].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word) || whole.includes(word.replace(/[:.-]/g, '')));
}
