import { readFile } from 'node:fs/promises';
import type { JobFile, JobRow } from '../../../shared/contract/update-server.ts';
import { CONFIGURATION_TYPES } from '../../../shared/domain/code.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import { type Command, EXIT, type OpenApi, reportFailure, reportUsage, withApi } from '../command.ts';
import { isSet, textOption } from '../options.ts';
import type { Output } from '../output.ts';
import { ask, canAsk, isYes } from '../prompt.ts';

const STANDARD_INPUT = '-';

/** A job as a JSON line has it: a contract for scripts. */
function jobObject(job: JobRow): Readonly<Record<string, unknown>> {
  return {
    job: job.id,
    made: job.made,
    type: job.type ?? 'software',
    category: job.category,
    models: job.models.map((model) => model.toUpperCase()),
    commands: job.commands,
    current: job.isCurrent,
    given: job.given,
    done: job.done,
  };
}

function jobText(output: Output, job: JobRow): string {
  const { translate } = output;
  return [
    String(job.id),
    job.type === null
      ? translate('innovaphone.job.software')
      : `${job.type} (${translate(`innovaphone.job.${job.type}`)})`,
    job.category === '' ? translate('cli.jobs.every-category') : job.category,
    job.type === null
      ? job.models.map((model) => model.toUpperCase()).join(', ')
      : translate('cli.jobs.commands', { count: job.commands }),
    localTime(output, job.made),
    translate('cli.jobs.phones', { count: job.given, done: job.done }),
    job.isCurrent ? '' : translate('cli.jobs.replaced'),
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function localTime(output: Output, time: string): string {
  const language = output.language === 'de' ? 'de-DE' : 'en-GB';
  return new Date(time).toLocaleString(language, { dateStyle: 'short', timeStyle: 'short' });
}

/** Reads the number of a job; `null` for what is none. */
function readNumber(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

/** Reads `IP112=136146=http://host/ip112.bin`; `null` for anything else. */
function readFirmware(text: string): JobFile | null {
  const [, model, build, url] = /^([a-z0-9]{2,16})=(\d{1,12})=(\S+)$/i.exec(text) ?? [];
  return model === undefined || build === undefined || url === undefined ? null : { model, build, url };
}

async function tellJob({ api }: OpenApi, output: Output, rollout: string, id: number): Promise<number> {
  const found = await api.updateServer.job({ rollout, id });
  if (!found.ok) return reportFailure(output, found.error);
  const { job, files, commands, phones } = found.value;
  const lines = [
    jobText(output, job),
    ...files.map(({ model, build, url }) => `  ${model.toUpperCase()}  ${build}  ${url}`),
    ...commands.map((command) => `  ${command}`),
    ...phones.map(({ mac, model, given, done }) => {
      const state =
        done === null
          ? output.translate('cli.jobs.given', { time: localTime(output, given) })
          : output.translate('cli.jobs.done', { time: localTime(output, done) });
      return [`  ${formatMacPairs(mac as MacAddress)}`, model, state].filter((part) => part !== '').join('  ');
    }),
  ];
  output.data({ ...jobObject(job), files, lines: commands, phones }, lines.join('\n'));
  return EXIT.done;
}

const jobs: Command = {
  name: 'codes jobs',
  operands: ['ROLLOUT', '[NUMBER]'],
  options: [],
  required: [],
  execute: (context) => {
    const { operands, output } = context;
    const [rollout = '', text = ''] = operands;
    const id = readNumber(text);
    if (text !== '' && id === null)
      return Promise.resolve(reportUsage(output, output.translate('cli.jobs.usage-number', { text })));
    return withApi(context, 'read', async (open) => {
      if (id !== null) return tellJob(open, output, rollout, id);
      const found = await open.api.updateServer.jobs({ rollout });
      if (!found.ok) return reportFailure(output, found.error);
      const { rows } = found.value;
      if (rows.length === 0) output.say(output.translate('cli.jobs.none', { rollout }));
      output.lines(rows.map((job) => [jobObject(job), jobText(output, job)]));
      return EXIT.done;
    });
  },
};

/** Says what came of making a job. */
function reportMade(output: Output, { id, isNew }: { readonly id: number; readonly isNew: boolean }): number {
  output.data({ job: id, new: isNew }, output.translate(isNew ? 'cli.jobs.made' : 'cli.jobs.same', { job: id }));
  return EXIT.done;
}

const addSoftwareJob: Command = {
  name: 'codes add-software-job',
  operands: ['ROLLOUT', 'MODEL=BUILD=URL…'],
  options: ['category'],
  required: [],
  execute: (context) => {
    const { line, operands, output } = context;
    const [rollout = '', ...texts] = operands;
    const files: JobFile[] = [];
    for (const text of texts) {
      const file = readFirmware(text);
      if (file === null) return Promise.resolve(reportUsage(output, output.translate('cli.jobs.usage-file', { text })));
      files.push(file);
    }
    return withApi(context, 'change', async ({ api }) => {
      const made = await api.updateServer.makeSoftwareJob({ rollout, category: textOption(line, 'category'), files });
      return made.ok ? reportMade(output, made.value) : reportFailure(output, made.error);
    });
  },
};

const addConfigurationJob: Command = {
  name: 'codes add-configuration-job',
  operands: ['ROLLOUT', 'FILE'],
  options: ['type', 'category'],
  required: ['type'],
  moreHelp: async ({ translate }) =>
    CONFIGURATION_TYPES.map((type) => `  ${type}\n      ${translate(`innovaphone.job.${type}`)}`).join('\n'),
  execute: async (context) => {
    const { line, operands, output } = context;
    const [rollout = '', file = ''] = operands;
    const wanted = textOption(line, 'type');
    const type = CONFIGURATION_TYPES.find((each) => each === wanted.toUpperCase());
    if (type === undefined) {
      const types = CONFIGURATION_TYPES.join(', ');
      return reportUsage(output, output.translate('cli.jobs.usage-type', { text: wanted, types }));
    }
    let commands: string;
    try {
      commands = file === STANDARD_INPUT ? await readInput() : await readFile(file, 'utf8');
    } catch {
      return reportUsage(output, output.translate('input.unreadable-file', { file }));
    }
    return withApi(context, 'change', async ({ api }) => {
      const category = textOption(line, 'category');
      const made = await api.updateServer.makeConfigurationJob({ rollout, category, type, commands });
      return made.ok ? reportMade(output, made.value) : reportFailure(output, made.error);
    });
  },
};

async function readInput(): Promise<string> {
  process.stdin.setEncoding('utf8');
  let text = '';
  for await (const part of process.stdin) text += String(part);
  return text;
}

const removeJob: Command = {
  name: 'codes remove-job',
  operands: ['ROLLOUT', 'NUMBER'],
  options: ['yes'],
  required: [],
  execute: (context) => {
    const { line, operands, output } = context;
    const [rollout = '', text = ''] = operands;
    const id = readNumber(text);
    if (id === null) return Promise.resolve(reportUsage(output, output.translate('cli.jobs.usage-number', { text })));
    return withApi(context, 'change', async ({ api }) => {
      const found = await api.updateServer.job({ rollout, id });
      if (!found.ok) return reportFailure(output, found.error);
      if (canAsk() && !isSet(line, 'yes')) {
        const answer = await ask(output.translate('cli.jobs.ask-remove', { job: id, count: found.value.job.given }));
        if (!isYes(answer)) return EXIT.input;
      }
      const removed = await api.updateServer.removeJob({ rollout, id });
      if (!removed.ok) return reportFailure(output, removed.error);
      output.data({ removed: id }, output.translate('cli.jobs.removed', { job: id }));
      return EXIT.done;
    });
  },
};

/** The commands about what phones get from the update server for own codes. */
export const jobCommands: readonly Command[] = [jobs, addSoftwareJob, addConfigurationJob, removeJob];
