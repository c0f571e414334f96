import { resolve } from 'node:path';
import { defaultDataFolder } from '../api/index.ts';
import { type Command, EXIT } from './command.ts';
import { accountCommands } from './commands/accounts.ts';
import { codeCommands } from './commands/codes.ts';
import { jobCommands } from './commands/codes-jobs.ts';
import { codesServeCommand } from './commands/codes-serve.ts';
import { configCommands } from './commands/configs.ts';
import { handoverCommands } from './commands/handover.ts';
import { innovaphoneCommands } from './commands/innovaphone.ts';
import { openstageCommands } from './commands/openstage.ts';
import { practiceCommand } from './commands/practice.ts';
import { reportCommands } from './commands/report.ts';
import { rolloutCommands } from './commands/rollouts.ts';
import { runCommands } from './commands/runs.ts';
import { type CommandLine, foreignOptions, isSet, languageOf, parseCommandLine, textOption } from './options.ts';
import { Output } from './output.ts';
import { VERSION } from './version.ts';

const COMMANDS: readonly Command[] = [
  practiceCommand,
  ...codeCommands,
  codesServeCommand,
  ...jobCommands,
  ...accountCommands,
  ...rolloutCommands,
  ...handoverCommands,
  ...runCommands,
  ...innovaphoneCommands,
  ...reportCommands,
  ...openstageCommands,
  ...configCommands,
];

/**
 * Carries out one command line.
 *
 * @param text the words after the program's name.
 * @returns the exit code (see `EXIT`). A bug is printed with its stack and gives 70.
 */
export async function main(text: readonly string[]): Promise<number> {
  const parsed = parseCommandLine(text);
  const line: CommandLine = parsed.ok ? parsed.value : { words: [], options: {} };
  const language = languageOf(textOption(line, 'lang'), process.env);
  const output = new Output(isSet(line, 'json'), language.ok ? language.value : 'en');
  if (!parsed.ok) return usage(output, parsed.error);
  if (!language.ok) return usage(output, output.translate('cli.usage.language', { text: language.error }));
  if (isSet(line, 'version')) {
    process.stdout.write(`${VERSION}\n`);
    return EXIT.done;
  }
  const command = findCommand(line.words);
  if (isSet(line, 'help') || line.words.length === 0) {
    const group = groupOf(line.words);
    const text = command === null && group.length > 0 ? groupText(output, group) : await helpText(output, command);
    process.stdout.write(`${text}\n`);
    return EXIT.done;
  }
  if (command === null) return usage(output, output.translate('cli.usage.command', { text: line.words.join(' ') }));
  const operands = line.words.slice(command.name.split(' ').length);
  if (
    operands.length < command.operands.filter((operand) => !operand.startsWith('[')).length ||
    (operands.length > command.operands.length && !command.operands.at(-1)?.includes('…'))
  ) {
    return usage(output, usageLine(command));
  }
  const [foreign] = foreignOptions(line, command.options);
  if (foreign !== undefined)
    return usage(output, output.translate('cli.usage.option', { option: foreign, command: command.name }));
  const missing = command.required.find((option) => textOption(line, option) === '');
  if (missing !== undefined)
    return usage(
      output,
      `${output.translate('cli.usage.missing', { option: missing, command: command.name })}\n${usageLine(command)}`,
    );
  const folder = resolve(textOption(line, 'data') || defaultDataFolder(process.env));
  return command.execute({ line, operands, output, folder, environment: process.env });
}

function findCommand(words: readonly string[]): Command | null {
  const [first = '', second = ''] = words;
  return COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`) ?? null;
}

/** The commands that share their first word with what was typed. */
function groupOf([first = '']: readonly string[]): readonly Command[] {
  return COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
}

function usage(output: Output, text: string): number {
  output.say(text);
  output.say(output.translate('cli.usage.help'));
  return EXIT.input;
}

function usageLine(command: Command): string {
  const options = command.options.map((option) =>
    command.required.includes(option) ? `--${option} …` : `[--${option}]`,
  );
  return `rollcall ${[command.name, ...command.operands, ...options].join(' ')}`;
}

/** A line for each command of a group: how it begins, and in short what it does. */
function groupText({ translate }: Output, group: readonly Command[]): string {
  const heads = group.map(({ name, operands }) => ['rollcall', name, ...operands].join(' '));
  const width = Math.max(...heads.map(({ length }) => length));
  const lines = group.map(({ name }, index) => {
    const [does = ''] = translate(`cli.command.${name}`).split(/[.:;](?:\s|$)/, 1);
    return `${(heads[index] ?? '').padEnd(width)}  ${does}`;
  });
  return [lines.join('\n'), translate('cli.help.group'), translate('cli.help.common')].join('\n\n');
}

async function helpText(output: Output, command: Command | null): Promise<string> {
  const { translate } = output;
  const commands = command === null ? COMMANDS : [command];
  const parts = [
    ...(command === null ? [translate('cli.help.intro')] : []),
    ...commands.map((each) => `${usageLine(each)}\n    ${translate(`cli.command.${each.name}`)}`),
    ...(command?.moreHelp === undefined ? [] : [await command.moreHelp(output)]),
    translate('cli.help.common'),
  ];
  return parts.join('\n\n');
}
