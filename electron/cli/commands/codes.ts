import { extname, resolve } from 'node:path';
import { type CodeRow, DIRECTORY_LIMIT, type IssueSummary, SHEET_LAYOUTS } from '../../../shared/contract/codes.ts';
import type { ReasonView } from '../../../shared/contract/parts.ts';
import { formatCode, type ProvisioningCode } from '../../../shared/domain/code.ts';
import { CODE_LIFE_MS, USER_LIST_FIELDS, type UserListField } from '../../../shared/domain/code-state.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import { failureMessage, problemMessage } from '../../../shared/words/messages.ts';
import {
  type Command,
  type CommandContext,
  EXIT,
  type OpenApi,
  reportFailure,
  reportUsage,
  withApi,
} from '../command.ts';
import { isSet, listOption, textOption } from '../options.ts';
import type { Output } from '../output.ts';
import { ask, canAsk, isYes } from '../prompt.ts';

/** As many rows as one call gives. */
const ROWS_AT_ONCE = 500;
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** How many problem rows are said one by one. */
const PROBLEMS_SAID = 20;

/** Opens the api, says what an account's connection asks for, and closes the connections in the end. */
function withCodes(
  context: CommandContext,
  access: 'read' | 'change',
  work: (open: OpenApi) => Promise<number>,
): Promise<number> {
  return withApi(context, access, async (open) => {
    const { output } = context;
    open.listen('codeConnection', ({ account, state, number, cause }) => {
      if (state === 'confirm') output.say(output.translate('cli.codes.confirm', { number }));
      if (state === 'lost')
        output.say(output.translate('cli.codes.lost', { account, cause: causeText(output, cause) }));
    });
    open.listen('progress', ({ done, total }) => output.progress('run', done, total));
    try {
      return await work(open);
    } finally {
      await open.api.codes.unfollow({ rollout: '' });
    }
  });
}

function causeText(output: Output, cause: ReasonView | null): string {
  if (cause === null || cause.reason === null) return '';
  return failureMessage(output.translate, {
    reason: cause.reason,
    ...(cause.aspect === null ? null : { aspect: cause.aspect }),
    ...(cause.detail === null ? null : { detail: cause.detail }),
  });
}

/** Every user of a rollout, as it stands in the list. */
async function readBoard({ api }: OpenApi, output: Output, rollout: string): Promise<readonly CodeRow[] | number> {
  const rows: CodeRow[] = [];
  for (;;) {
    const page = await api.codes.board({
      rollout,
      sort: { column: 'place', direction: 'ascending' },
      filter: { text: '', states: [] },
      offset: rows.length,
      limit: ROWS_AT_ONCE,
    });
    if (!page.ok) return reportFailure(output, page.error);
    rows.push(...page.value.rows);
    if (page.value.rows.length === 0 || rows.length >= page.value.total) return rows;
  }
}

/** A user as a JSON line has it: a contract for scripts. */
function statusObject(row: CodeRow, code: string | null): Readonly<Record<string, unknown>> {
  return {
    user: row.user || row.login || row.extension,
    extension: row.extension,
    state: row.state,
    code,
    validUntil: row.validUntil,
    mac: row.phone || row.mac || null,
    model: row.product || row.model,
    login: row.login,
    language: row.language === '' ? null : row.language,
    shownAs: row.customerState,
    warnings: row.warnings,
    reason: row.cause.reason,
  };
}

function statusText(output: Output, row: CodeRow, code: string | null): string {
  const { translate } = output;
  const until =
    row.validUntil === null ? '' : translate('cli.codes.line-until', { time: localTime(output, row.validUntil) });
  const mac = row.phone || row.mac;
  return [
    row.user || row.login || row.extension,
    row.user === '' && row.login === '' ? '' : row.extension,
    translate(`code.state.${row.state}`),
    code === null ? '' : formatCode(code as ProvisioningCode),
    row.state === 'pending' || row.state === 'contacted' || row.state === 'expired' ? until : '',
    mac === '' ? '' : formatMacPairs(mac as MacAddress),
    row.product || row.model,
    ...row.warnings.map((warning) => translate(`code.warning.${warning}`)),
    causeText(output, row.cause),
    row.cause.serviceWords ? translate('cli.service-words', { words: row.cause.serviceWords }) : '',
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function localTime(output: Output, time: string): string {
  const options = {
    weekday: 'short',
    dateStyle: undefined,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  return new Intl.DateTimeFormat(output.language === 'de' ? 'de-DE' : 'en-GB', options).format(new Date(time));
}

/** The codes of a rollout by user, where they were asked for. */
async function readCodes({ api }: OpenApi, isShown: boolean, rollout: string): Promise<ReadonlyMap<number, string>> {
  if (!isShown) return new Map();
  const revealed = await api.codes.reveal({ rollout, users: 'all' });
  return new Map(revealed.ok ? revealed.value.codes.map(({ id, code }) => [id, code]) : []);
}

function reportSummary(output: Output, rollout: string, summary: IssueSummary): number {
  const { issued, kept, failed, unknown, expired, open, stopCause } = summary;
  const cause = causeText(output, stopCause);
  if (cause !== '') output.say(cause);
  output.data(
    { summary: { issued, kept, failed, unknown, expired, open } },
    output.translate('cli.codes.summary', { issued, kept, failed, unknown, expired, open }),
  );
  if (unknown > 0) output.say(output.translate('cli.codes.explain-unknown', { count: unknown, rollout }));
  if (expired > 0) output.say(output.translate('cli.codes.explain-expired', { count: expired, rollout }));
  return failed + unknown + expired + open === 0 ? EXIT.done : EXIT.some;
}

/** Says why codes failed, each cause once with how many it has kept from a code. */
async function sayFailures(open: OpenApi, output: Output, rollout: string): Promise<void> {
  const rows = await readBoard(open, output, rollout);
  if (typeof rows === 'number') return;
  const causes = new Map<string, number>();
  for (const { state, cause } of rows) {
    if (state !== 'failed') continue;
    const words = cause.serviceWords ? output.translate('cli.service-words', { words: cause.serviceWords }) : '';
    const text = [causeText(output, cause), words].filter((part) => part !== '').join(' ');
    causes.set(text, (causes.get(text) ?? 0) + 1);
  }
  for (const [cause, count] of causes) output.say(output.translate('cli.codes.failed-since', { count, cause }));
}

/** Ends asking for codes at the first Ctrl+C; what was asked for is brought to its end. The second ends the process. */
function onInterrupt(output: Output, stop: () => void): () => boolean {
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) process.exit(EXIT.interrupted);
    isStopping = true;
    output.say(output.translate('cli.stopping'));
    stop();
  };
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    return isStopping;
  };
}

async function confirm(context: CommandContext, count: number): Promise<boolean> {
  const { line, output } = context;
  if (count === 0 || isSet(line, 'yes')) return true;
  if (!canAsk()) {
    output.say(output.translate('cli.usage.yes'));
    return false;
  }
  return isYes(await ask(output.translate('cli.codes.ask', { count })));
}

/** Reads `10m`, `8h` or `7d` as milliseconds, at most a year; `null` for anything else. */
function readDuration(text: string): number | null {
  const [, count = '', unit = ''] = /^([1-9]\d{0,5})([mhd])$/.exec(text.trim()) ?? [];
  const milliseconds = Number(count) * (UNIT_MS[unit] ?? 0);
  return milliseconds >= 60_000 && milliseconds <= 365 * 86_400_000 ? milliseconds : null;
}

const issue: Command = {
  name: 'codes issue',
  operands: ['ROLLOUT'],
  options: ['account', 'category', 'app', 'pbx', 'single', 'own', 'valid', 'yes'],
  required: [],
  execute: async (context) => {
    const { line, operands, output } = context;
    const [rollout = ''] = operands;
    const account = textOption(line, 'account');
    const category = textOption(line, 'category');
    const isOwn = isSet(line, 'own');
    const isSingle = isSet(line, 'single');
    const valid = textOption(line, 'valid');
    if (isOwn === (account !== '') || (!isOwn && (category === '' || valid !== ''))) {
      return reportUsage(output, output.translate('cli.codes.usage-issue'));
    }
    const validMs = valid === '' ? CODE_LIFE_MS[isSingle ? 'single' : 'rollout'] : readDuration(valid);
    if (validMs === null) return reportUsage(output, output.translate('cli.codes.usage-valid', { text: valid }));
    return withCodes(context, 'change', async (open) => {
      const rows = await readBoard(open, output, rollout);
      if (typeof rows === 'number') return rows;
      if (rows.length === 0) return reportUsage(output, output.translate('cli.codes.nobody', { rollout }));
      const wanted = rows.filter(({ state }) => state === 'draft' || state === 'failed').length;
      if (!(await confirm(context, wanted))) return EXIT.input;
      if (!isOwn && wanted > 0 && !(await unlockFor(open, account))) return EXIT.input;
      const endSignals = onInterrupt(output, () => void open.api.codes.stop({ rollout }));
      const issued = isOwn
        ? await open.api.codes.issueOwn({ rollout, users: 'all', category, validMs })
        : await open.api.codes.issue({
            rollout,
            users: 'all',
            account,
            directory: textOption(line, 'pbx'),
            category,
            app: textOption(line, 'app'),
            term: isSingle ? 'single' : 'rollout',
          });
      const isInterrupted = endSignals();
      if (!issued.ok) return reportFailure(output, issued.error);
      const code = reportSummary(output, rollout, issued.value);
      if (issued.value.failed > 0) await sayFailures(open, output, rollout);
      return isInterrupted && issued.value.open > 0 ? EXIT.interrupted : code;
    });
  },
};

/** Opens the vault, unless the account isn't there: then the call itself says so, without a passphrase. */
async function unlockFor({ api, unlock }: OpenApi, account: string): Promise<boolean> {
  const known = await api.accounts.list({});
  return !(known.ok && known.value.accounts.some(({ name }) => name === account)) || unlock();
}

const status: Command = {
  name: 'codes status',
  operands: ['ROLLOUT'],
  options: ['watch', 'show-codes'],
  required: [],
  execute: (context) => {
    const { line, operands, output } = context;
    const [rollout = ''] = operands;
    const isShown = isSet(line, 'show-codes');
    const isWatching = isSet(line, 'watch');
    return withCodes(context, 'change', async (open) => {
      const said = new Map<number, string>();
      const say = async (): Promise<number | null> => {
        const rows = await readBoard(open, output, rollout);
        if (typeof rows === 'number') return rows;
        const codes = await readCodes(open, isShown, rollout);
        const lines = rows.flatMap((row) => {
          const code = codes.get(row.id) ?? null;
          const object = statusObject(row, code);
          const text = JSON.stringify(object);
          if (said.get(row.id) === text) return [];
          said.set(row.id, text);
          return [[object, statusText(output, row, code)] as const];
        });
        output.lines(lines);
        return rows.length === 0 && !isWatching
          ? reportUsage(output, output.translate('cli.codes.nobody', { rollout }))
          : null;
      };
      const rows = await readBoard(open, output, rollout);
      if (typeof rows === 'number') return rows;
      const isAsking = rows.some(
        ({ source, state }) => source === 'account' && state !== 'registered' && state !== 'tested',
      );
      if (isAsking && !(await open.unlock())) output.say(output.translate('cli.codes.not-asked', { cause: '' }));
      else if (isAsking && !isWatching) {
        const looked = await open.api.codes.refresh({ rollout });
        if (!looked.ok) reportFailure(output, looked.error);
        else if (looked.value.cause !== null)
          output.say(output.translate('cli.codes.not-asked', { cause: causeText(output, looked.value.cause) }));
      }
      const ended = await say();
      if (ended !== null) return ended;
      if (!isWatching) return EXIT.done;
      const followed = await open.api.codes.follow({ rollout });
      if (!followed.ok) return reportFailure(output, followed.error);
      return watch(open, output, say);
    });
  },
};

/** Says what changes until Ctrl+C. */
async function watch({ listen }: OpenApi, output: Output, say: () => Promise<number | null>): Promise<number> {
  let wake: () => void = () => {};
  let hasNews = true;
  listen('changed', () => {
    hasNews = true;
    wake();
  });
  let isStopped = false;
  const endSignals = onInterrupt(output, () => {
    isStopped = true;
    wake();
  });
  // A code's end is no event of the database: it is looked for now and then.
  const timer = setInterval(() => {
    hasNews = true;
    wake();
  }, 5_000);
  try {
    while (!isStopped) {
      if (!hasNews) await new Promise<void>((resolved) => (wake = resolved));
      hasNews = false;
      if (isStopped) break;
      const ended = await say();
      if (ended !== null) return ended;
    }
    return EXIT.interrupted;
  } finally {
    clearInterval(timer);
    endSignals();
  }
}

/** Finds users as people name them: by login, extension or display name. */
function findUsers(
  rows: readonly CodeRow[],
  names: readonly string[],
  output: Output,
  rollout: string,
): readonly number[] | number {
  const ids: number[] = [];
  for (const name of names) {
    const fold = (text: string) => text.trim().toLowerCase();
    const wanted = fold(name);
    const found = (['login', 'extension', 'user'] as const)
      .map((field) => rows.filter((row) => fold(row[field]) === wanted))
      .find((matches) => matches.length > 0);
    const [first, second] = found ?? [];
    if (first === undefined) return reportUsage(output, output.translate('input.no-user', { rollout, user: name }));
    if (second !== undefined)
      return reportUsage(output, output.translate('input.several-users', { rollout, user: name }));
    ids.push(first.id);
  }
  return ids;
}

const reissue: Command = {
  name: 'codes reissue',
  operands: ['ROLLOUT'],
  options: ['expired', 'user', 'yes'],
  required: [],
  execute: (context) => {
    const { line, operands, output } = context;
    const [rollout = ''] = operands;
    const names = listOption(line, 'user');
    if (isSet(line, 'expired') && names.length > 0) {
      return Promise.resolve(reportUsage(output, output.translate('cli.codes.usage-reissue')));
    }
    return withCodes(context, 'change', async (open) => {
      const rows = await readBoard(open, output, rollout);
      if (typeof rows === 'number') return rows;
      const users = names.length === 0 ? null : findUsers(rows, names, output, rollout);
      if (typeof users === 'number') return users;
      const isFromAccount = rows.some(({ source }) => source === 'account');
      if (isFromAccount && !(await open.unlock())) return EXIT.input;
      const which = users === null ? (isSet(line, 'expired') ? 'expired' : 'needed') : [...users];
      const replacesLive = rows.some(
        // An own code ends where it is replaced; a service's lives on.
        ({ id, state, source }) =>
          users?.includes(id) && source !== 'own' && (state === 'pending' || state === 'contacted'),
      );
      const endSignals = onInterrupt(output, () => void open.api.codes.stop({ rollout }));
      const reissued = await open.api.codes.reissue({ rollout, which });
      endSignals();
      if (!reissued.ok) return reportFailure(output, reissued.error);
      if (replacesLive) output.say(output.translate('cli.codes.old-live'));
      const code = reportSummary(output, rollout, reissued.value);
      const { issued, failed, unknown } = reissued.value;
      if (users !== null && issued + failed + unknown === 0) output.say(output.translate('cli.codes.none-replaced'));
      if (reissued.value.failed > 0) await sayFailures(open, output, rollout);
      return code;
    });
  },
};

const exportCodes: Command = {
  name: 'codes export',
  operands: ['ROLLOUT', 'FILE'],
  options: ['separator', 'text-formula'],
  required: [],
  execute: async (context) => {
    const { line, operands, output } = context;
    const [rollout = '', file = ''] = operands;
    if (!['.csv', '.xlsx'].includes(extname(file).toLowerCase())) {
      return reportUsage(output, output.translate('cli.codes.usage-format', { endings: '.csv, .xlsx' }));
    }
    return withCodes(context, 'change', async ({ api }) => {
      const separator = textOption(line, 'separator') || ',';
      const written = await api.codes.export({
        rollout,
        path: resolve(file),
        separator: separator === 'tab' || separator === '\\t' ? '\t' : separator,
        isTextFormula: isSet(line, 'text-formula'),
      });
      if (!written.ok) return reportFailure(output, written.error);
      const { users, codes } = written.value;
      output.data({ file, users, codes }, output.translate('cli.codes.export-done', { count: users, codes, file }));
      return EXIT.done;
    });
  },
};

const sheets: Command = {
  name: 'codes sheets',
  operands: ['ROLLOUT', 'FILE'],
  options: ['layout', 'archive', 'changed', 'customer', 'help-desk', 'test-call', 'logo'],
  required: [],
  execute: async (context) => {
    const { line, operands, output } = context;
    const [rollout = '', file = ''] = operands;
    const text = textOption(line, 'layout') || 'page';
    const layout = SHEET_LAYOUTS.find((candidate) => candidate === text);
    if (layout === undefined) return reportUsage(output, output.translate('cli.codes.usage-layout', { text }));
    if (!['.pdf', '.html', '.htm'].includes(extname(file).toLowerCase())) {
      return reportUsage(output, output.translate('cli.codes.usage-format', { endings: '.pdf, .html' }));
    }
    return withCodes(context, 'change', async ({ api }) => {
      const logo = textOption(line, 'logo');
      const settings = {
        customer: textOption(line, 'customer'),
        helpDesk: textOption(line, 'help-desk'),
        testCall: textOption(line, 'test-call'),
      };
      if (logo !== '' || Object.values(settings).some((value) => value !== '')) {
        const kept = await api.codes.setSheets({ rollout, settings, path: logo === '' ? '' : resolve(logo) });
        if (!kept.ok) return reportFailure(output, kept.error);
      }
      const printed = await api.codes.sheets({
        rollout,
        layout,
        isArchive: isSet(line, 'archive'),
        isOnlyChanged: isSet(line, 'changed'),
        language: output.language,
        users: 'all',
        path: resolve(file),
      });
      if (!printed.ok) return reportFailure(output, printed.error);
      const count = printed.value.sheets;
      output.data({ file, sheets: count }, output.translate('cli.codes.sheets-done', { count, file }));
      return EXIT.done;
    });
  },
};

/** Reads a list of users into a rollout: `import ROLLOUT FILE --users`. */
export async function importUsers(context: CommandContext): Promise<number> {
  const { line, operands, output } = context;
  const [rollout = '', file = ''] = operands;
  const mapping: Partial<Record<UserListField, string>> = {};
  for (const part of listOption(line, 'map').flatMap((text) => text.split(','))) {
    const end = part.indexOf('=');
    const field = USER_LIST_FIELDS.find((candidate) => candidate === part.slice(0, Math.max(0, end)).trim());
    if (field === undefined) {
      return reportUsage(
        output,
        output.translate('cli.usage.map', { text: part, fields: USER_LIST_FIELDS.join(', ') }),
      );
    }
    mapping[field] = part.slice(end + 1).trim();
  }
  const problemsPath = textOption(line, 'problems');
  return withApi(context, 'change', async ({ api }) => {
    const imported = await api.codes.importUsers({
      rollout,
      path: resolve(file),
      mapping,
      sheet: textOption(line, 'sheet'),
      problemsPath: problemsPath === '' ? '' : resolve(problemsPath),
      language: output.language,
    });
    if (!imported.ok) return reportFailure(output, imported.error);
    const { problems, unusedColumns, ...numbers } = imported.value;
    for (const problem of problems.slice(0, PROBLEMS_SAID)) {
      output.say(
        output.translate('cli.import.problem', {
          file,
          row: problem.row,
          column: problem.column,
          value: problem.value,
          message: problemMessage(output.translate, problem),
        }),
      );
    }
    if (problems.length > PROBLEMS_SAID) {
      output.say(output.translate('cli.import.more', { count: problems.length - PROBLEMS_SAID }));
    }
    if (problems.length > 0) {
      const context = problemsPath === '' ? undefined : 'written';
      output.say(output.translate('cli.import.mend', { context, file: problemsPath }));
    }
    if (unusedColumns.length > 0)
      output.say(output.translate('cli.import.unused', { columns: unusedColumns.join(', ') }));
    output.data(
      {
        ...numbers,
        problems: problems.length,
        problemRows: problems.map((problem) => ({
          file,
          ...problem,
          message: problemMessage(output.translate, problem),
        })),
        unusedColumns,
      },
      output.translate('cli.codes.imported', { ...numbers, problems: problems.length }),
    );
    return problems.length > 0 ? EXIT.some : EXIT.done;
  });
}

const importDirectory: Command = {
  name: 'codes import-users',
  operands: ['ROLLOUT'],
  options: ['account', 'search'],
  required: ['account'],
  execute: (context) => {
    const { line, operands, output } = context;
    const [rollout = ''] = operands;
    const account = textOption(line, 'account');
    const search = textOption(line, 'search');
    return withCodes(context, 'change', async (open) => {
      const { codes } = open.api;
      // Before anybody is asked for a passphrase: a rollout that isn't there needs none.
      const present = await codes.used({ rollout });
      if (!present.ok) return reportFailure(output, present.error);
      if (!(await unlockFor(open, account))) return EXIT.input;
      const found = await codes.directoryUsers({ account, search, limit: DIRECTORY_LIMIT });
      if (!found.ok) return reportFailure(output, found.error);
      const { users, isCut } = found.value;
      if (users.length === 0)
        return reportUsage(output, output.translate('cli.codes.nobody-there', { account, search }));
      const imported = await codes.importDirectory({ rollout, users });
      if (!imported.ok) return reportFailure(output, imported.error);
      if (isCut) output.say(output.translate('cli.codes.directory-cut', { count: users.length }));
      output.data(imported.value, output.translate('cli.codes.directory-done', imported.value));
      return isCut ? EXIT.some : EXIT.done;
    });
  },
};

/** The commands about provisioning codes. */
export const codeCommands: readonly Command[] = [importDirectory, issue, status, reissue, exportCodes, sheets];
