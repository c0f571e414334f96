import type { FetchedPhone, FetchState } from '../../../shared/domain/config-check.ts';
import { redactText } from '../../../shared/domain/redact.ts';
import type { ListedPhone, LogEvent, LogReader } from '../config-service.ts';
import { newerFirmware, readAgent } from './agent.ts';
import { IMPOSSIBLE_MAC } from './check.ts';
import { type LogLine, parseLogLine } from './log-line.ts';
import { findMacs } from './macs.ts';

/** Requests that are normal and say nothing of a configuration, when they find nothing. */
const USUAL_MISSES = /^y0{4,}\d+\.cfg$|\.boot$|-license\.cfg$|-web\.cfg$|-phone\.cfg$|-firmware\.htm$/i;
const PHONE_BOOK = /(?:^|\/)_directory\/|-directory\.\w+$/i;
/** So many challenges without a login after the last word: the phone has lost its login. */
const LOST_LOGIN = 3;
/** How near a request must be to a check's own to be taken for one of the check. */
const OWN_CHECK_MS = 10 * 60_000;
/** Less than this share of what others of the model got is suspicious. */
const SMALL_SHARE = 0.25;
/** Requests kept per phone; the oldest are forgotten. */
const KEPT_EVENTS = 200;
const LONGEST_LINE = 16_384;

interface TimedEvent extends LogEvent {
  readonly timeMs: number;
  readonly model: string;
}

/** See `ConfigService.readLog`. Pure: keeps everything in memory. */
export function createLogReader(listed: readonly ListedPhone[]): LogReader {
  const byMac = new Map<string, TimedEvent[]>();
  const checksFrom = new Map<string, number[]>();
  const counts = { lines: 0, notHttp: 0, unreadable: 0, others: 0 };
  let rest = '';

  function takeLine(text: string): readonly LogEvent[] {
    if (text.trim() === '') return [];
    counts.lines += 1;
    const line = parseLogLine(text);
    if (line === null) {
      counts.unreadable += 1;
      return [];
    }
    if (line.request === null) {
      counts.notHttp += 1;
      return [];
    }
    const event = toEvent(line, line.request);
    if (event === null) {
      counts.others += 1;
      return [];
    }
    if (event.mac === IMPOSSIBLE_MAC) {
      checksFrom.set(event.address, [...(checksFrom.get(event.address) ?? []), event.timeMs].slice(-KEPT_EVENTS));
      return [];
    }
    const known = byMac.get(event.mac) ?? [];
    known.push(event);
    if (known.length > KEPT_EVENTS) known.shift();
    byMac.set(event.mac, known);
    const { timeMs: _, model: __, ...shown } = event;
    return [shown];
  }

  function isOwnCheck(event: TimedEvent): boolean {
    const times = checksFrom.get(event.address) ?? [];
    return times.some((timeMs) => Math.abs(timeMs - event.timeMs) <= OWN_CHECK_MS);
  }

  return {
    add: (text) => {
      const lines = `${rest}${text}`.split('\n');
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      return lines.flatMap((line) => takeLine(line.slice(0, LONGEST_LINE)));
    },
    end: () => {
      const last = rest;
      rest = '';
      return takeLine(last);
    },
    phones: () => {
      const inList = new Set<string>(listed.map(({ mac }) => mac));
      const sizes = usualSizes([...byMac.values()].flat());
      const others = [...byMac.keys()].filter((mac) => !inList.has(mac));
      return [
        ...listed.map(({ mac, address }) => stateOf(mac, address, byMac.get(mac) ?? [], isOwnCheck, sizes)),
        ...others.map((mac) => stateOf(mac, '', byMac.get(mac) ?? [], isOwnCheck, sizes)),
      ];
    },
    counts: () => ({ ...counts }),
  };
}

function toEvent(line: LogLine, request: NonNullable<LogLine['request']>): TimedEvent | null {
  const file = fileOf(request.path);
  const facts = readAgent(line.agent);
  const [inPath = null] = findMacs(file.split('/').at(-1) ?? '');
  const mac = inPath ?? facts.mac;
  if (mac === null) return null;
  return {
    mac,
    what: whatOf(request.method, file, inPath !== null, line.status),
    time: line.timeMs === null ? '' : new Date(line.timeMs).toISOString(),
    timeMs: line.timeMs ?? 0,
    address: line.address,
    file: redactText(file).slice(0, 200),
    status: line.status,
    bytes: line.bytes,
    agent: redactText(line.agent).slice(0, 200),
    firmware: facts.firmware,
    model: facts.model,
    isOtherPhone: inPath !== null && facts.mac !== null && inPath !== facts.mac,
  };
}

/** A path below the server's base, decoded, without its query. */
function fileOf(path: string): string {
  const [bare = ''] = path.split('?');
  let decoded = bare;
  try {
    decoded = decodeURIComponent(bare);
  } catch {
    // A stray percent sign: the path is taken as it stands.
  }
  const at = decoded.indexOf('/prov/');
  return at === -1 ? decoded.replace(/^\/+/, '') : decoded.slice(at + '/prov/'.length);
}

function whatOf(method: string, file: string, hasMac: boolean, status: number): LogEvent['what'] {
  if (method !== 'GET' && method !== 'HEAD') return 'upload';
  if (PHONE_BOOK.test(file)) return 'phone-book';
  const name = file.split('/').at(-1) ?? '';
  if (!hasMac || USUAL_MISSES.test(name)) return 'noise';
  if (status === 401) return 'asked';
  if (status === 403) return 'refused';
  if (status === 404 || status === 410) return 'unknown';
  if ((status >= 200 && status < 300) || status === 304) return method === 'GET' ? 'fetched' : 'noise';
  return 'error';
}

/** The middle of what phones of a model get, by model. */
function usualSizes(events: readonly TimedEvent[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number[]>();
  for (const { what, model, bytes } of events) {
    if (what === 'fetched' && model !== '') sizes.set(model, [...(sizes.get(model) ?? []), bytes]);
  }
  return new Map(
    [...sizes].map(([model, all]) => [model, [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0]),
  );
}

function stateOf(
  mac: string,
  listedAddress: string,
  all: readonly TimedEvent[],
  isOwnCheck: (event: TimedEvent) => boolean,
  sizes: ReadonlyMap<string, number>,
): FetchedPhone {
  const own = listedAddress.replace(/^\[|\](?::\d+)?$/g, '').replace(/^([^:]+):\d+$/, '$1');
  const surely = all.filter((event) => (own !== '' && event.address === own) || !isOwnCheck(event));
  // A phone behind the same address as this computer can't be told from it.
  const events = surely.length > 0 ? surely : all;
  const oddities: FetchedPhone['oddities'][number][] = surely.length === 0 && all.length > 0 ? ['own-check'] : [];
  const word = lastWord(events, own);
  const agentEvent = [...events].reverse().find(({ firmware }) => firmware !== '');
  const nothing = {
    time: null,
    address: '',
    file: '',
    status: null,
    bytes: null,
    firmware: '',
    agent: '',
    newerFirmware: '',
  };
  if (word === null) return { mac, state: 'never-seen', ...nothing, oddities };
  const { event, state } = word;
  if (event.isOtherPhone) oddities.push('other-phone');
  const usual = sizes.get(event.model) ?? 0;
  if (event.what === 'fetched' && event.status !== 304 && (event.bytes === 0 || event.bytes < usual * SMALL_SHARE)) {
    oddities.push('small');
  }
  const facts = readAgent(agentEvent?.agent ?? event.agent);
  return {
    mac,
    state,
    time: event.time,
    address: event.address,
    file: event.file,
    status: event.status,
    bytes: event.bytes,
    firmware: facts.firmware,
    agent: event.agent,
    newerFirmware: facts.mac === null || facts.mac === mac ? newerFirmware(facts) : '',
    oddities,
  };
}

/**
 * The request that says how a phone stands: the last one with a file, a refusal or a miss; a challenge alone only
 * where there is none, or where many followed it without a login.
 */
function lastWord(
  events: readonly TimedEvent[],
  own: string,
): { readonly event: TimedEvent; readonly state: FetchState } | null {
  let word: { event: TimedEvent; state: FetchState } | null = null;
  let challenges = 0;
  let lastChallenge: TimedEvent | null = null;
  for (const event of events) {
    if (event.what === 'asked') {
      challenges += 1;
      lastChallenge = event;
    } else if (event.what === 'fetched') {
      const isElsewhere = (own !== '' && event.address !== own) || event.isOtherPhone;
      challenges = 0;
      // Its own fetching is not undone by somebody else's.
      if (!isElsewhere || word?.state !== 'fetched') {
        word = { event, state: isElsewhere ? 'fetched-elsewhere' : 'fetched' };
      }
    } else if (event.what === 'refused') {
      challenges = 0;
      word = { event, state: 'refused' };
    } else if (event.what === 'unknown') {
      const isOtherFile = word?.state.startsWith('fetched') && word.event.file !== event.file;
      if (!isOtherFile) word = { event, state: 'unknown' };
    }
  }
  if (lastChallenge !== null && (word === null || challenges >= LOST_LOGIN)) {
    return { event: lastChallenge, state: 'asking' };
  }
  return word;
}
