import type { PreflightFindingView, ScriptWishView } from '../../../shared/contract/innovaphone.ts';
import { SCRIPT_KINDS } from '../../../shared/domain/sysclient.ts';
import { failureMessage } from '../../../shared/words/messages.ts';
import { type Command, type CommandContext, EXIT, reportFailure, reportUsage, withApi } from '../command.ts';
import { type CommandLine, isSet, numberOption, textOption } from '../options.ts';
import type { Output } from '../output.ts';
import { askSecret, canAsk, readSecretFromInput } from '../prompt.ts';

const DHCP_FORMATS = ['dnsmasq', 'isc', 'hex'] as const;
/** Who signs in at innovaphone phones unless somebody changed it. */
const USUAL_USER = 'admin';

function sysclientOf(line: CommandLine) {
  return {
    base: textOption(line, 'base'),
    domain: textOption(line, 'domain'),
    token: textOption(line, 'token'),
    category: textOption(line, 'category'),
  };
}

const urlCommand: Command = {
  name: 'innovaphone url',
  operands: [],
  options: ['base', 'domain', 'token', 'category', 'account'],
  required: ['base', 'domain', 'token', 'category'],
  execute: (context) =>
    withApi(context, 'read', async ({ api }) => {
      const { line, output } = context;
      const built = await api.innovaphone.url({ ...sysclientOf(line), account: textOption(line, 'account') });
      if (!built.ok) return reportFailure(output, built.error);
      const { values, url, encoded, command } = built.value;
      const warnings = built.value.warnings.map(({ warning, part }) =>
        output.translate(`innovaphone.warning.${warning}`, { part: output.translate(`innovaphone.part.${part}`) }),
      );
      output.data(
        { url, encoded, command, warnings },
        output.translate('cli.innovaphone.url', { ...values, url, encoded, command }),
      );
      if (!output.isJson) for (const warning of warnings) output.say(warning);
      return EXIT.done;
    }),
};

const checkCommand: Command = {
  name: 'innovaphone check',
  operands: ['LINE'],
  options: [],
  required: [],
  execute: (context) =>
    withApi(context, 'read', async ({ api }) => {
      const { operands, output } = context;
      const checked = await api.innovaphone.check({ line: operands[0] ?? '' });
      if (!checked.ok) return reportFailure(output, checked.error);
      const { built, problem } = checked.value;
      const message =
        problem === null
          ? output.translate('cli.innovaphone.line-right', { url: built?.url ?? '' })
          : output.translate(`innovaphone.problem.${problem.problem}`, {
              part: output.translate(`innovaphone.part.${problem.part}`),
            });
      output.data(
        { right: problem === null, problem: problem?.problem ?? null, part: problem?.part ?? null, message },
        message,
      );
      return problem === null ? EXIT.done : EXIT.some;
    }),
};

async function readPassword({ line, output }: CommandContext, question: string): Promise<string | null> {
  if (isSet(line, 'password-stdin')) return readSecretFromInput();
  if (canAsk()) return askSecret(question);
  output.say(output.translate('cli.innovaphone.needs-password'));
  return null;
}

/** What the script of a kind is made of; an exit code where that can't be told. */
async function readScriptWish(context: CommandContext, kind: string): Promise<ScriptWishView | number> {
  const { line, output } = context;
  switch (kind) {
    case 'prompt':
    case 'v12-clean-up':
      return { kind };
    case 'inventory':
    case 'leave':
      return { kind, url: textOption(line, 'url') };
    case 'sysclient':
      return { kind, wish: sysclientOf(line) };
    case 'local': {
      const protocol = textOption(line, 'protocol').toUpperCase().replace('.', '') || 'SIP';
      if (protocol !== 'SIP' && protocol !== 'H323') {
        return reportUsage(output, output.translate('cli.innovaphone.protocol', { text: protocol }));
      }
      const password = isSet(line, 'password-stdin') ? await readSecretFromInput() : '';
      return {
        kind,
        configuration: {
          protocol,
          server: textOption(line, 'server'),
          gatekeeperId: textOption(line, 'gatekeeper-id'),
          extension: textOption(line, 'extension'),
          authenticationName: textOption(line, 'auth-name'),
          password,
          timeServer: textOption(line, 'time-server'),
        },
      };
    }
    default: {
      const values = { text: kind, kinds: SCRIPT_KINDS.join(', ') };
      return reportUsage(output, output.translate('cli.innovaphone.script-kind', values));
    }
  }
}

const scriptCommand: Command = {
  name: 'innovaphone script',
  operands: ['KIND'],
  options: [
    'url',
    'base',
    'domain',
    'token',
    'category',
    'protocol',
    'server',
    'gatekeeper-id',
    'extension',
    'auth-name',
    'password-stdin',
    'time-server',
    'once',
  ],
  required: [],
  moreHelp: async ({ translate }) =>
    SCRIPT_KINDS.map((kind) => `  ${kind}\n      ${translate(`innovaphone.script.kind.${kind}`)}`).join('\n'),
  execute: async (context) => {
    const wish = await readScriptWish(context, context.operands[0] ?? '');
    if (typeof wish === 'number') return wish;
    return withApi(context, 'read', async ({ api }) => {
      const { line, output } = context;
      const built = await api.innovaphone.script({ wish, isOnce: isSet(line, 'once') });
      if (!built.ok) return reportFailure(output, built.error);
      const { kind, lines, text } = built.value;
      const warnings = built.value.warnings.map((warning) => output.translate(`innovaphone.script.warning.${warning}`));
      // the last line end comes from the output
      output.data({ kind, lines, text, warnings }, text.replace(/\n$/, ''));
      if (!output.isJson) for (const warning of warnings) output.say(warning);
      return EXIT.done;
    });
  },
};

const dhcpCommand: Command = {
  name: 'innovaphone dhcp',
  operands: [],
  options: ['url', 'interval', 'format'],
  required: ['url', 'format'],
  execute: async (context) => {
    const { line, output } = context;
    const format = DHCP_FORMATS.find((each) => each === textOption(line, 'format'));
    if (format === undefined) {
      const values = { text: textOption(line, 'format'), formats: DHCP_FORMATS.join(', ') };
      return reportUsage(output, output.translate('cli.innovaphone.format', values));
    }
    const interval = numberOption(line, 'interval');
    if (!interval.ok) return reportUsage(output, output.translate('innovaphone.dhcp.problem.interval'));
    return withApi(context, 'read', async ({ api }) => {
      const built = await api.innovaphone.dhcp({ url: textOption(line, 'url'), intervalMinutes: interval.value });
      if (!built.ok) return reportFailure(output, built.error);
      const warning = output.translate('innovaphone.dhcp.warning');
      output.data({ format, snippet: built.value[format], warnings: [warning] }, built.value[format]);
      if (!output.isJson) output.say(warning);
      return EXIT.done;
    });
  },
};

function findingText(output: Output, { check, result, facts }: PreflightFindingView): string {
  return `${output.translate(`innovaphone.result.${result}`)}: ${output.translate(`innovaphone.check.${check}`, facts)}`;
}

function causeText(output: Output, { cause }: PreflightFindingView): string {
  if (cause === null || cause.reason === null) return '';
  return failureMessage(output.translate, {
    reason: cause.reason,
    ...(cause.aspect === null ? {} : { aspect: cause.aspect }),
    ...(cause.detail === null ? {} : { detail: cause.detail }),
  });
}

const preflightCommand: Command = {
  name: 'innovaphone preflight',
  operands: [],
  options: ['account', 'pbx', 'category'],
  required: [],
  execute: (context) =>
    withApi(context, 'read', async ({ api, listen }) => {
      const { line, output } = context;
      listen('codeConnection', ({ state, number }) => {
        if (state === 'confirm') output.say(output.translate('cli.codes.confirm', { number }));
      });
      const looked = await api.innovaphone.preflight({
        account: textOption(line, 'account'),
        directory: textOption(line, 'pbx'),
        category: textOption(line, 'category'),
      });
      if (!looked.ok) return reportFailure(output, looked.error);
      for (const finding of looked.value.findings) {
        const { check, result, cause } = finding;
        const message = causeText(output, finding);
        const text = [findingText(output, finding), message].filter((part) => part !== '').join('\n    ');
        output.data(
          { check, result, reason: cause?.reason ?? null, message, service: cause?.serviceWords ?? null },
          text,
        );
      }
      return looked.value.findings.some(({ result }) => result === 'failed') ? EXIT.some : EXIT.done;
    }),
};

async function readPhone(context: CommandContext) {
  const { line, operands, output } = context;
  const password = await readPassword(context, output.translate('cli.innovaphone.ask-password'));
  if (password === null) return null;
  return {
    address: operands[0] ?? '',
    user: textOption(line, 'user') || USUAL_USER,
    password,
    pin: textOption(line, 'pin'),
    allowsBasic: isSet(line, 'basic-over-http'),
  };
}

const promptCommand: Command = {
  name: 'innovaphone prompt',
  operands: ['ADDRESS'],
  options: ['user', 'password-stdin', 'pin', 'basic-over-http'],
  required: [],
  execute: async (context) => {
    const phone = await readPhone(context);
    if (phone === null) return EXIT.input;
    return withApi(context, 'read', async ({ api }) => {
      const { output } = context;
      const done = await api.innovaphone.prompt(phone);
      if (!done.ok) return reportFailure(output, done.error);
      output.data({ address: phone.address, prompted: true }, output.translate('innovaphone.prompted'));
      return EXIT.done;
    });
  },
};

const phoneCommand: Command = {
  name: 'innovaphone phone',
  operands: ['ADDRESS'],
  options: ['user', 'password-stdin', 'pin', 'basic-over-http', 'url'],
  required: [],
  execute: async (context) => {
    const phone = await readPhone(context);
    if (phone === null) return EXIT.input;
    return withApi(context, 'read', async ({ api }) => {
      const { line, output } = context;
      const read = await api.innovaphone.phoneUrl({ ...phone, built: textOption(line, 'url') });
      if (!read.ok) return reportFailure(output, read.error);
      const { shown, isSame, problem } = read.value;
      const { translate } = output;
      const texts = [
        shown === ''
          ? translate('innovaphone.phone-url.none')
          : translate('innovaphone.phone-url.shown', { url: shown }),
        ...(isSame === null ? [] : [translate(isSame ? 'innovaphone.phone-url.same' : 'innovaphone.phone-url.other')]),
        ...(problem === null
          ? []
          : [
              translate(`innovaphone.problem.${problem.problem}`, {
                part: translate(`innovaphone.part.${problem.part}`),
              }),
            ]),
      ];
      output.data({ url: shown, same: isSame, problem: problem?.problem ?? null }, texts.join('\n'));
      return isSame === false || problem !== null ? EXIT.some : EXIT.done;
    });
  },
};

/** The commands for automatic provisioning of innovaphone phones. */
export const innovaphoneCommands: readonly Command[] = [
  urlCommand,
  checkCommand,
  scriptCommand,
  dhcpCommand,
  preflightCommand,
  promptCommand,
  phoneCommand,
];
