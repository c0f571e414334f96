/** One line of an access log, taken apart. */
export interface LogLine {
  readonly address: string;
  /** Only filled by a Basic login, so normally `-`. */
  readonly user: string;
  /** Milliseconds since 1970; `null` where the time can't be read. */
  readonly timeMs: number | null;
  /** `null`: what came was not HTTP, for instance TLS on the HTTP port. */
  readonly request: { readonly method: string; readonly path: string; readonly protocol: string } | null;
  readonly status: number;
  readonly bytes: number;
  readonly referer: string;
  readonly agent: string;
  /** The tenth field, or empty. */
  readonly forwardedFor: string;
}

const FIELDS = 9;
const FIELDS_WITH_FORWARDED = 10;
const TYPOGRAPHY: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '-',
  '−': '-',
};

/**
 * Takes a line of nginx's access log apart, character by character; Apache's combined form has the same nine fields.
 *
 * `\xHH` in quotes becomes that byte, as nginx escapes quotes, backslashes and control bytes; quotes and dashes that a
 * web page made typographic are taken for plain ones. Pure, linear; no text makes it throw.
 *
 * @returns `null` for what is no such line.
 * Source: PBXware page (log example); nginx documentation, ngx_http_log_module.
 */
export function parseLogLine(text: string): LogLine | null {
  const fields = splitFields(text);
  if (fields.length !== FIELDS && fields.length !== FIELDS_WITH_FORWARDED) return null;
  const [address = '', , user = '', time = '', request = '', status = '', bytes = '', referer = '', agent = ''] =
    fields;
  const statusNumber = toNumber(status);
  const bytesNumber = bytes === '-' ? 0 : toNumber(bytes);
  if (statusNumber === null || bytesNumber === null || address === '') return null;
  return {
    address,
    user,
    timeMs: parseTime(time),
    request: splitRequest(request),
    status: statusNumber,
    bytes: bytesNumber,
    referer,
    agent,
    forwardedFor: fields[FIELDS] ?? '',
  };
}

function splitFields(text: string): readonly string[] {
  const fields: string[] = [];
  let at = 0;
  const plain = (position: number): string => {
    const character = text.charAt(position);
    return TYPOGRAPHY[character] ?? character;
  };
  while (at < text.length && fields.length <= FIELDS_WITH_FORWARDED) {
    const character = plain(at);
    if (isBlank(character)) {
      at += 1;
      continue;
    }
    const end = character === '"' ? '"' : character === '[' ? ']' : ' ';
    let field = '';
    if (end !== ' ') at += 1;
    while (at < text.length) {
      const next = plain(at);
      if (end === ' ' ? isBlank(next) : next === end) break;
      const escaped = end === '"' && next === '\\' ? readEscape(text, at) : null;
      field += escaped?.text ?? next;
      at += escaped?.length ?? 1;
    }
    if (end !== ' ') at += 1;
    fields.push(field);
  }
  return fields;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n' || character === '\u00a0';
}

/** `\xHH` as nginx writes it; `\"` and `\\` as Apache does. */
function readEscape(text: string, at: number): { readonly text: string; readonly length: number } | null {
  const mark = text.charAt(at + 1);
  if (mark === 'x') {
    const high = hexValue(text.charAt(at + 2));
    const low = hexValue(text.charAt(at + 3));
    return high === null || low === null ? null : { text: String.fromCharCode(high * 16 + low), length: 4 };
  }
  return mark === '"' || mark === '\\' ? { text: mark, length: 2 } : null;
}

function hexValue(character: string): number | null {
  const value = character === '' ? -1 : '0123456789abcdef'.indexOf(character.toLowerCase());
  return value === -1 ? null : value;
}

function toNumber(text: string): number | null {
  if (text === '' || text.length > 15) return null;
  for (const character of text) if (character < '0' || character > '9') return null;
  return Number(text);
}

function splitRequest(text: string): LogLine['request'] {
  const [method = '', path = '', protocol = '', ...more] = text.split(' ');
  const isHttp = more.length === 0 && method !== '' && path !== '' && protocol.startsWith('HTTP/');
  return isHttp ? { method, path, protocol } : null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Reads `23/Apr/2013:11:43:27 +0200`. */
function parseTime(text: string): number | null {
  const [date = '', zone = ''] = text.split(' ');
  const [dayAndMore = '', hour = '', minute = '', second = ''] = date.split(':');
  const [day = '', monthName = '', year = ''] = dayAndMore.split('/');
  const month = MONTHS.indexOf(monthName.toLowerCase());
  const numbers = [day, hour, minute, second, year].map(toNumber);
  const [dayNumber, hours, minutes, seconds, yearNumber] = numbers;
  const offsetMinutes = parseZone(zone);
  if (month === -1 || numbers.includes(null) || offsetMinutes === null) return null;
  const utc = Date.UTC(yearNumber ?? 0, month, dayNumber ?? 0, hours ?? 0, minutes ?? 0, seconds ?? 0);
  return Number.isNaN(utc) ? null : utc - offsetMinutes * 60_000;
}

function parseZone(text: string): number | null {
  const sign = TYPOGRAPHY[text.charAt(0)] ?? text.charAt(0);
  const hours = toNumber(text.slice(1, 3));
  const minutes = toNumber(text.slice(3, 5));
  if ((sign !== '+' && sign !== '-') || text.length !== 5 || hours === null || minutes === null) return null;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes);
}
