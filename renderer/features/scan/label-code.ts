import type { MacAddress } from '../../../shared/domain/device.ts';
import { type LabelProblem, parseLabel } from '../../../shared/domain/mac.ts';
import { guessVendor } from '../../../shared/domain/vendor.ts';
import type { ScannedText } from './scanner-keys.ts';

/** What one code on a label, or on a door, says. */
export type LabelCode =
  | { readonly kind: 'label'; readonly mac: MacAddress; readonly checkCode: string; readonly isKnownVendor: boolean }
  | { readonly kind: 'check-code' | 'serial' | 'pin' | 'room'; readonly value: string }
  | { readonly kind: 'unreadable'; readonly text: string; readonly problem: LabelProblem | null };

const PREFIXES = [
  ['serial', /^(?:s[/-]?n|serial(?: ?(?:no|number))?|seriennummer)[\s:.#-]+(\S.*)$/i],
  ['pin', /^pin[\s:.#-]*(\d{3,10})$/i],
  ['room', /^(?:room|raum|zimmer)[\s:.#-]+(\S.*)$/i],
] as const;

/** Groups of hex digits with marks between: somebody meant a MAC. */
const LOOKS_LIKE_MAC = /^(?:[0-9a-z]{2}[^0-9a-z]){3,}/i;
const CHECK_CODE = /^(?=.*[A-Za-z])[0-9A-Za-z]{4}$/;
const PIN = /^\d{4,8}$/;
const SERIAL = /^(?=.*\d)[0-9A-Za-z][0-9A-Za-z/._-]{5,29}$/;
/** What labels are written with; a `ß` or `ö` among it comes from a wrong layout. */
const PLAIN = /^[0-9A-Za-z:./ _-]*$/;

/**
 * Reads one code: a MAC with or without its check code, a check code, serial number or PIN by itself, or a room.
 *
 * Words before it decide (`S/N`, `PIN`, `Room`). Without them twelve plain digits of no known vendor are a serial
 * number, four to eight digits a PIN, four characters with a letter a check code.
 */
export function readLabelCode(text: string): LabelCode {
  const trimmed = text.trim();
  for (const [kind, pattern] of PREFIXES) {
    const value = pattern.exec(trimmed)?.[1];
    if (value !== undefined) return { kind, value: value.trim() };
  }
  const label = parseLabel(trimmed);
  if (label.ok) {
    const { mac, checkCode } = label.value;
    const isKnownVendor = guessVendor(mac) !== null;
    if (isKnownVendor || !/^\d{12}$/.test(trimmed)) return { kind: 'label', mac, checkCode, isKnownVendor };
  }
  if (!label.ok && isTornMac(trimmed)) return { kind: 'unreadable', text: trimmed, problem: label.error };
  if (CHECK_CODE.test(trimmed)) return { kind: 'check-code', value: trimmed.toUpperCase() };
  if (PIN.test(trimmed)) return { kind: 'pin', value: trimmed };
  if (SERIAL.test(trimmed) && !LOOKS_LIKE_MAC.test(trimmed)) return { kind: 'serial', value: trimmed.toUpperCase() };
  return { kind: 'unreadable', text: trimmed, problem: label.ok ? null : label.error };
}

/** Which of a scanned code's readings the scanner means, as far as its codes have shown it yet. */
export type Layout = keyof ScannedText;

/**
 * Chooses the reading of a scanned code: the one that makes a MAC in plain letters, else that of the latest such code.
 *
 * @returns the text and the layout to go on with.
 */
export function chooseReading(
  scanned: ScannedText,
  layout: Layout,
): { readonly text: string; readonly layout: Layout } {
  const order = [layout, 'asTyped', 'asUs', 'asGerman'] as const;
  const plain = order.filter((each) => PLAIN.test(scanned[each]));
  const marked = plain.filter((each) => /[^0-9a-z]/i.test(scanned[each]) && parseLabel(scanned[each]).ok);
  // The wrong layout makes the dash before a check code a mark that separates nothing.
  const proven = marked.find((each) => holdsCheckCode(scanned[each])) ?? marked[0];
  if (proven !== undefined) return { text: scanned[proven], layout: proven };
  const readable = order.find((each) => parseLabel(scanned[each]).ok) ?? plain[0] ?? layout;
  return { text: scanned[readable], layout };
}

/** Whether a text is the beginning of a known maker's MAC: taken for a serial number it would be an invented one. */
function isTornMac(text: string): boolean {
  return /^[0-9a-f]{8,11}$/i.test(text) && guessVendor(text.toLowerCase().padEnd(12, '0') as MacAddress) !== null;
}

function holdsCheckCode(text: string): boolean {
  const label = parseLabel(text);
  return label.ok && label.value.checkCode !== '';
}
