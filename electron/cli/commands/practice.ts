import { failureMessage } from '../../../shared/words/messages.ts';
import { PRACTICE_FAULTS, PRACTICE_SERVICE_IDS, parseFault, startPractice } from '../../api/index.ts';
import { type Command, EXIT, reportUsage } from '../command.ts';
import { isSet, listOption, numberOption, textOption } from '../options.ts';

/** Starts the practice services and keeps them until the process is told to stop. Opens no data folder. */
export const practiceCommand: Command = {
  name: 'practice',
  operands: [],
  options: ['services', 'port-base', 'tls', 'fault'],
  required: [],
  moreHelp: ({ language, translate }) =>
    [
      translate('cli.help.faults'),
      ...PRACTICE_FAULTS.map((fault) => `  ${fault.name}=${fault.values}\n      ${fault.meaning[language]}`),
    ].join('\n'),
  execute: async ({ line, output }) => {
    const portBase = numberOption(line, 'port-base');
    if (!portBase.ok)
      return reportUsage(output, output.translate('cli.usage.number', { option: 'port-base', text: portBase.error }));
    const faults = [];
    for (const text of listOption(line, 'fault')) {
      const fault = parseFault(text);
      if (!fault.ok) {
        const names = PRACTICE_FAULTS.map(({ name }) => name).join(', ');
        return reportUsage(output, output.translate('cli.usage.fault', { text, problem: fault.error, names }));
      }
      faults.push(fault.value);
    }
    const chosen = textOption(line, 'services');
    const services = chosen === '' ? PRACTICE_SERVICE_IDS : chosen.split(',').map((id) => id.trim());
    // Listened for before anything is told: who read the first line may stop it at once, and it has a file to remove.
    const stopped = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    });
    const running = await startPractice({
      services,
      tls: isSet(line, 'tls'),
      faults,
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
