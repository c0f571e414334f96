import { setImmediate } from 'node:timers/promises';
import { maskCode, type ProvisioningCode } from '../../shared/domain/code.ts';
import type { CodeSource } from '../../shared/domain/code-state.ts';
import { LANGUAGES, type Language } from '../../shared/words/translate.ts';
import { CODE_CSS } from './code-css.ts';
import { confirmKeyOf, drawKey, drawQrCode, drawRowId } from './code-symbols.ts';
import { type Html, html, rawHtml } from './html.ts';
import { makePage, type Numbering } from './page.ts';
import { createSheetTranslator, type SheetTranslate } from './words.ts';

/** How codes are put on paper: a page each, eight slips with cut marks a page, or one list in landscape. */
export const CODE_LAYOUTS = ['page', 'slips', 'list'] as const;

/** One of {@link CODE_LAYOUTS}. */
export type CodeLayout = (typeof CODE_LAYOUTS)[number];

/** A user on paper. Empty text: nothing is known of it. */
export interface SheetUser {
  /** Number of the user, for the bar code. */
  readonly id: number;
  readonly user: string;
  readonly extension: string;
  readonly login: string;
  readonly building: string;
  readonly floor: string;
  readonly room: string;
  readonly model: string;
  readonly category: string;
  readonly app: string;
  readonly mac: string;
  /** In which language the user's sheet is; empty: in that of the print. */
  readonly language: Language | '';
  readonly note: string;
  /** Empty on archive copies and where there is none: then {@link SheetUser.lastFour} stands there. */
  readonly code: ProvisioningCode | '';
  /** The last four digits of the code, for archive copies; empty without a code. */
  readonly lastFour: string;
  /** UTC, in milliseconds since 1970; `null`: nobody said. */
  readonly validUntilMs: number | null;
  readonly issuedAtMs: number | null;
  /** The account that issued it. */
  readonly account: string;
  readonly domain: string;
  readonly source: CodeSource;
}

/** What is printed. */
export interface CodeSheets {
  readonly rollout: string;
  /** Stands above the rollout's name; empty for none. */
  readonly customer: string;
  readonly helpDesk: string;
  /** Number to call when the phone is ready; empty for none. */
  readonly testCall: string;
  /** A `data:` address from `toLogo`; empty for none. */
  readonly logo: string;
  /** Of the list, of feet of pages with slips, and of the sheets of users who have none of their own. */
  readonly language: Language;
  readonly layout: CodeLayout;
  /** Whether only the last four digits are shown, and no QR symbol. */
  readonly isArchive: boolean;
  readonly printedAt: Date;
  /** In the order in which they are printed; see {@link sortByPlace}. */
  readonly users: readonly SheetUser[];
}

const SLIPS_A_PAGE = 8;
const SHEETS_A_TURN = 5;

/** A language with its words. */
interface Voice {
  readonly language: Language;
  readonly translate: SheetTranslate;
}

const VOICES: Readonly<Record<Language, Voice>> = {
  de: { language: 'de', translate: createSheetTranslator('de') },
  en: { language: 'en', translate: createSheetTranslator('en') },
};

/** Makes the document with everybody's code, letting the event loop run in between; `makePage` says what it may do. */
export async function makeCodeSheets(sheets: CodeSheets): Promise<string> {
  const { language, layout, printedAt, users } = sheets;
  const { translate } = VOICES[language];
  const isList = layout === 'list';
  const title = translate(isList ? 'sheet.codes.list-title' : 'sheet.codes.title', { rollout: sheets.rollout });
  const body =
    layout === 'page'
      ? await inTurns(users, (user, index) => pageOf(sheets, user, index))
      : layout === 'slips'
        ? await inTurns(inGroups(users, SLIPS_A_PAGE), (group, page) => slipsOf(sheets, group, page))
        : listOf(sheets, title);
  return makePage({
    title,
    language,
    body,
    css: CODE_CSS,
    printedAt,
    isLandscape: isList,
    foot: footOf(sheets, VOICES[language], title),
    ...(isList ? {} : { numbering: numberingOf(VOICES[language]) }),
    ...(layout === 'page'
      ? {
          otherFeet: LANGUAGES.filter((other) => other !== language).map((other) => ({
            language: other,
            foot: footOf(
              sheets,
              VOICES[other],
              VOICES[other].translate('sheet.codes.title', { rollout: sheets.rollout }),
            ),
            numbering: numberingOf(VOICES[other]),
          })),
        }
      : {}),
  });
}

/** A page of its own says what else there is to say on itself; slips and lists have one sentence for all of a page. */
function footOf({ helpDesk, layout }: CodeSheets, { translate }: Voice, title: string): string {
  if (layout !== 'page') return translate('sheet.codes.foot-later');
  return helpDesk === '' ? title : translate('sheet.codes.help-desk', { text: helpDesk });
}

function numberingOf({ translate }: Voice): Numbering {
  return [translate('sheet.codes.sheet-before'), translate('sheet.codes.sheet-between'), ''];
}

/** The language in which somebody is spoken to on paper. */
function voiceFor(sheets: CodeSheets, user: SheetUser): Voice {
  return VOICES[user.language || sheets.language];
}

/** Sorts users as one walks through a house: building, floor, room, name; `2.9` before `2.10`, nothing last. */
export function sortByPlace<User extends Pick<SheetUser, 'building' | 'floor' | 'room' | 'user'>>(
  users: readonly User[],
  language: Language,
): readonly User[] {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const compare = (one: string, other: string): number => {
    if (one === '' || other === '') return one === other ? 0 : one === '' ? 1 : -1;
    return collator.compare(one, other);
  };
  return [...users].sort(
    (one, other) =>
      compare(one.building, other.building) ||
      compare(one.floor, other.floor) ||
      compare(one.room, other.room) ||
      compare(one.user, other.user),
  );
}

// Made once: making a format takes a hundred times longer than using it.
const LONG = formats({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZoneName: 'short' });
const SHORT = formats({ weekday: 'short', day: 'numeric', month: '2-digit', year: 'numeric', timeZoneName: 'short' });

function formats(options: Intl.DateTimeFormatOptions): Readonly<Record<Language, Intl.DateTimeFormat>> {
  const all = { ...options, hour: '2-digit', minute: '2-digit' } as const;
  return { de: new Intl.DateTimeFormat('de-DE', all), en: new Intl.DateTimeFormat('en-GB', all) };
}

/**
 * When a code ends, as people read it: weekday, day, time and zone, local: `Samstag, 28. November 2026 um 10:00 MEZ`.
 */
export function formatExpiry(atMs: number, language: Language, isShort = false): string {
  return (isShort ? SHORT : LONG)[language].format(atMs);
}

/** Makes one piece of HTML of many, with a turn for others between them: each symbol takes some milliseconds. */
async function inTurns<T>(items: readonly T[], toPart: (item: T, index: number) => Html): Promise<Html> {
  const parts: Html[] = [];
  for (const [index, item] of items.entries()) {
    if (index % SHEETS_A_TURN === SHEETS_A_TURN - 1) await setImmediate();
    parts.push(toPart(item, index));
  }
  return html`${parts}`;
}

function inGroups<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** The digits in groups of four that no line end can tear apart. */
function digitsOf({ isArchive }: CodeSheets, user: SheetUser): Html {
  const groups =
    user.code !== '' && !isArchive
      ? (user.code.match(/.{4}/g) ?? [])
      : maskCode((user.code || user.lastFour || '····') as ProvisioningCode).split('-');
  return html`<span class="code exact">${groups.map((group) => html`<span class="group">${group}</span>`)}</span>`;
}

function qrOf({ isArchive }: CodeSheets, user: SheetUser): Html {
  return user.code === '' || isArchive ? html`` : html`<div class="qr">${drawQrCode(user.code)}</div>`;
}

/** Until when a code is valid; the time stands out. */
function untilOf({ language, translate }: Voice, { validUntilMs }: SheetUser, isShort = false): Html {
  if (validUntilMs === null) return html`${translate('sheet.codes.until-unknown')}`;
  return html`${translate('sheet.codes.until')} <b>${formatExpiry(validUntilMs, language, isShort)}</b>`;
}

/** When a code was issued and by which account, as far as that is known. */
function issuedOf({ language, translate }: Voice, { issuedAtMs, account }: SheetUser): string {
  if (issuedAtMs === null) return '';
  const time = formatExpiry(issuedAtMs, language, true);
  return account === ''
    ? translate('sheet.codes.issued', { time })
    : translate('sheet.codes.issued-by', { time, account });
}

/** Whom a sheet is for: the name, else what stands for it. */
function nameOf(user: SheetUser): string {
  return user.user || user.login || user.extension;
}

/** Names of any length keep to two lines. */
function sizeOf(name: string): 'name' | 'name long' | 'name very-long' {
  return name.length <= 34 ? 'name' : name.length <= 60 ? 'name long' : 'name very-long';
}

function placeOf({ building, floor, room }: SheetUser): string {
  return [building, floor, room].filter((part) => part !== '').join(' · ');
}

function pageOf(sheets: CodeSheets, user: SheetUser, index: number): Html {
  const voice = voiceFor(sheets, user);
  const { language, translate } = voice;
  const key = confirmKeyOf(user.model);
  const isOwn = user.source === 'own';
  const facts = [
    [translate('sheet.codes.extension'), user.user === '' && user.login === '' ? '' : user.extension],
    [translate('sheet.codes.place'), placeOf(user)],
    [translate('sheet.codes.login'), user.user === '' ? '' : user.login],
    [translate('sheet.codes.model'), user.model],
    [translate('sheet.codes.category'), user.category],
    [translate('sheet.codes.app'), user.app],
  ].filter(([, value]) => value !== '');
  const issued = issuedOf(voice, user);
  return html`<section class="sheet code-page${language === sheets.language ? '' : ` in-${language}`}" lang="${language}">
<header><div class="logo">${logoOf(sheets)}</div><div class="of"><b>${sheets.customer}</b><br>${sheets.rollout}<br>${translate('sheet.codes.number', { n: index + 1, count: sheets.users.length })}</div></header>
<h1 class="${sizeOf(nameOf(user))}">${nameOf(user)}</h1>
<dl class="facts">${facts.map(([label, value]) => html`<div><dt>${label ?? ''}</dt><dd>${value ?? ''}</dd></div>`)}</dl>
<div class="box together"><div class="digits"><div class="label">${translate('sheet.codes.your-code')}</div>${digitsOf(sheets, user)}<div class="small">${translate(sheets.isArchive ? 'sheet.codes.archive-mark' : 'sheet.codes.digits-only')} ${translate('sheet.codes.one-use')}</div></div>${qrOf(sheets, user)}</div>
<p class="until">${untilOf(voice, user)}</p>
<h2>${translate('sheet.codes.how-to')}</h2>
<ol class="steps">
<li>${translate('sheet.codes.step-connect')}</li>
<li>${translate('sheet.codes.step-wait')}</li>
<li>${translate('sheet.codes.step-type')}</li>
<li>${translate(`sheet.codes.step-confirm-${key}`)} ${drawKey(key)}</li>
<li>${translate('sheet.codes.step-restart')}</li>
<li>${translate('sheet.codes.step-ready')} ${sheets.testCall === '' ? translate('sheet.codes.step-test-any') : translate('sheet.codes.step-test', { number: sheets.testCall })}</li>
</ol>
<h2>${translate('sheet.codes.no-form')}</h2>
<ul class="steps">
<li>${translate('sheet.codes.no-form-used')}</li>
<li>${translate(isOwn ? 'sheet.codes.no-form-own' : 'sheet.codes.no-form-network')}</li>
<li>${translate('sheet.codes.no-form-expired')}</li>
</ul>
<div class="fields"><div class="bars">${drawRowId(user.id)}</div><div>${translate('sheet.codes.sticker')}</div><div>${translate('sheet.codes.done-by')}</div><div>${translate('sheet.codes.time')}</div></div>
<footer>${sheets.helpDesk === '' ? null : html`<p class="help">${translate('sheet.codes.help-desk', { text: sheets.helpDesk })}</p>`}
<p class="small">${issued === '' ? null : `${issued}. `}${translate('sheet.codes.later-codes')}</p></footer>
</section>`;
}

function logoOf({ logo }: CodeSheets): Html {
  return logo === '' ? html`` : html`<img alt="" src="${logo}">`;
}

function slipsOf(sheets: CodeSheets, users: readonly SheetUser[], page: number): Html {
  const slips = users.map((user, index) => {
    const voice = voiceFor(sheets, user);
    const { language, translate } = voice;
    const n = page * SLIPS_A_PAGE + index + 1;
    const factTexts = [
      user.user === '' && user.login === '' ? '' : user.extension,
      user.user === '' ? '' : user.login,
      placeOf(user),
      user.model,
      user.category,
      user.app,
    ];
    const key = confirmKeyOf(user.model);
    const facts = factTexts.filter((fact) => fact !== '').join(' · ');
    const isFull = nameOf(user).length > 34 || facts.length > 60 || sheets.helpDesk.length > 40;
    const noForm = translate(user.source === 'own' ? 'sheet.codes.slip-no-form-own' : 'sheet.codes.slip-no-form');
    return html`<div class="slip${isFull ? ' full' : ''}" lang="${language}"><i class="cut tl"></i><i class="cut tr"></i><i class="cut bl"></i><i class="cut br"></i>
<div class="slip-top"><span>${[sheets.customer, sheets.rollout].filter((part) => part !== '').join(' · ')}</span><span>${translate('sheet.codes.number', { n, count: sheets.users.length })}</span></div>
<div class="${sizeOf(nameOf(user)).replace('name', 'slip-name')}">${nameOf(user)}</div>
<div class="slip-facts">${facts}</div>
<div class="slip-code"><div>${digitsOf(sheets, user)}<div class="once">${translate(sheets.isArchive ? 'sheet.codes.archive-mark' : 'sheet.codes.slip-digits')} ${translate('sheet.codes.one-use')}</div>
<div class="slip-until">${untilOf(voice, user, true)}</div><div class="once">${issuedOf(voice, user)}</div></div>${qrOf(sheets, user)}</div>
<div class="slip-steps">${translate('sheet.codes.slip-steps')} ${drawKey(key)}${key === 'either' ? ` (${translate('sheet.codes.slip-either')})` : ''}. ${translate('sheet.codes.slip-restart')} ${sheets.testCall === '' ? translate('sheet.codes.step-test-any') : translate('sheet.codes.step-test', { number: sheets.testCall })}</div>
<div class="slip-steps">${noForm} <b>${sheets.helpDesk === '' ? '' : translate('sheet.codes.help-desk', { text: sheets.helpDesk })}</b></div>
<div class="slip-foot"><div class="bars">${drawRowId(user.id)}</div><div class="slip-field">${translate('sheet.codes.slip-sticker')}</div><div class="slip-field">${translate('sheet.codes.done-by')}</div><div class="slip-field">${translate('sheet.codes.time')}</div></div>
</div>`;
  });
  return html`<section class="sheet slips">${slips}</section>`;
}

const LIST_COLUMNS = [
  'number',
  'room',
  'user',
  'extension',
  'model',
  'category',
  'code',
  'until',
  'mac',
  'language',
  'typed',
  'updated',
  'registered',
  'tested',
  'remark',
] as const;

/** Whether a column is for ticks by hand. */
function isTick(column: (typeof LIST_COLUMNS)[number]): boolean {
  return column === 'typed' || column === 'updated' || column === 'registered' || column === 'tested';
}

function listOf(sheets: CodeSheets, title: string): Html {
  const { users, language } = sheets;
  const { translate } = VOICES[language];
  // Where all sheets are in one language, nobody has to look which one to hand out.
  const isMixed = users.some((user) => (user.language || language) !== language);
  const columns = LIST_COLUMNS.filter((column) => column !== 'language' || isMixed);
  const ends = users.flatMap(({ validUntilMs }) => (validUntilMs === null ? [] : [validUntilMs]));
  const domains = [...new Set(users.map(({ domain }) => domain).filter((domain) => domain !== ''))].join(', ') || '–';
  const head =
    ends.length === 0
      ? translate('sheet.codes.list-head-open', { count: users.length })
      : translate('sheet.codes.list-head', {
          domain: domains,
          count: users.length,
          time: formatExpiry(Math.min(...ends), language, true),
        });
  const isOwn = users.every(({ source }) => source === 'own');
  const rows = users.map(
    (user, index) =>
      html`<tr><td>${index + 1}</td><td>${placeOf(user)}</td><td>${nameOf(user)}</td><td>${user.extension}</td><td>${user.model}</td><td>${user.category}</td><td class="list-code">${user.code === '' && user.lastFour === '' ? null : digitsOf(sheets, user)}</td><td>${user.validUntilMs === null ? null : formatExpiry(user.validUntilMs, language, true)}</td><td class="exact mac">${user.mac}</td>${isMixed ? html`<td>${(user.language || language).toUpperCase()}</td>` : null}${LIST_COLUMNS.filter(isTick).map(() => html`<td class="tick"><i></i></td>`)}<td>${user.note}</td></tr>`,
  );
  return html`<div class="code-list"><h1>${title}</h1>
<p>${head}</p><p class="small">${translate(isOwn ? 'sheet.codes.list-privacy-own' : 'sheet.codes.list-privacy')} ${sheets.isArchive ? translate('sheet.codes.archive-mark') : ''}</p>
<table${isMixed ? rawHtml(' class="mixed"') : null}><colgroup>${columns.map((column) => html`<col class="col-${column}">`)}</colgroup><thead><tr>${columns.map((column) => html`<th${isTick(column) ? rawHtml(' class="tick"') : null}>${translate(`sheet.codes.column-${column}`)}</th>`)}</tr></thead><tbody>${rows}</tbody></table>
${sheets.helpDesk === '' ? null : html`<p class="small">${translate('sheet.codes.help-desk', { text: sheets.helpDesk })}</p>`}</div>`;
}
