import type { MacAddress } from '../../shared/domain/device.ts';
import { formatMacPairs } from '../../shared/domain/mac.ts';
import type { Language } from '../../shared/words/translate.ts';
import { type Html, html } from './html.ts';
import { formatDay, makePage } from './page.ts';
import { createSheetTranslator, type SheetTranslate } from './words.ts';

/** A phone that its previous provider shall release. */
export interface LetterPhone {
  readonly mac: MacAddress;
  readonly serial: string;
  readonly model: string;
}

/** All that a letter to a previous provider says. */
export interface LetterData {
  readonly language: Language;
  /** Name and address, several lines. */
  readonly addressee: string;
  readonly sender: string;
  readonly contact: string;
  readonly customer: string;
  readonly place: string;
  readonly signatory: string;
  /** The phones by the title of the service that refused them; none of the lists is empty. */
  readonly services: readonly { readonly title: string; readonly phones: readonly LetterPhone[] }[];
  readonly printedAt: Date;
}

const CSS = `
  .sender { font-size: 8pt; border-bottom: 0.2mm solid #000; display: inline-block; margin: 0 0 3mm; }
  .addressee { white-space: pre-line; min-height: 30mm; margin: 0; }
  .date { text-align: right; margin: 6mm 0; }
  h1 { font-size: 12pt; }
  .signature { white-space: pre-line; margin-top: 16mm; }
  .from { white-space: pre-line; margin-top: 6mm; }
  td.exact, th.mac { white-space: nowrap; }
`;

interface LetterWords {
  readonly sender: string;
  readonly addressee: string;
  readonly date: string;
  readonly subject: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  readonly closing: string;
}

function word(data: LetterData, translate: SheetTranslate): LetterWords {
  const { language, customer, contact, place, printedAt } = data;
  const count = data.services.reduce((sum, { phones }) => sum + phones.length, 0);
  const service = data.services.map(({ title }) => title).join(', ');
  const day = formatDay(printedAt, language);
  return {
    sender: data.sender.trim() || translate('sheet.letter.sender-missing'),
    addressee: data.addressee.trim() || translate('sheet.letter.addressee-missing'),
    date: place.trim() === '' ? day : `${place.trim()}, ${day}`,
    subject: translate('sheet.letter.subject', { count }),
    greeting: translate('sheet.letter.greeting'),
    paragraphs: [
      translate('sheet.letter.opening', {
        count,
        customer: customer.trim() === '' ? '' : translate('sheet.letter.customer', { customer: customer.trim() }),
      }),
      translate('sheet.letter.refused', { count, service }),
      translate('sheet.letter.request', { count, service }),
      translate('sheet.letter.not-yours'),
      contact.trim() === ''
        ? translate('sheet.letter.contact-none')
        : translate('sheet.letter.contact', { contact: contact.trim() }),
      translate('sheet.letter.thanks'),
    ],
    closing: translate('sheet.letter.closing'),
  };
}

/** Makes the letter as a page to be printed, with the phones in a table at its end. */
export function makeLetter(data: LetterData): string {
  const translate = createSheetTranslator(data.language);
  const words = word(data, translate);
  const body = html`
    <p class="sender">${lines(words.sender).join(' · ')}</p>
    <p class="addressee">${words.addressee}</p>
    <p class="date">${words.date}</p>
    <h1>${words.subject}</h1>
    <p>${words.greeting}</p>
    ${words.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
    <div class="together">
      <p>${words.closing}</p>
      <p class="signature">${[data.signatory.trim(), words.sender].filter((part) => part !== '').join('\n')}</p>
    </div>
    ${data.services.map((service) => table(service, translate))}`;
  return makePage({
    title: words.subject,
    foot: translate('sheet.letter.foot'),
    language: data.language,
    body,
    css: CSS,
    printedAt: data.printedAt,
  });
}

function table({ title, phones }: LetterData['services'][number], translate: SheetTranslate): Html {
  return html`<h2>${translate('sheet.letter.list', { service: title })}</h2>
    <table>
      <colgroup><col style="width: 14mm"><col style="width: 44mm"><col><col></colgroup>
      <thead><tr><th scope="col">${translate('sheet.letter.number')}</th><th scope="col">${translate('sheet.letter.mac')}</th>
        <th scope="col">${translate('sheet.letter.serial')}</th><th scope="col">${translate('sheet.letter.model')}</th></tr></thead>
      <tbody>${phones.map(
        ({ mac, serial, model }, index) => html`<tr><td>${index + 1}</td><td class="exact">${formatMacPairs(mac)}</td>
          <td>${serial}</td><td>${model}</td></tr>`,
      )}</tbody>
    </table>`;
}

/** Makes the letter as plain text, for an e-mail: lines end with a line feed. */
export function makeLetterText(data: LetterData): string {
  const translate = createSheetTranslator(data.language);
  const words = word(data, translate);
  const blocks = [
    words.sender,
    words.addressee,
    words.date,
    words.subject,
    words.greeting,
    ...words.paragraphs,
    [words.closing, '', data.signatory.trim(), words.sender].filter((line, at) => line !== '' || at === 1).join('\n'),
    ...data.services.map(({ title, phones }) =>
      [
        translate('sheet.letter.list', { service: title }),
        ...phones.map(({ mac, serial, model }) =>
          [formatMacPairs(mac), serial, model].filter((part) => part !== '').join('  '),
        ),
      ].join('\n'),
    ),
  ];
  return `${blocks.map((block) => lines(block).join('\n')).join('\n\n')}\n`;
}

function lines(text: string): readonly string[] {
  return text.split(/\r\n|[\r\n]/).map((line) => line.trim());
}
