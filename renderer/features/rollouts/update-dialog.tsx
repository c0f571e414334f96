import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { UpdateState } from '../../../shared/contract/updates.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, listen } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Message } from '../../components/message.tsx';

interface UpdateStore {
  readonly update: UpdateState;
  readonly isDialogOpen: boolean;
  readonly showDialog: (isDialogOpen: boolean) => void;
}

/** What is known of a newer program, and whether its dialog is open. */
export const useUpdates = create<UpdateStore>((set) => ({
  update: { state: 'none', version: null, percent: null },
  isDialogOpen: false,
  showDialog: (isDialogOpen) => set({ isDialogOpen }),
}));

/** Keeps {@link useUpdates} in step with what the core tells; returns what ends it. */
export function followUpdates(): () => void {
  const take = (update: UpdateState) => useUpdates.setState({ update });
  call('updates', 'state', {}).then((result) => result.ok && take(result.value));
  return listen('update', take);
}

const LOOKS = {
  none: 'plain',
  idle: 'good',
  checking: 'plain',
  available: 'attention',
  downloading: 'plain',
  ready: 'good',
  failed: 'failed',
} as const;

/** What there is of newer programs, and what can be done about it. */
export function UpdateDialog() {
  const { t } = useSpeech();
  const { update, showDialog } = useUpdates();
  const { state } = update;
  const [isBusy, setIsBusy] = useState(false);
  const version = update.version ?? '';

  async function act(what: 'check' | 'download' | 'install') {
    setIsBusy(true);
    const result = await call('updates', 'act', { what });
    if (result.ok) useUpdates.setState({ update: result.value });
    setIsBusy(false);
  }
  useEffect(() => {
    // Whoever opens this wants to know now.
    if (useUpdates.getState().update.state === 'idle') call('updates', 'act', { what: 'check' });
  }, []);

  return (
    <Dialog
      title={t('ui.updates.title')}
      onClose={() => showDialog(false)}
      foot={
        <>
          <Button look="quiet" onPress={() => showDialog(false)}>
            {t('ui.common.close')}
          </Button>
          {state === 'idle' || state === 'failed' ? (
            <Button isDisabled={isBusy} onPress={() => act('check')}>
              {t('ui.updates.check')}
            </Button>
          ) : null}
          {state === 'available' ? (
            <Button look="primary" isDisabled={isBusy} onPress={() => act('download')}>
              {t('ui.updates.download', { version })}
            </Button>
          ) : null}
          {state === 'ready' ? (
            <Button look="primary" onPress={() => act('install')}>
              {t('ui.updates.install')}
            </Button>
          ) : null}
        </>
      }
    >
      <Message look={LOOKS[state]}>{t(`ui.updates.state-${state}`, { version, percent: update.percent ?? 0 })}</Message>
    </Dialog>
  );
}
