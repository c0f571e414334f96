/** What is needed of a key that goes down. */
export interface KeyStroke {
  /** What the system's layout makes of it. */
  readonly key: string;
  /** Where it is, as on a US keyboard: `KeyA`, `Digit1`, `Minus`. */
  readonly code: string;
  readonly shiftKey: boolean;
  /** On a monotonic clock, in milliseconds. */
  readonly timeStamp: number;
}

/** One code as a scanner typed it, read in every way its layout and the system's can differ. */
export interface ScannedText {
  /** By the system's layout. */
  readonly asTyped: string;
  /** By the keys' places on a US keyboard: what a scanner set to it meant, whatever the system's layout is. */
  readonly asUs: string;
  /** By the keys' places on a German keyboard. */
  readonly asGerman: string;
}

/** A scanner is quicker than this from key to key, a person slower; in milliseconds. */
const QUICK_MS = 60;
/** Shorter than this nothing on a label is. */
const SHORTEST = 3;
/** A scanner that never ends its codes fills no memory. */
const LONGEST = 500;

/** Marks by their place: without and with shift, on a US and on a German keyboard. */
const MARKS: Readonly<Record<string, readonly [string, string, string, string]>> = {
  Minus: ['-', '_', 'ß', '?'],
  Equal: ['=', '+', '´', '`'],
  BracketLeft: ['[', '{', 'ü', 'Ü'],
  BracketRight: [']', '}', '+', '*'],
  Semicolon: [';', ':', 'ö', 'Ö'],
  Quote: ["'", '"', 'ä', 'Ä'],
  Backslash: ['\\', '|', '#', "'"],
  Comma: [',', '<', ',', ';'],
  Period: ['.', '>', '.', ':'],
  Slash: ['/', '?', '-', '_'],
  Space: [' ', ' ', ' ', ' '],
  NumpadSubtract: ['-', '-', '-', '-'],
  NumpadAdd: ['+', '+', '+', '+'],
  NumpadDecimal: ['.', '.', ',', ','],
  NumpadDivide: ['/', '/', '/', '/'],
  NumpadMultiply: ['*', '*', '*', '*'],
};
const SHIFTED_DIGITS_US = ')!@#$%^&*(';
const SHIFTED_DIGITS_GERMAN = '=!"§$%&/()';

/** What a key is on a keyboard of the other layout; `null`: a key without a letter. */
function letterAt({ code, shiftKey }: KeyStroke, layout: 'us' | 'german'): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) {
    const swapped = letter === 'Y' ? 'Z' : letter === 'Z' ? 'Y' : letter;
    const meant = layout === 'german' ? swapped : letter;
    return shiftKey ? meant : meant.toLowerCase();
  }
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) {
    if (!shiftKey) return digit;
    return (layout === 'german' ? SHIFTED_DIGITS_GERMAN : SHIFTED_DIGITS_US)[Number(digit)] ?? null;
  }
  const onPad = /^Numpad(\d)$/.exec(code)?.[1];
  if (onPad !== undefined) return onPad;
  return MARKS[code]?.[(layout === 'german' ? 2 : 0) + (shiftKey ? 1 : 0)] ?? null;
}

/** What a key did: nothing for a scanner, a part of a code, or the end of one. */
export type KeyResult =
  | { readonly kind: 'other' }
  /** `isBurst`: it came so quickly after the one before that no person typed it. */
  | { readonly kind: 'part'; readonly isBurst: boolean }
  | { readonly kind: 'code'; readonly text: ScannedText };

const OTHER: KeyResult = { kind: 'other' };

/** Tells a scanner that works as a keyboard from a person, and puts its codes together. */
export class ScannerKeys {
  #strokes: KeyStroke[] = [];

  /** Takes a key; the caller leaves out those with Ctrl, Alt or Meta. */
  take(stroke: KeyStroke): KeyResult {
    const { key, timeStamp } = stroke;
    const last = this.#strokes.at(-1);
    const isQuick = last !== undefined && timeStamp - last.timeStamp <= QUICK_MS;
    if (key === 'Enter' || key === 'Tab') {
      const strokes = this.#strokes;
      this.#strokes = [];
      return isQuick && strokes.length >= SHORTEST ? { kind: 'code', text: readStrokes(strokes) } : OTHER;
    }
    // A shift, or a dead key that has no letter yet.
    if (key.length !== 1 && letterAt(stroke, 'us') === null) return OTHER;
    if (!isQuick || this.#strokes.length >= LONGEST) this.#strokes = [];
    this.#strokes.push(stroke);
    return { kind: 'part', isBurst: isQuick };
  }
}

function readStrokes(strokes: readonly KeyStroke[]): ScannedText {
  const read = (layout: 'us' | 'german') => strokes.map((stroke) => letterAt(stroke, layout) ?? stroke.key).join('');
  const asTyped = strokes.map(({ key }) => (key.length === 1 ? key : '')).join('');
  return { asTyped, asUs: read('us'), asGerman: read('german') };
}
