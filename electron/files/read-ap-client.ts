import { parseLabel } from '../../shared/domain/mac.ts';
import type { ColumnPlan } from './find-columns.ts';
import { type ListRow, NO_NUMBERS } from './list.ts';

/** The columns that call lines and call files are read as. */
export const CALL_COLUMNS = ['mac', 'url', 'name', 'method'] as const;

/** How {@link CALL_COLUMNS} fill a device's fields. */
export const CALL_PLAN: ColumnPlan = {
  header: CALL_COLUMNS,
  headerRow: 0,
  names: CALL_COLUMNS,
  indexes: { mac: 0, url: 1 },
  items: [],
};

const SCRIPT = String.raw`(?:[^\s"']*[/\\])?ap-client(?:\.py)?`;
const CALL_LINE = new RegExp(
  String.raw`^[ \t]*(?:\S*[$#>][ \t]+)?(?:sudo[ \t]+)?(?:\S*python[\d.]*(?:\.exe)?[ \t]+)?["']?${SCRIPT}["']?[ \t]`,
  'im',
);
const METHOD = /^autoprov\.[a-z]+$/i;
const LIST_METHOD = /^autoprov\.listdevices$/i;
const TOKEN = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g;

/** Tells whether a text has a line that calls Gigaset's `ap-client.py`. Line ends must be `\n`. */
export function hasApClientLines(text: string): boolean {
  // the name by itself is found much faster than a line that begins with it
  return /ap-client/i.test(text) && CALL_LINE.test(text);
}

/**
 * Reads the calls of Gigaset's `ap-client.py` out of notes or a script: a row per MAC, in the columns of
 * {@link CALL_COLUMNS}.
 *
 * A line is `ap-client.py USER PASSWORD HOST METHOD s:TEXT sl:TEXT,TEXT`, perhaps behind `python`, with quotes around
 * its arguments, or going on after a `\` at its end. All that stands before the method is thrown away unread, and of
 * lines that are no calls only a MAC is kept, since either may hold a password. Lines without call and MAC, and calls
 * of `listDevices`, give a blank row.
 *
 * Source: Gigaset wiki, Redirect server.
 */
export function* readApClient(text: string): Generator<ListRow, void> {
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const row = index + 1;
    let line = lines[index] ?? '';
    while (/\\\s*$/.test(line) && index + 1 < lines.length) {
      index++;
      line = `${line.replace(/\\\s*$/, ' ')}${lines[index] ?? ''}`;
    }
    const calls = CALL_LINE.test(line) ? readCall(line) : readOther(line);
    for (const cells of calls) yield { row, cells, numberColumns: NO_NUMBERS };
  }
}

/** Names the method where a text's only calls are those that hold no phones. */
export function findListCall(text: string): string | null {
  const methods = text.match(/\bautoprov\.[a-z]+/gi) ?? [];
  return methods.length > 0 && methods.every((method) => LIST_METHOD.test(method)) ? (methods[0] ?? null) : null;
}

function readCall(line: string): readonly (readonly string[])[] {
  const tokens = (line.match(TOKEN) ?? []).map((token) => token.replace(/["']/g, ''));
  const at = tokens.findIndex((token) => METHOD.test(token));
  const method = tokens[at];
  // a call without method is damaged: a row, but nothing of it may be shown
  if (method === undefined) return [['', '', '', 'ap-client.py']];
  if (LIST_METHOD.test(method)) return [['']];
  const { texts, list } = readArguments(tokens.slice(at + 1));
  const macs = list ?? texts.splice(0, 1);
  const urlAt = texts.findIndex((argument) => argument.includes('://'));
  const [url = ''] = urlAt >= 0 ? texts.splice(urlAt, 1) : [];
  const name = texts.join(' ');
  return macs.length === 0 ? [['', url, name, method]] : macs.map((mac) => [mac, url, name, method]);
}

/** Sorts a call's arguments: those after `s:`, and those of the list after `sl:`, if there is one. */
function readArguments(tokens: readonly string[]): {
  readonly texts: string[];
  readonly list: readonly string[] | null;
} {
  const texts: string[] = [];
  let list: string[] | null = null;
  let isInList = false;
  for (const token of tokens) {
    const [, kind, value = token] = /^(sl?):(.*)$/is.exec(token) ?? [];
    if (kind !== undefined) isInList = kind.toLowerCase() === 'sl';
    if (isInList) list = [...(list ?? []), ...value.split(',')];
    else if (kind !== undefined) texts.push(value);
  }
  return { texts, list: list?.map((mac) => mac.trim()).filter((mac) => mac !== '') ?? null };
}

function readOther(line: string): readonly (readonly string[])[] {
  const label = parseLabel(line);
  if (!label.ok) return [['']];
  const { mac, checkCode } = label.value;
  return [[checkCode === '' ? mac : `${mac}-${checkCode}`]];
}
