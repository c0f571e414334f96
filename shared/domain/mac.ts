import { failure, type Result, success } from '../result.ts';
import type { MacAddress } from './device.ts';
import type { RowReason } from './problem.ts';
import { isGigasetMac } from './vendor.ts';

/** What a phone's label, or a cell of a list, says of its MAC. */
export interface Label {
  readonly mac: MacAddress;
  /** Four characters of `A-Z0-9`; empty where there are none. */
  readonly checkCode: string;
  /** The MAC was made up locally, not given by a manufacturer: true of no phone out of its box. */
  readonly isLocallyAdministered: boolean;
}

/**
 * Why a text holds no MAC that can be used.
 *
 * `detail` can be handed to the words as it is: `length` (hex digits found), `suggestion` (a label that
 * {@link parseLabel} takes), `found`, `position` (1 is the text's first character), `first` and `second`, and
 * `context`, which picks the sentence among several of one reason.
 */
export interface LabelProblem {
  readonly reason: RowReason;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** Longer texts are no labels; the bound keeps a whole document in one cell from costing time. */
const MAX_TEXT_LENGTH = 4096;

/** More replaced characters than these, and the text is a word that happens to have twelve letters. */
const MAX_LOOKALIKES = 6;

const MAC_DIGITS = 12;
const PAIRS = 6;
const CHECK_CODE_LENGTH = 4;

const ZERO = 48;
const NINE = 57;
const UPPER_A = 65;
const UPPER_F = 70;
const LOWER_A = 97;
const LOWER_F = 102;
const COLON = 58;
const DASH = 45;

/** Letters that are no hex digits, with the digit they are mistaken for: Latin, and the Cyrillic and Greek doubles. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    O: '0',
    Q: '0',
    Ø: '0',
    О: '0',
    Ο: '0',
    I: '1',
    L: '1',
    '|': '1',
    S: '5',
    G: '6',
    Z: '2',
    А: 'A',
    Α: 'A',
    В: 'B',
    Β: 'B',
    С: 'C',
    Е: 'E',
    Ε: 'E',
  }),
);

/** One run of letters and digits. */
interface Word {
  /** Lower case. */
  readonly text: string;
  readonly start: number;
  /** What stands between the word before and this one. */
  readonly gap: string;
  readonly isHex: boolean;
}

/** A MAC found within a text; positions are the text's, `codeStart` equals `codeEnd` where no check code follows. */
interface Candidate {
  readonly digits: string;
  readonly start: number;
  readonly macEnd: number;
  readonly codeStart: number;
  readonly codeEnd: number;
}

/** Says whether a text is a MAC in its canonical form: 12 lower-case hex digits. Nothing else is looked at. */
export function isMacAddress(text: string): text is MacAddress {
  return /^[0-9a-f]{12}$/.test(text);
}

/**
 * Formats a MAC as upper-case pairs: `7C:2F:80:82:0E:C0`.
 *
 * @param separator What stands between the pairs. @default ':'
 */
export function formatMacPairs(mac: MacAddress, separator = ':'): string {
  return (mac.toUpperCase().match(/../g) ?? []).join(separator);
}

/**
 * Reads the check code that stands after the MAC on a Gigaset label.
 *
 * Takes four letters or digits in either case, with blanks, quotes or the dash around them; empty for blank text.
 * The code is opaque: how it is computed is not public, so nothing but its form can be checked.
 *
 * @returns the code in upper case, or `check-code-bad` with `found` and `length`.
 * Source: Gigaset wiki, Redirect server (samples `7C2F80820EC0-55DF`, `7C2F80208295-1910`).
 */
export function parseCheckCode(text: string): Result<string, LabelProblem> {
  const code = normalise(text.slice(0, MAX_TEXT_LENGTH)).replace(/^[\s"'=-]+|[\s"']+$/g, '');
  if (code === '') return success('');
  if (/^[0-9A-Za-z]{4}$/.test(code)) return success(code.toUpperCase());
  return badCheckCode(code);
}

/**
 * Reads a MAC in any notation {@link parseLabel} knows; a check code beside it is allowed and dropped.
 *
 * @returns the MAC in its canonical form, or the problem `parseLabel` gives.
 */
export function parseMac(text: string): Result<MacAddress, LabelProblem> {
  const label = parseLabel(text);
  return label.ok ? success(label.value.mac) : label;
}

/**
 * Finds the MAC, and the check code after it, in what a list's cell, a scanner or a pasted label holds.
 *
 * Notations, in either case:
 * - `7C2F80820EC0`; six pairs, three groups of four, two of six, four of three, two groups of even length
 *   (`7C2F-80820EC0`), with the same separator throughout: `:` `-` `.` blanks, typographic dashes, or whatever single
 *   punctuation mark a scanner set to another keyboard layout types instead
 * - pairs without their leading zeros between colons or dashes (`0:4:13:61:f:f5`), where at least two are missing and
 *   none is left; a single short group counts as a lost digit (`mac-length`)
 * - with text, label words, quotes, an Excel `="…"` or apostrophe around it, or in a URL's path or query
 * - with a check code after it: `-55DF`, ` 55DF`, ` / 55DF`, `CRC: 55DF`. After a dot never, since that is a file's
 *   extension.
 * - 16 characters in one piece, or in groups that run on evenly (`7c2f.8082.0ec0.55df`), are a MAC and its check code
 *   only where the MAC belongs to Gigaset: elsewhere they are `mac-length`.
 *
 * A number named as serial number doesn't compete with a MAC beside it, nor does it stand in for a damaged one. UUIDs are no MACs.
 *
 * Refused, never mended: `mac-missing` (blank), `mac-length`, `mac-lookalike` (letters O Q I L S G Z instead of digits,
 * with a suggestion; B for 8 can't be noticed, since B is a hex digit), `mac-exponent` (`4.1361E+11`: digits are
 * lost, so without a suggestion), `mac-lost-zeros` (9 to 11 digits in one piece), `mac-multicast`, `mac-zero`,
 * `mac-several` (two different MACs, or one with two check codes), `check-code-bad` (a Gigaset MAC and a damaged code),
 * `mac-unreadable` (anything else).
 */
export function parseLabel(text: string): Result<Label, LabelProblem> {
  if (text.length === 12 && isHexRange(text, 0, 12)) return toLabel(text.toLowerCase(), '');
  if (text.length === 17) {
    if (isPairs(text)) return toLabel(text.replaceAll(text.charAt(2), '').toLowerCase(), '');
    if (text.charCodeAt(12) === DASH && isHexRange(text, 0, 12) && /^[0-9A-Za-z]{4}$/.test(text.slice(13))) {
      return toLabel(text.slice(0, 12).toLowerCase(), text.slice(13).toUpperCase());
    }
  }
  return parseAnyNotation(text);
}

function isHexRange(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    const isHex =
      (code >= ZERO && code <= NINE) || (code >= LOWER_A && code <= LOWER_F) || (code >= UPPER_A && code <= UPPER_F);
    if (!isHex) return false;
  }
  return true;
}

function isPairs(text: string): boolean {
  const separator = text.charCodeAt(2);
  if (separator !== COLON && separator !== DASH) return false;
  for (let index = 0; index < 17; index += 3) {
    if (!isHexRange(text, index, index + 2)) return false;
    if (index < 15 && text.charCodeAt(index + 2) !== separator) return false;
  }
  return true;
}

function toLabel(digits: string, checkCode: string): Result<Label, LabelProblem> {
  if (digits === '000000000000') return failure({ reason: 'mac-zero', detail: {} });
  const firstByte = Number.parseInt(digits.slice(0, 2), 16);
  if ((firstByte & 0b01) !== 0) return failure({ reason: 'mac-multicast', detail: {} });
  return success({ mac: digits as MacAddress, checkCode, isLocallyAdministered: (firstByte & 0b10) !== 0 });
}

function badCheckCode(found: string): { readonly ok: false; readonly error: LabelProblem } {
  return failure({ reason: 'check-code-bad', detail: { found: found.slice(0, 20), length: found.length } });
}

function parseAnyNotation(raw: string): Result<Label, LabelProblem> {
  if (raw.length > MAX_TEXT_LENGTH) return failure({ reason: 'mac-unreadable', detail: {} });
  const text = normalise(raw);
  if (/^[\s"'=]*$/.test(text)) return failure({ reason: 'mac-missing', detail: {} });
  const words = splitWords(text);
  const candidates = findCandidates(text, words);
  return candidates.length === 0 ? failure(explain(text, words)) : chooseCandidate(text, candidates);
}

/** Evens out what looks alike without meaning anything; full-width characters become plain ones. */
function normalise(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/[\u2010-\u2015\u2212\uFE58\uFE63]/g, '-')
    .replace(/[\u2018\u2019\u00B4`]/g, "'")
    .replace(/[\u201C-\u201F]/g, '"')
    .replace(/%(3a|2d|20)/gi, (escaped) => decodeURIComponent(escaped))
    .replace(/[^\S\t\r\n]/g, ' ')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, 'uuid')
    .replace(/\bmac(?=[0-9a-f]{12}(?![0-9a-z]))/gi, 'mac:');
}

function splitWords(text: string): readonly Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(/[0-9A-Za-z]+/g)) {
    const word = match[0].toLowerCase();
    words.push({
      text: word,
      start: match.index,
      gap: text.slice(end, match.index),
      isHex: isHexRange(word, 0, word.length),
    });
    end = match.index + word.length;
  }
  return words;
}

/**
 * Says whether a gap can stand between two groups of one MAC: blanks, or one mark with or without blanks around it.
 * The marks include letters such as ß and ö: what a scanner set to a US keyboard types for `-` and `:` on a German one.
 */
function isJoint(gap: string): boolean {
  return /^ {1,3}$|^ ?[!-/:-@[-`{-~\u00A1-\u00FF] ?$/.test(gap);
}

/**
 * Finds every MAC, in the order of the text.
 *
 * @param text Where the check codes are read: the text as it was, even if `words` come from a mended copy.
 */
function findCandidates(text: string, words: readonly Word[]): readonly Candidate[] {
  const candidates: Candidate[] = [];
  let passed = 0;
  for (const [index, word] of words.entries()) {
    if (word.start < passed) continue;
    const found = readWhole(word) ?? readGroups(words, index);
    if (found === null || isTailOfRegrouped(words[index - 1], word)) continue;
    const candidate = found.codeStart === found.codeEnd ? withCodeAfter(text, found) : found;
    candidates.push(candidate);
    passed = candidate.codeEnd;
  }
  return candidates.length > 0 ? candidates : findMixedPairs(words);
}

function endOf(word: Word): number {
  return word.start + word.text.length;
}

/** Reads a MAC in one piece, or a Gigaset MAC with its check code stuck to it. */
function readWhole(word: Word): Candidate | null {
  const { text, start } = word;
  const macEnd = start + MAC_DIGITS;
  if (text.length === MAC_DIGITS && word.isHex) {
    return { digits: text, start, macEnd, codeStart: macEnd, codeEnd: macEnd };
  }
  const isSixteen = text.length === MAC_DIGITS + CHECK_CODE_LENGTH && isHexRange(text, 0, MAC_DIGITS);
  if (!isSixteen || !canBeSplit(text)) return null;
  return { digits: text.slice(0, MAC_DIGITS), start, macEnd, codeStart: macEnd, codeEnd: endOf(word) };
}

/**
 * Says whether twelve digits are the end of a Gigaset MAC and its check code in wrong groups, as in `7C2F-8000000455DF`:
 * taken for a MAC of their own they would be an invented one.
 */
function isTailOfRegrouped(before: Word | undefined, word: Word): boolean {
  if (before === undefined || word.text.length !== MAC_DIGITS || before.text.length !== CHECK_CODE_LENGTH) return false;
  return before.isHex && word.isHex && /^[^\s\w]$/.test(word.gap) && canBeSplit(before.text + word.text);
}

/** Says whether 16 characters are a MAC and its check code; the `fffe` in the middle of an EUI-64 tells that one apart. */
function canBeSplit(sixteen: string): boolean {
  return isGigasetMac(sixteen.slice(0, MAC_DIGITS)) && !isEui64(sixteen);
}

function isEui64(sixteen: string): boolean {
  return sixteen.slice(6, 10) === 'fffe';
}

/** Reads a MAC in groups with the same separator throughout, beginning with the word at `first`. */
function readGroups(words: readonly Word[], first: number): Candidate | null {
  const start = words[first];
  const gap = words[first + 1]?.gap ?? '';
  if (!start?.isHex || !isJoint(gap)) return null;
  const groups = [start];
  let total = start.text.length;
  for (let word = words[first + 1]; word?.isHex && word.gap === gap; word = words[first + groups.length]) {
    if (total >= MAC_DIGITS || groups.length === PAIRS) break;
    groups.push(word);
    total += word.text.length;
  }
  if (!isNotation(groups, total, gap)) return null;

  const isPairwise = groups.length === PAIRS;
  const last = groups.at(-1) ?? start;
  const isLike = (word: Word, group: Word): boolean =>
    isHexWhenMended(word.text) && (isPairwise ? word.text.length <= 2 : word.text.length === group.text.length);
  const before = words[first - 1];
  // In `ID:00:04:…` the first word is a label, though it could be a damaged 1D.
  const isLabelled = before?.text === 'id' && !words[first - 2]?.isHex;
  if (before !== undefined && !isLabelled && start.gap === gap && isLike(before, start)) return null;

  const after: Word[] = [];
  for (let word = words[first + groups.length]; word?.gap === gap && isLike(word, last); ) {
    after.push(word);
    word = words[first + groups.length + after.length];
  }
  const digits = groups.map((group) => group.text.padStart(isPairwise ? 2 : 1, '0')).join('');
  const macEnd = endOf(last);
  const codeWord = after.at(-1);
  if (codeWord === undefined) return { digits, start: start.start, macEnd, codeStart: macEnd, codeEnd: macEnd };
  const code = after.map((word) => word.text).join('');
  if (code.length !== CHECK_CODE_LENGTH || !canBeSplit(digits + code)) return null;
  return { digits, start: start.start, macEnd, codeStart: after[0]?.start ?? macEnd, codeEnd: endOf(codeWord) };
}

/** Says whether groups split a MAC in a way in which MACs are written; dates and IP addresses must stay outside. */
function isNotation(groups: readonly Word[], total: number, gap: string): boolean {
  const sizes = groups.map((group) => group.text.length);
  if (sizes.length === PAIRS) {
    return sizes.every((size) => size === 2) || hasDroppedZeros(groups, gap);
  }
  if (total !== MAC_DIGITS) return false;
  if (sizes.length === 3) return sizes.every((size) => size === 4);
  if (sizes.length === 4)
    return sizes.every((size) => size === 3) && (gap !== '.' || groups.some((group) => /[a-f]/.test(group.text)));
  return sizes.length === 2 && sizes.every((size) => size % 2 === 0);
}

/**
 * Says whether six groups are pairs that some tool wrote without leading zeros.
 *
 * Such a tool drops all of them. One short group alone is more likely a pair that lost a digit, and is refused.
 */
function hasDroppedZeros(groups: readonly Word[], gap: string): boolean {
  const isEven = groups.every(({ text }) => text.length === 1 || (text.length === 2 && !text.startsWith('0')));
  const short = groups.filter(({ text }) => text.length === 1).length;
  return (gap === ':' || gap === '-') && isEven && short >= 2;
}

/**
 * Reads six pairs with a medley of separators, provided that the text holds nothing else.
 * At least one letter is asked for: `21.11.26 10:30:00` is a date.
 */
function findMixedPairs(words: readonly Word[]): readonly Candidate[] {
  const pairs = words[0]?.text === 'mac' ? words.slice(1) : words;
  const digits = pairs.map((word) => word.text).join('');
  const isMac = pairs.length === PAIRS && pairs.every((word) => word.isHex && word.text.length === 2);
  const [first] = pairs;
  const last = pairs.at(-1);
  if (!isMac || first === undefined || last === undefined || !/[a-f]/.test(digits)) return [];
  const end = endOf(last);
  return [{ digits, start: first.start, macEnd: end, codeStart: end, codeEnd: end }];
}

const NAMED_CODE = /^[^0-9A-Za-z\n]{0,3}(?:crc|check[ -]?code|prüfcode|code)[ :=#-]{1,3}([0-9a-z]{4})(?![0-9a-z])/i;
const DASHED_CODE = /^-([0-9a-z]{4})(?![0-9a-z]|[-:][0-9a-z])/i;
/** Marks such as ß stand where a scanner set to another keyboard layout typed the dash. */
const LOOSE_CODE = /^(?:[ \r\n]{1,3}| ?[-_'*+\u00A1-\u00FF] ?| \/ )([0-9a-z]{4})(?![0-9a-z]|[-:][0-9a-z])/i;

/** Adds the check code that follows a MAC, where what follows can be one. */
function withCodeAfter(text: string, candidate: Candidate): Candidate {
  const after = text.slice(candidate.macEnd, candidate.macEnd + 40);
  const isInUrl = text.includes('://');
  const dashed = DASHED_CODE.exec(after);
  const loose = isInUrl ? null : LOOSE_CODE.exec(after);
  const match =
    NAMED_CODE.exec(after) ??
    (dashed !== null && (!isInUrl || isHexRange(after, 1, 5)) ? dashed : null) ??
    (loose !== null && isLooseCode(loose[1] ?? '') ? loose : null);
  if (match === null) return candidate;
  const codeEnd = candidate.macEnd + match[0].length;
  return { ...candidate, codeStart: codeEnd - CHECK_CODE_LENGTH, codeEnd };
}

/** Tells codes from the words and model names (N510, P810) that may also stand after a MAC. */
function isLooseCode(code: string): boolean {
  return isHexRange(code, 0, CHECK_CODE_LENGTH) || (/\d/.test(code) && !/^[a-z]\d{3}$/i.test(code));
}

/** The check code as it stands in the text, in upper case; empty where there is none. */
function codeOf(text: string, candidate: Candidate): string {
  return text
    .slice(candidate.codeStart, candidate.codeEnd)
    .replace(/[^0-9A-Za-z]/g, '')
    .toUpperCase();
}

function chooseCandidate(text: string, candidates: readonly Candidate[]): Result<Label, LabelProblem> {
  const named = candidates.filter((candidate) => !isSerialNumber(text, candidate));
  if (named.length === 0) {
    const problem = explainBeside(text, candidates);
    if (problem !== null) return failure(problem);
  }
  const left = named.length === 0 ? candidates : named;
  const digits = [...new Set(left.map((candidate) => candidate.digits))];
  const codes = [...new Set(left.map((candidate) => codeOf(text, candidate)).filter((code) => code !== ''))];
  const first = digits[0] ?? '';
  if (digits.length > 1) {
    return failure({ reason: 'mac-several', detail: { first: spell(first, ''), second: spell(digits[1] ?? '', '') } });
  }
  if (codes.length > 1) {
    const [one = '', other = ''] = codes;
    return failure({ reason: 'mac-several', detail: { first: spell(first, one), second: spell(first, other) } });
  }
  if (codes.length === 0 && isGigasetMac(first)) {
    const damaged = /^[^0-9A-Za-z]*-([0-9A-Za-z]{1,8})[\s"']*$/.exec(text.slice(left[0]?.macEnd))?.[1];
    if (damaged !== undefined) return badCheckCode(damaged);
  }
  return toLabel(first, codes[0] ?? '');
}

/** Says whether the words before a candidate call it a serial number, a PIN or another kind of identity. */
function isSerialNumber(text: string, candidate: Candidate): boolean {
  const before = text.slice(Math.max(0, candidate.start - 24), candidate.start);
  return /(?:\bs\/?n|\bsnr|\bserial(?: ?(?:no|nr|number))?|\bserien-?(?:nummer|nr)|\bimei|\bipei|\brfpi|\bpin)[^0-9A-Za-z]{0,4}$/i.test(
    before,
  );
}

/** What is wrong with a MAC beside serial numbers; `null` where there is none, so that the serial number is the MAC. */
function explainBeside(text: string, serialNumbers: readonly Candidate[]): LabelProblem | null {
  let rest = text;
  for (const { start, codeEnd } of serialNumbers) {
    rest = `${rest.slice(0, start)}${'x'.repeat(codeEnd - start)}${rest.slice(codeEnd)}`;
  }
  const problem = explain(rest, splitWords(rest));
  const isNamed = /(?<![0-9a-z])(?:mac|hw)(?![a-z])/i.test(rest);
  return isNamed || problem.reason !== 'mac-unreadable' ? problem : null;
}

function spell(digits: string, checkCode: string): string {
  const pairs = formatMacPairs(digits as MacAddress);
  return checkCode === '' ? pairs : `${pairs}-${checkCode}`;
}

/** A number in scientific notation; `5E-00` within pairs is none. */
const EXPONENT = /(?<![0-9A-Za-z.,:_-])\d(?:[.,]\d{1,16}E[+-]?\d{1,3}(?![0-9A-Za-z])|E[+-]\d{1,3}(?=[\s"')\]]|$))/i;

function explain(text: string, words: readonly Word[]): LabelProblem {
  if (EXPONENT.test(text)) {
    return { reason: 'mac-exponent', detail: {} };
  }
  return explainLookalike(text) ?? explainLength(words);
}

function explainLookalike(text: string): LabelProblem | null {
  // Character for character, so that positions in the mended text are positions in the text.
  const mended = text
    .replace(/(?<=\bmac[ -]?|^[^0-9a-z]*)id\b/gi, '--')
    .replace(/\S/g, (character) => mendCharacter(character));
  const [candidate] = findCandidates(text, splitWords(mended));
  if (candidate === undefined || !toLabel(candidate.digits, '').ok) return null;
  const mistaken: number[] = [];
  for (let position = candidate.start; position < candidate.macEnd; position += 1) {
    if (mended.charAt(position) !== text.charAt(position)) mistaken.push(position);
  }
  const [position] = mistaken;
  if (position === undefined || mistaken.length > MAX_LOOKALIKES) return null;
  return {
    reason: 'mac-lookalike',
    detail: {
      found: text.charAt(position),
      position: position + 1,
      suggestion: spell(candidate.digits, codeOf(text, candidate)),
    },
  };
}

function mendCharacter(character: string): string {
  return LOOKALIKES.get(character.toUpperCase()) ?? character;
}

function isHexWhenMended(word: string): boolean {
  const mended = word.replace(/./g, mendCharacter);
  return isHexRange(mended, 0, mended.length);
}

/** Names the number of hex digits where the text was meant as a MAC, as far as that can be told. */
function explainLength(words: readonly Word[]): LabelProblem {
  const shortened = words.find((word) => word.isHex && /^(?=.*\d).{9,11}$/.test(word.text));
  if (shortened !== undefined) return { reason: 'mac-lost-zeros', detail: { length: shortened.text.length } };

  const isAllHex = words.every((word) => word.isHex || word.text === 'mac');
  const digits = longestChain(words);
  const isMeant = /\d/.test(digits) && (isAllHex || digits.length >= 8);
  if (!isMeant || digits.length === MAC_DIGITS) return { reason: 'mac-unreadable', detail: {} };
  const length = digits.length;
  if (length !== MAC_DIGITS + CHECK_CODE_LENGTH) return { reason: 'mac-length', detail: { length } };
  const suggestion = spell(digits.slice(0, MAC_DIGITS), digits.slice(MAC_DIGITS).toUpperCase());
  return parseLabel(suggestion).ok && !isEui64(digits)
    ? { reason: 'mac-length', detail: { length, suggestion, context: 'suggestion' } }
    : { reason: 'mac-length', detail: { length } };
}

/** The longest run of hex digits, groups with the same separator taken together. */
function longestChain(words: readonly Word[]): string {
  let longest = '';
  let chain = '';
  let gap = '';
  let last = '';
  for (const word of words) {
    if (!word.isHex) {
      chain = '';
      last = '';
      continue;
    }
    if (chain !== '' && isJoint(word.gap) && (chain === last || word.gap === gap)) chain += word.text;
    else chain = word.text;
    gap = word.gap;
    last = word.text;
    if (chain.length > longest.length) longest = chain;
  }
  return longest;
}
