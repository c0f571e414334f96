import type { CodeTerm } from '../../../shared/domain/code-state.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import type { CodeCategory, CodeSession } from '../../services/code-service.ts';
import { type CodeTable, NEW_CODE, type StoredCode, type StoredUser } from '../../storage/codes.ts';
import { Pace, type Wait } from '../pace.ts';
import { afterIssue, loginOf } from './code-machine.ts';

/** Each code costs the platform a round trip to the cloud; its limits aren't documented. Calls at once. */
const MOST_AT_ONCE = 3;
/** How often a request of which the service surely did not act is sent again. */
const MOST_TRIES = 4;

/** How long a request under way may still take once the person stopped, in milliseconds: broken off it would be in doubt. */
const STOP_WITHIN_MS = 10_000;

/** A user for whom a code is to be asked, and what it takes the place of. */
export interface CodeWish {
  readonly user: StoredUser;
  readonly category: CodeCategory;
  readonly app: string;
  /** Codes of the user that can't be typed any more, or must not be: they become `reissued`. */
  readonly replaces: readonly StoredCode[];
}

/** What asking for codes needs. */
export interface IssueOptions {
  readonly table: CodeTable;
  readonly session: CodeSession;
  readonly account: string;
  /** See `StoredCode.directory`. */
  readonly directory: string;
  /** Calls at once as the account has it; at most 3 are made. */
  readonly concurrency: number;
  readonly term: CodeTerm;
  /** Told of each code after it is durable. */
  readonly onChanged: (code: StoredCode) => void;
  readonly onWait?: (wait: Wait) => void;
  /** Aborts when the person stops: what was not asked for yet isn't, what is under way gets 10 s to end. */
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** How asking ended: `stopCause` where the account became unusable on the way. */
export interface IssueEnd {
  readonly codes: readonly StoredCode[];
  readonly stopCause: Failure | null;
}

/**
 * Asks for codes, one to three at a time.
 *
 * The intent is durable before each request leaves, the code before anybody is told. A request that may have been acted on is
 * never repeated: its row becomes `unknown`.
 */
export async function issueCodes(wishes: readonly CodeWish[], options: IssueOptions): Promise<IssueEnd> {
  const { session, table, term, account, directory, now, signal } = options;
  const pace = new Pace(Math.max(1, Math.min(MOST_AT_ONCE, options.concurrency)), options.onWait);
  const waiting = [...wishes];
  const codes: StoredCode[] = [];
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onStop = () => {
    timer = setTimeout(() => abort.abort(), STOP_WITHIN_MS);
  };
  if (signal.aborted) onStop();
  else signal.addEventListener('abort', onStop, { once: true });

  const begin = ({ user, category, app, replaces }: CodeWish): StoredCode => {
    const request = {
      ...NEW_CODE,
      rolloutId: user.rolloutId,
      userId: user.id,
      source: 'account' as const,
      account,
      directory,
      domain: category.domain,
      category: category.name,
      app,
      term,
      requestedAtMs: now(),
    };
    const [begun] = table.addRequests([{ request, replaces }]);
    if (begun === undefined) throw new Error('A request was not kept.');
    return begun;
  };

  const askOne = async (wish: CodeWish): Promise<void> => {
    const begun = begin(wish);
    options.onChanged(begun);
    let hasPlace = true;
    for (let tries = 1; ; tries += 1) {
      const issued = await session.issueCode(
        {
          login: loginOf(wish.user),
          category: wish.category.name,
          domain: wish.category.domain,
          isRollout: term === 'rollout',
          row: begun.id,
        },
        abort.signal,
      );
      const cause = issued.ok || issued.error.kind === 'service' ? null : issued.error;
      if (hasPlace) pace.leave(cause, tries > 1);
      const mayRepeat = cause !== null && cause.sent === 'no' && cause.kind !== 'cancelled' && tries < MOST_TRIES;
      hasPlace = mayRepeat && (await pace.enter(signal));
      if (hasPlace) continue;
      const ended = afterIssue(begun, issued, now());
      table.update([ended]);
      codes.push(ended);
      options.onChanged(ended);
      return;
    }
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      if (!(await pace.enter(signal))) return;
      const wish = waiting.shift();
      if (wish === undefined) return pace.leaveUnused();
      await askOne(wish);
    }
  };
  try {
    await Promise.all(Array.from({ length: pace.concurrency }, work));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onStop);
  }
  return { codes, stopCause: pace.stopCause };
}
