import type { ProvisioningCode } from './code.ts';
import type { MacAddress } from './device.ts';
import type { SheetLanguage } from './sheet-language.ts';

/** How far a user's code is: one closed union for codes of every origin. */
export const CODE_STATES = [
  'draft',
  'requesting',
  'unknown',
  'pending',
  'contacted',
  'provisioned',
  'assigned',
  'registered',
  'tested',
  'expired',
  'reissued',
  'failed',
  'cancelled',
] as const;

/**
 * One of {@link CODE_STATES}.
 *
 * - `draft`: the user has no code yet
 * - `requesting`: about to be asked for; durable before the request leaves
 * - `unknown`: asked for, and the answer was lost: a code that nobody has ever read may exist until its time is over
 * - `pending`: issued; nobody has typed it as far as is known
 * - `contacted`: the phone was seen, and has not typed it
 * - `provisioned`: a phone redeemed it
 * - `assigned`: that phone stands with the user in the PBX
 * - `registered`: the PBX lists the phone's registration; never claimed for less
 * - `tested`: a person made a test call
 * - `expired`: its time was over before a phone redeemed it
 * - `reissued`: another code was asked for in its place
 * - `failed`: no code came; see its reason
 * - `cancelled`: a person ended it
 */
export type CodeState = (typeof CODE_STATES)[number];

/** What a customer is told: innovaphone's own words, and one for what ran out. */
export const CUSTOMER_STATES = ['pending', 'registered', 'expired'] as const;

/** One of {@link CUSTOMER_STATES}. */
export type CustomerState = (typeof CUSTOMER_STATES)[number];

/** Where a code comes from: the service of an account, Rollcall itself, or a list that somebody else's tool wrote. */
export const CODE_SOURCES = ['account', 'own', 'list'] as const;

/** One of {@link CODE_SOURCES}. */
export type CodeSource = (typeof CODE_SOURCES)[number];

/** For what a code is asked: one phone now (minutes), or a rollout (days). */
export const CODE_TERMS = ['single', 'rollout'] as const;

/** One of {@link CODE_TERMS}. */
export type CodeTerm = (typeof CODE_TERMS)[number];

/**
 * How long a code lives where its issuer doesn't say: 10 minutes, and 7 days for rollouts; in milliseconds.
 *
 * Source: innovaphone wiki, Concept Provisioning (13r1).
 */
export const CODE_LIFE_MS: Readonly<Record<CodeTerm, number>> = { single: 600_000, rollout: 604_800_000 };

/**
 * The longest that a code can live which was asked for and never read, in milliseconds; then it is surely gone.
 *
 * Sources name 10 and 15 minutes for single codes (wiki; SDK, com.innovaphone.devices) and 7 days for rollouts; clocks
 * may differ by some minutes.
 */
export const LONGEST_LIFE_MS: Readonly<Record<CodeTerm, number>> = { single: 1_200_000, rollout: 605_400_000 };

/** From this on a time is in milliseconds: in seconds it would be the year 5138. */
const MILLISECONDS_FROM = 1e11;

/**
 * Reads `validUntil` as Devices writes it, in seconds or milliseconds since 1970: which is not documented.
 *
 * @returns milliseconds; `null` for what can be no point in time.
 */
export function readValidUntil(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,17}$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return null;
  return Math.round(number >= MILLISECONDS_FROM ? number : number * 1000);
}

/** Whether a code in this state can still be typed: its row needs no other, and gets none. */
export function isLive(state: CodeState): boolean {
  return state === 'pending' || state === 'contacted';
}

/** Whether a phone has redeemed the code. */
export function isRedeemed(state: CodeState): boolean {
  return state === 'provisioned' || state === 'assigned' || state === 'registered' || state === 'tested';
}

/** What a customer is told of a state. */
export function customerState(state: CodeState): CustomerState {
  if (state === 'registered' || state === 'tested') return 'registered';
  return state === 'expired' || state === 'cancelled' ? 'expired' : 'pending';
}

/** A user of a rollout, as lists and people write one. Empty text means that nothing is said. */
export interface UserDraft {
  /** Display name. */
  readonly user: string;
  readonly extension: string;
  /** SIP or H.323 name; becomes the phone's name at the platform. */
  readonly login: string;
  readonly building: string;
  readonly floor: string;
  readonly room: string;
  /** Planned model, for instance `IP112`. */
  readonly model: string;
  /** Provisioning category; empty: the one chosen when codes are issued. */
  readonly category: string;
  /** The phone that is meant for this desk, when it is known; empty otherwise. */
  readonly mac: MacAddress | '';
  /** In which language the user's sheet is printed; empty: in that of the print. */
  readonly language: SheetLanguage | '';
  readonly note: string;
}

/** A user of whom nothing is known: what a draft begins with. */
export const UNKNOWN_USER: UserDraft = {
  user: '',
  extension: '',
  login: '',
  building: '',
  floor: '',
  room: '',
  model: '',
  category: '',
  mac: '',
  language: '',
  note: '',
};

/** The text fields of a {@link UserDraft}, in the order in which they are shown. */
export const USER_FIELDS = [
  'user',
  'extension',
  'login',
  'building',
  'floor',
  'room',
  'model',
  'category',
  'mac',
  'language',
  'note',
] as const;

/** One of {@link USER_FIELDS}. */
export type UserField = (typeof USER_FIELDS)[number];

/** Everything a users' list can hold: a user's fields, and a code that another tool issued. */
export const USER_LIST_FIELDS = [...USER_FIELDS, 'code', 'valid-until'] as const;

/** One of {@link USER_LIST_FIELDS}. */
export type UserListField = (typeof USER_LIST_FIELDS)[number];

/** A code that a list brought. */
export interface ListedCode {
  readonly code: ProvisioningCode;
  /** `null` where the list doesn't say. */
  readonly validUntilMs: number | null;
}

/** What is odd about a user's phone; worded as `codes.warning.<id>`. */
export const CODE_WARNINGS = [
  'other-model',
  'other-mac',
  'mac-twice',
  'two-phones',
  'old-code-used',
  'before-monday',
] as const;

/**
 * One of {@link CODE_WARNINGS}.
 *
 * - `other-model`, `other-mac`: another phone came than the one planned
 * - `mac-twice`: the same phone stands with two users
 * - `two-phones`: two phones redeemed codes of the same user
 * - `old-code-used`: a phone redeemed a code that had been replaced
 * - `before-monday`: the code runs out over the weekend
 */
export type CodeWarning = (typeof CODE_WARNINGS)[number];

/** A model name as it is compared: `innovaphone IP-112` and `ip112` are the same. */
export function foldModel(model: string): string {
  return model
    .toLowerCase()
    .replace(/^innovaphone/, '')
    .replace(/[^a-z0-9]/g, '');
}

/**
 * Says whether a phone is of another model than planned; `false` where either is not known.
 *
 * @example isOtherModel('IP112', 'IP101') // true
 */
export function isOtherModel(planned: string, came: string): boolean {
  const [one, other] = [
    foldModel(planned.replace(/^innovaphone\s+/i, '')),
    foldModel(came.replace(/^innovaphone\s+/i, '')),
  ];
  return one !== '' && other !== '' && one !== other;
}

/** From when on work goes on after a weekend, on Mondays, local time: the hour. */
const MONDAY_HOUR = 8;

/**
 * Says whether a code that is good now is none any more when work goes on next Monday at 8:00, local time.
 *
 * On a Monday the next one is meant.
 */
export function endsBeforeMonday(validUntilMs: number, nowMs: number): boolean {
  const monday = new Date(nowMs);
  monday.setDate(monday.getDate() + ((8 - monday.getDay()) % 7 || 7));
  monday.setHours(MONDAY_HOUR, 0, 0, 0);
  return validUntilMs > nowMs && validUntilMs < monday.getTime();
}
