import type { ConfigEntry } from './entries.ts';

/** What a text file holds. */
export interface TextReading {
  /** Its first line with anything in it. */
  readonly firstLine: string;
  readonly entries: readonly ConfigEntry[];
  /** Lines with words that are neither a setting, a section nor a comment. */
  readonly strangeLines: number;
}

/** Reads bytes as UTF-8, else as Latin-1; `null` where there is a NUL in them, so that they are no text. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

const COMMENT = /^(?:[#;]|\/\/|<!--|\[|<<|<\/?[a-z])/i;
const SET_LINE = /^(?:SET|ADD)\s+(\S+)\s*(.*)$/;
/**
 * Reads the settings of a text configuration: `key = value`, `key: value`, `key!: value` (snom), `SET KEY value`
 * (Avaya), `KEY="value"` (Panasonic).
 *
 * Pure and linear in the text's length; no text makes it throw.
 */
export function readText(text: string): TextReading {
  const entries: ConfigEntry[] = [];
  let firstLine = '';
  let strangeLines = 0;
  for (const whole of text.split(/\r\n|\r|\n/)) {
    const line = whole.trim();
    if (line === '') continue;
    if (firstLine === '') firstLine = line;
    const set = SET_LINE.exec(line);
    const setting = set === null && !COMMENT.test(line) ? splitSetting(line) : null;
    if (set !== null) entries.push({ key: set[1] ?? '', value: unquote(set[2] ?? '') });
    else if (setting !== null) entries.push(setting);
    else if (!COMMENT.test(line) && !/^(?:IF|GOTO|GET)\b/.test(line)) strangeLines += 1;
  }
  return { firstLine, entries, strangeLines };
}

/** Splits at the first `=` or `:`; snom marks who may change a setting between its name and the colon. */
function splitSetting(line: string): ConfigEntry | null {
  const at = line.search(/[=:]/);
  const key = line
    .slice(0, Math.max(at, 0))
    .replace(/[!$&]$/, '')
    .trim();
  return key === '' ? null : { key, value: unquote(line.slice(at + 1)) };
}

function unquote(text: string): string {
  const value = text.trim();
  const mark = value[0];
  return value.length > 1 && (mark === '"' || mark === "'") && value.endsWith(mark) ? value.slice(1, -1) : value;
}
