import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import type { Api, Pushes } from '../../shared/contract/contract.ts';
import { failureMessage } from '../../shared/words/messages.ts';
import type { WordValues } from '../../shared/words/translate.ts';
import { createApi, openStoreForChanges, openStoreForReading, type Store, setDamagedAside } from '../api/index.ts';
import type { CommandLine, OptionName } from './options.ts';
import type { Output } from './output.ts';
import { askSecret, canAsk } from './prompt.ts';
import type { words } from './words.en.ts';

/** Exit codes: a contract for scripts. */
export const EXIT = {
  /** Every device done or unchanged. */
  done: 0,
  /** Some refused, failed or unknown. */
  some: 1,
  /** Bad usage or input; nothing was sent. */
  input: 2,
  /** Account or service unusable, found before anything was sent. */
  service: 3,
  /** Interrupted; state kept. */
  interrupted: 130,
} as const;

/** What a command gets to work with. */
export interface CommandContext {
  readonly line: CommandLine;
  /** Words after the command's own. */
  readonly operands: readonly string[];
  readonly output: Output;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Every command; each has its sentence in the help. */
export type CommandName = keyof (typeof words)['cli']['command'];

/** One command of the command line. */
export interface Command {
  /** Its words, for instance `account add`. */
  readonly name: CommandName;
  /** What follows them, for the usage line; names in capitals are operands, each needed but those in brackets. */
  readonly operands: readonly string[];
  readonly options: readonly OptionName[];
  /** Options it can't do without. */
  readonly required: readonly OptionName[];
  /** What its help says besides, in the language of the output. */
  readonly moreHelp?: (output: Output) => Promise<string>;
  /** Carries it out and returns its exit code. */
  readonly execute: (context: CommandContext) => Promise<number>;
}

/** The api on an open data folder, and how to open its vault. */
export interface OpenApi {
  readonly api: Api;
  /**
   * Makes sure that the vault is open: with `ROLLCALL_PASSPHRASE`, else by asking on the terminal.
   *
   * @returns false after having said why it isn't.
   */
  readonly unlock: () => Promise<boolean>;
  /** Called with what the core tells; replaced by each command that listens. */
  listen<Name extends keyof Pushes>(name: Name, listener: (value: Pushes[Name]) => void): void;
}

/**
 * Opens the data folder, does the work, closes it.
 *
 * @param access `change` takes the folder's lock.
 * @returns the work's exit code, or 2 when the folder can't be used.
 */
export async function withApi(
  context: CommandContext,
  access: 'read' | 'change',
  work: (open: OpenApi) => Promise<number>,
): Promise<number> {
  const { folder, output } = context;
  const store = await (access === 'read' ? openStoreForReading(folder) : openStoreForChanges(folder));
  if (!store.ok) {
    output.say(output.translate(`storage.${store.error.reason}`, store.error.detail));
    return EXIT.input;
  }
  const listeners: { [Name in keyof Pushes]?: (value: Pushes[Name]) => void } = {};
  const unlock = createUnlock(context, store.value);
  const api = createApi({ store: store.value, unlock, emit: (name, value) => listeners[name]?.(value) });
  try {
    return await work({
      api,
      unlock,
      listen: (name, listener) => {
        listeners[name] = listener as (typeof listeners)[typeof name];
      },
    });
  } catch (error) {
    store.value.close();
    const damage = await setDamagedAside(folder, error);
    if (damage === null) throw error;
    output.say(output.translate(`storage.${damage.reason}`, damage.detail));
    return EXIT.input;
  } finally {
    store.value.close();
  }
}

function createUnlock({ output, environment }: CommandContext, store: Store): () => Promise<boolean> {
  return async () => {
    if (store.vault.state === 'open') return true;
    const passphrase = environment.ROLLCALL_PASSPHRASE || (await askPassphrase(output, store.vault.state === 'absent'));
    if (passphrase === null) return false;
    const opened = await store.vault.open(passphrase);
    if (!opened.ok) output.say(output.translate(`vault.${opened.error}`));
    return opened.ok;
  };
}

async function askPassphrase(output: Output, isNew: boolean): Promise<string | null> {
  if (!canAsk()) {
    output.say(output.translate('cli.passphrase.needed'));
    return null;
  }
  if (isNew) output.say(output.translate('cli.passphrase.explain'));
  const passphrase = await askSecret(output.translate(isNew ? 'cli.passphrase.choose' : 'cli.passphrase.ask'));
  if (passphrase === null || passphrase === '') return null;
  if (!isNew) return passphrase;
  const again = await askSecret(output.translate('cli.passphrase.again'));
  if (again === passphrase) return passphrase;
  output.say(output.translate('cli.passphrase.differ'));
  return null;
}

/** Says why a call was not carried out and gives the exit code for it. */
export function reportFailure(output: Output, failure: ApiFailure): number {
  if (failure.concern === 'input') {
    // The key comes from the core as data; the words' own test covers every one there is.
    const translate = output.translate as (key: string, values: WordValues) => string;
    output.say(translate(failure.words, { context: 'command', ...failure.detail }));
    return EXIT.input;
  }
  const { failure: cause } = failure;
  if (cause.kind === 'cancelled') {
    output.say(output.translate('cli.interrupted-plan'));
    return EXIT.interrupted;
  }
  output.say(failureMessage(output.translate, cause, failure.isUnchanged));
  if (cause.serviceWords) output.say(output.translate('cli.service-words', { words: cause.serviceWords }));
  return EXIT.service;
}

/** Whether something that is only asked for as a flag of usage went wrong: says it and gives the exit code. */
export function reportUsage(output: Output, text: string): number {
  output.say(text);
  return EXIT.input;
}
