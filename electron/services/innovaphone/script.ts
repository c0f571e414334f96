import { createHash } from 'node:crypto';
import type { ScriptWarning, SysclientProblem } from '../../../shared/domain/sysclient.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { buildSysclientUrl, isUpdateUrl, percentEncode, type SysclientWish } from './url.ts';

/** A phone's own registration at a PBX, without an App Platform. */
export interface LocalConfiguration {
  readonly protocol: 'SIP' | 'H323';
  /** Registrar (SIP) or gatekeeper (H.323): name or address. */
  readonly server: string;
  /** Gatekeeper id of an innovaphone PBX; empty: none. */
  readonly gatekeeperId: string;
  /** Extension or name that is registered. */
  readonly extension: string;
  /** Empty: the extension. */
  readonly authenticationName: string;
  /** A secret. Empty: none is written. */
  readonly password: string;
  /** Time server; empty: the phone's own stays. */
  readonly timeServer: string;
}

/** What a script shall do. */
export type ScriptWish =
  /** Have phones upload what they are (HTTP PUT) to `url`, in which macros as `#m` may stand. */
  | { readonly kind: 'inventory'; readonly url: string }
  /** Register at Devices without a code. */
  | { readonly kind: 'sysclient'; readonly wish: SysclientWish }
  /** Show the form for a code again. */
  | { readonly kind: 'prompt' }
  /** Register at a PBX without an App Platform. */
  | { readonly kind: 'local'; readonly configuration: LocalConfiguration }
  /** Take what is left of a V12 update server off a V13 phone. */
  | { readonly kind: 'v12-clean-up' }
  /** Stop asking this update server; `url` is where to ask instead, empty for nowhere. */
  | { readonly kind: 'leave'; readonly url: string };

/** Why no script can be built: which part is missing or holds what no line can. */
export interface ScriptProblem {
  readonly problem: 'missing' | 'characters' | 'url' | 'sysclient';
  readonly part: string;
  /** For `sysclient`. */
  readonly cause?: SysclientProblem;
}

/** An update script. */
export interface Script {
  readonly lines: readonly string[];
  readonly warnings: readonly ScriptWarning[];
}

const KEEP = ['config write', 'config activate'];
const CENTRAL_EUROPE = 'CET-1CEST-2,M3.5.0/2,M10.5.0/3';

/**
 * Builds an update script: commands, one a line. Pure.
 *
 * @param isOnce Puts a check before it, so that a phone that polls runs it once.
 * Source: innovaphone wiki, Concept Provisioning (13r1) and Services/Update; php-update-server (`scfg … /always`); uURU (the
 * registration); `config rem UP1 /url` by analogy with the documented `rem` lines.
 */
export function buildScript(wish: ScriptWish, isOnce: boolean): Result<Script, ScriptProblem> {
  const built = linesOf(wish);
  if (!built.ok) return built;
  const { lines, warnings } = built.value;
  return success({ lines: isOnce ? [`mod cmd UP1 check ser ${serialOf(lines)}`, ...lines] : lines, warnings });
}

/** The text of a script as the vendor's own server sends it: each line ends with CR LF. */
export function formatScript({ lines }: Script): string {
  return lines.map((line) => `${line}\r\n`).join('');
}

function linesOf(wish: ScriptWish): Result<Script, ScriptProblem> {
  switch (wish.kind) {
    case 'inventory': {
      const problem = checkUrl(wish.url);
      if (problem !== null) return failure(problem);
      const command = percentEncode('mod cmd CMD0 xml-info');
      return success({ lines: [`mod cmd UP0 scfg ${wish.url} ser nop /always ${command}`], warnings: [] });
    }
    case 'sysclient': {
      const built = buildSysclientUrl(wish.wish);
      if (!built.ok) return failure({ problem: 'sysclient', part: built.error.part, cause: built.error });
      return success({ lines: [built.value.command, ...KEEP], warnings: ['token-inside'] });
    }
    case 'prompt':
      // neither a restart nor `config write` is needed
      return success({ lines: ['vars create UPDATE/PROVISIONING-CODE h prompt'], warnings: [] });
    case 'local':
      return linesOfLocal(wish.configuration);
    case 'v12-clean-up':
      return success({
        lines: ['config rem UP1 /provisioning', 'config rem UP1 /provision', ...KEEP],
        warnings: [],
      });
    case 'leave': {
      const problem = wish.url === '' ? null : checkUrl(wish.url);
      if (problem !== null) return failure(problem);
      const address = wish.url === '' ? 'config rem UP1 /url' : `config add UP1 /url ${percentEncode(wish.url)}`;
      return success({ lines: [address, ...KEEP], warnings: wish.url === '' ? ['leave-unproved'] : [] });
    }
  }
}

function linesOfLocal(configuration: LocalConfiguration): Result<Script, ScriptProblem> {
  for (const part of ['server', 'extension'] as const) {
    if (configuration[part].trim() === '') return failure({ problem: 'missing', part });
  }
  for (const [part, value] of Object.entries(configuration)) {
    if (/\p{Cc}|\p{Cs}/u.test(value)) return failure({ problem: 'characters', part });
  }
  const { protocol, server, gatekeeperId, extension, authenticationName, password, timeServer } = configuration;
  const option = (name: string, value: string): readonly string[] =>
    value === '' ? [] : [`/${name} ${percentEncode(value)}`];
  const registration = [
    'config change PHONE SIG',
    `/prot ${protocol}`,
    ...option('gk-addr', server),
    ...option('gk-id', gatekeeperId),
    ...option('h323', extension),
    ...option('auth-name', authenticationName === '' ? extension : authenticationName),
    ...option('gk-pwd', password),
    '/tones 0',
    '/coder G711A,20,',
  ].join(' ');
  const time = `config change NTP0 /addr ${percentEncode(timeServer)} /interval 60 /offset ${CENTRAL_EUROPE}`;
  return success({
    lines: [registration, ...(timeServer === '' ? [] : [time]), ...KEEP],
    warnings: password === '' ? ['local-unproved'] : ['local-unproved', 'password-inside'],
  });
}

function checkUrl(url: string): ScriptProblem | null {
  if (url === '') return { problem: 'missing', part: 'url' };
  return isUpdateUrl(url) ? null : { problem: 'url', part: 'url' };
}

function serialOf(lines: readonly string[]): string {
  // a letter in front: it comes back as a parameter, where 12 digits would be taken for a code
  return `r${createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 11)}`;
}
