import type { ReactNode } from 'react';
import type { OutcomeKind } from '../../shared/domain/outcome.ts';

/** What a mark can stand for: every outcome, and what comes before one. */
export type MarkKind = OutcomeKind | 'waiting' | 'running' | 'none';

const OCTAGON = 'M5.1 1.2h5.8l3.9 3.9v5.8l-3.9 3.9H5.1l-3.9-3.9V5.1z';

/** Each kind has a shape of its own, so that no colour is needed to tell them apart. */
const SHAPES: Readonly<Record<MarkKind, ReactNode>> = {
  done: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path className="mark-glyph" d="m4.8 8.2 2.2 2.3 4.2-4.8" fill="none" strokeWidth="1.8" />
    </>
  ),
  unchanged: (
    <>
      <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M5 6.6h6M5 9.4h6" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  waiting: <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  running: (
    <>
      <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.4" opacity="0.35" />
      <path className="arc" d="M8 1.7a6.3 6.3 0 0 1 6.3 6.3" fill="none" stroke="currentColor" strokeWidth="2.2" />
    </>
  ),
  unknown: (
    <>
      <path d="M8 .8 15.2 8 8 15.2.8 8z" fill="currentColor" />
      <path
        className="mark-glyph"
        d="M6.2 6.4a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.6-.9 1.3M8 11.2v.4"
        fill="none"
        strokeWidth="1.4"
      />
    </>
  ),
  refused: (
    <>
      <path d={OCTAGON} fill="currentColor" />
      <path
        className="mark-glyph"
        d="M5.4 8.9V5.6M7.1 7.6V4.2M8.8 7.6V4.2M10.5 8.4V5.3M5.4 8.6c0 2.4 1.1 3.3 2.7 3.3 1.5 0 2.4-1 2.4-2.6V8"
        fill="none"
        strokeWidth="1.2"
      />
    </>
  ),
  failed: (
    <>
      <path d="M8 1 15.4 14.4H.6z" fill="currentColor" />
      <path className="mark-glyph" d="M8 5.6v4.2M8 11.6v.6" fill="none" strokeWidth="1.6" />
    </>
  ),
  skipped: <path d="M3 8h10" stroke="currentColor" strokeWidth="2" />,
  cancelled: <path d="m4 4 8 8M12 4l-8 8" stroke="currentColor" strokeWidth="1.8" />,
  none: <circle cx="8" cy="8" r="1.6" fill="currentColor" />,
};

/** The state of a phone: a shape and, beside it, its word. The colour only repeats them. */
export function StatusMark({ kind, children }: { readonly kind: MarkKind; readonly children: ReactNode }) {
  return (
    <span className={`mark ${kind}`}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" strokeLinecap="round" strokeLinejoin="round">
        {SHAPES[kind]}
      </svg>
      {children}
    </span>
  );
}
