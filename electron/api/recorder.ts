import type { ActivityKind } from '../../shared/contract/activity.ts';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import { redactText } from '../../shared/domain/redact.ts';
import type { Result } from '../../shared/result.ts';
import type { LogFile } from '../log/log-file.ts';
import type { ActivityEntry } from '../storage/activity.ts';
import type { Run } from '../storage/runs.ts';
import type { Store } from '../storage/store.ts';

type CallName = { [Group in keyof Contract]: `${Group}.${string & keyof Contract[Group]}` }[keyof Contract];

/** The calls that are worth remembering, and what they are about; reading calls are not. */
const RECORDED: Readonly<Partial<Record<CallName, ActivityKind>>> = {
  'vault.open': 'settings',
  'vault.move': 'settings',
  'settings.addAuthorities': 'settings',
  'settings.removeAuthority': 'settings',
  'accounts.add': 'account',
  'accounts.edit': 'account',
  'accounts.trust': 'account',
  'accounts.test': 'account',
  'accounts.doctor': 'account',
  'accounts.remove': 'account',
  'rollouts.create': 'rollout',
  'rollouts.remove': 'rollout',
  'lists.import': 'import',
  'lists.importSource': 'import',
  'runs.plan': 'plan',
  'runs.planUndo': 'plan',
  'runs.start': 'run',
  'runs.resume': 'run',
  'exports.results': 'export',
  'exports.resultsFile': 'export',
  'exports.prepare': 'export',
  'exports.callFiles': 'export',
  'codes.importUsers': 'import',
  'codes.importUsersSource': 'import',
  'codes.importDirectory': 'import',
  'codes.issue': 'run',
  'codes.issueOwn': 'run',
  'codes.reissue': 'run',
  'codes.swap': 'run',
  'codes.mark': 'run',
  'codes.reveal': 'secret',
  'codes.export': 'secret',
  'codes.exportFile': 'secret',
  'codes.sheets': 'secret',
  'codes.sheetsFile': 'secret',
  'devices.editMany': 'rollout',
  'devices.remove': 'rollout',
  'openstage.plan': 'plan',
  'openstage.planUndo': 'plan',
  'openstage.start': 'run',
  'openstage.backup': 'export',
  'openstage.backupFile': 'export',
  'openstage.files': 'run',
  'openstage.firmware': 'run',
  'openstage.restart': 'run',
  'handover.save': 'export',
  'handover.saveFile': 'export',
  'handover.merge': 'import',
  'handover.open': 'import',
  'configs.check': 'run',
  'configs.report': 'export',
  'ownership.sweep': 'run',
  'ownership.park': 'rollout',
  'ownership.unpark': 'rollout',
  'ownership.letter': 'export',
  'ownership.writeLetter': 'export',
  'report.file': 'export',
  'report.write': 'export',
  'exports.callArchive': 'export',
  'updateServer.start': 'settings',
  'updateServer.stop': 'settings',
  'updateServer.makeSoftwareJob': 'rollout',
  'updateServer.makeConfigurationJob': 'rollout',
  'updateServer.removeJob': 'rollout',
  'practice.start': 'rollout',
  'support.bundle': 'export',
};

type Fields = Readonly<Record<string, unknown>>;

/** Numbers in a call's value that count nothing, or what another one counts. */
const NO_COUNTS: ReadonlySet<string> = new Set(['run', 'plan', 'id', 'milliseconds', 'seconds', 'port', 'problemRows']);

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The numbers of a call's value: `counts`, or `groups`, or those that stand in it by themselves; its problems. */
function countsOf(value: Fields): Record<string, number> {
  const counted = fieldsOf(value.counts ?? fieldsOf(value.summary).counts ?? value.groups ?? value);
  const numbers = Object.entries(counted).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const counts = Object.fromEntries(numbers.filter(([name]) => !NO_COUNTS.has(name)));
  return Array.isArray(value.problems) ? { ...counts, problems: value.problems.length } : counts;
}

/** Writes down what is done, as entries of the activity and as lines of the log. */
export class Recorder {
  readonly #store: Store;
  readonly #log: LogFile;

  constructor(store: Store, log: LogFile) {
    this.#store = store;
    this.#log = log;
  }

  /** Wraps a call so that what came of it is written down; a bug in it too, which goes on to its caller. */
  async record<Value>(
    group: string,
    name: string,
    argument: unknown,
    work: () => Promise<Result<Value, ApiFailure>>,
  ): Promise<Result<Value, ApiFailure>> {
    const action = `${group}.${name}`;
    const kind = RECORDED[action as CallName];
    const about = this.#about(group, argument);
    const { password, passphrase } = fieldsOf(argument);
    for (const secret of [password, passphrase]) if (typeof secret === 'string') this.#log.hide(secret);
    try {
      const result = await work();
      if (kind !== undefined) this.#write(kind, action, about, result);
      return result;
    } catch (error) {
      this.#log.write('error', 'bug', { action, ...about, cause: error });
      this.#keep({ ...EMPTY, ...about, kind: 'error', action, result: 'failed' });
      throw error;
    }
  }

  #about(group: string, argument: unknown): { readonly rollout: string; readonly account: string } {
    const fields = fieldsOf(argument);
    return {
      rollout: textOf(group === 'rollouts' ? fields.name : fields.rollout),
      account: textOf(group === 'accounts' ? fields.name : fields.account),
    };
  }

  #write(
    kind: ActivityKind,
    action: string,
    about: { readonly rollout: string; readonly account: string },
    result: Result<unknown, ApiFailure>,
  ): void {
    if (result.ok) {
      const value = fieldsOf(result.value);
      const summary = fieldsOf(value.summary ?? value);
      const run = typeof summary.run === 'number' ? this.#store.runs.find(summary.run) : null;
      const rollouts = run === null ? [] : this.#store.rollouts.list();
      const entry = {
        ...EMPTY,
        kind,
        action,
        result: 'done',
        rollout: about.rollout || (rollouts.find(({ id }) => id === run?.rolloutId)?.name ?? textOf(value.rollout)),
        account: about.account || (run?.account ?? textOf(value.account)),
        counts: countsOf(value),
        detail: describeRun(run),
      };
      const unhealthy = value.isHealthy === false ? { result: 'refused', ...whyUnhealthy(value.steps) } : null;
      this.#log.write('info', action, {
        ...{ rollout: entry.rollout, account: entry.account, counts: entry.counts },
        ...unhealthy,
      });
      this.#keep({ ...entry, ...unhealthy });
      return;
    }
    const { error } = result;
    const words =
      error.concern === 'input'
        ? error.words
        : `reason.${error.failure.reason}${error.failure.aspect === undefined ? '' : `_${error.failure.aspect}`}`;
    if (this.#isRepeated(action, about.account, words)) return;
    const detail = (error.concern === 'input' ? error.detail : error.failure.detail) ?? {};
    this.#log.write('warning', action, {
      ...about,
      refused: words,
      ...detail,
      ...(error.concern === 'service' ? { serviceWords: error.failure.serviceWords } : null),
    });
    this.#keep({ ...EMPTY, ...about, kind, action, result: 'refused', words, detail: redactDetail(detail) });
  }

  /** Whether an account's test ended like the latest thing that was done: who waits for a network looks every few seconds. */
  #isRepeated(action: string, account: string, words: string): boolean {
    if (action !== 'accounts.test') return false;
    const [latest] = this.#store.activity.page({ words: [], kinds: [], rollout: null }, 0, 1).entries;
    return latest?.action === action && latest.account === account && latest.words === words;
  }

  #keep(entry: Omit<ActivityEntry, 'id' | 'at'>): void {
    if (!this.#store.canChange) return;
    try {
      this.#store.activity.add({ ...entry, at: new Date().toISOString() });
    } catch (error) {
      // What was done is done; that it couldn't be written down must not make it look undone.
      this.#log.write('error', 'activity not kept', { cause: error });
    }
  }
}

const EMPTY = { rollout: '', account: '', counts: {}, words: '', detail: {} } as const;

function redactDetail(detail: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [name, typeof value === 'string' ? redactText(value) : value]),
  );
}

/** What an account's check stopped at, as a refusal is worded. */
function whyUnhealthy(steps: unknown): { readonly words: string; readonly detail: Record<string, string | number> } {
  const failures = Array.isArray(steps) ? steps.map((step) => fieldsOf(fieldsOf(step).failure)) : [];
  const failure = failures.find(({ reason }) => typeof reason === 'string') ?? {};
  const aspect = textOf(failure.aspect);
  return {
    words: `reason.${textOf(failure.reason)}${aspect === '' ? '' : `_${aspect}`}`,
    detail: redactDetail(fieldsOf(failure.detail) as Record<string, string | number>),
  };
}

function describeRun(run: Run | null): Record<string, string | number> {
  return run === null ? {} : { run: run.id, action: run.action };
}
