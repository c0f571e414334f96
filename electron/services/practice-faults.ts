import { failure, type Result, success } from '../../shared/result.ts';

/** A fault that strikes some of the calls: which ones, and how probably. */
export interface Chance {
  /** 0..1. */
  readonly probability: number;
  /** `any` strikes reads and writes alike. */
  readonly kind: 'any' | 'read' | 'write';
}

/**
 * How snom's list calls write down which devices failed.
 *
 * The vendor's page shows pairs in braces and leaves their XML-RPC type open.
 */
export interface PairsStyle {
  readonly form: 'struct' | 'string' | 'array';
  /** Whether the pairs come as `[False, pairs]` instead of alone. */
  readonly hasFlag: boolean;
}

/** What each fault that is switched on was set to; a fault that is absent is off. */
export interface FaultSettings {
  /** Tells whether a device (12 lower-case hex digits) belongs to another account. */
  readonly owned: (mac: string) => boolean;
  /** Tells whether a check code is the right one; `code` is upper case, or empty when none was sent. */
  readonly 'check-code': (mac: string, code: string) => boolean;
  /** Calls per second. */
  readonly 'rate-limit': number;
  readonly delay: { readonly callMs: number; readonly deviceMs: number };
  readonly 'drop-before': Chance;
  readonly 'drop-after': Chance;
  readonly 'half-list': 'errors' | 'silent';
  readonly truncated: Chance;
  readonly html: Chance;
  readonly 'error-500': Chance;
  readonly unauthorized: true;
  /** How long the body of an answer takes, in milliseconds. */
  readonly 'slow-body': number;
  readonly lie: true;
  readonly 'odd-answer': Chance;
  readonly pairs: PairsStyle;
  readonly shape: 'two' | 'three';
}

/** Name of a fault that a practice service can be told to have. */
export type PracticeFaultName = keyof FaultSettings;

/** The faults that are switched on at one practice service. */
export type ActiveFaults = Partial<FaultSettings>;

/** A fault as `--fault` names it. */
export interface PracticeFault {
  /** Which service shall have it; `null` means every one. */
  readonly service: string | null;
  readonly name: PracticeFaultName;
  /** As given, or the fault's default. */
  readonly value: string;
}

/** What `--help` and the window say of a fault. */
export interface PracticeFaultDescription {
  readonly name: PracticeFaultName;
  /** Another name it answers to. */
  readonly alias?: string;
  /** What may follow `=`; empty when nothing may. */
  readonly values: string;
  /** Used when no value is given; `null` means that one must be given. */
  readonly default: string | null;
  /** The only service that has it; absent for all. */
  readonly only?: string;
  readonly meaning: { readonly de: string; readonly en: string };
}

/** Every fault of the practice services, in the order in which help shows them. */
export const PRACTICE_FAULTS: readonly PracticeFaultDescription[] = [
  {
    name: 'owned',
    values: 'N|MAC,MAC…',
    default: '5',
    meaning: {
      de: 'Jedes N-te Gerät (nach seiner MAC gewählt) oder die genannten gehören einem anderen Konto.',
      en: 'Every Nth device (picked by its MAC) or those named belong to another account.',
    },
  },
  {
    name: 'check-code',
    values: 'CODE|MAC,MAC…',
    default: '',
    only: 'gigaset',
    meaning: {
      de: 'Der Prüfcode zählt: richtig ist nur der, den der Dienst aus der MAC ableitet, oder nur CODE; oder er ist bei den genannten MACs immer falsch.',
      en: 'The check code counts: right is only the one the service derives from the MAC, or only CODE; or it is always wrong for the MACs named.',
    },
  },
  {
    name: 'rate-limit',
    values: 'CALLS',
    default: '5',
    meaning: {
      de: 'Mehr als CALLS Aufrufe pro Sekunde werden mit 429 und „Retry-After: 1“ abgewiesen.',
      en: 'More than CALLS calls per second are turned away with 429 and "Retry-After: 1".',
    },
  },
  {
    name: 'delay',
    values: 'MS[+MS]',
    default: '200',
    meaning: {
      de: 'Jede Antwort braucht MS Millisekunden und +MS (auch Bruchteile) mehr je Gerät; geändert wird sofort.',
      en: 'Every answer takes MS milliseconds and +MS (fractions too) more per device; the change itself is made at once.',
    },
  },
  {
    name: 'drop-before',
    values: '[P][,read|write]',
    default: '1',
    meaning: {
      de: 'Die Verbindung bricht ab, bevor etwas geändert wurde; P ist die Wahrscheinlichkeit von 0 bis 1, auf Wunsch nur bei Lese- oder Schreibaufrufen.',
      en: 'The connection breaks before anything was changed; P is the probability from 0 to 1, on request only for reading or writing calls.',
    },
  },
  {
    name: 'drop-after',
    values: '[P][,read|write]',
    default: '1',
    meaning: {
      de: 'Die Änderung wird ausgeführt, dann bricht die Verbindung ohne Antwort ab.',
      en: 'The change is made, then the connection breaks without an answer.',
    },
  },
  {
    name: 'half-list',
    values: 'errors|silent',
    default: 'errors',
    meaning: {
      de: 'Bei Listenaufrufen schlägt jedes zweite Gerät fehl; „silent“: die Antwort nennt nur die fehlgeschlagenen.',
      en: 'In list calls every second device fails; "silent": the answer names only those that failed.',
    },
  },
  {
    name: 'truncated',
    values: '[P][,read|write]',
    default: '1',
    meaning: {
      de: 'Die Änderung wird ausgeführt, die XML-Antwort bricht in der Mitte ab.',
      en: 'The change is made, the XML answer ends in the middle.',
    },
  },
  {
    name: 'html',
    values: '[P][,read|write]',
    default: '1',
    meaning: {
      de: 'Statt einer Antwort kommt mit Status 200 eine HTML-Seite; geändert wird nichts.',
      en: 'An HTML page comes with status 200 instead of an answer; nothing is changed.',
    },
  },
  {
    name: 'error-500',
    alias: '500',
    values: '[P][,read|write]',
    default: '1',
    meaning: {
      de: 'Der Dienst antwortet mit Status 500; geändert wird nichts.',
      en: 'The service answers with status 500; nothing is changed.',
    },
  },
  {
    name: 'unauthorized',
    alias: '401',
    values: '',
    default: '',
    meaning: {
      de: 'Kein Zugang ist mehr gültig: jeder Aufruf wird mit 401 abgewiesen.',
      en: 'No login is valid any more: every call is turned away with 401.',
    },
  },
  {
    name: 'slow-body',
    values: 'MS',
    default: '3000',
    meaning: {
      de: 'Der Inhalt der Antwort tröpfelt über MS Millisekunden.',
      en: 'The body of the answer trickles over MS milliseconds.',
    },
  },
  {
    name: 'lie',
    values: '',
    default: '',
    meaning: {
      de: 'Der Dienst meldet Erfolg, ändert aber nichts.',
      en: 'The service reports success and changes nothing.',
    },
  },
  {
    name: 'odd-answer',
    values: '[P][,read|write]',
    default: '1',
    meaning: {
      de: 'Die Änderung wird ausgeführt, die Antwort hat eine Gestalt, die niemand beschrieben hat.',
      en: 'The change is made, the answer has a shape that nobody described.',
    },
  },
  {
    name: 'pairs',
    values: 'struct|string|array[,flag]',
    default: 'string',
    only: 'snom',
    meaning: {
      de: 'Listenaufrufe nennen fehlgeschlagene Geräte als Struktur (so auch ohne diese Störung), als ein Text in Klammern oder als Liste von Paaren; „flag“ setzt ein False davor.',
      en: 'List calls name failed devices as a struct (as without this fault), as one text in braces or as an array of pairs; "flag" puts a False in front.',
    },
  },
  {
    name: 'shape',
    values: 'two|three',
    default: 'three',
    only: 'snom',
    meaning: {
      de: 'Die Methode getPhoneRedirection antwortet mit [Firma, URL] (so auch ohne diese Störung) oder mit [True, Firma, URL].',
      en: 'The method getPhoneRedirection answers with [company, url] (as without this fault) or with [True, company, url].',
    },
  },
];

/** FNV-1a over the text's UTF-16 units, 32 bits: stable between runs and machines. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // The low bits of FNV-1a are weak, and it is a remainder that is taken of it.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * Tells whether the fault `owned=N` picks a device, the same in every run.
 *
 * @param mac 12 lower-case hex digits.
 * @param every One in how many, 1 or more; 1 picks all.
 */
export function isPickedByMac(mac: string, every: number): boolean {
  return hashText(mac) % every === 0;
}

/**
 * The check code a practice service takes for the right one under the fault `check-code`: four hex digits, upper case.
 *
 * Its rule is the practice service's own; how the vendor derives the code isn't public.
 *
 * @param mac 12 lower-case hex digits.
 */
export function practiceCheckCode(mac: string): string {
  return hashText(`check code of ${mac}`).toString(16).padStart(8, '0').slice(0, 4).toUpperCase();
}

/**
 * A stream of pseudo-random numbers in 0..1 that is the same for the same seed (mulberry32).
 *
 * A practice session that went wrong can be repeated call by call.
 */
export function seededRandom(seed: string): () => number {
  let state = hashText(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function readMacs(text: string): ReadonlySet<string> | null {
  const macs = text.split(',').map((part) => part.replace(/[\s:.-]/g, '').toLowerCase());
  return macs.every((mac) => /^[0-9a-f]{12}$/.test(mac)) ? new Set(macs) : null;
}

function readNumber(text: string, least: number, most: number): number | null {
  const value = /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

function readWord<Word extends string>(text: string, words: readonly Word[]): Word | null {
  return words.find((word) => word === text) ?? null;
}

function readChance(text: string): Chance | null {
  const [first = '', second, ...more] = text.split(',');
  const leadsWithKind = first === 'read' || first === 'write';
  const probability = leadsWithKind ? 1 : readNumber(first, 0, 1);
  const kind = readWord(leadsWithKind ? first : (second ?? 'any'), ['any', 'read', 'write']);
  const isWhole = more.length === 0 && !(leadsWithKind && second !== undefined);
  return probability === null || kind === null || !isWhole ? null : { probability, kind };
}

function readOwned(text: string): FaultSettings['owned'] | null {
  const every = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (every > 0) return (mac) => isPickedByMac(mac, every);
  const macs = readMacs(text);
  return macs && ((mac) => macs.has(mac));
}

function readCheckCode(text: string): FaultSettings['check-code'] | null {
  if (text === '') return (mac, code) => code === practiceCheckCode(mac);
  if (/^[0-9A-Z]{4}$/i.test(text)) return (_mac, code) => code === text.toUpperCase();
  const wrong = readMacs(text);
  return wrong && ((mac) => !wrong.has(mac));
}

function readDelay(text: string): FaultSettings['delay'] | null {
  const [call = '', device = '0', ...more] = text.split('+');
  const callMs = readNumber(call, 0, 3_600_000);
  const deviceMs = readNumber(device, 0, 60_000);
  return callMs === null || deviceMs === null || more.length > 0 ? null : { callMs, deviceMs };
}

function readPairs(text: string): PairsStyle | null {
  const [first = '', flag, ...more] = text.split(',');
  const form = readWord(first, ['struct', 'string', 'array']);
  const isWhole = more.length === 0 && (flag === undefined || flag === 'flag');
  return form === null || !isWhole ? null : { form, hasFlag: flag === 'flag' };
}

function readNothing(text: string): true | null {
  return text === '' ? true : null;
}

const READERS: { readonly [Name in PracticeFaultName]: (value: string) => FaultSettings[Name] | null } = {
  owned: readOwned,
  'check-code': readCheckCode,
  'rate-limit': (text) => readNumber(text, 0.1, 100_000),
  delay: readDelay,
  'drop-before': readChance,
  'drop-after': readChance,
  'half-list': (text) => readWord(text, ['errors', 'silent']),
  truncated: readChance,
  html: readChance,
  'error-500': readChance,
  unauthorized: readNothing,
  'slow-body': (text) => readNumber(text, 1, 3_600_000),
  lie: readNothing,
  'odd-answer': readChance,
  pairs: readPairs,
  shape: (text) => readWord(text, ['two', 'three']),
};

/**
 * Reads one `--fault` argument: `NAME`, `NAME=VALUE` or either with a service in front, as in `snom:pairs=array`.
 *
 * @returns the fault, with the default value where none was given; or an English sentence that says what is wrong.
 */
export function parseFault(text: string): Result<PracticeFault, string> {
  const [, service = null, givenName = '', givenValue] =
    /^(?:([a-z]+):)?([a-z0-9-]+)(?:=(.*))?$/s.exec(text.trim()) ?? [];
  const description = PRACTICE_FAULTS.find(({ name, alias }) => name === givenName || alias === givenName);
  if (description === undefined) {
    return failure(`There is no fault "${text}". Known are: ${PRACTICE_FAULTS.map(({ name }) => name).join(', ')}.`);
  }
  const { name, values, only } = description;
  if (service !== null && only !== undefined && service !== only) {
    return failure(`The fault "${name}" is one of ${only}, not of ${service}.`);
  }
  const value = givenValue ?? description.default;
  if (value === null || READERS[name](value) === null) {
    return failure(
      values === ''
        ? `The fault "${name}" takes no value.`
        : `The fault "${name}" takes ${values}, not "${value ?? ''}".`,
    );
  }
  return success({ service, name, value });
}

function withFault<Name extends PracticeFaultName>(faults: ActiveFaults, name: Name, value: string): ActiveFaults {
  const setting = READERS[name](value);
  if (setting === null) throw new Error(`The fault ${name} was not made by parseFault.`);
  return { ...faults, [name]: setting };
}

/**
 * Puts together what a list of faults means for one service. The last of several with the same name counts.
 *
 * @param faults Made by {@link parseFault}.
 * @param service The service's id; faults of other services are left out.
 */
export function faultsOf(faults: readonly PracticeFault[], service: string): ActiveFaults {
  return faults
    .filter((fault) => fault.service === null || fault.service === service)
    .reduce<ActiveFaults>((active, { name, value }) => withFault(active, name, value), {});
}
