/** What a phone keeps: variables, and options of its modules. */
export interface PhoneMemory {
  /** By path in upper case, for instance `UPDATE/CHECK`. */
  readonly variables: Map<string, string>;
  /** Arguments by module, for instance `SYSCLIENT` and `/sysadmin` → address. */
  readonly modules: Map<string, Map<string, string>>;
}

/** What running a script needs of the phone around it. */
export interface PhoneHands {
  /** Fetches a file; `null` when it can't be had. */
  readonly fetch: (url: string) => Promise<string | null>;
  /** Uploads the output of a command or, for an empty one, the configuration. */
  readonly upload: (url: string, command: string) => Promise<boolean>;
  readonly nowMs: () => number;
}

/** What a script did, beside what it left in the memory. */
export interface ScriptResult {
  /** The form for a code is to be shown. */
  readonly prompts: boolean;
  /** A `check` found its serial, so the rest was passed over. */
  readonly isUnchanged: boolean;
  readonly restarts: boolean;
  /** Commands it did not understand. */
  readonly unknown: readonly string[];
}

/** Empty memory, as out of the box. */
export function emptyMemory(): PhoneMemory {
  return { variables: new Map(), modules: new Map() };
}

/** The options of a line, `/name value`, where a value may be missing. Values are percent-decoded once. */
function optionsOf(words: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [index, word] of words.entries()) {
    if (!word.startsWith('/')) continue;
    const next = words[index + 1];
    options.set(word, next === undefined || next.startsWith('/') ? '' : decode(next));
  }
  return options;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Path of a module: its words up to the first option, for instance `PHONE SIG`. */
function moduleOf(words: readonly string[]): string {
  const end = words.findIndex((word) => word.startsWith('/'));
  return words.slice(0, end < 0 ? words.length : end).join(' ');
}

function configure(memory: PhoneMemory, verb: string, words: readonly string[]): void {
  const name = moduleOf(words);
  const options = optionsOf(words);
  const known = memory.modules.get(name) ?? new Map<string, string>();
  if (verb === 'change') memory.modules.set(name, new Map(options));
  else if (verb === 'add') memory.modules.set(name, new Map([...known, ...options]));
  else for (const option of options.keys()) known.delete(option);
}

/**
 * Runs an update script as a phone does: one command a line, the parts of the language that are documented.
 *
 * Changes `memory`. Source: innovaphone wiki, Services/Update; its PHP update server.
 */
export async function runScript(script: string, memory: PhoneMemory, hands: PhoneHands): Promise<ScriptResult> {
  const unknown: string[] = [];
  let prompts = false;
  let restarts = false;
  let serial = '';
  for (const raw of script.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const words = line.split(/\s+/);
    const [first = '', second = '', third = '', ...rest] = words;
    const command = words.slice(0, 4).join(' ');
    if (command.startsWith('mod cmd UP1 check')) {
      serial = rest[2] ?? '';
      if (memory.variables.get('UPDATE/CHECK') === serial) return { prompts, isUnchanged: true, restarts, unknown };
    } else if (command.startsWith('mod cmd UP1 times')) {
      const allowed = optionsOf(rest).get('/allow');
      const hour = new Date(hands.nowMs()).getHours();
      if (allowed !== undefined && !allowed.split(',').map(Number).includes(hour))
        return { prompts, isUnchanged: true, restarts, unknown };
    } else if (/^mod cmd UP1 (?:provision|setvar)$/.test(command)) {
      if (rest[0] === 'setvar') memory.variables.set(`UPDATE/${(rest[1] ?? '').toUpperCase()}`, rest[2] ?? '');
    } else if (/^mod cmd UP0 (?:prot|boot)$/.test(command)) {
      const variable = `UPDATE/${(rest[0] ?? '').toUpperCase()}`;
      const build = rest[3] ?? '';
      if (memory.variables.get(variable) !== build && (await hands.fetch(rest[1] ?? '')) !== null) {
        memory.variables.set(variable, build);
        restarts ||= /reset/.test(rest[2] ?? '');
      }
    } else if (command === 'mod cmd UP0 cfg') {
      const file = await hands.fetch(rest[1] ?? '');
      if (file !== null) {
        const inner = await runScript(file, memory, hands);
        unknown.push(...inner.unknown);
        prompts ||= inner.prompts;
      }
    } else if (command === 'mod cmd UP0 scfg') {
      const inner = rest.length > 2 ? decode(rest.at(-1) ?? '') : '';
      await hands.upload(rest[1] ?? '', inner);
    } else if (first === 'vars' && second === 'create') {
      if (/^UPDATE\/PROVISIONING-CODE$/i.test(third)) prompts = rest.at(-1) === 'prompt';
      else memory.variables.set(third.toUpperCase(), rest.slice(1).join(' '));
    } else if (first === 'config' && ['change', 'add', 'rem'].includes(second)) {
      configure(memory, second, words.slice(2));
    } else if (!(first === 'config' && ['write', 'activate'].includes(second))) {
      unknown.push(line);
    }
  }
  if (serial !== '') memory.variables.set('UPDATE/CHECK', serial);
  return { prompts, isUnchanged: false, restarts, unknown };
}

/** The configuration as a phone shows it (`cfg.txt`): values encoded. */
export function writeConfiguration(memory: PhoneMemory): string {
  const lines = [...memory.modules].map(([name, options]) =>
    [
      'config change',
      name,
      ...[...options].flatMap(([option, value]) => (value === '' ? [option] : [option, encodeURIComponent(value)])),
    ].join(' '),
  );
  return `${lines.join('\r\n')}\r\n`;
}
