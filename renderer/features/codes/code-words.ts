import type { CodeRow } from '../../../shared/contract/codes.ts';
import type { CodeState } from '../../../shared/domain/code-state.ts';
import { failureMessage } from '../../../shared/words/messages.ts';
import { localeOf, type Speech } from '../../app/words.tsx';
import { PAPER_LANGUAGES } from '../../components/paper-languages.ts';
import type { MarkKind } from '../../components/status-mark.tsx';

const MARKS: Readonly<Record<CodeState, MarkKind>> = {
  draft: 'none',
  requesting: 'running',
  unknown: 'unknown',
  pending: 'waiting',
  contacted: 'waiting',
  provisioned: 'running',
  assigned: 'running',
  registered: 'done',
  tested: 'done',
  expired: 'refused',
  reissued: 'skipped',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** The mark of a code's state. */
export function markOf(state: CodeState): MarkKind {
  return MARKS[state];
}

/** Whom a row is for. */
export function nameOf(row: Pick<CodeRow, 'user' | 'login' | 'extension'>): string {
  return row.user || row.login || row.extension;
}

/** What is odd about a user's phone, and why its code is no further: sentences, empty where there is nothing to say. */
export function troublesOf({ t }: Speech, { warnings, cause, state }: CodeRow): readonly string[] {
  const odd = warnings.map((warning) => t(`code.warning.${warning}`));
  if (cause.reason === null || state === 'expired') return odd;
  const { reason, aspect, detail } = cause;
  const told = { reason, ...(aspect === null ? null : { aspect }), ...(detail === null ? null : { detail }) };
  return [...odd, failureMessage(t, told)];
}

/** The language of a user's sheet, in its own name; empty where it is that of the print. */
export function languageName(language: string): string {
  return PAPER_LANGUAGES.find(({ id }) => id === language)?.text ?? '';
}

/** When a code ends, local and with its weekday: `Sat, 28/11, 10:00`. */
export function formatEnd({ language }: Speech, iso: string): string {
  return new Intl.DateTimeFormat(localeOf(language, navigator.languages), {
    weekday: 'short',
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(iso));
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How long a code still lives, in its two largest units. */
export function formatLeft({ t }: Speech, leftMs: number): string {
  if (leftMs <= 0) return t('ui.codes.over');
  const parts = (unitMs: number, partMs: number) => ({
    n: Math.floor(leftMs / unitMs),
    m: Math.floor((leftMs % unitMs) / partMs),
  });
  if (leftMs >= DAY_MS) return t('ui.codes.left', { time: t('ui.codes.days', parts(DAY_MS, HOUR_MS)) });
  if (leftMs >= HOUR_MS) return t('ui.codes.left', { time: t('ui.codes.hours', parts(HOUR_MS, MINUTE_MS)) });
  return t('ui.codes.left', { time: t('ui.codes.minutes', parts(MINUTE_MS, 1000)) });
}
