import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ArgumentOf, ValueOf } from '../../../shared/contract/bridge.ts';
import { problemMessage } from '../../../shared/words/messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, toBase64 } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';

/** How many problem rows are shown. */
const PROBLEMS_SHOWN = 8;
/** How many users of a preview are shown. */
const USERS_SHOWN = 5;

type Source = ArgumentOf<'codes', 'previewUsers'>['source'];

/** Brings users into a rollout, from a file or pasted rows, after a look at what they are. */
export function UsersDialog({
  rollout,
  onClose,
  onDone,
}: {
  readonly rollout: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t, counted, number } = useSpeech();
  const [pasted, setPasted] = useState('');
  const [source, setSource] = useState<Source | null>(null);
  const [preview, setPreview] = useState<ValueOf<'codes', 'previewUsers'> | null>(null);
  const [imported, setImported] = useState<ValueOf<'codes', 'importUsersSource'> | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function look(next: Source): Promise<void> {
    setFailure(null);
    setPreview(null);
    setSource(next);
    const read = await call('codes', 'previewUsers', { source: next, mapping: {}, sheet: '' });
    if (read.ok) setPreview(read.value);
    else setFailure(read.error);
  }

  async function take(): Promise<void> {
    if (source === null) return;
    const taken = await call('codes', 'importUsersSource', { rollout, source, mapping: {}, sheet: '' });
    if (!taken.ok) {
      setFailure(taken.error);
      return;
    }
    setImported(taken.value);
    onDone();
  }

  return (
    <Dialog
      title={t('ui.codes.users-title')}
      onClose={onClose}
      foot={
        imported !== null ? (
          <Button look="primary" onPress={onClose}>
            {t('ui.common.close')}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{t('ui.common.cancel')}</Button>
            {preview === null ? (
              <Button
                isDisabled={pasted.trim() === ''}
                onPress={() => look({ name: 'clipboard', base64: toBase64(new TextEncoder().encode(pasted)) })}
              >
                {t('ui.codes.look')}
              </Button>
            ) : (
              <Button look="primary" isDisabled={preview.users === 0} onPress={take}>
                {counted('ui.codes.take', preview.users)}
              </Button>
            )}
          </>
        )
      }
    >
      {failure === null ? null : <FailureMessage failure={failure} />}
      {imported === null ? null : (
        <Message look="good">
          <p>{t('ui.codes.imported', { added: number(imported.added), updated: number(imported.updated) })}</p>
        </Message>
      )}
      {preview === null || imported !== null ? null : (
        <>
          <p>
            {t('ui.codes.preview-counts', {
              rows: number(preview.rows),
              users: number(preview.users),
              codes: number(preview.codes),
              problems: number(preview.rows - preview.users),
            })}
          </p>
          {preview.unusedColumns.length === 0 ? null : (
            <p className="muted">{t('ui.codes.unused', { columns: preview.unusedColumns.join(', ') })}</p>
          )}
          <ul className="plain-list">
            {preview.first.slice(0, USERS_SHOWN).map((user) => (
              <li key={`${user.login} ${user.extension} ${user.user}`}>
                {[user.user, user.extension, user.login, user.room, user.model].filter(Boolean).join(' · ')}
              </li>
            ))}
          </ul>
          <ul className="plain-list muted">
            {preview.problems.slice(0, PROBLEMS_SHOWN).map((problem) => (
              <li key={problem.row}>
                {t('ui.codes.row', { row: problem.row, column: problem.column, message: problemMessage(t, problem) })}
              </li>
            ))}
          </ul>
        </>
      )}
      {preview !== null || imported !== null ? null : (
        <>
          <p>{t('ui.codes.users-text')}</p>
          <div className="button-row">
            <FileTrigger
              acceptedFileTypes={['.csv', '.xlsx', '.txt', 'text/csv', 'text/plain']}
              onSelect={async (files) => {
                const file = files?.[0];
                if (file !== undefined)
                  await look({ name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) });
              }}
            >
              <Button look="primary">{t('ui.codes.choose-file')}</Button>
            </FileTrigger>
          </div>
          <Field label={t('ui.codes.users-paste')} value={pasted} onChange={setPasted} rows={5} isMono />
        </>
      )}
    </Dialog>
  );
}
