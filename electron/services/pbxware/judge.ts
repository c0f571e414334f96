import type { ConfigScheme } from '../../../shared/domain/config-check.ts';
import type { AskEnd, Asked } from './ask.ts';
import type { Finding } from './check.ts';

/** What the answer is judged by. */
export interface JudgeContext {
  readonly scheme: ConfigScheme;
  /** False for a file the phone does without. */
  readonly isNeeded: boolean;
}

/**
 * Reads what an answer without a usable file means.
 *
 * Source: PBXware page, table of answers (401, 403, 404, 500); a refused login as 401 again: FusionPBX.
 */
export function judgeAsked(asked: Asked, context: JudgeContext): Finding {
  const { end } = asked;
  switch (end.kind) {
    case 'file':
      return { finding: 'ok', aspect: '', detail: {} };
    case 'status':
      return judgeStatus(end, asked, context);
    case 'tftp-error':
      if (end.code === 1) return missing(context, 'tftp', { words: end.words });
      return { finding: 'server-error', aspect: 'tftp', detail: { code: end.code, words: end.words } };
    case 'tftp-failed':
      if (end.how === 'too-large') return { finding: 'server-error', aspect: 'too-large', detail: {} };
      return { finding: 'unreachable', aspect: `tftp-${end.how}`, detail: {} };
    case 'cancelled':
      return { finding: 'unreachable', aspect: 'cancelled', detail: {} };
    case 'failure':
      return judgeFailure(end, context);
  }
}

function missing({ isNeeded }: JudgeContext, aspect: string, detail: Finding['detail']): Finding {
  return { finding: isNeeded ? 'not-found' : 'optional-missing', aspect, detail };
}

type StatusEnd = AskEnd & { readonly kind: 'status' };

/** What a server says on its HTTPS port to somebody who speaks HTTP; nginx's words. */
const TLS_WORDS = /plain http request|https port|ssl|tls/i;

function judgeStatus(end: StatusEnd, asked: Asked, context: JudgeContext): Finding {
  const { status, loginState, location, words } = end;
  const detail = { status, ...(words === '' ? {} : { words }) };
  if (status === 401) {
    const aspect = { 'not-asked': 'again', shown: 'again', none: 'elsewhere', 'not-digest': 'not-digest' }[loginState];
    return { finding: 'login-refused', aspect, detail };
  }
  if (status === 403) {
    return { finding: 'login-refused', aspect: asked.answers.length > 1 ? 'password' : 'straight', detail };
  }
  if (status === 404 || status === 410) {
    return missing(context, loginState === 'shown' ? 'after-login' : '', detail);
  }
  // An upload's own answer, or a file that can't be fetched this way: the phone does without.
  if (status === 405 && !context.isNeeded) return { finding: 'optional-missing', aspect: '', detail };
  if (status === 400 && TLS_WORDS.test(words)) return { finding: 'tls', aspect: 'mixed', detail };
  if (status >= 300 && status < 400) {
    return { finding: 'server-error', aspect: 'redirect', detail: { status, url: location } };
  }
  return { finding: 'server-error', aspect: status >= 500 ? '' : 'status', detail };
}

function judgeFailure({ failure }: AskEnd & { readonly kind: 'failure' }, { scheme }: JudgeContext): Finding {
  const { reason, aspect = '', detail = {} } = failure;
  switch (reason) {
    case 'tls-untrusted':
      return { finding: 'tls', aspect, detail };
    case 'timeout':
      return { finding: 'unreachable', aspect: 'timeout', detail };
    case 'unexpected-answer':
      return { finding: 'unreachable', aspect: 'not-http', detail };
    case 'too-large':
      return { finding: 'server-error', aspect: 'too-large', detail };
    case 'proxy':
      return { finding: 'unreachable', aspect: 'proxy', detail };
    default:
      // A server without TLS hangs up, or says something that isn't TLS.
      if (scheme === 'https' && reason === 'unreachable' && aspect === 'lost') {
        return { finding: 'tls', aspect: 'protocol', detail };
      }
      return { finding: 'unreachable', aspect: aspect === '' ? reason : aspect, detail };
  }
}
