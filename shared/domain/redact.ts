const MASK = '***';
const SCHEME_END = /:(?:\\?\/){2}/;
/** `user:word`, but neither `host:8083` nor an IPv6 address. */
const OPENS_PASSWORD = /^[^/?#\\\s:[]+:(?!\d{1,5}(?:\W|$))/;
const AUTHORIZATION = /(authorization["']?\s*[:=]\s*)\S[^\r\n]*/gi;
const AFTER_OK = /(\bok\s*:\s*)\S[^\r\n]*/gi;

/** A host with its port: what comes after the next `/` belongs to the path, an `@` too (RFC 3986, 3.2). */
const HOST_AND_PORT = /^(?:[^:@[\]]*|\[[0-9a-f:.]+\]):\d{1,5}$/i;

/** Whether what follows `://` can begin with userinfo: its first segment holds `@`, or a `:` that isn't an IPv6 address's. */
function canHoldUserinfo(afterScheme: string): boolean {
  const segment = /^[^/?#\\]*/.exec(afterScheme)?.[0] ?? '';
  if (HOST_AND_PORT.test(segment)) return false;
  return /[:@]/.test(segment.replace(/^\[[0-9a-f:.]+\]/i, ''));
}

/** Index of the `@` that ends the userinfo of a text which begins right after `://`; -1 without one. */
function userinfoEnd(afterScheme: string): number {
  return canHoldUserinfo(afterScheme) ? afterScheme.lastIndexOf('@') : -1;
}

function afterScheme(url: string): number {
  const match = SCHEME_END.exec(url);
  return match === null ? -1 : match.index + match[0].length;
}

/**
 * Tells whether a URL template carries `user@` or `user:password@`.
 *
 * The whole text is one URL; it is never decoded or parsed as one, since a template needn't be a valid URL and a
 * password in it may hold any character. When in doubt the answer is yes, but `https://host:8443/a@b` has none: what looks
 * like a port is one. Without `://` the answer is no.
 */
export function hasUserinfo(url: string): boolean {
  const start = afterScheme(url);
  return start >= 0 && userinfoEnd(url.slice(start)) >= 0;
}

/**
 * Masks the userinfo of one URL template: `https://user:secret@host/%MACD` becomes `https://***@host/%MACD`.
 *
 * The whole text is one URL, blanks included. Everything up to its last `@` goes when {@link hasUserinfo} says yes, so
 * that a password with `@` or `/` in it leaves nothing behind; otherwise the text comes back unchanged.
 */
export function maskUserinfo(url: string): string {
  const start = afterScheme(url);
  if (start < 0) return url;
  const end = userinfoEnd(url.slice(start));
  return end < 0 ? url : `${url.slice(0, start)}${MASK}${url.slice(start + end)}`;
}

/**
 * Masks the secrets that a text about the wire can hold; for logs, errors and the service's own words.
 *
 * - the userinfo of every `scheme://user:secret@host`, wherever it stands (also as `http:\/\/`, as some JSON has it)
 * - what follows `Authorization:` or `Proxy-Authorization:`, to the end of the line
 * - what follows `OK:`, to the end of the line: Gigaset answers a registration with `OK: ` and the device's password
 *   (Gigaset wiki, Redirect server)
 *
 * A URL ends at white space; when one begins like `user:word` and holds no `@`, the password is taken to go on to the
 * last `@` of the line. Rather too much is masked than too little. Text with none of these comes back unchanged, masked
 * text too. Takes time in proportion to the text's length.
 */
export function redactText(text: string): string {
  const masked = maskUrls(text).replace(AUTHORIZATION, `$1${MASK}`).replace(AFTER_OK, `$1${MASK}`);
  // What one look takes away can join an earlier `://` with a later `@`; two or three looks find it all.
  return masked === text ? masked : redactText(masked);
}

function maskUrls(text: string): string {
  const marker = new RegExp(SCHEME_END, 'g');
  const whiteSpace = /\s/g;
  const lineEndOrMarker = new RegExp(`[\\r\\n]|${SCHEME_END.source}`, 'g');
  let masked = '';
  let copiedTo = 0;
  let runEnd = 0;
  let lastAt = -1;
  for (let match = marker.exec(text); match !== null; match = marker.exec(text)) {
    const start = marker.lastIndex;
    // one look per run of non-blanks, however many `://` it holds: keeps the time linear
    if (start >= runEnd) {
      runEnd = indexFrom(whiteSpace, text, start);
      const at = text.slice(start, runEnd).lastIndexOf('@');
      lastAt = at < 0 ? -1 : start + at;
    }
    let end = -1;
    if (lastAt >= start) {
      if (canHoldUserinfo(text.slice(start, lastAt + 1))) end = lastAt;
    } else {
      const rest = text.slice(start, indexFrom(lineEndOrMarker, text, start));
      const at = OPENS_PASSWORD.test(rest) ? rest.lastIndexOf('@') : -1;
      if (at >= 0) end = start + at;
    }
    if (end >= 0) {
      masked += `${text.slice(copiedTo, start)}${MASK}`;
      copiedTo = end;
      marker.lastIndex = end;
    }
  }
  return masked + text.slice(copiedTo);
}

function indexFrom(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
