import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { windowSettings } from '../../shared/contract/settings.ts';
import { USER_LIST_FIELDS, type UserListField } from '../../shared/domain/code-state.ts';
import { DEVICE_FIELDS, type DeviceField } from '../../shared/domain/device.ts';
import { hasUserinfo } from '../../shared/domain/redact.ts';
import { writeFileAtomically } from './write-file.ts';

const FILE_NAME = 'settings.json';
const KEPT_MAPPINGS = 100;
const KEPT_TARGETS = 20;
const KEPT_ACCOUNTS = 200;

const text = z.string().max(4_000);

/** The fields of `settings.json`, each by itself: what is damaged becomes its default, the others stay. */
const FIELDS = {
  language: z.enum(['system', 'de', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact', 'glove']),
  updates: z.enum(['on', 'off']),
  concurrency: z.number().int().min(1).max(16).nullable(),
  proxyMode: z.enum(['system', 'given', 'none']),
  proxy: text,
  authorities: z.string().max(1_000_000),
  secrets: z.enum(['keychain', 'session']),
  columns: z.array(z.object({ id: z.string(), isShown: z.boolean(), width: z.number() })),
  storyWidth: windowSettings.shape.storyWidth,
  scanSound: windowSettings.shape.scanSound,
  mappings: z.array(z.object({ header: z.array(text), mapping: z.partialRecord(z.enum(DEVICE_FIELDS), text) })),
  userMappings: z.array(z.object({ header: z.array(text), mapping: z.partialRecord(z.enum(USER_LIST_FIELDS), text) })),
  recentRollouts: z.array(text),
  targets: z.array(z.object({ account: text, urls: z.array(text), providers: z.array(text) })),
} as const;

/**
 * What is remembered between two starts. Nothing of it is secret, and nothing is lost with it that matters.
 *
 * `updates`: whether the packaged program looks for newer ones. `concurrency`: wire calls at once of new accounts;
 * `null`: as each service has it. `proxyMode`: the system's proxy, the one in `proxy` (as `Vault.protectUrl` made it), or
 * none; for accounts that name none themselves. `authorities`: PEM text, trusted by every account. `secrets`: whether
 * passwords may go into the system's keychain where there is one and no passphrase was chosen.
 */
export type Settings = { readonly [Name in keyof typeof FIELDS]: z.infer<(typeof FIELDS)[Name]> };

const DEFAULTS: Settings = {
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  updates: 'on',
  concurrency: null,
  proxyMode: 'system',
  proxy: '',
  authorities: '',
  secrets: 'keychain',
  columns: [],
  storyWidth: 360,
  scanSound: 'on',
  mappings: [],
  userMappings: [],
  recentRollouts: [],
  targets: [],
};

type Mapping<Field extends string = DeviceField> = Readonly<Partial<Record<Field, string>>>;

/**
 * The settings of a data folder, in its file `settings.json`.
 *
 * Read when they are asked for the first time, written whole after each change. A file that can't be read, or a field
 * of it, gives the default: a setting is never a reason not to start.
 */
export class SettingsFile {
  readonly #path: string;
  #settings: Settings | null = null;

  constructor(folder: string) {
    this.#path = join(folder, FILE_NAME);
  }

  /** All settings. */
  get all(): Settings {
    this.#settings ??= read(this.#path);
    return this.#settings;
  }

  /**
   * Changes some of them. Durable when it returns.
   *
   * @throws the system's error when the folder can't be written.
   */
  change(changes: Partial<Settings>): Settings {
    const settings = { ...this.all, ...changes };
    writeFileAtomically(this.#path, `${JSON.stringify(settings, null, 2)}\n`);
    this.#settings = settings;
    return settings;
  }

  /** The mapping that was used last for a list with this header; `null` without one. */
  mappingFor(header: readonly string[]): Mapping | null {
    return this.all.mappings.find((kept) => isSameHeader(kept.header, header))?.mapping ?? null;
  }

  /** As {@link mappingFor}, for lists of users. */
  userMappingFor(header: readonly string[]): Mapping<UserListField> | null {
    return this.all.userMappings.find((kept) => isSameHeader(kept.header, header))?.mapping ?? null;
  }

  /** Remembers the mapping of a list's header; an empty one forgets it. */
  rememberMapping(header: readonly string[], mapping: Mapping): void {
    const mappings = withMapping(this.all.mappings, header, mapping);
    if (mappings !== null) this.change({ mappings });
  }

  /** As {@link rememberMapping}, for lists of users. */
  rememberUserMapping(header: readonly string[], mapping: Mapping<UserListField>): void {
    const userMappings = withMapping(this.all.userMappings, header, mapping);
    if (userMappings !== null) this.change({ userMappings });
  }

  /** URLs and provider names used with an account, the latest first. */
  targetsOf(account: string): { readonly urls: readonly string[]; readonly providers: readonly string[] } {
    return this.all.targets.find((kept) => kept.account === account) ?? { urls: [], providers: [] };
  }

  /** Remembers what a run used; an empty text isn't kept, and a URL with a password never is. */
  rememberTarget(account: string, url: string, provider: string): void {
    const { urls, providers } = this.targetsOf(account);
    const kept = {
      account,
      urls: hasUserinfo(url) ? [...urls] : inFront(urls, url),
      providers: inFront(providers, provider),
    };
    const others = this.all.targets.filter((other) => other.account !== account);
    this.change({ targets: [kept, ...others].slice(0, KEPT_ACCOUNTS) });
  }
}

/** The kept mappings with a header's newest one in front, or without it where that is empty; `null`: nothing changes. */
function withMapping<Field extends string>(
  kept: readonly { header: string[]; mapping: Mapping<Field> }[],
  header: readonly string[],
  mapping: Mapping<Field>,
): { header: string[]; mapping: Mapping<Field> }[] | null {
  const others = kept.filter((each) => !isSameHeader(each.header, header));
  if (Object.keys(mapping).length > 0) return [{ header: [...header], mapping }, ...others].slice(0, KEPT_MAPPINGS);
  return others.length === kept.length ? null : others;
}

function inFront(texts: readonly string[], text: string): string[] {
  return text === '' ? [...texts] : [text, ...texts.filter((other) => other !== text)].slice(0, KEPT_TARGETS);
}

function isSameHeader(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, column) => cell === b[column]);
}

function readFields(path: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function read(path: string): Settings {
  const fields = readFields(path);
  const parsed = Object.entries(FIELDS).flatMap(([name, schema]): [string, unknown][] => {
    const field = Object.hasOwn(fields, name) ? schema.safeParse(fields[name]) : undefined;
    return field?.success ? [[name, field.data]] : [];
  });
  return { ...DEFAULTS, ...Object.fromEntries(parsed) };
}
