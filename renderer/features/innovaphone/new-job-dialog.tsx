import { type FormEvent, useId, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { FailureStep } from '../../app/vault-step.tsx';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field, Segments } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { ConfigurationFields, isConfigurationReady } from './configuration-fields.tsx';
import { emptyFile, type FileForm, readFiles, SoftwareFields } from './software-fields.tsx';

/** What a job was made of, to make the next one from. */
export type JobView = ValueOf<'updateServer', 'job'>;
/** What came of making a job. */
export type MadeJob = ValueOf<'updateServer', 'makeSoftwareJob'>;

/** What stands in the place of a command that can hold a password. */
const SEALED = '***';

/** Asks what phones of a rollout shall get. */
export function NewJobDialog({
  rollout,
  from,
  categories,
  models,
  onMade,
  onClose,
}: {
  readonly rollout: string;
  /** What the form begins with; `null`: empty. */
  readonly from: JobView | null;
  readonly categories: readonly string[];
  readonly models: readonly string[];
  readonly onMade: (made: MadeJob) => void;
  readonly onClose: () => void;
}) {
  const { t } = useSpeech();
  const [kind, setKind] = useState<'software' | 'configuration'>(
    from === null || from.job.type === null ? 'software' : 'configuration',
  );
  const [category, setCategory] = useState(from?.job.category ?? '');
  const [files, setFiles] = useState<readonly FileForm[]>(() => {
    const known = (from?.files ?? []).map((file, key) => ({ ...file, model: file.model.toUpperCase(), key }));
    return known.length === 0 ? [emptyFile(0)] : known;
  });
  const [configuration, setConfiguration] = useState({
    type: from?.job.type ?? ('PHONE' as const),
    commands: (from?.commands ?? []).filter((command) => command !== SEALED).join('\n'),
  });
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const categoriesId = useId();
  const read = readFiles(files);
  const isReady = !isBusy && (kind === 'software' ? read !== null : isConfigurationReady(configuration));

  async function make(): Promise<void> {
    if (!isReady) return;
    setIsBusy(true);
    const target = { rollout, category: category.trim() };
    const made =
      kind === 'software'
        ? await call('updateServer', 'makeSoftwareJob', { ...target, files: read ?? [] })
        : await call('updateServer', 'makeConfigurationJob', { ...target, ...configuration });
    setIsBusy(false);
    setFailure(made.ok ? null : made.error);
    if (made.ok) onMade(made.value);
  }

  return (
    <Dialog
      title={t('ui.jobs.new-title', { rollout })}
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{t('ui.common.cancel')}</Button>
          <Button look="primary" isDisabled={!isReady} onPress={make}>
            {t(`ui.jobs.make-${kind}`)}
          </Button>
        </>
      }
    >
      <form
        className="stack job-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void make();
        }}
      >
        <Segments
          label={t('ui.jobs.kind')}
          value={kind}
          onChange={setKind}
          options={(['software', 'configuration'] as const).map((id) => ({ id, text: t(`ui.jobs.${id}`) }))}
        />
        <p className="muted">{t(`ui.jobs.${kind}-text`)}</p>
        {from?.commands.includes(SEALED) ? <Message look="attention">{t('ui.jobs.type-sealed')}</Message> : null}
        <datalist id={categoriesId}>
          {categories.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <Field
          label={t('ui.innovaphone.category')}
          value={category}
          onChange={setCategory}
          list={categoriesId}
          hint={
            category.trim() === '' || categories.includes(category.trim())
              ? t('ui.jobs.category-hint')
              : t('ui.jobs.category-unknown')
          }
        />
        {kind === 'software' ? (
          <SoftwareFields files={files} models={models} onChange={setFiles} />
        ) : (
          <ConfigurationFields form={configuration} onChange={setConfiguration} />
        )}
        {/* Enter in a field submits only where the form holds a submit button. */}
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden="true">
          {t(`ui.jobs.make-${kind}`)}
        </button>
      </form>
      {failure === null ? null : <FailureStep failure={failure} onMended={make} />}
    </Dialog>
  );
}
