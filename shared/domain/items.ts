import { hasUserinfo } from './redact.ts';

/** What a list's header puts before the name of an item: `item:NAME`. */
export const ITEM_PREFIX = 'item:';

/** What stands in place of an item's value that nobody may see. */
export const MASKED_ITEM = '***';

/** Items of a phone by name, as a list gives them; names to the letter. */
export type Items = Readonly<Record<string, string>>;

/** The item that a header names (`item:NAME`, case of the prefix and blanks around don't matter), or `null`. */
export function itemOfHeader(header: string): string | null {
  const [, name = ''] = /^\s*item\s*:\s*(.*\S)\s*$/is.exec(header) ?? [];
  return name === '' ? null : name;
}

/** Tells whether an item's value is a secret by its name: a password, PIN, key or code. */
export function isSecretItem(name: string): boolean {
  return /pass(?:word|wd|phrase)?|pwd|secret|\bpin\b|[-_]pin|pin[-_]|private-?key|auth-?key|token|credential|[-_]tan\b|[-_]psk\b|community|^secure-mode-data$/i.test(
    name,
  );
}

/** Tells whether an item holds a secret: by its name, or since its value is a URL with a password. */
export function isSecretValue(name: string, value: string): boolean {
  return isSecretItem(name) || hasUserinfo(value);
}

/** Writes items as one text for storage: a JSON object, or empty text for none. */
export function formatItems(items: Items): string {
  return Object.keys(items).length === 0 ? '' : JSON.stringify(items);
}

/** Reads what {@link formatItems} wrote; anything else is no items. */
export function parseItems(text: string): Items {
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}
