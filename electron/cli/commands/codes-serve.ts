import type { UpdateRequestRow } from '../../../shared/contract/update-server.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatHours, parseHours } from '../../../shared/domain/hours.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import { serveOwnCodes } from '../../api/index.ts';
import { type Command, EXIT, reportFailure, reportUsage } from '../command.ts';
import { listOption, numberOption, textOption } from '../options.ts';
import type { Output } from '../output.ts';

/** What is told: with redeemed codes each time, else once a phone, since phones repeat themselves at every poll. */
const TOLD = ['redeemed', 'prompt', 'wrong-code', 'slow', 'locked', 'not-allowed', 'failed'] as const;

/** A day: as much as the contract takes. */
const MOST_INITIAL_MINUTES = 1440;

/** Makes the function that tells of what is new in a request. */
function createTeller(output: Output): (row: UpdateRequestRow) => void {
  const told = new Set<string>();
  return ({ at, address, mac, model, user, outcome: became }) => {
    const outcome = TOLD.find((each) => each === became);
    const key = `${became} ${mac ?? address}`;
    if (outcome === undefined || (outcome !== 'redeemed' && told.has(key))) return;
    told.add(key);
    const phone = mac === null ? '?' : formatMacPairs(mac as MacAddress);
    const text = output.translate(`cli.serve.${outcome}`, { phone, address, model });
    output.data({ at, outcome, address, mac, model, user }, text);
  };
}

/** Serves own codes to the phones of a site until it is told to stop. */
export const codesServeCommand: Command = {
  name: 'codes serve',
  operands: [],
  options: ['address', 'port', 'allow', 'hours', 'initial-minutes'],
  required: ['address'],
  execute: async ({ line, output, folder, environment }) => {
    const port = numberOption(line, 'port');
    if (!port.ok || (port.value ?? 0) > 65_535) {
      const text = port.ok ? String(port.value) : port.error;
      return reportUsage(output, output.translate('cli.usage.number', { option: 'port', text }));
    }
    const hours = parseHours(textOption(line, 'hours'));
    if (hours === null)
      return reportUsage(output, output.translate('cli.jobs.usage-hours', { text: textOption(line, 'hours') }));
    const minutes = textOption(line, 'initial-minutes') || '0';
    if (!/^\d{1,4}$/.test(minutes) || Number(minutes) > MOST_INITIAL_MINUTES)
      return reportUsage(output, output.translate('cli.jobs.usage-minutes', { text: minutes }));
    const initialMinutes = Number(minutes);
    const stopped = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    });
    const wanted = {
      address: textOption(line, 'address'),
      port: port.value ?? 0,
      allow: listOption(line, 'allow'),
      hours,
      initialMinutes,
    };
    const started = await serveOwnCodes(folder, wanted, createTeller(output), environment.ROLLCALL_PASSPHRASE ?? '');
    if (!started.ok) return reportFailure(output, started.error);
    const { url, address, port: opened } = started.value;
    output.data({ url, address, port: opened }, url);
    output.say(output.translate('cli.serve.banner', { address, port: opened }));
    if (hours.length > 0) output.say(output.translate('cli.serve.window', { hours: formatHours(hours) }));
    if (initialMinutes > 0) output.say(output.translate('cli.serve.initial', { count: initialMinutes }));
    await stopped;
    await started.value.close();
    output.say(output.translate('cli.serve.ended'));
    return EXIT.done;
  },
};
