import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { z } from 'zod';
import { type ApiFailure, inputFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import type { IssueSummary, SheetSettings } from '../../shared/contract/codes.ts';
import type { Contract, GroupHandlers } from '../../shared/contract/contract.ts';
import { SHOWN_PROBLEMS } from '../../shared/contract/lists.ts';
import { parseCode } from '../../shared/domain/code.ts';
import { isLive, isRedeemed, USER_FIELDS } from '../../shared/domain/code-state.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import { parseLabel, parseMac } from '../../shared/domain/mac.ts';
import { parseSheetLanguage } from '../../shared/domain/sheet-language.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { failureMessage } from '../../shared/words/messages.ts';
import { createTranslator, type Language } from '../../shared/words/translate.ts';
import type { ListSource } from '../files/list.ts';
import { readUsers, type UserList } from '../files/read-users.ts';
import type { UserMapping } from '../files/user-columns.ts';
import { type CodeExportRow, writeCodes } from '../files/write-codes.ts';
import { writeProblems } from '../files/write-problems.ts';
import { SEPARATORS, type Separator } from '../files/write-table.ts';
import {
  afterCancel,
  afterTest,
  currentCode,
  isOver,
  needOf,
  shownState,
  swapPhones,
} from '../rollouts/codes/code-machine.ts';
import { followCodes, isWorthFollowing, refreshCodes, userKeyOf } from '../rollouts/codes/follow.ts';
import { type CodeWish, issueCodes } from '../rollouts/codes/issue.ts';
import type { CodeCategory, CodeSession } from '../services/code-service.ts';
import { issueOwnCode } from '../services/innovaphone/own-codes.ts';
import { LOGO_LIMIT_BYTES, toLogo } from '../sheets/code-logo.ts';
import { makeCodeSheets, type SheetUser, sortByPlace } from '../sheets/code-sheets.ts';
import type { StoredCode, StoredUser } from '../storage/codes.ts';
import type { Rollout } from '../storage/rollouts.ts';
import { CodeBoard } from './code-board.ts';
import { CodeDesk } from './code-desk.ts';
import { createDirectoryHandlers } from './code-directory.ts';
import { type ApiContext, fileFailure, requireRollout } from './environment.ts';
import { toFileName, writeToBytes } from './file-bytes.ts';
import { writePaper } from './paper-file.ts';
import { problemSentence, separatorOf } from './problem-rows.ts';
import { toReasonView } from './views.ts';

type SheetsWish = Pick<
  z.infer<Contract['codes']['sheets']['argument']>,
  'rollout' | 'layout' | 'isArchive' | 'language' | 'users' | 'isOnlyChanged'
>;

const NO_SETTINGS: SheetSettings = { customer: '', helpDesk: '', testCall: '', logo: '' };
/** A slip's bar code: see `drawRowId`. */
const ROW_ID = /^\s*RC(\d{1,12})\s*$/i;

/** Asking for a rollout's codes, and how to end that. */
interface Going {
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
}

/** Following a rollout's codes, one loop an account, and how to end that. */
interface Following {
  readonly stop: AbortController;
  readonly loops: readonly Promise<void>[];
}

/** Work during which a rollout's codes must not be followed, and whether they are to be when it is done. */
interface Pause {
  works: number;
  isFollowed: boolean;
}

/** The handlers of the contract's group `codes`. */
export function createCodeHandlers(context: ApiContext, desk = new CodeDesk(context)): GroupHandlers<'codes'> {
  const { store, changed } = context;
  const board = new CodeBoard(store);
  const issuing = new Map<string, Going>();
  const following = new Map<string, Following>();
  const pauses = new Map<string, Pause>();

  async function importList(
    rolloutName: string,
    source: ListSource,
    mapping: UserMapping,
    sheet: string,
    keepProblems: (list: UserList) => Promise<Result<void, ApiFailure>> = async () => success(undefined),
  ) {
    const rollout = requireRollout(store, rolloutName);
    if (!rollout.ok) return rollout;
    const list = await openList(source, mapping, sheet);
    if (!list.ok) return list;
    // First of all: an import whose problems can't be kept is none.
    const kept = await keepProblems(list.value);
    if (!kept.ok) return kept;
    const { users, problems, rows, unusedColumns, head } = list.value;
    const counts = store.codes.importUsers(rollout.value.id, users, Date.now());
    changed(rolloutName);
    const imported = {
      rows,
      users: users.length,
      ...counts,
      codes: users.filter(({ listed }) => listed !== null).length,
      problems: problems.map(toProblemView),
      unusedColumns: [...unusedColumns],
    };
    return success({ imported, header: head.header });
  }

  /** Without a mapping of its own a list is read as one with the same header was before, where that still fits. */
  async function rememberedFor(source: ListSource, mapping: UserMapping, sheet: string): Promise<UserMapping | null> {
    if (Object.keys(mapping).length > 0) return null;
    const list = await openList(source, mapping, sheet, true);
    const header = list.ok ? list.value.head.header : null;
    const known = header === null ? null : store.settings.userMappingFor(header);
    return known !== null && (await openList(source, known, sheet)).ok ? known : null;
  }

  /** The users of a rollout that are meant, each with the codes that were asked for it. */
  function usersOf(rollout: Rollout, wanted: 'all' | readonly number[]) {
    const ids = wanted === 'all' ? null : new Set(wanted);
    return board.entries(rollout.id).filter(({ user }) => ids === null || ids.has(user.id));
  }

  /** Does something that asks for codes; never twice at once for the same rollout. */
  async function whileIssuing<T>(
    rollout: Rollout,
    work: (stop: AbortController) => Promise<Result<T, ApiFailure>>,
  ): Promise<Result<T, ApiFailure>> {
    if (issuing.has(rollout.name)) return failure(inputFailure('input.codes-busy', { rollout: rollout.name }));
    const stop = new AbortController();
    const ended = context.work.begin('codes', rollout.name);
    const working = work(stop);
    issuing.set(rollout.name, { stop, ended: working });
    changed(rollout.name);
    try {
      return await working;
    } finally {
      issuing.delete(rollout.name);
      ended();
      changed(rollout.name);
    }
  }

  /** Asks one account for the codes of some users. @returns the failure that stopped it, if any. */
  async function askFor(
    rollout: Rollout,
    from: {
      readonly session: CodeSession;
      readonly account: string;
      readonly directory: string;
      readonly concurrency: number;
    },
    wishes: readonly CodeWish[],
    term: 'single' | 'rollout',
    stop: AbortController,
    progress: { done: number; readonly total: number },
  ): Promise<Failure | null> {
    const { stopCause } = await issueCodes(wishes, {
      table: store.codes,
      session: from.session,
      account: from.account,
      directory: from.directory,
      concurrency: from.concurrency,
      term,
      signal: stop.signal,
      now: Date.now,
      onWait: ({ waitMs, cause }) => context.emit('wait', { waitMs, cause: toReasonView(cause) }),
      onChanged: ({ state }) => {
        if (state !== 'requesting') {
          progress.done += 1;
          context.emit('progress', { phase: 'run', done: progress.done, total: progress.total });
        }
        changed(rollout.name);
      },
    });
    return stopCause;
  }

  function summaryOf(
    rollout: Rollout,
    wished: ReadonlySet<number>,
    users: readonly number[],
    stopCause: Failure | null,
  ): IssueSummary {
    const summary = { issued: 0, kept: 0, failed: 0, unknown: 0, expired: 0, open: 0 };
    const nowMs = Date.now();
    for (const { user, codes } of usersOf(rollout, users)) {
      const state = shownState(currentCode(codes), nowMs);
      if (state === 'failed') summary.failed += 1;
      else if (state === 'unknown' || state === 'requesting') summary.unknown += 1;
      else if (isLive(state) || isRedeemed(state)) summary[wished.has(user.id) ? 'issued' : 'kept'] += 1;
      else if (state === 'draft') summary.open += 1;
      else summary.expired += 1;
    }
    return { ...summary, stopCause: stopCause === null ? null : toReasonView(stopCause) };
  }

  /** Asks the accounts of a rollout's codes about every open one, once. */
  async function refresh(rollout: Rollout): Promise<Result<Failure | null, ApiFailure>> {
    const nowMs = Date.now();
    let failed: Failure | null = null;
    for (const { account, directory } of accountsOf(store.codes.codes(rollout.id), nowMs)) {
      const opened = await desk.open(account, directory);
      if (!opened.ok) return opened;
      failed ??= await refreshCodes({
        table: store.codes,
        session: opened.value.session,
        rolloutId: rollout.id,
        account,
        onChanged: () => changed(rollout.name),
        signal: new AbortController().signal,
        now: Date.now,
      });
    }
    return success(failed);
  }

  function endFollowing(name: string): Promise<unknown> {
    const current = following.get(name);
    following.delete(name);
    current?.stop.abort();
    return Promise.all(current?.loops ?? []);
  }

  async function startFollowing(name: string): Promise<Result<Record<string, never>, ApiFailure>> {
    const rollout = requireRollout(store, name);
    if (!rollout.ok) return rollout;
    const pause = pauses.get(name);
    if (pause !== undefined) {
      pause.isFollowed = true;
      return success({});
    }
    const ended = endFollowing(name);
    const stop = new AbortController();
    const loops: Promise<void>[] = [];
    following.set(name, { stop, loops });
    await ended;
    for (const { account, directory } of accountsOf(store.codes.codes(rollout.value.id), Date.now())) {
      const opened = await desk.open(account, directory);
      // Nobody wants to follow any more, or somebody else does already.
      if (stop.signal.aborted) return success({});
      if (!opened.ok) {
        await endFollowing(name);
        return opened;
      }
      loops.push(
        followCodes({
          table: store.codes,
          session: opened.value.session,
          rolloutId: rollout.value.id,
          account,
          onChanged: () => changed(name),
          signal: stop.signal,
          now: Date.now,
        }),
      );
    }
    return success({});
  }

  /** Does what a follower must not see half done: it would put back what it takes for missing. */
  async function whileNotFollowing<T>(name: string, work: () => Promise<T>): Promise<T> {
    const pause = pauses.get(name) ?? { works: 0, isFollowed: following.has(name) };
    pause.works += 1;
    pauses.set(name, pause);
    try {
      await endFollowing(name);
      return await work();
    } finally {
      pause.works -= 1;
      if (pause.works === 0) {
        pauses.delete(name);
        if (pause.isFollowed) await startFollowing(name);
      }
    }
  }

  function settingsOf(rollout: Rollout): SheetSettings {
    const own = store.papers.find(rollout.id, 'codes') ?? store.papers.findLatest('codes');
    return { ...NO_SETTINGS, ...(own as Partial<SheetSettings> | null) };
  }

  async function makeSheets(
    wanted: SheetsWish,
  ): Promise<Result<{ readonly page: string; readonly codes: readonly StoredCode[] }, ApiFailure>> {
    const rollout = requireRollout(store, wanted.rollout);
    if (!rollout.ok) return rollout;
    const nowMs = Date.now();
    const printed: { readonly sheet: SheetUser; readonly code: StoredCode | null }[] = [];
    for (const { user, codes } of usersOf(rollout.value, wanted.users)) {
      const code = currentCode(codes);
      const isGood = code !== null && code.code !== '' && isLive(code.state) && !isOver(code, nowMs);
      const isWanted = wanted.isArchive ? code !== null && code.lastFour !== '' : wanted.layout === 'list' || isGood;
      if (!isWanted || (wanted.isOnlyChanged && (code === null || code.printedAtMs !== null))) continue;
      printed.push({ sheet: toSheetUser(user, code, isGood && !wanted.isArchive), code });
    }
    if (printed.length === 0) return failure(inputFailure('input.no-sheets', { rollout: wanted.rollout }));
    const { layout, language, isArchive } = wanted;
    const page = await makeCodeSheets({
      rollout: wanted.rollout,
      ...settingsOf(rollout.value),
      language,
      layout,
      isArchive,
      printedAt: new Date(nowMs),
      users: sortByPlace(
        printed.map(({ sheet }) => sheet),
        language,
      ),
    });
    return success({ page, codes: printed.flatMap(({ code }) => (code === null ? [] : [code])) });
  }

  /** Sheets as bytes; what was printed is noted with each code, archive copies not. */
  async function printSheets(
    wanted: SheetsWish,
    format: 'pdf' | 'html',
    keep: (bytes: Uint8Array) => Promise<Result<void, ApiFailure>>,
  ): Promise<Result<{ readonly sheets: number }, ApiFailure>> {
    const made = await makeSheets(wanted);
    if (!made.ok) return made;
    const { page, codes } = made.value;
    const printed =
      format === 'html'
        ? success(Buffer.from(page))
        : await context.printPdf(page, { paper: 'A4', isLandscape: wanted.layout === 'list' });
    if (!printed.ok) return failure(fileFailure(printed.error));
    const kept = await keep(printed.value);
    if (!kept.ok) return kept;
    if (!wanted.isArchive) {
      const nowMs = Date.now();
      const ids = new Set(codes.map(({ id }) => id));
      const rollout = store.rollouts.find(wanted.rollout);
      const present = store.codes.codes(rollout?.id ?? 0).filter(({ id }) => ids.has(id));
      store.codes.update(present.map((code) => ({ ...code, printedAtMs: nowMs })));
      changed(wanted.rollout);
    }
    return success({ sheets: codes.length });
  }

  async function writeExport(
    name: string,
    path: string,
    separator: string,
    isTextFormula: boolean,
  ): Promise<Result<{ readonly users: number; readonly codes: number }, ApiFailure>> {
    const rollout = requireRollout(store, name);
    if (!rollout.ok) return rollout;
    if (!isSeparator(separator)) return failure(inputFailure('input.bad-separator', { separator }));
    const nowMs = Date.now();
    const translate = createTranslator('en');
    const rows = usersOf(rollout.value, 'all').map(({ user, codes }, index): CodeExportRow => {
      const code = currentCode(codes);
      return {
        rollout: name,
        row: index + 1,
        login: user.login,
        user: user.user,
        extension: user.extension,
        room: user.room,
        category: code?.category || user.category,
        app: code?.app ?? '',
        code: code?.code ?? '',
        issuedAtMs: code?.issuedAtMs ?? null,
        validUntilMs: code?.validUntilMs ?? null,
        state: shownState(code, nowMs),
        mac: code?.mac || user.mac,
        product: code?.product ?? '',
        firmware: code?.firmware ?? '',
        address: code?.address ?? '',
        registeredAtMs: code?.registeredAtMs ?? null,
        lastError:
          code === null || code.reason === null
            ? ''
            : failureMessage(translate, {
                reason: code.reason,
                ...(code.aspect === null ? null : { aspect: code.aspect }),
                ...(code.detail === null ? null : { detail: code.detail }),
              }),
      };
    });
    const written = await writeCodes(path, rows, { separator, textFormula: isTextFormula });
    if (!written.ok) return failure(fileFailure(written.error));
    return success({ users: rows.length, codes: rows.filter(({ code }) => code !== '').length });
  }

  return {
    importUsers: async ({ rollout, path, mapping, sheet, problemsPath, language }) => {
      try {
        const source = { name: basename(path), bytes: await readFile(path) };
        const list = await importList(rollout, source, mapping, sheet, async (read) => {
          // Written without problems too: a file of an earlier import would be taken for this one's.
          if (problemsPath === '') return success(undefined);
          const written = await writeProblemUsers(problemsPath, read, language);
          return written.ok ? written : failure(fileFailure(written.error));
        });
        return list.ok ? success(list.value.imported) : list;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error;
        return failure(inputFailure('input.unreadable-file', { file: path }));
      }
    },
    importUsersSource: async ({ rollout, source: given, mapping, sheet }) => {
      const source = toSource(given);
      const chosen = (await rememberedFor(source, mapping, sheet)) ?? mapping;
      const list = await importList(rollout, source, chosen, sheet);
      if (!list.ok) return list;
      const { imported, header } = list.value;
      if (header !== null) store.settings.rememberUserMapping(header, chosen);
      return success(imported);
    },
    problemUsersFile: async ({ source: given, mapping, sheet, language }) => {
      const source = toSource(given);
      const list = await openList(source, (await rememberedFor(source, mapping, sheet)) ?? mapping, sheet);
      if (!list.ok) return list;
      const file = await writeToBytes('problems.csv', (path) => writeProblemUsers(path, list.value, language));
      if (!file.ok) return failure(fileFailure(file.error));
      return success({ name: 'problems.csv', base64: file.value.toString('base64') });
    },
    previewUsers: async ({ source: given, mapping, sheet }) => {
      const source = toSource(given);
      const remembered = await rememberedFor(source, mapping, sheet);
      const list = await openList(source, remembered ?? mapping, sheet, true);
      if (!list.ok) return list;
      const { head, rows, users, problems, columns, unusedColumns } = list.value;
      return success({
        head: {
          format: head.format,
          encoding: head.encoding,
          hasHeader: head.header !== null,
          sheets: [...head.sheets],
          sheet: head.sheet,
        },
        isRemembered: remembered !== null,
        rows,
        users: users.length,
        codes: users.filter(({ listed }) => listed !== null).length,
        columns: columns.map((column) => ({ ...column })),
        unusedColumns: [...unusedColumns],
        first: users.slice(0, 20).map(({ draft }) => ({ ...draft })),
        problems: problems.slice(0, SHOWN_PROBLEMS).map(toProblemView),
      });
    },
    ...createDirectoryHandlers(context, desk),
    used: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      return rollout.ok ? success({ isUsed: store.codes.countUsers(rollout.value.id) > 0 }) : rollout;
    },
    board: async ({ rollout: name, sort, filter, offset, limit }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const accounts = new Set(store.codes.codes(rollout.value.id).map(({ account }) => account));
      const connections = [...accounts].flatMap((account) => desk.connectionOf(account) ?? []);
      const page = board.page(rollout.value.id, { sort, filter, offset, limit }, Date.now());
      return success({ ...page, connections: following.has(name) ? connections : [], isIssuing: issuing.has(name) });
    },
    reveal: async ({ rollout: name, users }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const codes = usersOf(rollout.value, users).flatMap(({ user, codes: all }) => {
        const code = currentCode(all)?.code ?? '';
        return code === '' ? [] : [{ id: user.id, code }];
      });
      return success({ codes });
    },
    options: async ({ account, directory }) => {
      const opened = await desk.open(account, directory);
      if (!opened.ok) return opened;
      const categories = await opened.value.session.categories(new AbortController().signal);
      if (!categories.ok) return failure(serviceFailure(categories.error));
      return success({ categories: categories.value.map((category) => ({ ...category })) });
    },
    issue: async ({ rollout: name, users, account, directory, category, app, term }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      return whileIssuing(rollout.value, async (stop) => {
        const entries = usersOf(rollout.value, users);
        if (entries.length === 0) return failure(inputFailure('input.no-users', { rollout: name }));
        const needy = entries.filter(({ codes }) => needOf(codes, Date.now()) === 'first');
        const ids = entries.map(({ user }) => user.id);
        // Nothing to ask for is no reason to bother the account.
        if (needy.length === 0) return success(summaryOf(rollout.value, new Set(), ids, null));
        const opened = await desk.open(account, directory);
        if (!opened.ok) return opened;
        const known = await opened.value.session.categories(stop.signal);
        if (!known.ok) return failure(serviceFailure(known.error));
        const wishes: CodeWish[] = [];
        for (const { user } of needy) {
          const chosen = findCategory(known.value, user.category || category);
          if (chosen === null) {
            return failure(
              inputFailure('input.no-category', {
                category: user.category || category,
                account,
                categories: known.value.map((each) => each.name).join(', ') || '–',
              }),
            );
          }
          wishes.push({ user, category: chosen, app, replaces: [] });
        }
        const from = {
          session: opened.value.session,
          account,
          directory,
          concurrency: opened.value.account.concurrency,
        };
        const stopCause = await askFor(rollout.value, from, wishes, term, stop, { done: 0, total: wishes.length });
        return success(summaryOf(rollout.value, new Set(wishes.map(({ user }) => user.id)), ids, stopCause));
      });
    },
    issueOwn: async ({ rollout: name, users, category, validMs }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      return whileIssuing(rollout.value, async (stop) => {
        const entries = usersOf(rollout.value, users);
        if (entries.length === 0) return failure(inputFailure('input.no-users', { rollout: name }));
        const wished = new Set<number>();
        for (const { user, codes } of entries) {
          if (stop.signal.aborted || needOf(codes, Date.now()) !== 'first') continue;
          await issueOwn(rollout.value, user, category, validMs);
          wished.add(user.id);
        }
        return success(
          summaryOf(
            rollout.value,
            wished,
            entries.map(({ user }) => user.id),
            null,
          ),
        );
      });
    },
    reissue: async ({ rollout: name, which }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      return whileIssuing(rollout.value, async (stop) => {
        // A phone may have redeemed a code since: only who looks again first never issues one twice.
        const looked = await refresh(rollout.value);
        if (!looked.ok) return looked;
        if (looked.value !== null) return failure(serviceFailure(looked.value));
        const chosen = usersOf(rollout.value, typeof which === 'string' ? 'all' : which).filter(({ codes }) => {
          const need = needOf(codes, Date.now());
          const code = currentCode(codes);
          if (code === null) return false;
          if (which === 'expired') return need === 'over' && code.state !== 'cancelled';
          if (which === 'needed') return need !== 'none' && code.state !== 'cancelled';
          return !isRedeemed(code.state);
        });
        const wished = new Set(chosen.map(({ user }) => user.id));
        const progress = { done: 0, total: chosen.length };
        let stopCause: Failure | null = null;
        for (const group of groupByRequest(chosen)) {
          if (stopCause !== null || stop.signal.aborted) break;
          const { code } = group;
          if (code.source === 'own') {
            const validMs = Math.max(60_000, (code.validUntilMs ?? 0) - (code.issuedAtMs ?? 0));
            for (const { user, codes } of group.entries) {
              store.codes.update(
                codes.filter(({ state }) => isLive(state)).map((old) => ({ ...old, state: 'reissued' })),
              );
              await issueOwn(rollout.value, user, code.category, validMs);
            }
            continue;
          }
          if (code.source === 'list') return failure(inputFailure('input.listed-codes', { rollout: name }));
          const opened = await desk.open(code.account, code.directory);
          if (!opened.ok) return opened;
          const { session, account } = opened.value;
          const wishes = group.entries.map(({ user, codes }) => ({
            user,
            category: { name: code.category, domain: code.domain },
            app: code.app,
            replaces: codes.filter(({ state }) => !isRedeemed(state) && state !== 'reissued'),
          }));
          const from = { session, account: code.account, directory: code.directory, concurrency: account.concurrency };
          stopCause = await askFor(rollout.value, from, wishes, code.term, stop, progress);
        }
        return success(
          summaryOf(
            rollout.value,
            wished,
            usersOf(rollout.value, 'all').map(({ user }) => user.id),
            stopCause,
          ),
        );
      });
    },
    stop: async ({ rollout }) => {
      issuing.get(rollout)?.stop.abort();
      return success({});
    },
    refresh: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const looked = await refresh(rollout.value);
      if (!looked.ok) return looked;
      return success({ cause: looked.value === null ? null : toReasonView(looked.value) });
    },
    follow: ({ rollout }) => startFollowing(rollout),
    unfollow: async ({ rollout }) => {
      for (const [name, pause] of pauses) if (rollout === '' || rollout === name) pause.isFollowed = false;
      if (rollout !== '') {
        await endFollowing(rollout);
        return success({});
      }
      const ended = [...issuing.values()].map((going) => {
        going.stop.abort();
        return going.ended;
      });
      await Promise.allSettled([...ended, ...[...following.keys()].map(endFollowing)]);
      await desk.close();
      return success({});
    },
    setLanguage: async ({ rollout: name, users, language }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const others = usersOf(rollout.value, users).filter(({ user }) => user.language !== language);
      store.codes.updateUsers(others.map(({ user }) => ({ ...user, language })));
      changed(name);
      return success({ users: others.length });
    },
    edit: async ({ rollout: name, id, fields }) => {
      const found = requireUser(name, id);
      if (!found.ok) return found;
      const macText = fields.mac?.trim() ?? '';
      const mac = macText === '' ? success('' as const) : parseMac(macText);
      if (!mac.ok) return failure(inputFailure(`problem.${mac.error.reason}`, mac.error.detail));
      const language = parseSheetLanguage(fields.language ?? '');
      if (language === null) return failure(inputFailure('problem.language-unknown'));
      const given = Object.fromEntries(
        Object.entries(fields).map(([field, value]) => [field, String(value).trim().slice(0, 200)]),
      );
      const edited = {
        ...found.value,
        ...given,
        ...(fields.mac === undefined ? null : { mac: mac.value }),
        ...(fields.language === undefined ? null : { language }),
      };
      if (edited.user === '' && edited.extension === '' && edited.login === '')
        return failure(inputFailure('problem.user-missing'));
      store.codes.updateUsers([edited]);
      changed(name);
      return success({});
    },
    match: async ({ rollout: name, text }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const entries = usersOf(rollout.value, 'all');
      const rowId = ROW_ID.exec(text)?.[1];
      const code = parseCode(text);
      const byCode = code === null ? undefined : entries.find(({ codes }) => codes.some((each) => each.code === code));
      const user =
        rowId === undefined ? byCode?.user.id : entries.find((entry) => entry.user.id === Number(rowId))?.user.id;
      if (user !== undefined) return success({ user, mac: '', holders: [] });
      const label = parseLabel(text);
      if (!label.ok) return failure(inputFailure(`problem.${label.error.reason}`, label.error.detail));
      const { mac } = label.value;
      const holders = entries.filter(
        (entry) => entry.user.mac === mac || entry.codes.some((each) => each.mac === mac && isRedeemed(each.state)),
      );
      return success({ user: null, mac, holders: holders.map((entry) => entry.user.id) });
    },
    find: async ({ mac }) => {
      const parsed = parseMac(mac);
      if (!parsed.ok) return failure(inputFailure(`problem.${parsed.error.reason}`, parsed.error.detail));
      const holders = store.codes.findMac(parsed.value).map(({ rollout, isPlanned, user }) => ({
        rollout,
        isPlanned,
        user: user.user || user.login,
        extension: user.extension,
        room: user.room,
      }));
      return success({ holders });
    },
    swap: async ({ rollout, one, other }) => whileNotFollowing(rollout, () => swap(rollout, one, other)),
    mark: async ({ rollout: name, users, as }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const marked = usersOf(rollout.value, users).flatMap(({ codes }) => {
        const code = currentCode(codes);
        if (code === null) return [];
        const after = as === 'cancelled' ? afterCancel(code) : afterTest(code, as === 'tested');
        return after === code ? [] : [after];
      });
      store.codes.update(marked);
      changed(name);
      return success({ users: marked.length });
    },
    export: ({ rollout, path, separator, isTextFormula }) => writeExport(rollout, path, separator, isTextFormula),
    exportFile: async ({ rollout, format, separator, isTextFormula }) => {
      let counts = { users: 0, codes: 0 };
      const file = await writeToBytes(`codes.${format}`, async (path) => {
        const written = await writeExport(rollout, path, separator, isTextFormula);
        if (!written.ok) return written;
        counts = written.value;
        return success(undefined);
      });
      if (!file.ok) return file;
      return success({
        name: `${toFileName(`${rollout} codes`)}.${format}`,
        base64: file.value.toString('base64'),
        ...counts,
      });
    },
    sheets: async ({ path, ...wanted }) => {
      const format = /\.html?$/i.test(path) ? 'html' : 'pdf';
      return printSheets(wanted, format, (bytes) => writePaper(path, bytes));
    },
    sheetsFile: async ({ format, ...wanted }) => {
      let base64 = '';
      const printed = await printSheets(wanted, format, async (bytes) => {
        base64 = Buffer.from(bytes).toString('base64');
        return success(undefined);
      });
      if (!printed.ok) return printed;
      return success({
        name: `${toFileName(`${wanted.rollout} ${wanted.layout}`)}.${format}`,
        base64,
        ...printed.value,
      });
    },
    sheetSettings: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      return rollout.ok ? success(settingsOf(rollout.value)) : rollout;
    },
    keepSheetSettings: async ({ rollout: name, settings, logo }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const address =
        logo === ''
          ? success('')
          : logo === 'keep'
            ? success(settingsOf(rollout.value).logo)
            : readLogo(Buffer.from(logo, 'base64'));
      if (!address.ok) return address;
      store.papers.keep(rollout.value.id, 'codes', { ...settings, logo: address.value });
      return success({});
    },
    setSheets: async ({ rollout: name, settings, path }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const bytes = path === '' ? null : await readFile(path).catch(() => undefined);
      if (bytes === undefined) return failure(inputFailure('input.unreadable-file', { file: path }));
      const address = bytes === null ? null : readLogo(bytes);
      if (address?.ok === false) return address;
      const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
      const kept = { ...settingsOf(rollout.value), ...given, ...(address === null ? null : { logo: address.value }) };
      store.papers.keep(rollout.value.id, 'codes', kept);
      return success({});
    },
  };

  async function swap(name: string, one: number, other: number): Promise<Result<Record<string, never>, ApiFailure>> {
    const first = requireUser(name, one);
    if (!first.ok) return first;
    const second = requireUser(name, other);
    if (!second.ok) return second;
    const codes = [currentCode(store.codes.codesOfUser(one)), currentCode(store.codes.codesOfUser(other))] as const;
    const swapped = codes[0] === null || codes[1] === null || one === other ? null : swapPhones(codes[0], codes[1]);
    if (codes[0] === null || codes[1] === null || swapped === null) return failure(inputFailure('input.no-swap'));
    const pairs = [
      { user: first.value, code: codes[0] },
      { user: second.value, code: codes[1] },
    ];
    // Until both are taken from the PBX each is to be written back where it was: a crash changes nothing for good.
    store.codes.update(pairs.map(({ code }) => ({ ...code, state: 'provisioned' })));
    for (const { user, code } of pairs) {
      if (code.source !== 'account' || code.mac === '') continue;
      const opened = await desk.open(code.account, code.directory);
      if (!opened.ok) return opened;
      const { session } = opened.value;
      const taken = await session.unassign(userKeyOf(user), code.mac, new AbortController().signal);
      const isWithoutPbx = !taken.ok && taken.error.reason === 'forbidden' && taken.error.aspect === 'no-pbx';
      if (!taken.ok && !isWithoutPbx) return failure(serviceFailure(taken.error));
    }
    store.codes.update(swapped);
    changed(name);
    const rollout = requireRollout(store, name);
    if (!rollout.ok) return rollout;
    const looked = await refresh(rollout.value);
    if (!looked.ok) return looked;
    return looked.value === null ? success({}) : failure(serviceFailure(looked.value));
  }

  function requireUser(name: string, id: number): Result<StoredUser, ApiFailure> {
    const rollout = requireRollout(store, name);
    if (!rollout.ok) return rollout;
    const user = store.codes.users(rollout.value.id).find((each) => each.id === id);
    return user === undefined ? failure(inputFailure('input.no-user', { rollout: name, user: id })) : success(user);
  }

  async function issueOwn(rollout: Rollout, user: StoredUser, category: string, validMs: number): Promise<void> {
    const issuedAtMs = Date.now();
    await issueOwnCode(store.ownCodes, {
      rowId: user.id,
      domain: rollout.name,
      category: user.category || category,
      issuedAtMs,
      validUntilMs: issuedAtMs + validMs,
    });
    changed(rollout.name);
  }
}

async function openList(
  source: ListSource,
  mapping: UserMapping,
  sheet: string,
  isOpenToChoice = false,
): Promise<Result<UserList, ApiFailure>> {
  const list = await readUsers(source, { mapping, isOpenToChoice, ...(sheet === '' ? {} : { sheet }) });
  return list.ok ? list : failure(inputFailure(`files.failure.${list.error.reason}`, list.error.detail));
}

function writeProblemUsers(path: string, list: UserList, language: Language): Promise<Result<void, Failure>> {
  const { head, columns, problems } = list;
  return writeProblems(path, { header: head.header, columns }, problems, problemSentence(language), separatorOf(head));
}

function toProblemView({ cells: _cells, ...problem }: UserList['problems'][number]) {
  return { ...problem, detail: { ...problem.detail } };
}

function toSource({ name, base64 }: { readonly name: string; readonly base64: string }): ListSource {
  return { name, bytes: Buffer.from(base64, 'base64') };
}

function isSeparator(text: string): text is Separator {
  return SEPARATORS.some((separator) => separator === text);
}

function findCategory(known: readonly CodeCategory[], wanted: string): CodeCategory | null {
  const exact = known.find(({ name }) => name === wanted);
  return exact ?? known.find(({ name }) => name.toLowerCase() === wanted.toLowerCase()) ?? null;
}

function readLogo(bytes: Uint8Array): Result<string, ApiFailure> {
  const logo = toLogo(bytes);
  if ('address' in logo) return success(logo.address);
  return failure(inputFailure('input.bad-logo', { context: logo.problem, limit: LOGO_LIMIT_BYTES / 1024 }));
}

/** The accounts that may know more of a rollout's codes than is known here. */
function accountsOf(
  codes: readonly StoredCode[],
  nowMs: number,
): readonly { readonly account: string; readonly directory: string }[] {
  const accounts = new Map<string, { readonly account: string; readonly directory: string }>();
  for (const code of codes) {
    if (code.source !== 'account' || !isWorthFollowing(code, nowMs)) continue;
    const { account, directory } = code;
    accounts.set(account, { account, directory });
  }
  return [...accounts.values()];
}

interface Entry {
  readonly user: StoredUser;
  readonly codes: readonly StoredCode[];
}

/** Users whose codes were asked for in the same way, which is how they are asked for again. */
function groupByRequest(
  entries: readonly Entry[],
): readonly { readonly code: StoredCode; readonly entries: readonly Entry[] }[] {
  const groups = new Map<string, { readonly code: StoredCode; readonly entries: Entry[] }>();
  for (const entry of entries) {
    const code = currentCode(entry.codes);
    if (code === null) continue;
    const { source, account, directory, domain, category, app, term } = code;
    const key = JSON.stringify([source, account, directory, domain, category, app, term]);
    const group = groups.get(key) ?? { code, entries: [] };
    group.entries.push(entry);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function toSheetUser(user: StoredUser, code: StoredCode | null, isShown: boolean): SheetUser {
  const fields = Object.fromEntries(USER_FIELDS.map((field) => [field, user[field]])) as unknown as StoredUser;
  return {
    ...fields,
    id: user.id,
    mac: code?.mac || user.mac,
    category: code?.category || user.category,
    app: code?.app ?? '',
    code: isShown ? (code?.code ?? '') : '',
    lastFour: code?.lastFour ?? '',
    validUntilMs: code?.validUntilMs ?? null,
    issuedAtMs: code?.issuedAtMs ?? null,
    account: code?.account ?? '',
    domain: code?.domain ?? '',
    source: code?.source ?? 'account',
  };
}
