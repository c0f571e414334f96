import { setImmediate } from 'node:timers/promises';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes text fit for HTML, between tags and in quoted attributes alike. Control characters become blanks. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\n]/gu, ' ').replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Text that is HTML already: made by {@link html} or {@link rawHtml} alone. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can stand in an {@link html} template. */
export type HtmlValue = string | number | Html | readonly HtmlValue[] | null;

/** Takes text as HTML to the letter: for what a library made, such as the SVG of a QR code; never for a person's text. */
export function rawHtml(text: string): Html {
  return new Html(text);
}

/**
 * Makes HTML from a template: what is put in is escaped unless it is {@link Html}; lists are joined, `null` is nothing.
 *
 * Attributes in it must be quoted.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.map((part, index) => part + toText(values[index] ?? null)).join(''));
}

/** How many parts are made before the event loop gets its turn. */
const PARTS_AT_ONCE = 500;

/** Makes one piece of HTML of many parts, with a turn for others between them: a long table is no pause. */
export async function joinInTurns<Item>(items: readonly Item[], toPart: (item: Item) => Html): Promise<Html> {
  const texts: string[] = [];
  for (const [index, item] of items.entries()) {
    if (index % PARTS_AT_ONCE === PARTS_AT_ONCE - 1) await setImmediate();
    texts.push(toPart(item).text);
  }
  return new Html(texts.join(''));
}

function toText(value: HtmlValue): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(toText).join('');
  return escapeHtml(String(value));
}
