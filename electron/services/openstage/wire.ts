import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { PhoneItem } from '../../../shared/domain/phone-item.ts';
import { failure, type Result, success } from '../../../shared/result.ts';

/** The most bytes one message may have, in either direction (vendor guide, "Message fragmentation"). */
export const MESSAGE_MAX_BYTES = 50 * 1024;

/** What we may answer a phone with. */
export const DLS_ACTIONS = [
  'ReadAllItems',
  'ReadItems',
  'WriteItems',
  'Restart',
  'FileDeployment',
  'SoftwareDeployment',
  'GetNextFragment',
  'CleanUp',
] as const;

/** One of {@link DLS_ACTIONS}. */
export type DlsAction = (typeof DLS_ACTIONS)[number];

/** A message that a phone sent, as far as it can be read; nothing is taken for granted but the root's name. */
export interface PhoneMessage {
  /** Replay protection, copied unchanged into the answer; empty when the phone sent none. */
  readonly nonce: string;
  /** The most items that one answer may hold; `null`: no limit. */
  readonly maxItems: number | null;
  /** `next`: more fragments follow. */
  readonly fragment: 'next' | 'final' | null;
  /** Why the phone calls, in its own letter case, for instance `solicited`; not a closed list. */
  readonly reason: string;
  /** The action that a `reply-to` answers; empty otherwise. */
  readonly action: string;
  /** `accepted`, `failed`, `busy`, or whatever else it says; empty where it says nothing. */
  readonly status: string;
  /** In the phone's order. `status` is what the phone says of the single item. */
  readonly items: readonly PhoneItem[];
}

/** Why bytes are no message of a phone. */
export type WireProblem = 'too-large' | 'not-utf8' | 'not-xml' | 'doctype' | 'other-root';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Numeric references too: early firmware writes ' and " as such.
  htmlEntities: true,
  isArray: (_name, path) => /(?:^|\.)(?:ItemList|Item)$/.test(String(path)),
});

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function childOf(node: Node, name: string): unknown {
  const value = node[name];
  return Array.isArray(value) ? value[0] : value;
}

function attributeOf(node: unknown, name: string): string {
  if (!isNode(node)) return '';
  const value = node[`@${name}`];
  return typeof value === 'string' ? value.trim() : '';
}

function textOf(node: unknown): string {
  if (typeof node === 'string') return node;
  if (!isNode(node)) return '';
  const text = node['#text'];
  return typeof text === 'string' ? text : '';
}

function nodesOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function toItem(node: unknown): PhoneItem | null {
  const name = attributeOf(node, 'name');
  if (name === '') return null;
  const index = attributeOf(node, 'index');
  const status = attributeOf(node, 'status');
  return {
    name,
    index: /^\d{1,6}$/.test(index) ? Number(index) : null,
    value: textOf(node),
    status: status === '' ? null : status,
  };
}

/**
 * Reads a message of a phone, by the local names of its elements; schema, namespace and order don't matter.
 *
 * @param bytes the whole body of its POST; UTF-8, a byte order mark is passed over.
 * @returns why it can't be read: larger than {@link MESSAGE_MAX_BYTES}, not UTF-8, not well-formed, with a document
 *   type (which could hold entities), or with another root than `WorkpointMessage`.
 * Source: vendor guide A31003-S2000-R102-16-7620, "Message format"; where items lie outside `Message`, as one
 * implementation writes them, they are found too.
 */
export function parsePhoneMessage(bytes: Uint8Array): Result<PhoneMessage, WireProblem> {
  if (bytes.length > MESSAGE_MAX_BYTES) return failure('too-large');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return failure('not-utf8');
  }
  if (/<!doctype/i.test(text)) return failure('doctype');
  if (XMLValidator.validate(text) !== true) return failure('not-xml');
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch {
    return failure('not-xml');
  }
  const root = isNode(document) ? childOf(document, 'WorkpointMessage') : undefined;
  if (!isNode(root)) return failure('other-root');
  const message = childOf(root, 'Message');
  const inner = isNode(message) ? message : {};
  const reason = childOf(inner, 'ReasonForContact') ?? childOf(root, 'ReasonForContact');
  const fragment = attributeOf(message, 'fragment') || attributeOf(reason, 'fragment');
  const maxItems = Number.parseInt(attributeOf(message, 'maxItems'), 10);
  const lists = [...nodesOf(inner.ItemList), ...nodesOf(root.ItemList)];
  return success({
    nonce: attributeOf(message, 'nonce'),
    maxItems: maxItems > 0 ? maxItems : null,
    fragment: fragment === 'next' ? 'next' : fragment === 'final' ? 'final' : null,
    reason: textOf(reason).trim(),
    action: attributeOf(reason, 'action'),
    status: attributeOf(reason, 'status').toLowerCase(),
    items: lists.flatMap((list) => (isNode(list) ? nodesOf(list.Item) : [])).flatMap((node) => toItem(node) ?? []),
  });
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** What XML 1.0 can't carry at all (section 2.2). */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escapeText(text: string): string {
  return text.replaceAll(FORBIDDEN, '').replaceAll(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

/** Tells whether a value can be written at all; control characters and halves of surrogate pairs can't. */
export function isWritableValue(value: string): boolean {
  return value.search(FORBIDDEN) === -1;
}

/** Tells whether early firmware is known to misread a value, since it doesn't know XML's escapes for it. */
export function isRiskyValue(value: string): boolean {
  return /[&<>]/.test(value);
}

function writeItem({ name, index, value }: Omit<PhoneItem, 'status'>): string {
  const at = index === null ? '' : ` index="${index}"`;
  return `<Item name="${escapeText(name)}"${at}>${escapeText(value)}</Item>\n`;
}

const HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<DLSMessage xmlns="http://www.siemens.com/DLS" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
  'xsi:schemaLocation="http://www.siemens.com/DLS">\n';

/**
 * Writes an answer to a phone: one `DLSMessage`, UTF-8.
 *
 * @param nonce that of the message that is answered.
 * @param items left out of the document when there are none.
 * Source: vendor guide A31003-S2000-R102-16-7620, "Messages from the provisioning service".
 */
export function writeAnswer(
  nonce: string,
  action: DlsAction,
  items: readonly Omit<PhoneItem, 'status'>[] = [],
): Buffer {
  const list = items.length === 0 ? '' : `<ItemList>\n${items.map(writeItem).join('')}</ItemList>\n`;
  return Buffer.from(
    `${HEAD}<Message nonce="${escapeText(nonce)}">\n<Action>${action}</Action>\n${list}</Message>\n</DLSMessage>\n`,
  );
}

/** What surrounds the items of an answer, in bytes, generously. */
const FRAME_BYTES = 1_024;

/**
 * Splits items into as many answers as the phone's limit and the size of a message ask for, in their order.
 *
 * @param maxItems the most items of one answer; `null`: no limit.
 * @returns at least one list; an item that is too large alone gets a list of its own.
 * Source: vendor guide A31003-S2000-R102-16-7620, "Message fragmentation": the service splits a long WriteItems itself.
 */
export function splitItems<Item extends Omit<PhoneItem, 'status'>>(
  items: readonly Item[],
  maxItems: number | null,
): readonly (readonly Item[])[] {
  const lists: Item[][] = [[]];
  let bytes = FRAME_BYTES;
  for (const item of items) {
    const size = Buffer.byteLength(writeItem(item));
    const last = lists.at(-1) ?? [];
    if (last.length > 0 && (bytes + size > MESSAGE_MAX_BYTES || last.length === maxItems)) {
      lists.push([item]);
      bytes = FRAME_BYTES + size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return lists;
}

/** Merges the items of several fragments: the later one of the same name and index counts. */
export function mergeItems(fragments: readonly (readonly PhoneItem[])[]): readonly PhoneItem[] {
  const merged = new Map<string, PhoneItem>();
  for (const item of fragments.flat()) merged.set(`${item.name} ${item.index ?? ''}`, item);
  return [...merged.values()];
}
