import { resolve } from 'node:path';
import type { PlanRow, RunSummary } from '../../../shared/contract/contract.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import { ACTIONS, type Action, OUTCOMES } from '../../../shared/domain/outcome.ts';
import { ROW_WARNINGS } from '../../../shared/domain/problem.ts';
import { checkUrlTemplate } from '../../../shared/domain/url-template.ts';
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
import { isSet, listOption, numberOption, textOption } from '../options.ts';
import type { Output } from '../output.ts';
import { formatSeconds } from '../output.ts';
import { ask, canAsk, isYes } from '../prompt.ts';
import { outcomeObject, outcomeText, planObject, planText } from '../rows.ts';

/** How many devices of a plan are said one by one before the person is asked. */
const PLAN_LINES_ASKED = 20;

/** How many MACs that a rollout doesn't have are named. */
const STRANGERS_NAMED = 10;

interface Wanted {
  readonly rollout: string;
  readonly account: string;
  readonly action: Action;
  readonly url: string;
  readonly provider: string;
}

function readWanted({ line, operands, output }: CommandContext): Wanted | null {
  const text = textOption(line, 'action');
  const action = ACTIONS.find((candidate) => candidate === text);
  if (action === undefined) {
    output.say(output.translate('cli.usage.action', { text, actions: ACTIONS.join(', ') }));
    return null;
  }
  const url = textOption(line, 'url');
  const checked = checkUrlTemplate(url);
  // Found before a passphrase is asked for.
  if (url !== '' && !checked.ok) {
    output.say(problemMessage(output.translate, checked.error));
    return null;
  }
  return {
    rollout: operands[0] ?? '',
    account: textOption(line, 'account'),
    action,
    url,
    provider: textOption(line, 'provider'),
  };
}

/** Shows progress and pauses while a plan or run goes; the first Ctrl+C stops it with its state kept, the second ends the process. */
function follow({ api, listen }: OpenApi, output: Output, stopMode: 'keep' | 'cancel' = 'keep'): () => void {
  listen('progress', ({ phase, done, total }) => output.progress(phase, done, total));
  listen('wait', ({ waitMs, cause }) =>
    output.say(
      output.translate('cli.waiting', {
        seconds: Math.max(1, Math.round(waitMs / 1000)),
        cause:
          cause.reason === null
            ? ''
            : failureMessage(output.translate, {
                reason: cause.reason,
                aspect: cause.aspect ?? '',
                detail: cause.detail ?? {},
              }),
      }),
    ),
  );
  listen('outcomes', (rows) => output.lines(rows.map((row) => [outcomeObject(output, row), outcomeText(output, row)])));
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) process.exit(EXIT.interrupted);
    isStopping = true;
    output.say(output.translate('cli.stopping'));
    void api.runs.stop({ mode: stopMode });
  };
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}

function groupsText(output: Output, rows: readonly PlanRow[]): string {
  const counts = new Map<PlanRow['group'], number>();
  for (const { group } of rows) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts].map(([group, count]) => `${output.translate(`group.${group}`)} ${count}`).join(', ');
}

function sayWarnings(output: Output, rows: readonly PlanRow[]): void {
  for (const warning of ROW_WARNINGS) {
    const count = rows.filter((row) => row.warnings.includes(warning)).length;
    if (count > 0)
      output.say(output.translate('cli.plan.warning', { count, text: output.translate(`warning.${warning}`) }));
  }
}

function summaryObject(summary: RunSummary): Readonly<Record<string, unknown>> {
  const { counts, ...rest } = summary;
  const byOutcome = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0]));
  return { summary: { ...rest, ...byOutcome, open: counts.open ?? 0 } };
}

function reportSummary(output: Output, rollout: string, summary: RunSummary): number {
  const { counts, stopCause } = summary;
  if (stopCause !== null && stopCause.reason !== null) {
    output.say(
      failureMessage(output.translate, {
        reason: stopCause.reason,
        aspect: stopCause.aspect ?? '',
        detail: stopCause.detail ?? {},
      }),
    );
  }
  const text = OUTCOMES.filter((outcome) => (counts[outcome] ?? 0) > 0)
    .map((outcome) => `${output.translate(`outcome.${outcome}`)} ${counts[outcome]}`)
    .join(', ');
  output.data(
    summaryObject(summary),
    output.translate('cli.run.summary', {
      run: summary.run,
      count: summary.devices,
      counts: text || '–',
      time: formatSeconds(Math.round(summary.seconds)),
    }),
  );
  if (!summary.isFinished) {
    output.say(output.translate('cli.run.interrupted', { rollout, count: counts.open ?? 0 }));
    return EXIT.interrupted;
  }
  const isGood = (counts.done ?? 0) + (counts.unchanged ?? 0) === summary.devices;
  if (!isGood) output.say(output.translate('cli.run.left', { rollout }));
  return isGood ? EXIT.done : EXIT.some;
}

const EMPTY_SUMMARY = {
  summary: { run: null, devices: 0, ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])), open: 0 },
};

const PLAN_OPTIONS = ['account', 'action', 'url', 'provider'] as const;

const plan: Command = {
  name: 'plan',
  operands: ['ROLLOUT'],
  options: PLAN_OPTIONS,
  required: ['account', 'action'],
  execute: async (context) => {
    const { output } = context;
    const wanted = readWanted(context);
    if (wanted === null) return EXIT.input;
    return withApi(context, 'read', async (open) => {
      if (!(await unlockFor(open, wanted.account))) return EXIT.input;
      const unfollow = follow(open, output);
      const planned = await open.api.runs.plan({ ...wanted, only: 'all' });
      unfollow();
      if (!planned.ok) return reportFailure(output, planned.error);
      const { rows, groups } = planned.value;
      output.lines(rows.map((row) => [planObject(output, row), planText(output, row)]));
      sayWarnings(output, rows);
      output.data(
        { summary: { devices: rows.length, ...groups } },
        output.translate('cli.plan.summary', { count: rows.length, groups: groupsText(output, rows) || '–' }),
      );
      return EXIT.done;
    });
  },
};

/** Opens the vault, unless the account isn't there: then the call itself says so, without a passphrase. */
async function unlockFor({ api, unlock }: OpenApi, account: string): Promise<boolean> {
  const known = await api.accounts.list({});
  return !(known.ok && known.value.accounts.some(({ name }) => name === account)) || unlock();
}

/** Asks whether the plan shall be carried out; without a terminal `--yes` must have said so. */
async function confirm(context: CommandContext, rows: readonly PlanRow[]): Promise<boolean> {
  const { line, output } = context;
  const changes = rows.filter((row) => row.outcome === null);
  if (isSet(line, 'yes') || changes.length === 0) return true;
  if (!canAsk()) {
    output.say(output.translate('cli.usage.yes'));
    return false;
  }
  for (const row of changes.slice(0, PLAN_LINES_ASKED)) output.say(planText(output, row));
  if (changes.length > PLAN_LINES_ASKED)
    output.say(output.translate('cli.plan.more', { count: changes.length - PLAN_LINES_ASKED }));
  output.say(output.translate('cli.plan.summary', { count: rows.length, groups: groupsText(output, rows) }));
  return isYes(await ask(output.translate('cli.plan.ask', { count: changes.length })));
}

async function readOnly(
  context: CommandContext,
  open: OpenApi,
): Promise<'all' | 'failed' | 'unknown' | string[] | null> {
  const text = textOption(context.line, 'only');
  if (text === '') return 'all';
  if (text === 'failed' || text === 'unknown') return text;
  const macs = await open.api.lists.macs({ path: resolve(text) });
  if (!macs.ok) {
    reportFailure(context.output, macs.error);
    return null;
  }
  if (macs.value.problems > 0)
    context.output.say(context.output.translate('cli.run.only-problems', { count: macs.value.problems, file: text }));
  return macs.value.macs;
}

/** Says which MACs of an `--only` file the rollout doesn't have: whoever named them expects something to happen to them. */
function sayStrangers(output: Output, rollout: string, only: readonly string[], rows: readonly PlanRow[]): void {
  const known = new Set<string>(rows.map(({ mac }) => mac));
  const strangers = only.filter((mac) => !known.has(mac));
  if (strangers.length === 0) return;
  const shown = strangers.slice(0, STRANGERS_NAMED).map((mac) => formatMacPairs(mac as MacAddress));
  const macs = strangers.length > STRANGERS_NAMED ? [...shown, '…'] : shown;
  output.say(output.translate('cli.run.only-strangers', { count: strangers.length, rollout, macs: macs.join(', ') }));
}

const run: Command = {
  name: 'run',
  operands: ['ROLLOUT'],
  options: [...PLAN_OPTIONS, 'yes', 'only'],
  required: ['account', 'action'],
  execute: async (context) => {
    const { line, output } = context;
    const wanted = readWanted(context);
    if (wanted === null) return EXIT.input;
    if (wanted.action !== 'check' && !isSet(line, 'yes') && !canAsk())
      return reportUsage(output, output.translate('cli.usage.yes'));
    return withApi(context, 'change', async (open) => {
      const shown = await open.api.rollouts.show({ name: wanted.rollout });
      if (!shown.ok) return reportFailure(output, shown.error);
      const { devices, unfinishedRun } = shown.value.rollout;
      if (unfinishedRun !== null) {
        const named = { rollout: wanted.rollout, run: unfinishedRun };
        return reportUsage(output, output.translate('input.unfinished-run_command', named));
      }
      if (devices === 0)
        return reportUsage(output, output.translate('cli.run.no-devices', { rollout: wanted.rollout }));
      const only = await readOnly(context, open);
      if (only === null || !(await unlockFor(open, wanted.account))) return EXIT.input;
      const unfollow = follow(open, output);
      try {
        const planned = await open.api.runs.plan({ ...wanted, only });
        if (!planned.ok) return reportFailure(output, planned.error);
        const { rows } = planned.value;
        if (Array.isArray(only)) {
          sayStrangers(output, wanted.rollout, only, rows);
          if (rows.length === 0) return EXIT.input;
        }
        if (rows.length === 0) {
          output.data(EMPTY_SUMMARY, output.translate('cli.run.nothing'));
          return EXIT.done;
        }
        sayWarnings(output, rows);
        if (!(await confirm(context, rows))) return EXIT.input;
        const ended = await open.api.runs.start({ plan: planned.value.plan });
        return ended.ok ? reportSummary(output, wanted.rollout, ended.value) : reportFailure(output, ended.error);
      } finally {
        unfollow();
      }
    });
  },
};

const resume: Command = {
  name: 'resume',
  operands: ['ROLLOUT'],
  options: ['cancel'],
  required: [],
  execute: (context) =>
    withApi(context, 'change', async (open) => {
      const { output, operands, line } = context;
      const rollout = operands[0] ?? '';
      const shown = await open.api.rollouts.show({ name: rollout });
      if (!shown.ok) return reportFailure(output, shown.error);
      if (shown.value.rollout.unfinishedRun === null) {
        output.data(EMPTY_SUMMARY, output.translate('cli.run.nothing-to-resume', { rollout }));
        return EXIT.done;
      }
      if (!(await open.unlock())) return EXIT.input;
      const unfollow = follow(open, output);
      const resuming = open.api.runs.resume({ rollout });
      if (isSet(line, 'cancel')) await open.api.runs.stop({ mode: 'cancel' });
      const resumed = await resuming;
      unfollow();
      if (!resumed.ok) return reportFailure(output, resumed.error);
      const { summary } = resumed.value;
      return summary === null ? EXIT.done : reportSummary(output, rollout, summary);
    }),
};

const undo: Command = {
  name: 'undo',
  operands: ['ROLLOUT'],
  options: ['run', 'yes'],
  required: [],
  execute: async (context) => {
    const { line, operands, output } = context;
    const rollout = operands[0] ?? '';
    const runId = numberOption(line, 'run');
    if (!runId.ok)
      return reportUsage(output, output.translate('cli.usage.number', { option: 'run', text: runId.error }));
    return withApi(context, 'change', async (open) => {
      const shown = await open.api.rollouts.show({ name: rollout });
      if (!shown.ok) return reportFailure(output, shown.error);
      if (shown.value.runs.length > 0 && !(await open.unlock())) return EXIT.input;
      const unfollow = follow(open, output);
      try {
        const planned = await open.api.runs.planUndo({ rollout, run: runId.value });
        if (!planned.ok) return reportFailure(output, planned.error);
        const { rows, run: undone } = planned.value;
        if (undone === null || rows.length === 0) {
          output.data(EMPTY_SUMMARY, output.translate('cli.run.nothing-to-undo', { rollout }));
          return EXIT.done;
        }
        sayWarnings(output, rows);
        if (!(await confirm(context, rows))) return EXIT.input;
        const ended = await open.api.runs.start({ plan: planned.value.plan });
        return ended.ok ? reportSummary(output, rollout, ended.value) : reportFailure(output, ended.error);
      } finally {
        unfollow();
      }
    });
  },
};

const prepare: Command = {
  name: 'prepare',
  operands: ['ROLLOUT'],
  options: [...PLAN_OPTIONS, 'out'],
  required: ['account', 'action', 'out'],
  execute: async (context) => {
    const { line, output } = context;
    const wanted = readWanted(context);
    if (wanted === null) return EXIT.input;
    return withApi(context, 'read', async ({ api }) => {
      const folder = textOption(line, 'out');
      const prepared = await api.exports.prepare({ ...wanted, only: 'all', folder: resolve(folder) });
      if (!prepared.ok) return reportFailure(output, prepared.error);
      const { files, devices } = prepared.value;
      output.data(
        { folder, devices, files },
        output.translate('cli.prepare.done', { count: files.length, devices, folder }),
      );
      return EXIT.done;
    });
  },
};

const registered: Command = {
  name: 'registered',
  operands: [],
  options: ['account', 'provider', 'model', 'url', 'out'],
  required: ['account'],
  execute: (context) =>
    withApi(context, 'read', async (open) => {
      const { line, output } = context;
      const account = textOption(line, 'account');
      if (!(await unlockFor(open, account))) return EXIT.input;
      const path = textOption(line, 'out');
      const listed = await open.api.services.registered({
        account,
        names: [...listOption(line, 'provider')],
        model: textOption(line, 'model'),
        url: textOption(line, 'url'),
        path: path === '' ? '' : resolve(path),
      });
      if (!listed.ok) return reportFailure(output, listed.error);
      const { phones } = listed.value;
      output.lines(
        phones.map((phone) => [
          phone,
          [phone.mac, phone.model, phone.name, phone.url, phone.date].filter(Boolean).join('  '),
        ]),
      );
      output.say(output.translate('cli.registered.count', { count: phones.length, account }));
      return EXIT.done;
    }),
};

/** The commands that talk to a service about a rollout's devices, or write what they would say. */
export const runCommands: readonly Command[] = [plan, run, resume, undo, registered, prepare];
