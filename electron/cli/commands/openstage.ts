import { basename, resolve } from 'node:path';
import type { Api, OutcomeRow, RunSummary } from '../../../shared/contract/contract.ts';
import {
  PHONE_FILE_TYPES,
  PHONE_STATION_PORT,
  type PhoneContactRow,
  type PhonePlan,
  type PhonePlanRow,
  type PhoneReadRow,
} from '../../../shared/contract/openstage.ts';
import type { ReasonView } from '../../../shared/contract/parts.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import { OUTCOMES, type OutcomeKind } from '../../../shared/domain/outcome.ts';
import { formatPhoneItemKey } from '../../../shared/domain/phone-item.ts';
import { failureMessage, outcomeMessage } from '../../../shared/words/messages.ts';
import {
  type Command,
  type CommandContext,
  EXIT,
  type OpenApi,
  reportFailure,
  reportUsage,
  withApi,
} from '../command.ts';
import { type CommandLine, isSet, numberOption, type OptionName, textOption } from '../options.ts';
import { formatSeconds, type Output } from '../output.ts';
import { ask, canAsk, isYes } from '../prompt.ts';
import { outcomeObject, outcomeText } from '../rows.ts';

const STATION: readonly OptionName[] = ['address', 'port'];
/** How much longer a wait is before it is said again, in milliseconds. */
const SAID_AGAIN_MS = 10_000;
/** How many phones of a plan are said one by one before the person is asked. */
const ROWS_ASKED = 20;

interface StationWish {
  readonly address: string;
  readonly port: number;
}

/** Where to listen; `null` after having said what is wrong with the port. */
function stationOf(line: CommandLine, output: Output): StationWish | null {
  const port = numberOption(line, 'port');
  const value = port.ok ? (port.value ?? PHONE_STATION_PORT) : Number.NaN;
  if (!(value <= 65_535)) {
    output.say(output.translate('cli.usage.number', { option: 'port', text: textOption(line, 'port') }));
    return null;
  }
  return { address: textOption(line, 'address'), port: value };
}

/** A command that opens the station: progress is shown, and the first Ctrl+C stops it. */
function stationCommand(
  about: Pick<Command, 'name' | 'operands'> & {
    readonly options?: readonly OptionName[];
    readonly required?: readonly OptionName[];
  },
  work: (station: StationWish, open: OpenApi, context: CommandContext) => Promise<number>,
): Command {
  const { name, operands, options = [], required = [] } = about;
  return {
    name,
    operands,
    options: [...STATION, ...options],
    required,
    execute: async (context) => {
      const station = stationOf(context.line, context.output);
      if (station === null) return EXIT.input;
      return withApi(context, 'change', async (open) => {
        const unfollow = follow(open, context.output);
        try {
          return await work(station, open, context);
        } finally {
          unfollow();
        }
      });
    },
  };
}

function follow({ api, listen }: OpenApi, output: Output): () => void {
  listen('progress', ({ phase, done, total }) => output.progress(phase, done, total));
  listen('outcomes', (rows: readonly OutcomeRow[]) =>
    output.lines(rows.map((row) => [outcomeObject(output, row), outcomeText(output, row)])),
  );
  let saidUntilMs = 0;
  listen('wait', ({ waitMs }) => {
    // Thirty phones wait for about the same time: it is said once, and again where it is much longer.
    if (Date.now() + waitMs < saidUntilMs + SAID_AGAIN_MS) return;
    saidUntilMs = Date.now() + waitMs;
    output.say(output.translate('cli.openstage.gap', { time: formatSeconds(Math.ceil(waitMs / 1_000)) }));
  });
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) process.exit(EXIT.interrupted);
    isStopping = true;
    void api.openstage.stop({});
  };
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}

function pairs(mac: string | null): string {
  return mac === null ? '' : formatMacPairs(mac as MacAddress);
}

function reasonMessage(output: Output, row: ReasonView): string {
  if (row.reason === null) return '';
  return failureMessage(output.translate, {
    reason: row.reason,
    aspect: row.aspect ?? '',
    detail: { ...row.detail, effect: ` ${output.translate('effect.none')}` },
  });
}

function readLine(output: Output, row: PhoneReadRow): readonly [Readonly<Record<string, unknown>>, string] {
  const { items, ...rest } = row;
  const values = Object.fromEntries(items.map((item) => [formatPhoneItemKey(item), item.value]));
  const statuses = Object.fromEntries(
    items.flatMap((item) => (item.status === null ? [] : [[formatPhoneItemKey(item), item.status]])),
  );
  const message = reasonMessage(output, row);
  const head = [pairs(row.mac), row.address, row.model, row.softwareVersion, row.number, message];
  const lines = items.map(
    (item) => `    ${formatPhoneItemKey(item)} = ${item.value}${item.status ? ` (${item.status})` : ''}`,
  );
  return [{ ...rest, message, items: values, statuses }, [head.filter(Boolean).join('  '), ...lines].join('\n')];
}

function planLine(output: Output, row: PhonePlanRow): readonly [Readonly<Record<string, unknown>>, string] {
  const message =
    row.outcome === null ? '' : outcomeMessage(output.translate, { ...row, kind: row.outcome }, row.mac as MacAddress);
  const items = row.items.map(({ name, index, ...item }) => ({ item: formatPhoneItemKey({ name, index }), ...item }));
  const word = row.outcome === null ? '' : output.translate(`outcome.${row.outcome}`);
  const lines = items
    .filter(({ change }) => change !== 'same')
    .map(
      ({ item, before, wanted, change }) =>
        `    ${item}: ${before ?? '?'} ${output.translate(`cli.openstage.change.${change}`)} ${wanted}`,
    );
  const text = [[pairs(row.mac), row.address, word, message].filter(Boolean).join('  '), ...lines].join('\n');
  return [{ ...row, message, items }, text];
}

function contactLine(output: Output, row: PhoneContactRow): readonly [Readonly<Record<string, unknown>>, string] {
  const message = reasonMessage(output, row);
  const called = row.hasCalled ? output.translate('cli.openstage.did-call') : '';
  const parts = [row.address, called, pairs(row.mac), row.model, row.softwareVersion, message];
  return [{ ...row, message }, parts.filter(Boolean).join('  ')];
}

async function sayFindings(api: Api, output: Output, rollout: string): Promise<void> {
  const found = await api.openstage.findings({ rollout });
  const count = found.ok ? found.value.defaultMode.length : 0;
  if (count > 0) output.say(output.translate('cli.openstage.default-mode', { count }));
}

function sayRisky(output: Output, rows: readonly PhonePlanRow[]): void {
  const count = rows.flatMap(({ items }) => items).filter(({ isRisky, change }) => isRisky && change !== 'same').length;
  if (count > 0) output.say(output.translate('cli.openstage.risky', { count }));
}

function reportSummary(output: Output, summary: RunSummary): number {
  const { counts, ...rest } = summary;
  const byOutcome = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0]));
  const said = OUTCOMES.filter((outcome) => (counts[outcome] ?? 0) > 0).map(
    (outcome: OutcomeKind) => `${output.translate(`outcome.${outcome}`)} ${counts[outcome]}`,
  );
  output.data(
    { summary: { ...rest, ...byOutcome, open: 0 } },
    output.translate('cli.run.summary', {
      run: summary.run,
      count: summary.devices,
      counts: said.join(', ') || '–',
      time: formatSeconds(Math.round(summary.seconds)),
    }),
  );
  if ((counts.cancelled ?? 0) > 0) return EXIT.interrupted;
  return (counts.done ?? 0) + (counts.unchanged ?? 0) === summary.devices ? EXIT.done : EXIT.some;
}

/** The number of phones that was confirmed: with `--confirm`, else typed; `null` after having said that it is needed. */
async function confirmNumber(
  { api }: OpenApi,
  { line, output }: CommandContext,
  rollout: string,
): Promise<number | null> {
  const given = numberOption(line, 'confirm');
  if (!given.ok) {
    output.say(output.translate('cli.usage.number', { option: 'confirm', text: given.error }));
    return null;
  }
  if (given.value !== null) return given.value;
  const state = await api.openstage.state({ rollout });
  const count = state.ok ? state.value.phones.filter(({ address }) => address !== '').length : 0;
  if (!canAsk()) {
    output.say(output.translate('cli.openstage.confirm-needed', { count }));
    return null;
  }
  return Number.parseInt(await ask(output.translate('cli.openstage.type-number', { count })), 10) || 0;
}

/** Where the file lies: here or elsewhere; `null` after having said that exactly one is needed. */
function sourceOf({ line, output }: CommandContext, option: 'file' | 'image') {
  const path = textOption(line, option);
  const url = textOption(line, 'url');
  if ((path === '') === (url === '')) {
    output.say(output.translate('cli.openstage.source', { option }));
    return null;
  }
  return { path: path === '' ? '' : resolve(path), url };
}

const listen = stationCommand(
  { name: 'openstage listen', operands: [], required: ['address'] },
  async (station, { api, listen: hear }, { output }) => {
    hear('phoneCall', (entry) => {
      const { time, address, mac, identity, text } = entry;
      const words = output.translate('cli.openstage.called', {
        time: time.slice(11, 19),
        address,
        mac: pairs(mac),
        model: identity?.model ?? '',
        version: identity?.softwareVersion ?? '',
        text: `${entry.kind} ${text} ${entry.tls}`.trim(),
      });
      output.data(entry, words);
    });
    output.say(output.translate('cli.openstage.listening', { address: `${station.address}:${station.port}` }));
    const ended = await api.openstage.listen(station);
    return ended.ok ? EXIT.done : reportFailure(output, ended.error);
  },
);

async function reportContacts(output: Output, made: Awaited<ReturnType<Api['openstage']['contact']>>): Promise<number> {
  if (!made.ok) return reportFailure(output, made.error);
  output.lines(made.value.contacts.map((row) => contactLine(output, row)));
  return made.value.contacts.every(({ hasCalled }) => hasCalled) ? EXIT.done : EXIT.some;
}

const contact = stationCommand(
  { name: 'openstage contact', operands: ['ADDRESS…'] },
  async (station, { api }, { operands, output }) =>
    reportContacts(output, await api.openstage.contact({ addresses: [...operands], ...station })),
);

const sweep = stationCommand(
  { name: 'openstage sweep', operands: ['FIRST', 'LAST'], options: ['yes'] },
  async (station, { api }, { line, operands, output }) => {
    const [first = '', last = ''] = operands;
    if (!isSet(line, 'yes') && !canAsk()) return reportUsage(output, output.translate('cli.usage.yes'));
    const isConfirmed =
      isSet(line, 'yes') || isYes(await ask(output.translate('cli.openstage.ask-range', { first, last })));
    return reportContacts(output, await api.openstage.sweep({ first, last, isConfirmed, ...station }));
  },
);

const read = stationCommand(
  { name: 'openstage read', operands: ['ROLLOUT'], options: ['items'] },
  async (station, { api }, { line, operands, output }) => {
    const [rollout = ''] = operands;
    const items = textOption(line, 'items')
      .split(',')
      .map((text) => text.trim())
      .filter((text) => text !== '');
    const done = await api.openstage.read({ rollout, only: 'all', items, ...station });
    if (!done.ok) return reportFailure(output, done.error);
    const { phones } = done.value;
    const readCount = phones.filter(({ isRead }) => isRead).length;
    output.lines(phones.map((row) => readLine(output, row)));
    output.say(output.translate('cli.openstage.summary', { count: phones.length, read: readCount }));
    await sayFindings(api, output, rollout);
    return readCount === phones.length ? EXIT.done : EXIT.some;
  },
);

function planSummary(output: Output, plan: PhonePlan): void {
  const { phones, items, rows } = plan;
  output.data(
    { summary: { devices: rows.length, phones, items } },
    output.translate('cli.openstage.plan', { count: phones, items }),
  );
}

const plan = stationCommand(
  { name: 'openstage plan', operands: ['ROLLOUT'], options: ['expert'] },
  async (station, { api }, { line, operands, output }) => {
    const [rollout = ''] = operands;
    const made = await api.openstage.plan({ rollout, only: 'all', isExpert: isSet(line, 'expert'), ...station });
    if (!made.ok) return reportFailure(output, made.error);
    output.lines(made.value.rows.map((row) => planLine(output, row)));
    sayRisky(output, made.value.rows);
    await sayFindings(api, output, rollout);
    planSummary(output, made.value);
    return EXIT.done;
  },
);

/** Shows a plan, asks, and carries it out. */
async function carryOut({ api }: OpenApi, { line, output }: CommandContext, made: PhonePlan): Promise<number> {
  sayRisky(output, made.rows);
  if (made.phones > 0 && !isSet(line, 'yes')) {
    for (const row of made.rows.slice(0, ROWS_ASKED)) output.say(planLine(output, row)[1]);
    const answer = await ask(output.translate('cli.openstage.ask', { count: made.phones }));
    if (!isYes(answer)) return EXIT.input;
  }
  if (made.phones === 0) output.say(output.translate('cli.openstage.nothing-to-write'));
  const ended = await api.openstage.start({ plan: made.plan });
  return ended.ok ? reportSummary(output, ended.value) : reportFailure(output, ended.error);
}

const run = stationCommand(
  { name: 'openstage run', operands: ['ROLLOUT'], options: ['expert', 'yes'] },
  async (station, open, context) => {
    const { line, operands, output } = context;
    const [rollout = ''] = operands;
    if (!isSet(line, 'yes') && !canAsk()) return reportUsage(output, output.translate('cli.usage.yes'));
    const isExpert = isSet(line, 'expert');
    const made = await open.api.openstage.plan({ rollout, only: 'all', isExpert, ...station });
    if (!made.ok) return reportFailure(output, made.error);
    const code = await carryOut(open, context, made.value);
    await sayFindings(open.api, output, rollout);
    return code;
  },
);

const undo = stationCommand(
  { name: 'openstage undo', operands: ['ROLLOUT'], options: ['run', 'yes'] },
  async (station, open, context) => {
    const { line, operands, output } = context;
    const [rollout = ''] = operands;
    const runId = numberOption(line, 'run');
    if (!runId.ok)
      return reportUsage(output, output.translate('cli.usage.number', { option: 'run', text: runId.error }));
    if (!isSet(line, 'yes') && !canAsk()) return reportUsage(output, output.translate('cli.usage.yes'));
    const made = await open.api.openstage.planUndo({ rollout, run: runId.value, ...station });
    if (!made.ok) return reportFailure(output, made.error);
    if (made.value.plan !== null) return carryOut(open, context, made.value.plan);
    output.say(output.translate('cli.openstage.nothing-to-undo'));
    return EXIT.done;
  },
);

const backup = stationCommand(
  { name: 'openstage backup', operands: ['ROLLOUT', 'DIR'] },
  async (station, { api }, { operands, output }) => {
    const [rollout = '', folder = ''] = operands;
    const made = await api.openstage.backup({ rollout, folder: resolve(folder), ...station });
    if (!made.ok) return reportFailure(output, made.error);
    const { files, phones } = made.value;
    output.lines(phones.filter(({ isRead }) => !isRead).map((row) => readLine(output, row)));
    output.data(
      { folder, files: files.map((file) => basename(file)), phones: phones.length },
      output.translate('cli.openstage.saved', { count: files.length, folder }),
    );
    return files.length === phones.length ? EXIT.done : EXIT.some;
  },
);

const compare: Command = {
  name: 'openstage compare',
  operands: ['ROLLOUT', 'MAC', 'MAC'],
  options: [],
  required: [],
  execute: (context) =>
    withApi(context, 'read', async ({ api }) => {
      const { operands, output } = context;
      const [rollout = '', left = '', right = ''] = operands;
      const plain = (text: string) => text.toLowerCase().replaceAll(/[^\da-f]/g, '');
      const made = await api.openstage.compare({ rollout, left: plain(left), right: plain(right) });
      if (!made.ok) return reportFailure(output, made.error);
      output.lines(
        made.value.rows.map(({ name, index, ...sides }) => {
          const item = formatPhoneItemKey({ name, index });
          return [{ item, ...sides }, `${item}: ${sides.left ?? '–'} | ${sides.right ?? '–'}`];
        }),
      );
      output.say(output.translate('cli.openstage.same', { count: made.value.same }));
      return EXIT.done;
    }),
};

const files = stationCommand(
  { name: 'openstage files', operands: ['ROLLOUT'], options: ['file', 'url', 'type'], required: ['type'] },
  async (station, { api }, context) => {
    const { line, operands, output } = context;
    const [rollout = ''] = operands;
    const text = textOption(line, 'type');
    const type = PHONE_FILE_TYPES.find((candidate) => candidate === text.toUpperCase());
    if (type === undefined) {
      return reportUsage(output, output.translate('cli.openstage.type', { text, types: PHONE_FILE_TYPES.join(', ') }));
    }
    const source = sourceOf(context, 'file');
    if (source === null) return EXIT.input;
    const ended = await api.openstage.files({ rollout, only: 'all', ...source, type, ...station });
    return ended.ok ? reportSummary(output, ended.value) : reportFailure(output, ended.error);
  },
);

const firmware = stationCommand(
  {
    name: 'openstage firmware',
    operands: ['ROLLOUT'],
    options: ['image', 'url', 'version', 'confirm'],
    required: ['version'],
  },
  async (station, open, context) => {
    const { line, operands, output } = context;
    const [rollout = ''] = operands;
    const source = sourceOf(context, 'image');
    if (source === null) return EXIT.input;
    const confirmedPhones = await confirmNumber(open, context, rollout);
    if (confirmedPhones === null) return EXIT.input;
    const version = textOption(line, 'version');
    const wanted = { rollout, only: 'all', ...source, version, confirmedPhones, ...station } as const;
    const ended = await open.api.openstage.firmware(wanted);
    return ended.ok ? reportSummary(output, ended.value) : reportFailure(output, ended.error);
  },
);

const restart = stationCommand(
  { name: 'openstage restart', operands: ['ROLLOUT'], options: ['confirm', 'factory-reset'] },
  async (station, open, context) => {
    const { line, operands, output } = context;
    const [rollout = ''] = operands;
    const confirmedPhones = await confirmNumber(open, context, rollout);
    if (confirmedPhones === null) return EXIT.input;
    const factoryResetWord = textOption(line, 'factory-reset') || null;
    const wanted = { rollout, only: 'all', factoryResetWord, confirmedPhones, ...station } as const;
    const ended = await open.api.openstage.restart(wanted);
    return ended.ok ? reportSummary(output, ended.value) : reportFailure(output, ended.error);
  },
);

const dhcp: Command = {
  name: 'openstage dhcp',
  operands: [],
  options: [...STATION, 'vlan'],
  required: ['address'],
  execute: async (context) => {
    const { line, output } = context;
    const station = stationOf(line, output);
    const vlan = numberOption(line, 'vlan');
    if (station === null) return EXIT.input;
    if (!vlan.ok || (vlan.value ?? 0) > 4_094) {
      return reportUsage(
        output,
        output.translate('cli.usage.number', { option: 'vlan', text: textOption(line, 'vlan') }),
      );
    }
    return withApi(context, 'read', async ({ api }) => {
      const built = await api.openstage.dhcp({ ...station, vlan: vlan.value });
      if (!built.ok) return reportFailure(output, built.error);
      const { hex, isc, dnsmasq } = built.value;
      output.data(built.value, `${hex}\n\n${isc}\n\n${dnsmasq}`);
      return EXIT.done;
    });
  },
};

/** The commands for phones that Rollcall speaks with directly. */
export const openstageCommands: readonly Command[] = [
  listen,
  contact,
  sweep,
  read,
  plan,
  run,
  undo,
  backup,
  compare,
  files,
  firmware,
  restart,
  dhcp,
];
