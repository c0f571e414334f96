import type { Language } from '../../shared/words/translate.ts';
import { type Html, html, rawHtml } from './html.ts';
import type { PaperOptions } from './pdf-printer.ts';
import { createSheetTranslator } from './words.ts';

/** What one document to be printed is made of. */
export interface Page extends Partial<PaperOptions> {
  readonly title: string;
  readonly language: Language;
  readonly body: Html;
  /** Rules beside those that every page has; made by us, never from a person's text. */
  readonly css?: string;
  /** When it is printed; stands at the foot. */
  readonly printedAt: Date;
  /** What stands at the foot on the left, for instance the help desk's line. @default the title */
  readonly foot?: string;
  /** Words of its own for `page n of N`, for instance `['Sheet ', ' of ', '']`. */
  readonly numbering?: Numbering;
  /** What stands at the foot of pages in other languages: those of sections with the class `in-<language>`. */
  readonly otherFeet?: readonly {
    readonly language: Language;
    readonly foot: string;
    readonly numbering: Numbering;
  }[];
}

/** What stands before a page's number, between it and how many there are, and after that. */
export type Numbering = readonly [string, string, string];

/** The typeface of all paper: the system's own, with digits of one width and a zero that is no O. */
const TYPEFACE = "'Segoe UI', 'Noto Sans', 'DejaVu Sans', 'Helvetica Neue', Arial, sans-serif";

/**
 * The rules of all paper: black on white, one typeface, no grey under text, nothing that is torn apart between pages.
 *
 * - `.exact`: MACs, codes and URLs, in digits that can't be misread (a zero with a dot or slash in it)
 * - `.sheet`: begins a page of its own
 * - `.together`: stays on one page
 * - tables repeat their header on each page and never tear a row
 */
export const PRINT_CSS = `
  * { box-sizing: border-box; }
  html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body {
    margin: 0; background: #fff; color: #000;
    font: 10pt/1.4 ${TYPEFACE}; font-variant-numeric: tabular-nums slashed-zero;
    overflow-wrap: anywhere; hyphens: manual;
  }
  h1 { font-size: 18pt; line-height: 1.2; margin: 0 0 4mm; }
  h2 { font-size: 12pt; line-height: 1.3; margin: 7mm 0 2mm; break-after: avoid; }
  p { margin: 0 0 2mm; orphans: 3; widows: 3; }
  .exact {
    font-family: 'Cascadia Mono', Consolas, Menlo, 'DejaVu Sans Mono', 'Liberation Mono', ui-monospace, monospace;
    font-variant-ligatures: none;
  }
  .sheet { break-before: page; }
  .sheet:first-child { break-before: auto; }
  .together { break-inside: avoid; }
  table { width: 100%; border-collapse: collapse; table-layout: fixed; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  th, td { text-align: left; vertical-align: top; padding: 1mm 2mm 1mm 0; border-bottom: 0.2mm solid #000; }
  th { font-weight: 600; border-bottom-width: 0.5mm; }
  th:last-child, td:last-child { padding-right: 0; }
  @media screen { body { max-width: 180mm; margin: 15mm auto; padding: 0 5mm; } }
`;

/**
 * Makes a whole HTML document: A4 with margins of 15 mm, `page n of N · printed …` in the corner.
 *
 * Its content security policy lets it load nothing and run nothing, wherever it is opened.
 */
export function makePage(page: Page): string {
  const { title, language, body, css = '', printedAt, paper = 'A4', isLandscape = false } = page;
  const translate = createSheetTranslator(language);
  const numbering = page.numbering ?? [translate('sheet.page-before'), translate('sheet.page-between'), ''];
  const others = (page.otherFeet ?? []).map(
    (other) => `
  @page in-${other.language} { ${footRules(other.foot, other.numbering, printedAt, other.language)} }
  .in-${other.language} { page: in-${other.language}; }`,
  );
  const rules = `
  @page {
    size: ${paper}${isLandscape ? ' landscape' : ''};
    margin: 15mm;
    ${footRules(page.foot ?? title, numbering, printedAt, language)}
  }${others.join('')}
  ${PRINT_CSS}${css}`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title}</title>
<style>${rawHtml(rules)}</style>
</head>
<body>${body}</body>
</html>
`.text;
}

function footRules(foot: string, [before, between, after]: Numbering, printedAt: Date, language: Language): string {
  const printed = createSheetTranslator(language)('sheet.printed', { time: formatTime(printedAt, language) });
  const number = `${cssText(before)} counter(page) ${cssText(between)} counter(pages) ${cssText(`${after} · ${printed}`)}`;
  return `@bottom-left { content: ${cssText(shorten(foot))}; font: 8pt ${TYPEFACE}; color: #000; }
    @bottom-right { content: ${number}; font: 8pt ${TYPEFACE}; font-variant-numeric: tabular-nums; color: #000; }`;
}

/** A point in time as a person reads it, in the local zone. */
export function formatTime(time: Date, language: Language): string {
  return TIMES[language].format(time);
}

/** A day as a person reads it, in the local zone. */
export function formatDay(time: Date, language: Language): string {
  return DAYS[language].format(time);
}

// Made once: a table has a time in every row, and making one takes a hundred times longer than using it.
const TIMES = formats({ dateStyle: 'medium', timeStyle: 'short' });
const DAYS = formats({ dateStyle: 'long' });

function formats(options: Intl.DateTimeFormatOptions): Readonly<Record<Language, Intl.DateTimeFormat>> {
  return { de: new Intl.DateTimeFormat('de-DE', options), en: new Intl.DateTimeFormat('en-GB', options) };
}

const FOOT_LENGTH = 70;

function shorten(text: string): string {
  const letters = Array.from(text);
  return letters.length <= FOOT_LENGTH ? text : `${letters.slice(0, FOOT_LENGTH - 1).join('')}…`;
}

/** A string of CSS inside a style element, whatever the text holds: every letter that means something is escaped. */
function cssText(text: string): string {
  return `"${text.replaceAll(/[^\p{L}\p{N} ·.,:…-]/gu, (letter) => `\\${letter.codePointAt(0)?.toString(16)} `)}"`;
}
