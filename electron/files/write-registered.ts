import { extname } from 'node:path';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Entry } from '../../shared/domain/outcome.ts';
import { maskUserinfo } from '../../shared/domain/redact.ts';
import type { Result } from '../../shared/result.ts';
import { writeFileInOneStep } from './write-file.ts';
import { type TableOptions, writeTable } from './write-table.ts';

/** One phone of an account, as its service lists it. */
export interface RegisteredRow {
  readonly mac: MacAddress;
  readonly entry: Entry;
  /** Model name as the service spells it, or empty. */
  readonly model: string;
}

const PHONES_AT_ONCE = 1000;
const NOT_IN_XML = /(?![\t\n])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;

/**
 * Writes the phones of an account to a file, passwords in URLs masked; the file appears whole or not at all.
 *
 * - `.xml`: the XML-RPC answer that Gigaset's `autoprov.listDevices` gives, one row of `MAC, NAME, URL, DATE` a phone
 *   (Gigaset wiki, Redirect server); MACs as 12 upper-case digits, model names are left out
 * - `.csv`, `.xlsx`, `.json`: the columns `mac`, `url`, `provider`, `date`, `model`; `provider` and not `name`, which a
 *   list read again would take for the user's
 *
 * What the service didn't say is empty.
 * @returns `file-not-written`, with the aspects of `writeTable`.
 */
export async function writeRegistered(
  path: string,
  phones: readonly RegisteredRow[],
  options: TableOptions = {},
): Promise<Result<void>> {
  if (extname(path).toLowerCase() !== '.xml') {
    const rows = phones.map(({ mac, entry, model }) => [
      mac,
      maskedUrl(entry),
      entry.name ?? '',
      entry.date ?? '',
      model,
    ]);
    return writeTable(path, { header: ['mac', 'url', 'provider', 'date', 'model'], rows }, options);
  }
  return writeFileInOneStep(path, async (file) => {
    await file.writeFile('<?xml version="1.0" encoding="UTF-8"?>\n<methodResponse><params><param>');
    await file.writeFile('<value><array><data>\n');
    for (let start = 0; start < phones.length; start += PHONES_AT_ONCE) {
      await file.writeFile(
        phones
          .slice(start, start + PHONES_AT_ONCE)
          .map(toXmlRow)
          .join(''),
      );
    }
    await file.writeFile('</data></array></value></param></params></methodResponse>\n');
  });
}

function maskedUrl(entry: Entry): string {
  return maskUserinfo(entry.url ?? '');
}

function toXmlRow({ mac, entry }: RegisteredRow): string {
  const cells = [mac.toUpperCase(), entry.name ?? '', maskedUrl(entry), entry.date ?? ''];
  const values = cells.map((cell) => `<value><string>${escapeXml(cell)}</string></value>`).join('');
  return `<value><array><data>${values}</data></array></value>\n`;
}

function escapeXml(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(NOT_IN_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
