import { FileUp } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { type RolloutTab, useNavigation } from '../../app/navigation.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FailureMessage } from '../../components/message.tsx';
import { type ImportSource, readSource, useImportSource } from '../import/import-source.ts';
import { rolloutNameOf } from './arrivals.ts';

/**
 * Asks for the name of a new rollout and where its phones come from: a file, pasted text, or nowhere yet.
 *
 * @param list What was dropped or pasted already.
 */
export function NewRolloutDialog({
  list,
  onClose,
}: {
  readonly list: ImportSource | null;
  readonly onClose: () => void;
}) {
  const { t } = useSpeech();
  const { go } = useNavigation();
  const [name, setName] = useState(rolloutNameOf(list));
  const [file, setFile] = useState<ImportSource | null>(list);
  const [pasted, setPasted] = useState('');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const isReady = name.trim() !== '';
  const source: ImportSource | null = pasted.trim() === '' ? file : { kind: 'text', text: pasted };

  async function create(tab: RolloutTab) {
    if (!isReady) return;
    const rollout = name.trim();
    const result = await call('rollouts', 'create', { name: rollout });
    if (!result.ok) return setFailure(result.error);
    onClose();
    if (tab === 'import') useImportSource.getState().setSource(rollout, source);
    go({ screen: 'rollout', rollout, tab });
  }

  async function choose(files: FileList | null) {
    const chosen = files?.[0];
    if (chosen === undefined) return;
    const read = await readSource(chosen);
    setFile(read);
    setPasted('');
    if (name.trim() === '') setName(rolloutNameOf(read));
  }

  return (
    <Dialog
      title={t(list === null ? 'ui.rollouts.new' : 'ui.overview.list-title')}
      onClose={onClose}
      foot={
        <>
          <Button look="quiet" onPress={onClose}>
            {t('ui.common.cancel')}
          </Button>
          {source === null ? (
            <Button isDisabled={!isReady} onPress={() => create('devices')}>
              {t('ui.rollouts.create-empty')}
            </Button>
          ) : null}
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
        {file === null ? (
          <Field
            label={t('ui.overview.paste')}
            value={pasted}
            onChange={setPasted}
            rows={3}
            isMono
            placeholder={t('ui.import.paste-example')}
          />
        ) : (
          <p className="muted">
            {file.kind === 'file' ? t('ui.overview.list-file', { name: file.name }) : t('ui.overview.list-pasted')}
          </p>
        )}
        <div className="button-row">
          <FileTrigger onSelect={choose}>
            <Button>
              <FileUp size={16} className="icon" aria-hidden="true" />
              {t('ui.overview.choose-list')}
            </Button>
          </FileTrigger>
        </div>
        {failure === null ? null : <FailureMessage failure={failure} />}
      </form>
    </Dialog>
  );
}
