import { type FormEvent, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { type RolloutTab, useNavigation } from '../../app/navigation.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FailureMessage } from '../../components/message.tsx';

/** Asks for the name of a new rollout, and whether a list comes next. */
export function NewRolloutDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useSpeech();
  const { go } = useNavigation();
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const isReady = name.trim() !== '';

  async function create(tab: RolloutTab) {
    if (!isReady) return;
    const result = await call('rollouts', 'create', { name: name.trim() });
    if (result.ok) go({ screen: 'rollout', rollout: name.trim(), tab });
    else setFailure(result.error);
  }

  return (
    <Dialog
      title={t('ui.rollouts.new')}
      onClose={onClose}
      foot={
        <>
          <Button look="quiet" onPress={onClose}>
            {t('ui.common.cancel')}
          </Button>
          <Button isDisabled={!isReady} onPress={() => create('devices')}>
            {t('ui.rollouts.create-empty')}
          </Button>
          <Button look="primary" isDisabled={!isReady} onPress={() => create('import')}>
            {t('ui.rollouts.create-list')}
          </Button>
        </>
      }
    >
      <form
        className="stack"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          create('import');
        }}
      >
        <Field
          label={t('ui.rollouts.name')}
          value={name}
          onChange={setName}
          hint={t('ui.rollouts.name-hint')}
          autoFocus
        />
        {failure === null ? null : <FailureMessage failure={failure} />}
      </form>
    </Dialog>
  );
}
