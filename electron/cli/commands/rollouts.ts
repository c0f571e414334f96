import { resolve } from 'node:path';
import { DEVICE_FIELDS, type DeviceField } from '../../../shared/domain/device.ts';
import { parseMac } from '../../../shared/domain/mac.ts';
import { outcomeMessage, problemMessage } from '../../../shared/words/messages.ts';
import { type Command, EXIT, reportFailure, reportUsage, withApi } from '../command.ts';
import { isSet, listOption, textOption } from '../options.ts';
import { ask, canAsk, isYes } from '../prompt.ts';
import { outcomeObject } from '../rows.ts';
import { importUsers } from './codes.ts';

/** How many problem rows are said one by one; the rest is in the problems file. */
const PROBLEMS_SAID = 20;

function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');
}

const create: Command = {
  name: 'rollout create',
  operands: ['NAME'],
  options: [],
  required: [],
  execute: (context) =>
    withApi(context, 'change', async ({ api }) => {
      const { output, operands } = context;
      const name = operands[0] ?? '';
      const created = await api.rollouts.create({ name });
      if (!created.ok) return reportFailure(output, created.error);
      output.data({ rollout: name }, output.translate('cli.rollout.created', { name }));
      return EXIT.done;
    }),
};

const list: Command = {
  name: 'rollout list',
  operands: [],
  options: [],
  required: [],
  execute: (context) =>
    withApi(context, 'read', async ({ api }) => {
      const { output } = context;
      const listed = await api.rollouts.list({});
      if (!listed.ok) return reportFailure(output, listed.error);
      if (listed.value.rollouts.length === 0) output.say(output.translate('cli.rollout.none'));
      output.lines(
        listed.value.rollouts.map((rollout) => [
          rollout,
          output.translate('cli.rollout.line', {
            name: rollout.name,
            count: rollout.devices,
            context: rollout.unfinishedRun === null ? undefined : 'unfinished',
            run: rollout.unfinishedRun ?? undefined,
          }),
        ]),
      );
      return EXIT.done;
    }),
};

const show: Command = {
  name: 'rollout show',
  operands: ['NAME'],
  options: [],
  required: [],
  execute: (context) =>
    withApi(context, 'read', async ({ api }) => {
      const { output, operands } = context;
      const shown = await api.rollouts.show({ name: operands[0] ?? '' });
      if (!shown.ok) return reportFailure(output, shown.error);
      const { rollout, outcomes, runs } = shown.value;
      output.data(
        { ...rollout, outcomes, runs },
        [
          output.translate('cli.rollout.line', { name: rollout.name, count: rollout.devices }),
          output.translate('cli.rollout.outcomes', { counts: countsText(outcomes) || '–' }),
          ...runs.map((run) =>
            output.translate('cli.rollout.run', {
              context: run.isFinished ? undefined : 'unfinished',
              run: run.run,
              action: output.translate(`action.${run.action}`),
              account: run.account,
              time: run.startedAt,
              counts: countsText(run.counts),
            }),
          ),
        ].join('\n'),
      );
      return EXIT.done;
    }),
};

const remove: Command = {
  name: 'rollout delete',
  operands: ['NAME'],
  options: ['yes'],
  required: [],
  execute: (context) =>
    withApi(context, 'change', async ({ api }) => {
      const { line, output, operands } = context;
      const name = operands[0] ?? '';
      const shown = await api.rollouts.show({ name });
      if (!shown.ok) return reportFailure(output, shown.error);
      if (canAsk() && !isSet(line, 'yes')) {
        const { rollout, runs } = shown.value;
        const answer = await ask(
          output.translate('cli.rollout.ask-delete', { name, count: rollout.devices, runs: runs.length }),
        );
        if (!isYes(answer)) return EXIT.input;
      }
      const removed = await api.rollouts.remove({ name });
      if (!removed.ok) return reportFailure(output, removed.error);
      output.data({ deleted: name }, output.translate('cli.rollout.deleted', { name }));
      return EXIT.done;
    }),
};

function parseMapping(texts: readonly string[]): Partial<Record<DeviceField, string>> | string {
  const mapping: Partial<Record<DeviceField, string>> = {};
  for (const part of texts.flatMap((text) => text.split(','))) {
    const end = part.indexOf('=');
    const field = DEVICE_FIELDS.find((candidate) => candidate === part.slice(0, end).trim());
    if (end < 0 || field === undefined) return part;
    mapping[field] = part.slice(end + 1).trim();
  }
  return mapping;
}

const importList: Command = {
  name: 'import',
  operands: ['ROLLOUT', 'FILE'],
  options: ['map', 'sheet', 'problems', 'users'],
  required: [],
  execute: async (context) => {
    const { line, operands, output } = context;
    if (isSet(line, 'users')) return importUsers(context);
    const [rollout = '', file = ''] = operands;
    const mapping = parseMapping(listOption(line, 'map'));
    if (typeof mapping === 'string') {
      return reportUsage(
        output,
        output.translate('cli.usage.map', { text: mapping, fields: DEVICE_FIELDS.join(', ') }),
      );
    }
    return withApi(context, 'change', async ({ api }) => {
      const problemsPath = textOption(line, 'problems');
      const imported = await api.lists.import({
        rollout,
        path: resolve(file),
        mapping,
        sheet: textOption(line, 'sheet'),
        problemsPath: problemsPath === '' ? '' : resolve(problemsPath),
        language: output.language,
      });
      if (!imported.ok) return reportFailure(output, imported.error);
      const { rows, devices, added, updated, problems, warnings, unusedColumns } = imported.value;
      const sentence = (problem: (typeof problems)[number]) =>
        output.translate('cli.import.problem', {
          file,
          row: problem.row,
          column: problem.column,
          value: problem.value,
          message: problemMessage(output.translate, problem),
        });
      for (const problem of problems.slice(0, PROBLEMS_SAID)) output.say(sentence(problem));
      if (problems.length > PROBLEMS_SAID) {
        output.say(output.translate('cli.import.more', { count: problems.length - PROBLEMS_SAID }));
      }
      if (problems.length > 0) {
        output.say(
          output.translate('cli.import.mend', {
            context: problemsPath === '' ? undefined : 'written',
            file: problemsPath,
          }),
        );
      }
      for (const [warning, count] of Object.entries(warnings)) {
        output.say(output.translate('cli.import.warning', { count, warning }));
      }
      if (unusedColumns.length > 0)
        output.say(output.translate('cli.import.unused', { columns: unusedColumns.join(', ') }));
      output.data(
        {
          rows,
          devices,
          added,
          updated,
          problems: problems.length,
          problemRows: problems.map((problem) => ({
            file,
            ...problem,
            message: problemMessage(output.translate, problem),
          })),
        },
        output.translate('cli.import.done', { rows, devices, added, updated, problems: problems.length }),
      );
      return problems.length > 0 ? EXIT.some : EXIT.done;
    });
  },
};

const find: Command = {
  name: 'find',
  operands: ['MAC…'],
  options: [],
  required: [],
  execute: async (context) => {
    const { operands, output } = context;
    const mac = parseMac(operands.join(' '));
    if (!mac.ok) return reportUsage(output, problemMessage(output.translate, mac.error));
    return withApi(context, 'read', async ({ api }) => {
      const found = await api.devices.find({ mac: mac.value });
      if (!found.ok) return reportFailure(output, found.error);
      const users = await api.codes.find({ mac: mac.value });
      if (!users.ok) return reportFailure(output, users.error);
      const { rollouts, outcomes } = found.value;
      const { holders } = users.value;
      if (rollouts.length === 0 && outcomes.length === 0 && holders.length === 0) {
        output.say(output.translate('cli.find.nowhere', { mac: mac.value }));
        return EXIT.some;
      }
      output.lines([
        ...rollouts.map(
          (device) => [{ mac: mac.value, ...device }, output.translate('cli.find.rollout', device)] as const,
        ),
        ...holders.map(({ isPlanned, ...holder }) => {
          const context = isPlanned ? 'planned' : undefined;
          const text = output.translate('cli.find.user', { ...holder, context });
          return [{ mac: mac.value, ...holder, planned: isPlanned }, text] as const;
        }),
        ...outcomes.map(
          (row) =>
            [
              {
                ...outcomeObject(output, row),
                rollout: row.rollout,
                account: row.account,
                run: row.run,
                time: row.time,
              },
              output.translate('cli.find.outcome', {
                rollout: row.rollout,
                account: row.account,
                time: row.time,
                action: output.translate(`action.${row.action}`),
                outcome: output.translate(`outcome.${row.outcome}`),
                message: outcomeMessage(output.translate, { ...row, kind: row.outcome }, mac.value),
              }),
            ] as const,
        ),
      ]);
      return EXIT.done;
    });
  },
};

const exportResults: Command = {
  name: 'export',
  operands: ['ROLLOUT', 'FILE'],
  options: ['separator'],
  required: [],
  execute: (context) =>
    withApi(context, 'read', async ({ api }) => {
      const { line, operands, output } = context;
      const [rollout = '', file = ''] = operands;
      const separator = textOption(line, 'separator') || ',';
      const written = await api.exports.results({
        rollout,
        path: resolve(file),
        separator: separator === 'tab' || separator === '\\t' ? '\t' : separator,
        language: output.language,
      });
      if (!written.ok) return reportFailure(output, written.error);
      output.data(
        { file, devices: written.value.devices },
        output.translate('cli.export.done', { count: written.value.devices, file }),
      );
      return EXIT.done;
    }),
};

/** The commands about rollouts, their lists and their results. */
export const rolloutCommands: readonly Command[] = [create, list, show, remove, importList, find, exportResults];
