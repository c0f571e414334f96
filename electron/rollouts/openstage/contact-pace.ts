import type { PhoneContact } from '../../storage/openstage.ts';

/** How long a phone ignores the next request to call unless it said otherwise (administration manuals of the phones). */
export const DEFAULT_GAP_MS = 300_000;
/** Early firmware doesn't survive more (experience of an older implementation). */
const SHORTEST_MS = 60_000;

/**
 * When a phone may be asked to call again, in milliseconds since 1970; 0: at once.
 *
 * At most once a minute, and not within the phone's own gap after a request that it took. Phones of this computer
 * (127.0.0.0/8) are practice phones, which need no minute.
 *
 * @param contact the last request it got; `null`: none yet.
 */
export function nextContactAtMs(contact: PhoneContact | null): number {
  if (contact === null) return 0;
  const shortest = contact.address.startsWith('127.') ? 0 : SHORTEST_MS;
  const gap = contact.gapSeconds === null ? DEFAULT_GAP_MS : contact.gapSeconds * 1_000;
  const own = contact.gapSeconds === null && shortest === 0 ? 0 : gap;
  return contact.triedAtMs + Math.max(shortest, contact.wasAccepted ? own : 0);
}
