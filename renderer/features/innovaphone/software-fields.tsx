import { Plus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import type { JobFile } from '../../../shared/contract/update-server.ts';
import { useSpeech } from '../../app/words.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';

/** A firmware file as it is typed; `key` tells lines apart that are the same. */
export interface FileForm extends JobFile {
  readonly key: number;
}

/** A line that nothing is typed into yet. */
export function emptyFile(key: number): FileForm {
  return { key, model: '', url: '', build: '' };
}

const isModel = (text: string): boolean => /^[a-z0-9]{2,16}$/i.test(text.trim());
const isBuild = (text: string): boolean => /^\d{1,12}$/.test(text.trim());
// As the core reads it: plain characters, no user or password in it.
const isAddress = (text: string): boolean => /^https?:\/\/[^\s/?#@]+[/?#][\x21-\x7e]*$/i.test(text.trim());

/** Reads what was typed; `null` while something of it is missing or wrong. */
export function readFiles(files: readonly FileForm[]): JobFile[] | null {
  const isRight = files.every(({ model, url, build }) => isModel(model) && isAddress(url) && isBuild(build));
  const models = files.map(({ model }) => model.trim().toLowerCase());
  if (!isRight || new Set(models).size < models.length) return null;
  return files.map(({ model, url, build }) => ({ model: model.trim(), url: url.trim(), build: build.trim() }));
}

/** The model that a firmware file is named after, `ip112` for `ip112.bin`; `null` where it is named otherwise. */
function modelOfFile(url: string): string | null {
  return /\/(ip\d+[a-z]?)\.bin(?:[?#]|$)/i.exec(url.trim())?.[1]?.toLowerCase() ?? null;
}

/** Asks for the firmware of each model. */
export function SoftwareFields({
  files,
  models,
  onChange,
}: {
  readonly files: readonly FileForm[];
  /** Models to choose from; others can be typed. */
  readonly models: readonly string[];
  readonly onChange: (files: readonly FileForm[]) => void;
}) {
  const { t } = useSpeech();
  const listId = useId();
  const next = Math.max(...files.map(({ key }) => key)) + 1;
  return (
    <>
      <datalist id={listId}>
        {models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      {files.map((file, at) => (
        <FileFields
          key={file.key}
          file={file}
          listId={listId}
          isTwice={files.slice(0, at).some(({ model }) => isModel(model) && sameModel(model, file.model))}
          onChange={(changed) => onChange(files.map((each) => (each.key === file.key ? changed : each)))}
          onRemove={files.length < 2 ? null : () => onChange(files.filter(({ key }) => key !== file.key))}
        />
      ))}
      <div className="button-row">
        <Button onPress={() => onChange([...files, { ...emptyFile(next), build: files.at(-1)?.build ?? '' }])}>
          <Plus size={16} className="icon" aria-hidden="true" />
          {t('ui.jobs.another-model')}
        </Button>
      </div>
    </>
  );
}

function sameModel(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function FileFields({
  file,
  listId,
  isTwice,
  onChange,
  onRemove,
}: {
  readonly file: FileForm;
  readonly listId: string;
  /** Whether a line before it is for the same model. */
  readonly isTwice: boolean;
  readonly onChange: (file: FileForm) => void;
  /** `null`: it is the only one. */
  readonly onRemove: (() => void) | null;
}) {
  const { t } = useSpeech();
  const { model, url, build } = file;
  const wrong = (text: string, isRight: (text: string) => boolean, key: 'model' | 'build' | 'url'): string | null =>
    text.trim() === '' || isRight(text) ? null : t(`ui.jobs.bad-${key}`);
  const named = modelOfFile(url);
  return (
    <fieldset className="job-file">
      <legend className="sr-only">{t('ui.jobs.file', { model: model.trim() })}</legend>
      <div className="form-pair">
        <Field
          label={t('field.model')}
          value={model}
          onChange={(text) => onChange({ ...file, model: text })}
          list={listId}
          placeholder="IP112"
          problem={isTwice ? t('ui.jobs.model-twice') : wrong(model, isModel, 'model')}
        />
        <Field
          label={t('ui.jobs.build')}
          value={build}
          onChange={(text) => onChange({ ...file, build: text })}
          placeholder="136146"
          problem={wrong(build, isBuild, 'build')}
          isMono
        />
      </div>
      <div className="job-file-address">
        <Field
          label={t('ui.jobs.url')}
          value={url}
          onChange={(text) => onChange({ ...file, url: text })}
          placeholder="http://10.0.0.1/ip112.bin"
          problem={wrong(url, isAddress, 'url')}
          isMono
        />
        {onRemove === null ? null : (
          <IconButton label={t('ui.jobs.remove-file', { model: model.trim() })} onPress={onRemove}>
            <Trash2 size={16} className="icon" aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {named === null || !isModel(model) || sameModel(named, model) ? null : (
        <Message look="attention">
          {t('ui.jobs.other-model', { file: `${named}.bin`, model: model.trim().toUpperCase() })}
        </Message>
      )}
    </fieldset>
  );
}
