import { resolve } from 'node:path';
import { type Command, EXIT, reportFailure, reportUsage, withApi } from '../command.ts';
import { textOption } from '../options.ts';

const save: Command = {
  name: 'rollout save',
  operands: ['ROLLOUT', 'FILE'],
  options: [],
  required: [],
  execute: (context) =>
    withApi(context, 'read', async ({ api }) => {
      const { operands, output } = context;
      const [rollout = '', file = ''] = operands;
      const saved = await api.handover.save({ rollout, path: resolve(file) });
      if (!saved.ok) return reportFailure(output, saved.error);
      const { devices, secretsLeftOut } = saved.value;
      if (secretsLeftOut > 0) output.say(output.translate('cli.handover.left-out', { count: secretsLeftOut }));
      output.data(
        { file, devices, secretsLeftOut },
        output.translate('cli.handover.saved', { name: rollout, count: devices, file }),
      );
      return EXIT.done;
    }),
};

const open: Command = {
  name: 'rollout open',
  operands: ['FILE'],
  options: ['rollout', 'take'],
  required: [],
  execute: async (context) => {
    const { line, operands, output } = context;
    const take = textOption(line, 'take') || 'mine';
    if (take !== 'mine' && take !== 'theirs') {
      return reportUsage(output, output.translate('cli.handover.take', { text: take }));
    }
    return withApi(context, 'change', async ({ api }) => {
      const path = resolve(operands[0] ?? '');
      const opened = await api.handover.open({ path, rollout: textOption(line, 'rollout').trim() || null, take });
      if (!opened.ok) return reportFailure(output, opened.error);
      const { rollout, devices, added, updated, kept } = opened.value;
      if (kept > 0) output.say(output.translate('cli.handover.kept', { count: kept }));
      output.data(
        opened.value,
        output.translate('cli.handover.opened', { name: rollout, count: devices, added, updated }),
      );
      return EXIT.done;
    });
  },
};

/** The commands that hand a rollout to a colleague. */
export const handoverCommands: readonly Command[] = [save, open];
