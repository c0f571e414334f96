import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What a screen says when there is nothing on it yet: what would be here, and what to do. */
export function Empty({
  icon: Icon,
  title,
  children,
  actions,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon size={28} strokeWidth={1.5} aria-hidden="true" />
      <h2>{title}</h2>
      <p className="muted">{children}</p>
      {actions === undefined ? null : <div className="button-row">{actions}</div>}
    </div>
  );
}

/** Rows that stand for what is being loaded. */
export function Skeleton({ rows }: { readonly rows: number }) {
  const widths = ['72%', '58%', '66%', '49%', '61%'];
  return (
    <div className="stack" aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => `row-${index}`).map((key, index) => (
        <div key={key} className="skeleton" style={{ width: widths[index % widths.length] }} />
      ))}
    </div>
  );
}
