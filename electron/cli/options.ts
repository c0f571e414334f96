import { parseArgs } from 'node:util';
import { failure, type Result, success } from '../../shared/result.ts';
import { LANGUAGES, type Language } from '../../shared/words/translate.ts';

/** Every option of every command. Names are a contract: people script against them. */
const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  services: { type: 'string' },
  'port-base': { type: 'string' },
  tls: { type: 'boolean' },
  fault: { type: 'string', multiple: true },
  phones: { type: 'string' },
  service: { type: 'string' },
  url: { type: 'string' },
  user: { type: 'string', multiple: true },
  'password-stdin': { type: 'boolean' },
  ca: { type: 'string' },
  pin: { type: 'string' },
  proxy: { type: 'string' },
  concurrency: { type: 'string' },
  batch: { type: 'string' },
  map: { type: 'string', multiple: true },
  sheet: { type: 'string' },
  problems: { type: 'string' },
  account: { type: 'string' },
  action: { type: 'string' },
  provider: { type: 'string', multiple: true },
  yes: { type: 'boolean' },
  only: { type: 'string' },
  run: { type: 'string' },
  cancel: { type: 'boolean' },
  model: { type: 'string' },
  out: { type: 'string' },
  separator: { type: 'string' },
  users: { type: 'boolean' },
  category: { type: 'string' },
  app: { type: 'string' },
  pbx: { type: 'string' },
  search: { type: 'string' },
  single: { type: 'boolean' },
  own: { type: 'boolean' },
  valid: { type: 'string' },
  watch: { type: 'boolean' },
  'show-codes': { type: 'boolean' },
  expired: { type: 'boolean' },
  'text-formula': { type: 'boolean' },
  layout: { type: 'string' },
  archive: { type: 'boolean' },
  changed: { type: 'boolean' },
  'help-desk': { type: 'string' },
  'test-call': { type: 'string' },
  logo: { type: 'string' },
  site: { type: 'string' },
  address: { type: 'string' },
  customer: { type: 'string' },
  technician: { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  contact: { type: 'string' },
  note: { type: 'string' },
  rollout: { type: 'string' },
  take: { type: 'string' },
  port: { type: 'string' },
  allow: { type: 'string', multiple: true },
  hours: { type: 'string' },
  'initial-minutes': { type: 'string' },
  items: { type: 'string' },
  expert: { type: 'boolean' },
  scheme: { type: 'string', multiple: true },
  path: { type: 'string', multiple: true },
  follow: { type: 'boolean' },
  file: { type: 'string' },
  type: { type: 'string' },
  image: { type: 'string' },
  vlan: { type: 'string' },
  confirm: { type: 'string' },
  'factory-reset': { type: 'string' },
  base: { type: 'string' },
  domain: { type: 'string' },
  token: { type: 'string' },
  interval: { type: 'string' },
  format: { type: 'string' },
  protocol: { type: 'string' },
  server: { type: 'string' },
  extension: { type: 'string' },
  'gatekeeper-id': { type: 'string' },
  'auth-name': { type: 'string' },
  'time-server': { type: 'string' },
  once: { type: 'boolean' },
  'basic-over-http': { type: 'boolean' },
} as const;

/** The one command whose `--version` has a value: that of the firmware. */
const FIRMWARE_COMMAND = ['openstage', 'firmware'] as const;

/** The name of an option without its dashes. */
export type OptionName = keyof typeof OPTIONS;

/** Options that may stand anywhere, with any command. */
export const GLOBAL_OPTIONS: readonly OptionName[] = ['data', 'json', 'lang', 'help', 'version'];

/** A command line, taken apart but not yet judged. */
export interface CommandLine {
  /** Words that are no options, in their order: the command and what it works on. */
  readonly words: readonly string[];
  readonly options: Readonly<Partial<Record<OptionName, string | boolean | readonly string[]>>>;
}

/**
 * Takes a command line apart; options may stand anywhere, as `--name value` or `--name=value`.
 *
 * @returns Node's own words for what it doesn't understand.
 */
export function parseCommandLine(text: readonly string[]): Result<CommandLine, string> {
  try {
    const isFirmware = FIRMWARE_COMMAND.every((word) => text.includes(word));
    const options = { ...OPTIONS, version: { type: isFirmware ? 'string' : 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...text], options, allowPositionals: true });
    return success({ words: positionals, options: values });
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

/** The options given that a command doesn't take. */
export function foreignOptions(line: CommandLine, allowed: readonly OptionName[]): readonly string[] {
  const known: readonly string[] = [...GLOBAL_OPTIONS, ...allowed];
  return Object.keys(line.options).filter((name) => !known.includes(name));
}

/** An option's text; empty when it wasn't given. The last one counts where it was given several times. */
export function textOption(line: CommandLine, name: OptionName): string {
  const value = line.options[name];
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? (value.at(-1) ?? '') : '';
}

/** Every text of an option that may be given several times. */
export function listOption(line: CommandLine, name: OptionName): readonly string[] {
  const value = line.options[name];
  return Array.isArray(value) ? value : [];
}

/** Whether a switch was given. */
export function isSet(line: CommandLine, name: OptionName): boolean {
  return line.options[name] === true;
}

/** An option's whole number of at least 1, `null` when it wasn't given, or a failure with the text that was. */
export function numberOption(line: CommandLine, name: OptionName): Result<number | null, string> {
  const text = textOption(line, name);
  if (text === '') return success(null);
  return /^[1-9]\d{0,5}$/.test(text) ? success(Number(text)) : failure(text);
}

/** The language asked for, else the system's, else English; a failure with the text that is none. */
export function languageOf(text: string, environment: NodeJS.ProcessEnv): Result<Language, string> {
  if (text !== '') {
    const language = LANGUAGES.find((candidate) => candidate === text);
    return language === undefined ? failure(text) : success(language);
  }
  const system = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return success(system.toLowerCase().startsWith('de') ? 'de' : 'en');
}
