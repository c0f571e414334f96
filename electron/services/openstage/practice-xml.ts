/** An item in the practice phone's own words. */
export interface PracticeItem {
  /** `name` or `name[index]`. */
  readonly key: string;
  readonly value: string;
  readonly status?: string;
}

/** What the provisioning service told a practice phone. */
export interface PracticeOrder {
  readonly nonce: string;
  readonly action: string;
  readonly items: readonly PracticeItem[];
}

const ENTITIES: readonly (readonly [string, string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
];

function decode(text: string): string {
  const numbered = text.replaceAll(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)));
  return ENTITIES.reduce((done, [entity, character]) => done.replaceAll(entity, character), numbered);
}

function encode(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Reads an answer of a provisioning service as a strict phone would; `null` for anything but the guide's form. */
export function readOrder(text: string): PracticeOrder | null {
  const form =
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*<DLSMessage xmlns="http:\/\/www\.siemens\.com\/DLS"[^>]*>\s*<Message nonce="([0-9A-Za-z]+)">\s*<Action>(\w+)<\/Action>\s*(?:<ItemList>([\s\S]*)<\/ItemList>\s*)?<\/Message>\s*<\/DLSMessage>\s*$/.exec(
      text,
    );
  if (form === null) return null;
  const [, nonce = '', action = '', list = ''] = form;
  const items = [...list.matchAll(/<Item name="([^"<]*)"(?: index="(\d+)")?>([^<]*)<\/Item>/g)].map(
    ([, name = '', index, value = '']) => ({
      key: index === undefined ? name : `${name}[${index}]`,
      value: decode(value),
    }),
  );
  return { nonce, action, items };
}

function writeItem({ key, value, status }: PracticeItem): string {
  const [, name = key, index] = /^(.*)\[(\d+)\]$/.exec(key) ?? [];
  const at = index === undefined ? '' : ` index="${index}"`;
  const word = status === undefined ? '' : ` status="${status}"`;
  return `<Item name="${name}"${at}${word}>${encode(value)}</Item>`;
}

/** What a practice phone says. */
export interface PracticeMessage {
  readonly nonce: string;
  readonly maxItems: number;
  readonly reason: string;
  readonly action?: string;
  readonly status?: string;
  readonly fragment?: 'next' | 'final';
  readonly items: readonly PracticeItem[] | null;
}

/** Writes a message of a practice phone, the way the vendor's guide shows it. */
export function writeMessage({ nonce, maxItems, reason, action, status, fragment, items }: PracticeMessage): string {
  const fragmentText = fragment === undefined ? '' : ` fragment="${fragment}"`;
  const reply = action === undefined ? '' : ` action="${action}" status="${status}"`;
  const list = items === null ? [] : ['<ItemList>', ...items.map(writeItem), '</ItemList>'];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<WorkpointMessage xmlns="http://www.siemens.com/DLS" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.siemens.com/DLS">',
    `<Message nonce="${nonce}" maxItems="${maxItems}"${fragmentText}>`,
    `<ReasonForContact${reply}>${reason}</ReasonForContact>`,
    ...list,
    '</Message>',
    '</WorkpointMessage>',
    '',
  ].join('\n');
}
