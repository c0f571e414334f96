import { resolve } from 'node:path';
import type { OwnedPhone } from '../../../shared/contract/ownership.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs, parseMac } from '../../../shared/domain/mac.ts';
import type { Result } from '../../../shared/result.ts';
import { failure, success } from '../../../shared/result.ts';
import { problemMessage } from '../../../shared/words/messages.ts';
import {
  type Command,
  type CommandContext,
  EXIT,
  type OpenApi,
  reportFailure,
  reportUsage,
  withApi,
} from '../command.ts';
import { type CommandLine, type OptionName, textOption } from '../options.ts';
import type { Output } from '../output.ts';

/** An option's text; a semicolon in it begins a new line. `undefined`: it wasn't given. */
function linesOption(line: CommandLine, name: OptionName): string | undefined {
  if (line.options[name] === undefined) return undefined;
  return textOption(line, name)
    .split(';')
    .map((part) => part.trim())
    .join('\n');
}

/** What was given of some fields, each by an option. */
function givenFields<Field extends string>(
  line: CommandLine,
  options: Readonly<Record<Field, OptionName>>,
): Partial<Record<Field, string>> {
  const given: Partial<Record<Field, string>> = {};
  for (const [field, option] of Object.entries(options) as [Field, OptionName][]) {
    const text = linesOption(line, option);
    if (text !== undefined) given[field] = text;
  }
  return given;
}

const REPORT_FIELDS = { site: 'site', address: 'address', customer: 'customer', technician: 'technician' } as const;

const LETTER_FIELDS = { addressee: 'to', sender: 'from', contact: 'contact', customer: 'customer' } as const;

const report: Command = {
  name: 'report',
  operands: ['ROLLOUT', 'FILE'],
  options: ['site', 'address', 'customer', 'technician', 'separator'],
  required: [],
  execute: (context) => {
    const { line, operands, output } = context;
    const [rollout = '', file = ''] = operands;
    const given = givenFields(line, REPORT_FIELDS);
    const changes = Object.keys(given).length > 0;
    return withApi(context, changes ? 'change' : 'read', async ({ api }) => {
      if (changes) {
        const fields = await api.report.fields({ rollout });
        const kept = fields.ok ? await api.report.keep({ rollout, fields: { ...fields.value, ...given } }) : fields;
        if (!kept.ok) return reportFailure(output, kept.error);
      }
      const separator = textOption(line, 'separator') || ',';
      const written = await api.report.write({ rollout, path: resolve(file), separator, language: output.language });
      if (!written.ok) return reportFailure(output, written.error);
      const { devices } = written.value;
      output.data({ file, devices }, output.translate('cli.report.done', { count: devices, file }));
      return EXIT.done;
    });
  },
};

function phoneObject(phone: OwnedPhone): Readonly<Record<string, unknown>> {
  const { mac, room, service, account, refusedAt, standing, heldBy, parked, looks } = phone;
  return { mac, room, service, account, refusedAt, standing, heldBy, parked, looks };
}

function phoneText({ translate }: Output, phone: OwnedPhone): string {
  return [
    formatMacPairs(phone.mac as MacAddress),
    phone.room,
    translate(`ownership.standing.${phone.standing}`, {
      context: 'asked',
      account: phone.heldBy ?? '',
      accounts: phone.looks.map(({ account }) => account).join(', '),
    }),
    phone.parked === null
      ? ''
      : translate('cli.ownership.parked', { time: phone.parked.at.slice(0, 10), note: phone.parked.note }).trim(),
  ]
    .filter((part) => part !== '')
    .join('  ');
}

async function listPhones({ output, operands }: CommandContext, { api }: OpenApi): Promise<number> {
  const listed = await api.ownership.list({ rollout: operands[0] ?? '' });
  if (!listed.ok) return reportFailure(output, listed.error);
  const { phones } = listed.value;
  if (phones.length === 0) output.say(output.translate('cli.ownership.none'));
  output.lines(phones.map((phone) => [phoneObject(phone), phoneText(output, phone)]));
  return EXIT.done;
}

const list: Command = {
  name: 'ownership list',
  operands: ['ROLLOUT'],
  options: [],
  required: [],
  execute: (context) => withApi(context, 'read', (open) => listPhones(context, open)),
};

/** Looks in all own accounts, for all phones or the parked ones, and lists what is known then. */
function sweepCommand(name: 'ownership sweep' | 'ownership recheck', isForParked: boolean): Command {
  return {
    name,
    operands: ['ROLLOUT'],
    options: [],
    required: [],
    execute: (context) =>
      withApi(context, 'change', async (open) => {
        const { api, unlock } = open;
        const { operands, output } = context;
        const rollout = operands[0] ?? '';
        const listed = await api.ownership.list({ rollout });
        if (!listed.ok) return reportFailure(output, listed.error);
        const macs = listed.value.phones.filter(({ parked }) => !isForParked || parked !== null).map(({ mac }) => mac);
        if (macs.length > 0 && !(await unlock())) return EXIT.input;
        const onSignal = (): void => {
          output.say(output.translate('cli.stopping'));
          api.ownership.stopSweep({});
        };
        process.on('SIGINT', onSignal);
        const swept = await api.ownership.sweep({ rollout, macs });
        process.off('SIGINT', onSignal);
        if (!swept.ok) return reportFailure(output, swept.error);
        const { unparked, unlooked, isCancelled, standings } = swept.value;
        const ended = await listPhones(context, open);
        if (unparked > 0) output.say(output.translate('cli.ownership.unparked', { count: unparked }));
        for (const { account, failure: cause } of unlooked) {
          output.say(output.translate('cli.ownership.unlooked', { account }));
          reportFailure(output, cause);
        }
        if (isCancelled) return EXIT.interrupted;
        const isWhole = (standings.open ?? 0) === 0 && unlooked.length === 0;
        return ended === EXIT.done && !isWhole ? EXIT.some : ended;
      }),
  };
}

const letter: Command = {
  name: 'ownership letter',
  operands: ['ROLLOUT', 'FILE'],
  options: ['to', 'from', 'contact', 'customer'],
  required: [],
  execute: (context) => {
    const { line, operands, output } = context;
    const [rollout = '', file = ''] = operands;
    const given = givenFields(line, LETTER_FIELDS);
    const changes = Object.keys(given).length > 0;
    return withApi(context, changes ? 'change' : 'read', async ({ api }) => {
      if (changes) {
        const fields = await api.ownership.letterFields({ rollout });
        const kept = fields.ok
          ? await api.ownership.keepLetter({ rollout, fields: { ...fields.value, ...given } })
          : fields;
        if (!kept.ok) return reportFailure(output, kept.error);
      }
      const path = resolve(file);
      const written = await api.ownership.writeLetter({ rollout, macs: null, path, language: output.language });
      if (!written.ok) return reportFailure(output, written.error);
      const { devices } = written.value;
      output.data({ file, devices }, output.translate('cli.ownership.letter', { count: devices, file }));
      return EXIT.done;
    });
  },
};

function parseMacs(texts: readonly string[], output: Output): Result<MacAddress[], string> {
  const macs: MacAddress[] = [];
  for (const text of texts) {
    const mac = parseMac(text);
    if (!mac.ok) return failure(`${text}: ${problemMessage(output.translate, mac.error)}`);
    macs.push(mac.value);
  }
  return success(macs);
}

const park: Command = {
  name: 'ownership park',
  operands: ['ROLLOUT', 'MAC…'],
  options: ['note'],
  required: [],
  execute: async (context) => {
    const { line, operands, output } = context;
    const [rollout = '', ...texts] = operands;
    const macs = parseMacs(texts, output);
    if (!macs.ok) return reportUsage(output, macs.error);
    return withApi(context, 'change', async (open) => {
      const parked = await open.api.ownership.park({ rollout, macs: macs.value, note: textOption(line, 'note') });
      return parked.ok ? listPhones(context, open) : reportFailure(output, parked.error);
    });
  },
};

const unpark: Command = {
  name: 'ownership unpark',
  operands: ['ROLLOUT', 'MAC…'],
  options: [],
  required: [],
  execute: async (context) => {
    const { operands, output } = context;
    const [rollout = '', ...texts] = operands;
    const macs = parseMacs(texts, output);
    if (!macs.ok) return reportUsage(output, macs.error);
    return withApi(context, 'change', async (open) => {
      const unparked = await open.api.ownership.unpark({ rollout, macs: macs.value });
      return unparked.ok ? listPhones(context, open) : reportFailure(output, unparked.error);
    });
  },
};

/** The commands about the hand-over and about phones that another account owns. */
export const reportCommands: readonly Command[] = [
  report,
  list,
  sweepCommand('ownership sweep', false),
  sweepCommand('ownership recheck', true),
  letter,
  park,
  unpark,
];
