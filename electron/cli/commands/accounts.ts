import { resolve } from 'node:path';
import { type Command, type CommandContext, EXIT, reportFailure, reportUsage, withApi } from '../command.ts';
import { isSet, numberOption, textOption } from '../options.ts';
import { askSecret, canAsk, readSecretFromInput } from '../prompt.ts';

async function readPassword({ line, output }: CommandContext): Promise<string | null> {
  if (isSet(line, 'password-stdin')) {
    const password = await readSecretFromInput();
    if (password !== '') return password;
  } else if (canAsk()) {
    const password = await askSecret(output.translate('cli.password.ask'));
    if (password) return password;
  }
  output.say(output.translate('cli.password.needed'));
  return null;
}

const add: Command = {
  name: 'account add',
  operands: ['NAME'],
  options: ['service', 'url', 'user', 'password-stdin', 'ca', 'pin', 'proxy', 'concurrency', 'batch'],
  required: ['service', 'url', 'user'],
  execute: async (context) => {
    const { line, operands, output } = context;
    const concurrency = numberOption(line, 'concurrency');
    if (!concurrency.ok)
      return reportUsage(
        output,
        output.translate('cli.usage.number', { option: 'concurrency', text: concurrency.error }),
      );
    const batch = numberOption(line, 'batch');
    if (!batch.ok)
      return reportUsage(output, output.translate('cli.usage.number', { option: 'batch', text: batch.error }));
    const password = await readPassword(context);
    if (password === null) return EXIT.input;
    return withApi(context, 'change', async ({ api, unlock }) => {
      if (!(await unlock())) return EXIT.input;
      const name = operands[0] ?? '';
      const added = await api.accounts.add({
        name,
        service: textOption(line, 'service'),
        url: textOption(line, 'url'),
        user: textOption(line, 'user'),
        password,
        caFile: textOption(line, 'ca') === '' ? '' : resolve(textOption(line, 'ca')),
        pin: textOption(line, 'pin'),
        proxy: textOption(line, 'proxy'),
        concurrency: concurrency.value,
        batch: batch.value,
      });
      if (!added.ok) return reportFailure(output, added.error);
      output.data({ account: name }, output.translate('cli.account.added', { name }));
      return EXIT.done;
    });
  },
};

const list: Command = {
  name: 'account list',
  operands: [],
  options: [],
  required: [],
  execute: (context) =>
    withApi(context, 'read', async ({ api }) => {
      const { output } = context;
      const listed = await api.accounts.list({});
      if (!listed.ok) return reportFailure(output, listed.error);
      const { accounts } = listed.value;
      if (accounts.length === 0) output.say(output.translate('cli.account.none'));
      output.lines(
        accounts.map((account) => [
          account,
          output.translate('cli.account.line', {
            name: account.name,
            service: account.service,
            url: account.url,
            user: account.user,
            concurrency: account.concurrency,
            batch: account.batch,
          }),
        ]),
      );
      return EXIT.done;
    }),
};

const test: Command = {
  name: 'account test',
  operands: ['NAME'],
  options: [],
  required: [],
  execute: (context) =>
    withApi(context, 'read', async ({ api, unlock }) => {
      const { output, operands } = context;
      const name = operands[0] ?? '';
      const known = await api.accounts.list({});
      const isKnown = known.ok && known.value.accounts.some((account) => account.name === name);
      if (isKnown && !(await unlock())) return EXIT.input;
      const tested = await api.accounts.test({ name });
      if (!tested.ok) return reportFailure(output, tested.error);
      output.data(
        { account: name, ok: true, ...tested.value },
        output.translate('cli.account.works', { name, ms: tested.value.milliseconds }),
      );
      return EXIT.done;
    }),
};

const remove: Command = {
  name: 'account remove',
  operands: ['NAME'],
  options: [],
  required: [],
  execute: (context) =>
    withApi(context, 'change', async ({ api }) => {
      const { output, operands } = context;
      const name = operands[0] ?? '';
      const removed = await api.accounts.remove({ name });
      if (!removed.ok) return reportFailure(output, removed.error);
      output.data({ removed: name }, output.translate('cli.account.removed', { name }));
      return EXIT.done;
    }),
};

/** The commands about accounts. */
export const accountCommands: readonly Command[] = [add, list, test, remove];
