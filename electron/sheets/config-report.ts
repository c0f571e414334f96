import type { FetchedPhone, FileCheck, FileFinding } from '../../shared/domain/config-check.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import { formatMacPairs } from '../../shared/domain/mac.ts';
import { configMessage, fetchMessage } from '../../shared/words/config-messages.ts';
import type { Language } from '../../shared/words/translate.ts';
import { type Html, html } from './html.ts';
import { formatTime, makePage } from './page.ts';
import { createSheetTranslator, type SheetTranslate } from './words.ts';

/** A file with the room of its phone. */
export interface ReportFile extends FileCheck {
  readonly room: string;
}

/** All that a site report on configurations shows; nothing secret. */
export interface ConfigReportData {
  readonly language: Language;
  readonly rollout: string;
  /** Sentences about the server: its controls, its certificate. */
  readonly site: readonly string[];
  /** Sentences of advice. */
  readonly advice: readonly string[];
  readonly files: readonly ReportFile[];
  readonly fetched: readonly FetchedPhone[];
  readonly printedAt: Date;
}

const GOOD: ReadonlySet<FileFinding> = new Set(['ok', 'optional-missing']);

const CSS = `
  .counts { width: auto; min-width: 70mm; table-layout: auto; }
  .counts td:last-child, .counts th:last-child { text-align: right; padding-left: 6mm; }
  .files td, .files th { font-size: 8.5pt; line-height: 1.3; }
  .open { font-weight: 600; }
`;

/** Makes the site report on configurations: one HTML document, see `makePage`. */
export function makeConfigReport(data: ConfigReportData): string {
  const { language, rollout, files, fetched, printedAt } = data;
  const t = createSheetTranslator(language);
  const open = files.filter(({ finding }) => !GOOD.has(finding));
  const list = (title: string, lines: readonly string[]): Html | null =>
    lines.length === 0 ? null : html`<h2>${title}</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  const body = html`
    <h1>${t('configs.report.title')}</h1>
    <p>${rollout}</p>
    ${list(t('configs.report.site'), data.site)}
    ${summary(files, t)}
    ${open.length === 0 ? null : table(t('configs.report.problems'), open, t)}
    ${files.length === 0 ? null : table(t('configs.report.files'), files, t)}
    ${fetched.length === 0 ? null : fetches(fetched, language, t)}
    ${list(t('configs.report.advice'), data.advice)}`;
  const title = `${t('configs.report.title')} ${rollout}`;
  return makePage({ title, language, body, css: CSS, printedAt, isLandscape: true });
}

function summary(files: readonly ReportFile[], t: SheetTranslate): Html {
  if (files.length === 0) return html`<p>${t('configs.report.none')}</p>`;
  const counts = new Map<FileFinding, number>();
  for (const { finding } of files) counts.set(finding, (counts.get(finding) ?? 0) + 1);
  return html`<section class="together"><h2>${t('configs.report.summary')}</h2><table class="counts">
    <thead><tr><th scope="col">${t('configs.report.finding')}</th><th scope="col">${t('configs.report.number')}</th></tr></thead>
    <tbody>${[...counts].map(([finding, count]) => html`<tr><td>${t(`configs.finding.${finding}`)}</td><td>${count}</td></tr>`)}</tbody>
  </table></section>`;
}

function table(title: string, files: readonly ReportFile[], t: SheetTranslate): Html {
  return html`<h2>${title}</h2><table class="files">
    <colgroup><col style="width: 32mm"><col style="width: 30mm"><col style="width: 52mm"><col style="width: 13mm"><col style="width: 22mm"><col style="width: 27mm"><col></colgroup>
    <thead><tr>${(['mac', 'model', 'file', 'way', 'status', 'finding', 'message'] as const).map(
      (column) => html`<th scope="col">${t(`configs.report.${column}`)}</th>`,
    )}</tr></thead>
    <tbody>${files.map(
      (file) => html`<tr>
        <td class="exact">${formatMacPairs(file.mac as MacAddress)}</td><td>${[file.model, file.room].filter((text) => text !== '').join(', ')}</td>
        <td class="exact">${file.file}</td><td>${file.scheme}</td><td>${file.answers.join(', ')}</td>
        <td class="${GOOD.has(file.finding) ? 'fine' : 'open'}">${t(`configs.finding.${file.finding}`)}</td>
        <td>${configMessage(t, file)}</td></tr>`,
    )}</tbody></table>`;
}

function fetches(phones: readonly FetchedPhone[], language: Language, t: SheetTranslate): Html {
  return html`<h2>${t('configs.report.fetched')}</h2><table class="files">
    <colgroup><col style="width: 32mm"><col style="width: 34mm"><col style="width: 36mm"><col style="width: 32mm"><col style="width: 28mm"><col></colgroup>
    <thead><tr>${(['mac', 'state', 'time', 'address', 'firmware', 'message'] as const).map(
      (column) => html`<th scope="col">${t(`configs.report.${column}`)}</th>`,
    )}</tr></thead>
    <tbody>${phones.map(
      (phone) => html`<tr><td class="exact">${formatMacPairs(phone.mac as MacAddress)}</td>
        <td class="${phone.state === 'fetched' ? 'fine' : 'open'}">${t(`configs.state.${phone.state}`)}</td>
        <td>${phone.time === null || phone.time === '' ? '' : formatTime(new Date(phone.time), language)}</td>
        <td>${phone.address}</td><td>${phone.firmware}</td><td>${fetchMessage(t, phone)}</td></tr>`,
    )}</tbody></table>`;
}
