import { findForbiddenCharacter, type XmlProblem, XmlTokenizer } from '../../transport/xml-tokenizer.ts';
import type { ConfigEntry } from './entries.ts';

/** What an XML file holds, or where it breaks XML's rules. */
export type XmlReading =
  | { readonly kind: 'xml'; readonly root: string; readonly entries: readonly ConfigEntry[] }
  | {
      readonly kind: 'bad-xml';
      /** `encoding`: the bytes are not in the encoding the file says it has. `before`: bytes before the declaration. */
      readonly problem: XmlProblem | 'encoding' | 'before';
      /** Both from 1 on. */
      readonly line: number;
      readonly column: number;
    };

const DECLARATION = /^\uFEFF?\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.-]+)["']/;
/** A document type without a subset of its own: nothing is resolved, so it can be passed over. */
const PLAIN_DOCTYPE = /<!DOCTYPE\s+[^<>[\]]*>/;
const ATTRIBUTE = /([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads an XML configuration: strictly, without a document type's or external entities.
 *
 * Each attribute and each element with text gives an entry; of an element with a `name` attribute the name is the key
 * (Grandstream's `<item name="…">`); `<N>key</N><V>value</V>` (Obihai) is read as one entry too. Pure; no bytes throw.
 */
export function readXml(bytes: Uint8Array): XmlReading {
  const text = decode(bytes);
  if (text === null) return { kind: 'bad-xml', problem: 'encoding', line: 1, column: 1 };
  if (/^\s+<\?xml/.test(text)) return { kind: 'bad-xml', problem: 'before', line: 1, column: 1 };
  const source = text.replace(/\r\n?/g, '\n').replace(PLAIN_DOCTYPE, (type) => type.replace(/[^\n]/g, ' '));
  const forbidden = findForbiddenCharacter(source);
  if (forbidden !== -1) return problemAt(source, forbidden, 'character');
  return collect(source);
}

function problemAt(source: string, offset: number, problem: XmlProblem): XmlReading {
  const before = source.slice(0, offset);
  const line = before.split('\n').length;
  return { kind: 'bad-xml', problem, line, column: offset - before.lastIndexOf('\n') };
}

function decode(bytes: Uint8Array): string | null {
  const beginning = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const named = isUtf16 ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : (DECLARATION.exec(beginning)?.[1] ?? 'utf-8');
  try {
    return new TextDecoder(named, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

interface OpenElement {
  readonly name: string;
  /** What its text is filed under. */
  readonly key: string;
  text: string;
}

function collect(source: string): XmlReading {
  const tokenizer = new XmlTokenizer(source);
  const open: OpenElement[] = [];
  const entries: ConfigEntry[] = [];
  let root = '';
  let pendingName: string | null = null;
  for (;;) {
    switch (tokenizer.next()) {
      case 'open': {
        const { name, offset } = tokenizer;
        if (root === '') root = name;
        const attributes = source.startsWith('<', offset) ? attributesAt(source, offset) : [];
        const named = attributes.find(({ key }) => key === 'name')?.value;
        for (const { key, value } of attributes) {
          if (key === 'name' || key.startsWith('xmlns')) continue;
          // `<param name="…" value="…"/>` is one setting
          entries.push({ key: key === 'value' && named !== undefined ? named : key, value });
        }
        const above = open.at(-1);
        const key =
          named === undefined ? name : name === 'part' && above !== undefined ? `${above.key}.${named}` : named;
        open.push({ name, key, text: '' });
        break;
      }
      case 'text': {
        const element = open.at(-1);
        if (element !== undefined) element.text += tokenizer.text;
        break;
      }
      case 'close': {
        const element = open.pop();
        if (element === undefined) break;
        const value = element.text.trim();
        if (element.name === 'N' || element.name === 'Name') pendingName = value;
        else if ((element.name === 'V' || element.name === 'Value') && pendingName !== null) {
          entries.push({ key: pendingName, value });
          pendingName = null;
        } else if (value !== '' || isLeaf(source, tokenizer.offset)) entries.push({ key: element.key, value });
        break;
      }
      case 'end':
        return { kind: 'xml', root, entries };
      case 'problem':
        return problemAt(source, tokenizer.offset, tokenizer.problem);
      default:
    }
  }
}

/** Whether the end tag at an offset follows its start tag directly: an element that is there and empty. */
function isLeaf(source: string, offset: number): boolean {
  const before = source.slice(Math.max(0, offset - 200), offset).trimEnd();
  return before.endsWith('>') && !/<\/[^<>]*>$/.test(before) && !before.endsWith('/>');
}

/** The attributes of the tag at an offset; the tokenizer has proved that they are well-formed. */
function attributesAt(source: string, offset: number): readonly ConfigEntry[] {
  const tag = /<(?:"[^"]*"|'[^']*'|[^'">])*>/y;
  tag.lastIndex = offset;
  const text = tag.exec(source)?.[0] ?? '';
  return [...text.matchAll(ATTRIBUTE)].map(([, key = '', double, single]) => ({
    key,
    value: resolve(double ?? single ?? ''),
  }));
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolve(text: string): string {
  return text.replace(/&(#x?)?(\w+);/g, (whole, mark: string | undefined, name: string) => {
    if (mark === undefined) return NAMED[name] ?? whole;
    return String.fromCodePoint(Number.parseInt(name, mark === '#x' ? 16 : 10));
  });
}
