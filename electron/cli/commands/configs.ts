import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { ConfigSite, UnaskedRow } from '../../../shared/contract/configs.ts';
import type { Api } from '../../../shared/contract/contract.ts';
import {
  CONFIG_SCHEMES,
  type ConfigScheme,
  type FetchedPhone,
  type FileCheck,
  type FileFinding,
} from '../../../shared/domain/config-check.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import { configMessage, fetchMessage } from '../../../shared/words/config-messages.ts';
import { type Command, type CommandContext, EXIT, reportFailure, reportUsage, withApi } from '../command.ts';
import { isSet, listOption, textOption } from '../options.ts';
import type { Output } from '../output.ts';

/** Findings that leave nothing to be done. */
const GOOD: ReadonlySet<FileFinding> = new Set(['ok', 'optional-missing']);
const STANDARD_INPUT = '-';

interface SchemeWish {
  readonly scheme: ConfigScheme;
  readonly port: number | null;
}

/** Reads `tftp` or `tftp:6969`; `null` for what is neither. */
function readScheme(text: string): SchemeWish | null {
  const [name = '', port = ''] = text.toLowerCase().split(':');
  const scheme = CONFIG_SCHEMES.find((each) => each === name);
  if (scheme === undefined || text.split(':').length > 2) return null;
  if (!text.includes(':')) return { scheme, port: null };
  const number = /^[1-9]\d{0,4}$/.test(port) ? Number(port) : Number.NaN;
  return number <= 65_535 ? { scheme, port: number } : null;
}

function fileObject(output: Output, file: FileCheck): Readonly<Record<string, unknown>> {
  return {
    mac: file.mac,
    model: file.model,
    file: file.file,
    scheme: file.scheme,
    status: file.status,
    finding: file.finding,
    message: configMessage(output.translate, file),
    answers: file.answers,
    bytes: file.bytes,
    sha256: file.hash === '' ? null : file.hash,
  };
}

function fileText(output: Output, file: FileCheck): string {
  return [
    formatMacPairs(file.mac as MacAddress),
    output.translate(`configs.finding.${file.finding}`),
    `${file.scheme} ${file.file}`,
    file.answers.join(', '),
    GOOD.has(file.finding) ? '' : configMessage(output.translate, file),
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function saySites(output: Output, sites: readonly ConfigSite[]): void {
  const { translate } = output;
  for (const { scheme, controls, tls } of sites) {
    for (const { control, result, file } of controls) {
      output.say(`${scheme}: ${translate(`configs.control.${control}`, { context: result, file })}`);
    }
    if (tls !== null) {
      const versions = translate('configs.versions', {
        versions: tls.versions.join(', '),
        oldest: tls.versions[0] ?? '',
      });
      output.say(`${scheme}: ${translate(`configs.certificate.${tls.kind}`)} ${versions}`);
    }
  }
}

function sayUnasked(output: Output, unasked: readonly UnaskedRow[]): void {
  for (const { mac, why, vendor } of unasked) {
    output.say(output.translate(`configs.unasked.${why}`, { phone: formatMacPairs(mac as MacAddress), vendor }));
  }
}

const check: Command = {
  name: 'configs check',
  operands: ['ROLLOUT'],
  options: ['account', 'scheme', 'path'],
  required: ['account'],
  execute: async (context) => {
    const { line, operands, output } = context;
    const schemes: SchemeWish[] = [];
    for (const text of listOption(line, 'scheme')) {
      const scheme = readScheme(text);
      if (scheme === null) return reportUsage(output, output.translate('cli.configs.scheme', { text }));
      if (!schemes.some((each) => each.scheme === scheme.scheme)) schemes.push(scheme);
    }
    return withApi(context, 'change', async ({ api, unlock, listen }) => {
      if (!(await unlock())) return EXIT.input;
      listen('progress', ({ phase, done, total }) => output.progress(phase, done, total));
      const stop = (): void => void api.configs.stopCheck({});
      process.once('SIGINT', stop);
      const checked = await api.configs.check({
        rollout: operands[0] ?? '',
        account: textOption(line, 'account'),
        schemes,
        paths: [...listOption(line, 'path')],
      });
      process.off('SIGINT', stop);
      if (!checked.ok) return reportFailure(output, checked.error);
      const { files, sites, unasked, isCancelled } = checked.value;
      saySites(output, sites);
      output.lines(files.map((file) => [fileObject(output, file), fileText(output, file)] as const));
      sayUnasked(output, unasked);
      output.say(
        output.translate('cli.configs.checked', {
          count: files.length,
          open: files.filter(({ finding }) => !GOOD.has(finding)).length,
        }),
      );
      if (isCancelled) return EXIT.interrupted;
      const isFine = files.every(({ finding }) => GOOD.has(finding)) && unasked.length === 0;
      return isFine ? EXIT.done : EXIT.some;
    });
  },
};

function phoneObject(output: Output, phone: FetchedPhone): Readonly<Record<string, unknown>> {
  const { mac, state, time, address, file, status, bytes, firmware, newerFirmware, agent, oddities } = phone;
  return {
    mac,
    state,
    time,
    address: address === '' ? null : address,
    file: file === '' ? null : file,
    status,
    bytes,
    firmware: firmware === '' ? null : firmware,
    newer: newerFirmware === '' ? null : newerFirmware,
    agent: agent === '' ? null : agent,
    oddities,
    message: fetchMessage(output.translate, phone),
  };
}

function phoneText(output: Output, phone: FetchedPhone): string {
  return [
    formatMacPairs(phone.mac as MacAddress),
    output.translate(`configs.state.${phone.state}`),
    phone.time ?? '',
    phone.address,
    phone.firmware,
    fetchMessage(output.translate, phone),
  ]
    .filter((part) => part !== '')
    .join('  ');
}

/** Gives the phones that stand otherwise than when they were given last. */
function createTeller(output: Output): (phones: readonly FetchedPhone[]) => void {
  const told = new Map<string, string>();
  return (phones) => {
    const fresh = phones.filter((phone) => {
      const key = `${phone.state} ${phone.time} ${phone.status}`;
      const isFresh = told.get(phone.mac) !== key;
      told.set(phone.mac, key);
      return isFresh;
    });
    output.lines(fresh.map((phone) => [phoneObject(output, phone), phoneText(output, phone)] as const));
  };
}

const watch: Command = {
  name: 'configs watch',
  operands: ['FILE'],
  options: ['follow', 'rollout'],
  required: [],
  execute: async (context) => {
    const { line, operands, output } = context;
    const [file = ''] = operands;
    const rollout = textOption(line, 'rollout') || null;
    return withApi(context, rollout === null ? 'read' : 'change', async ({ api, listen }) => {
      const tell = createTeller(output);
      if (isSet(line, 'follow') && file !== STANDARD_INPUT) {
        const stopped = new Promise<void>((done) => {
          for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
        });
        listen('logChanged', ({ phones }) => tell(phones));
        const began = await api.configs.follow({ rollout, path: resolve(file) });
        if (!began.ok) return reportFailure(output, began.error);
        output.say(output.translate('cli.configs.following', { file }));
        await stopped;
        await api.configs.stopFollowing({});
        return EXIT.done;
      }
      return isSet(line, 'follow')
        ? followInput(context, (part) => api.configs.readLog({ rollout, ...part }), tell)
        : readWhole(context, file, (text) => api.configs.readLog({ rollout, text, isNew: true, isEnd: true }), tell);
    });
  },
};

type ReadLog = Awaited<ReturnType<Api['configs']['readLog']>>;

async function readWhole(
  { output }: CommandContext,
  file: string,
  read: (text: string) => Promise<ReadLog>,
  tell: (phones: readonly FetchedPhone[]) => void,
): Promise<number> {
  let text: string;
  try {
    text = file === STANDARD_INPUT ? await readAll(process.stdin) : await readFile(file, 'utf8');
  } catch {
    return reportUsage(output, output.translate('input.unreadable-file', { file }));
  }
  const done = await read(text);
  if (!done.ok) return reportFailure(output, done.error);
  const { phones, counts } = done.value;
  tell(phones);
  output.say(output.translate('cli.configs.lines', counts));
  return phones.every(({ state }) => state === 'fetched') ? EXIT.done : EXIT.some;
}

async function followInput(
  { output }: CommandContext,
  read: (part: { readonly text: string; readonly isNew: boolean; readonly isEnd: boolean }) => Promise<ReadLog>,
  tell: (phones: readonly FetchedPhone[]) => void,
): Promise<number> {
  let isNew = true;
  process.stdin.setEncoding('utf8');
  for await (const text of process.stdin) {
    const done = await read({ text: String(text), isNew, isEnd: false });
    if (!done.ok) return reportFailure(output, done.error);
    isNew = false;
    tell(done.value.phones);
  }
  const last = await read({ text: '', isNew, isEnd: true });
  if (!last.ok) return reportFailure(output, last.error);
  tell(last.value.phones);
  output.say(output.translate('cli.configs.lines', last.value.counts));
  return EXIT.done;
}

const catalogue: Command = {
  name: 'configs catalogue',
  operands: ['[TEXT…]'],
  options: [],
  required: [],
  execute: (context) =>
    withApi(context, 'read', async ({ api }) => {
      const { operands, output } = context;
      const text = operands.join(' ');
      const found = await api.configs.catalogue({ text });
      if (!found.ok) return reportFailure(output, found.error);
      const { entries } = found.value;
      if (entries.length === 0) {
        output.say(output.translate('cli.configs.no-model', { text }));
        return EXIT.some;
      }
      output.lines(
        entries.map(
          (entry) =>
            [
              { ...entry },
              [
                `${entry.vendor} ${entry.model}`.trim(),
                entry.firmware,
                entry.schemes.join('/'),
                entry.files.join(', '),
                entry.isOwnAgent ? entry.userAgent : '',
              ]
                .filter((part) => part !== '')
                .join('  '),
            ] as const,
        ),
      );
      return EXIT.done;
    }),
};

/** The commands about configuration servers. */
export const configCommands: readonly Command[] = [check, watch, catalogue];
