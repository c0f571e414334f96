import { failureMessage } from '../../../shared/words/messages.ts';
import {
  loadPracticePrograms,
  MAX_PRACTICE_PHONES,
  PRACTICE_FAULTS,
  readPracticeFaults,
  startPractice,
  USUAL_PRACTICE_SERVICE_IDS,
} from '../../api/index.ts';
import { type Command, EXIT, reportUsage } from '../command.ts';
import { isSet, listOption, numberOption, textOption } from '../options.ts';

/** Starts the practice services and keeps them until the process is told to stop. Opens no data folder. */
export const practiceCommand: Command = {
  name: 'practice',
  operands: [],
  options: ['services', 'port-base', 'tls', 'fault', 'phones'],
  required: [],
  moreHelp: async ({ language, translate }) => {
    const programs = await loadPracticePrograms();
    const faults = [
      ...PRACTICE_FAULTS.map((fault) => ({ ...fault, only: fault.only ?? null })),
      ...programs.flatMap(({ id, faults: own }) => own.map((fault) => ({ ...fault, only: id }))),
    ];
    return [
      translate('cli.help.faults'),
      ...faults.map(
        ({ name, values, only, meaning }) =>
          `  ${name}${values === '' ? '' : `=${values}`}${only === null ? '' : ` (${only})`}\n      ${meaning[language]}`,
      ),
    ].join('\n');
  },
  execute: async ({ line, output }) => {
    const portBase = numberOption(line, 'port-base');
    if (!portBase.ok)
      return reportUsage(output, output.translate('cli.usage.number', { option: 'port-base', text: portBase.error }));
    const phones = numberOption(line, 'phones');
    if (!phones.ok || (phones.value !== null && phones.value > MAX_PRACTICE_PHONES)) {
      const text = phones.ok ? String(phones.value) : phones.error;
      return reportUsage(output, output.translate('cli.usage.number', { option: 'phones', text }));
    }
    const faults = await readPracticeFaults(listOption(line, 'fault'));
    if (!faults.ok) return reportUsage(output, output.translate('cli.usage.fault', faults.error));
    const chosen = textOption(line, 'services');
    const services = chosen === '' ? USUAL_PRACTICE_SERVICE_IDS : chosen.split(',').map((id) => id.trim());
    // Listened for before anything is told: who read the first line may stop it at once, and it has a file to remove.
    const stopped = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    });
    const running = await startPractice({
      services,
      tls: isSet(line, 'tls'),
      faults: faults.value.calls,
      programFaults: faults.value.programs,
      ...(phones.value === null ? {} : { phones: phones.value }),
      ...(portBase.value === null ? {} : { portBase: portBase.value }),
    });
    if (!running.ok) {
      output.say(failureMessage(output.translate, running.error));
      return EXIT.input;
    }
    // The one output that is JSON with and without --json: scripts and people start accounts from it.
    process.stdout.write(`${JSON.stringify(running.value.addresses)}\n`);
    output.say(output.translate('cli.practice.running'));
    await stopped;
    await running.value.close();
    return EXIT.done;
  },
};
