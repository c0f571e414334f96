import type { MacAddress } from '../../shared/domain/device.ts';
import { formatMacPairs } from '../../shared/domain/mac.ts';
import { OUTCOMES, type Outcome, type OutcomeKind, type RunAction } from '../../shared/domain/outcome.ts';
import type { Standing } from '../../shared/domain/ownership.ts';
import { outcomeMessage } from '../../shared/words/messages.ts';
import type { Language } from '../../shared/words/translate.ts';
import { type Html, html, joinInTurns } from './html.ts';
import { formatDay, formatTime, makePage } from './page.ts';
import { createSheetTranslator, type SheetTranslate } from './words.ts';

/** One phone of a report. */
export interface ReportPhone {
  readonly mac: MacAddress;
  readonly model: string;
  readonly user: string;
  readonly extension: string;
  readonly room: string;
  /** The latest word on it; `null`: no run brought one yet. */
  readonly outcome: Omit<Outcome, 'now'> | null;
  /** When that was, ISO 8601; empty without an outcome. */
  readonly time: string;
}

/** One run of a report. */
export interface ReportRun {
  readonly run: number;
  readonly action: RunAction;
  readonly undoOf: number | null;
  readonly account: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly counts: Readonly<Partial<Record<OutcomeKind | 'open', number>>>;
}

/** What is known of a phone that another account owns. */
export interface ReportOwner {
  readonly mac: MacAddress;
  readonly room: string;
  readonly serviceWords: string | null;
  readonly standing: Standing;
  /** The own account that holds it; empty: none. */
  readonly heldBy: string;
  /** The own accounts that were asked. */
  readonly accounts: readonly string[];
  /** ISO 8601; `null`: it is not parked. */
  readonly parkedAt: string | null;
  readonly note: string;
}

/** A phone that anyone in its network can read and change. */
export interface ReportOpenPhone {
  readonly mac: MacAddress;
  readonly address: string;
  /** Model and firmware as the phone names them. */
  readonly model: string;
  readonly softwareVersion: string;
}

/** All that a hand-over report shows; nothing secret: URLs masked, no codes, no PINs. */
export interface ReportData {
  readonly language: Language;
  readonly rollout: string;
  readonly site: string;
  readonly address: string;
  readonly customer: string;
  readonly technician: string;
  readonly remarks: string;
  readonly phones: readonly ReportPhone[];
  readonly runs: readonly ReportRun[];
  /** URLs that services hold for the phones now, with how many phones each. */
  readonly targets: readonly { readonly url: string; readonly phones: number }[];
  readonly owners: readonly ReportOwner[];
  /** Phones in default mode, as they answered. */
  readonly openPhones: readonly ReportOpenPhone[];
  readonly printedAt: Date;
}

/** Outcomes that leave nothing to be done. */
const GOOD: ReadonlySet<OutcomeKind> = new Set(['done', 'unchanged']);

const CSS = `
  .facts { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 6mm; margin: 0; }
  .facts dt { font-weight: 600; }
  .facts dd { margin: 0; white-space: pre-line; }
  .counts { width: auto; min-width: 70mm; table-layout: auto; }
  .counts td:last-child, .counts th:last-child, .amount { text-align: right; padding-left: 6mm; }
  .counts tfoot td { font-weight: 600; border-bottom: 0; border-top: 0.5mm solid #000; }
  .verdict { font-weight: 600; margin-top: 3mm; }
  .open-result { font-weight: 600; }
  .results td, .results th { font-size: 8.5pt; line-height: 1.25; padding-top: 0.6mm; padding-bottom: 0.6mm; }
  .results td { border-bottom-width: 0.1mm; }
  .nowrap { white-space: nowrap; }
  .point { margin: 0 0 4mm; }
  .point .head { font-weight: 600; break-after: avoid; margin-bottom: 0.5mm; }
  .point .macs { margin: 1mm 0 0; font-size: 8.5pt; }
  .point .macs span { display: inline-block; margin-right: 5mm; }
  .quoted { font-style: italic; }
  .signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 12mm; }
  .line { border-top: 0.3mm solid #000; margin-top: 15mm; padding-top: 1mm; font-size: 8.5pt; }
  .signatures p { font-weight: 600; margin: 0; }
  .signatures .whom { font-weight: 400; min-height: 1.4em; }
  .remarks { white-space: pre-line; }
`;

/** Makes the hand-over report of a rollout: one HTML document, see `makePage`. */
export async function makeReport(data: ReportData): Promise<string> {
  const { language, rollout, site, printedAt } = data;
  const translate = createSheetTranslator(language);
  const place = site === '' ? rollout : site;
  const open = data.phones.filter(({ outcome }) => outcome === null || !GOOD.has(outcome.kind));
  const body = html`
    <h1>${translate('sheet.report.title')}</h1>
    ${facts(data, translate)}
    ${summary(data, open.length, translate)}
    ${runs(data, translate)}
    ${targets(data, translate)}
    ${await openPoints(open, translate)}
    ${await owners(data, translate)}
    ${openPhones(data, translate)}
    ${await results(data, translate)}
    ${signatures(data, translate)}`;
  const title = `${translate('sheet.report.title')} ${place}`;
  return makePage({ title, language, body, css: CSS, printedAt });
}

function facts(data: ReportData, translate: SheetTranslate): Html {
  const rows: readonly (readonly [string, string])[] = [
    [translate('sheet.report.site'), data.site],
    [translate('sheet.report.address'), data.address],
    [translate('sheet.report.customer'), data.customer],
    [translate('sheet.report.technician'), data.technician],
    [translate('sheet.report.rollout'), data.rollout],
    [translate('sheet.report.date'), formatDay(data.printedAt, data.language)],
  ];
  return html`<dl class="facts">${rows.map(
    ([label, value]) => html`<dt>${label}</dt><dd>${value.trim() || translate('sheet.report.not-given')}</dd>`,
  )}</dl>${
    data.remarks.trim() === ''
      ? null
      : html`<h2>${translate('sheet.report.remarks')}</h2><p class="remarks">${data.remarks.trim()}</p>`
  }`;
}

function summary({ phones }: ReportData, open: number, translate: SheetTranslate): Html {
  const counts = new Map<OutcomeKind | 'none', number>();
  for (const { outcome } of phones) {
    const kind = outcome?.kind ?? 'none';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const kinds = [...OUTCOMES, 'none' as const].filter((kind) => counts.has(kind));
  const verdict =
    phones.length === 0
      ? translate('sheet.report.no-phones')
      : open === 0
        ? translate('sheet.report.all-good')
        : translate('sheet.report.open-count', { count: open });
  return html`<section class="together"><h2>${translate('sheet.report.summary')}</h2>
    <table class="counts">
      <thead><tr><th scope="col">${translate('sheet.report.result')}</th>
        <th scope="col">${translate('sheet.report.number')}</th></tr></thead>
      <tbody>${kinds.map((kind) => html`<tr><td>${wordKind(kind, translate)}</td><td>${counts.get(kind) ?? 0}</td></tr>`)}</tbody>
      <tfoot><tr><td>${translate('sheet.report.total')}</td><td>${phones.length}</td></tr></tfoot>
    </table>
    <p class="verdict">${verdict}</p></section>`;
}

function wordKind(kind: OutcomeKind | 'none', translate: SheetTranslate): string {
  return kind === 'none' ? translate('sheet.report.no-run') : translate(`outcome.${kind}`);
}

function runs(data: ReportData, translate: SheetTranslate): Html {
  const { language } = data;
  if (data.runs.length === 0) {
    return html`<h2>${translate('sheet.report.done')}</h2><p>${translate('sheet.report.no-runs')}</p>`;
  }
  const word = (run: ReportRun) =>
    OUTCOMES.filter((kind) => (run.counts[kind] ?? 0) > 0)
      .map((kind) => `${run.counts[kind]} ${translate(`outcome.${kind}`)}`)
      .join(', ');
  return html`<h2>${translate('sheet.report.done')}</h2>
    <table>
      <colgroup><col style="width: 14mm"><col style="width: 38mm"><col style="width: 36mm"><col style="width: 36mm"><col></colgroup>
      <thead><tr>${(['run', 'started', 'action', 'account', 'result'] as const).map(
        (column) => html`<th scope="col">${translate(`sheet.report.${column}`)}</th>`,
      )}</tr></thead>
      <tbody>${data.runs.map(
        (run) => html`<tr>
          <td>${run.run}</td>
          <td>${formatTime(new Date(run.startedAt), language)}</td>
          <td>${run.undoOf === null ? translate(`action.${run.action}`) : translate('sheet.report.undo', { run: run.undoOf })}</td>
          <td>${run.account}</td>
          <td>${word(run)}</td>
        </tr>`,
      )}</tbody>
    </table>`;
}

function targets(data: ReportData, translate: SheetTranslate): Html | null {
  if (data.targets.length === 0) return null;
  return html`<h2>${translate('sheet.report.targets')}</h2>
    <table>
      <colgroup><col><col style="width: 24mm"></colgroup>
      <thead><tr><th scope="col">URL</th><th scope="col" class="amount">${translate('sheet.report.number')}</th></tr></thead>
      <tbody>${data.targets.map(
        ({ url, phones }) => html`<tr><td class="exact">${url}</td><td class="amount">${phones}</td></tr>`,
      )}</tbody>
    </table>`;
}

/** Phones with the same trouble stand together, so that a sentence is read once. */
async function openPoints(open: readonly ReportPhone[], translate: SheetTranslate): Promise<Html | null> {
  if (open.length === 0) return null;
  const groups = new Map<string, ReportPhone[]>();
  for (const phone of open) {
    const { outcome } = phone;
    const key =
      outcome === null
        ? ''
        : JSON.stringify([outcome.kind, outcome.reason, outcome.aspect, outcome.detail, outcome.serviceWords]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [phone]);
    else group.push(phone);
  }
  const sorted = [...groups.values()].sort((a, b) => b.length - a.length);
  const points: (Html | null)[] = [];
  for (const phones of sorted) points.push(await openPoint(phones, translate));
  return html`<h2>${translate('sheet.report.open')}</h2>${points}`;
}

async function openPoint(phones: readonly ReportPhone[], translate: SheetTranslate): Promise<Html | null> {
  const [first] = phones;
  if (first === undefined) return null;
  const { outcome } = first;
  const sentence = outcome === null ? '' : outcomeMessage(translate, outcome, phones.length === 1 ? first.mac : null);
  const words = outcome?.serviceWords ?? null;
  const count = translate('sheet.report.phones', { count: phones.length });
  const macs = await joinInTurns(
    phones,
    ({ mac, room }) =>
      html`<span><span class="exact nowrap">${formatMacPairs(mac)}</span>${room === '' ? '' : `(${room})`}</span> `,
  );
  return html`<div class="${phones.length > 40 ? 'point' : 'point together'}">
    <p class="head">${count}: ${wordKind(outcome?.kind ?? 'none', translate)}</p>
    ${sentence === '' ? null : html`<p>${sentence}</p>`}
    ${words === null ? null : html`<p class="quoted">${translate('sheet.report.quoted', { words })}</p>`}
    <p class="macs">${macs}</p>
  </div>`;
}

async function owners(data: ReportData, translate: SheetTranslate): Promise<Html | null> {
  const { language } = data;
  if (data.owners.length === 0) return null;
  const ownAccounts = (owner: ReportOwner) =>
    translate(`ownership.standing.${owner.standing}`, {
      context: 'asked',
      account: owner.heldBy,
      accounts: owner.accounts.join(', '),
    });
  const parked = (owner: ReportOwner) =>
    owner.parkedAt === null
      ? ''
      : [translate('sheet.report.parked-since', { time: formatDay(new Date(owner.parkedAt), language) }), owner.note]
          .filter((part) => part !== '')
          .join(': ');
  return html`<h2>${translate('sheet.report.owners')}</h2>
    <table class="results">
      <colgroup><col style="width: 36mm"><col style="width: 24mm"><col><col><col></colgroup>
      <thead><tr>${(['mac', 'room', 'service-said', 'own-accounts', 'parked'] as const).map(
        (column) => html`<th scope="col">${translate(`sheet.report.${column}`)}</th>`,
      )}</tr></thead>
      <tbody>${await joinInTurns(
        data.owners,
        (owner) => html`<tr>
          <td class="exact nowrap">${formatMacPairs(owner.mac)}</td>
          <td>${owner.room}</td>
          <td>${owner.serviceWords === null ? '' : html`<span class="quoted">${owner.serviceWords}</span>`}</td>
          <td>${ownAccounts(owner)}</td>
          <td>${parked(owner)}</td>
        </tr>`,
      )}</tbody>
    </table>`;
}

function openPhones(data: ReportData, translate: SheetTranslate): Html | null {
  if (data.openPhones.length === 0) return null;
  return html`<h2>${translate('sheet.report.open-phones')}</h2>
    <p>${translate('sheet.report.open-phones-text')}</p>
    <table class="results">
      <colgroup><col style="width: 36mm"><col style="width: 36mm"><col><col></colgroup>
      <thead><tr>${(['mac', 'ip-address', 'model', 'firmware'] as const).map(
        (column) => html`<th scope="col">${translate(`sheet.report.${column}`)}</th>`,
      )}</tr></thead>
      <tbody>${data.openPhones.map(
        (phone) => html`<tr>
          <td class="exact nowrap">${formatMacPairs(phone.mac)}</td>
          <td class="nowrap">${phone.address}</td>
          <td>${phone.model}</td>
          <td>${phone.softwareVersion}</td>
        </tr>`,
      )}</tbody>
    </table>`;
}

async function results(data: ReportData, translate: SheetTranslate): Promise<Html | null> {
  const { language, phones } = data;
  if (phones.length === 0) return null;
  return html`<h2>${translate('sheet.report.results')}</h2>
    <table class="results">
      <colgroup><col style="width: 36mm"><col style="width: 30mm"><col><col style="width: 25mm"><col style="width: 28mm"><col style="width: 30mm"></colgroup>
      <thead><tr>${(['mac', 'room', 'user', 'model', 'result', 'when'] as const).map(
        (column) => html`<th scope="col">${translate(`sheet.report.${column}`)}</th>`,
      )}</tr></thead>
      <tbody>${await joinInTurns(phones, ({ mac, room, user, extension, model, outcome, time }) => {
        const isGood = outcome !== null && GOOD.has(outcome.kind);
        return html`<tr>
          <td class="exact nowrap">${formatMacPairs(mac)}</td>
          <td>${room}</td>
          <td>${[user, extension].filter((part) => part !== '').join(', ')}</td>
          <td>${model}</td>
          <td class="${isGood ? 'result' : 'open-result'}">${wordKind(outcome?.kind ?? 'none', translate)}</td>
          <td>${time === '' ? '' : formatTime(new Date(time), language)}</td>
        </tr>`;
      })}</tbody>
    </table>`;
}

function signatures(data: ReportData, translate: SheetTranslate): Html {
  const box = (title: string, whom: string) => html`<div>
      <p>${title}</p>
      <p class="whom">${whom}</p>
      <div class="line">${translate('sheet.report.place-date')}</div>
      <div class="line">${translate('sheet.report.name')}</div>
      <div class="line">${translate('sheet.report.signature')}</div>
    </div>`;
  return html`<section class="together"><h2>${translate('sheet.report.signatures')}</h2>
    <div class="signatures">
      ${box(translate('sheet.report.handed-over'), data.technician)}
      ${box(translate('sheet.report.accepted'), data.customer)}
    </div></section>`;
}
