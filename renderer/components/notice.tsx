import { useEffect, useState } from 'react';

/** How long a notice stays: time to read two lines, and to look up first. In milliseconds. */
const SHOWN_MS = 8_000;

/** What came of something that shows nothing else: `at` tells two of one text apart. */
export interface Noticed {
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** Says for a while, above what is shown and to screen readers too, what came of a key or a button. */
export function Notice({ notice }: { readonly notice: Noticed | null }) {
  const [over, setOver] = useState<Noticed | null>(null);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => setOver(notice), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const isShown = notice !== null && notice !== over;
  return (
    <div role="status" className={isShown ? 'notice' : 'sr-only'}>
      {isShown ? <p key={notice.at}>{notice.text}</p> : null}
    </div>
  );
}
