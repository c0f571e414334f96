import { useCallback, useEffect, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ArgumentOf, ValueOf } from '../../../shared/contract/bridge.ts';
import { SHOWN_PROBLEMS } from '../../../shared/contract/lists.ts';
import { USER_FIELDS, USER_LIST_FIELDS, type UserListField } from '../../../shared/domain/code-state.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile, toBase64 } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Skeleton } from '../../components/empty.tsx';
import { Field } from '../../components/field.tsx';
import {
  ColumnChoices,
  FirstRows,
  ListOrigin,
  ListSum,
  ProblemTable,
  SheetChoice,
} from '../../components/list-preview.tsx';
import type { Mapping } from '../../components/mapping.ts';
import { FailureMessage, Message } from '../../components/message.tsx';
import { languageName } from './code-words.ts';
import { DirectoryUsers } from './directory-users.tsx';

type Source = ArgumentOf<'codes', 'previewUsers'>['source'];
type Preview = ValueOf<'codes', 'previewUsers'>;
/** What came in; rows of a PBX have no problems. */
type Imported = Pick<ValueOf<'codes', 'importUsersSource'>, 'added' | 'updated' | 'problems'>;

/** The name of a source that was pasted. */
const PASTED = 'clipboard';
/** Columns without which nobody is named. */
const NAMING: readonly (UserListField | null)[] = ['user', 'extension', 'login'];

/** Brings users into a rollout, from a file, pasted rows or the PBX, after a look at what they are. */
export function UsersDialog({
  rollout,
  onClose,
  onDone,
}: {
  readonly rollout: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t, counted, number, language } = useSpeech();
  const [savedAs, setSavedAs] = useState<string | null>(null);
  const [pasted, setPasted] = useState('');
  const [source, setSource] = useState<Source | null>(null);
  const [isFromPbx, setIsFromPbx] = useState(false);
  const [mapping, setMapping] = useState<Mapping<UserListField>>({});
  const [sheet, setSheet] = useState('');
  const [preview, setPreview] = useState<Preview | null>(null);
  const [imported, setImported] = useState<Imported | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const seenSheet = sheet === '' ? (preview?.head.sheet ?? '') : sheet;

  useEffect(() => {
    if (source === null) return;
    let isWanted = true;
    call('codes', 'previewUsers', { source, mapping, sheet }).then((read) => {
      if (!isWanted) return;
      setFailure(read.ok ? null : read.error);
      if (read.ok) setPreview(read.value);
    });
    return () => {
      isWanted = false;
    };
  }, [source, mapping, sheet]);

  const begin = useCallback((next: Source | null) => {
    setMapping({});
    setSheet('');
    setPreview(null);
    setFailure(null);
    setSource(next);
  }, []);

  async function take(): Promise<void> {
    if (source === null) return;
    setIsBusy(true);
    const taken = await call('codes', 'importUsersSource', { rollout, source, mapping, sheet: seenSheet });
    setIsBusy(false);
    if (!taken.ok) {
      setFailure(taken.error);
      return;
    }
    setImported(taken.value);
    onDone();
  }

  async function saveProblems(): Promise<void> {
    if (source === null) return;
    const file = await call('codes', 'problemUsersFile', { source, mapping, sheet: seenSheet, language });
    if (!file.ok) {
      setFailure(file.error);
      return;
    }
    setSavedAs(await saveFile({ ...file.value, name: t('ui.import.problems-file', { rollout }) }));
  }

  if (imported !== null) {
    return (
      <Dialog
        title={t('ui.codes.users-title')}
        onClose={onClose}
        isWide={imported.problems.length > 0}
        foot={
          <Button look="primary" onPress={onClose} autoFocus>
            {t('ui.common.close')}
          </Button>
        }
      >
        <Message look="good">
          <p>{t('ui.codes.imported', { added: number(imported.added), updated: number(imported.updated) })}</p>
        </Message>
        {imported.problems.length === 0 ? null : (
          <>
            <Message look="attention" action={<Button onPress={saveProblems}>{t('ui.import.save-problems')}</Button>}>
              <p>{counted('ui.codes.left', imported.problems.length)}</p>
              {savedAs === null ? null : <p className="muted">{t('ui.common.saved', { path: savedAs })}</p>}
            </Message>
            {failure === null ? null : <FailureMessage failure={failure} />}
            <Problems problems={imported.problems} count={imported.problems.length} />
          </>
        )}
      </Dialog>
    );
  }
  if (isFromPbx) {
    return (
      <DirectoryUsers
        rollout={rollout}
        onBack={() => setIsFromPbx(false)}
        onClose={onClose}
        onTaken={(taken) => {
          setImported({ ...taken, problems: [] });
          onDone();
        }}
      />
    );
  }
  if (source === null) {
    return (
      <Dialog
        title={t('ui.codes.users-title')}
        onClose={onClose}
        foot={
          <>
            <Button onPress={onClose}>{t('ui.common.cancel')}</Button>
            <Button
              isDisabled={pasted.trim() === ''}
              onPress={() => begin({ name: PASTED, base64: toBase64(new TextEncoder().encode(pasted)) })}
            >
              {t('ui.codes.look')}
            </Button>
          </>
        }
      >
        <p>{t('ui.codes.users-text')}</p>
        <div className="button-row">
          <FileTrigger
            acceptedFileTypes={['.csv', '.xlsx', '.txt', 'text/csv', 'text/plain']}
            onSelect={async (files) => {
              const file = files?.[0];
              if (file !== undefined)
                begin({ name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) });
            }}
          >
            <Button look="primary">{t('ui.codes.choose-file')}</Button>
          </FileTrigger>
          <Button onPress={() => setIsFromPbx(true)}>{t('ui.codes.from-pbx')}</Button>
        </div>
        <Field label={t('ui.codes.users-paste')} value={pasted} onChange={setPasted} rows={5} isMono />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t('ui.codes.users-title')}
      onClose={onClose}
      isWide
      foot={
        <>
          <Button onPress={onClose}>{t('ui.common.cancel')}</Button>
          <Button onPress={() => begin(null)}>{t('ui.codes.other')}</Button>
          {preview === null ? null : (
            <Button look="primary" isDisabled={isBusy || preview.users === 0} onPress={take}>
              {counted('ui.codes.take', preview.users)}
            </Button>
          )}
        </>
      }
    >
      {failure === null ? null : <FailureMessage failure={failure} />}
      {preview === null ? (
        failure === null ? (
          <Skeleton rows={6} />
        ) : null
      ) : (
        <UsersPreview
          name={source.name === PASTED ? t('ui.codes.pasted') : source.name}
          preview={preview}
          mapping={mapping}
          sheet={seenSheet}
          onSheet={(next) => {
            setMapping({});
            setSheet(next);
          }}
          onMapping={(next) => {
            // Its columns are those of this sheet.
            setSheet(seenSheet);
            setMapping(next);
          }}
        />
      )}
    </Dialog>
  );
}

/** What a list of users would become: its columns, its first rows, and every row that is nobody. */
function UsersPreview({
  name,
  preview,
  mapping,
  sheet,
  onSheet,
  onMapping,
}: {
  readonly name: string;
  readonly preview: Preview;
  readonly mapping: Mapping<UserListField>;
  readonly sheet: string;
  readonly onSheet: (sheet: string) => void;
  readonly onMapping: (mapping: Mapping<UserListField>) => void;
}) {
  const { t, counted } = useSpeech();
  const { head, rows, users, codes, columns, first, problems } = preview;
  const fields = USER_FIELDS.filter((field) => first.some((user) => user[field] !== ''));
  const isNobodyNamed = !columns.some(({ field }) => NAMING.includes(field));
  return (
    <>
      <section className="section">
        <ListSum rows={rows} good={users} goodText={t('ui.codes.become-users')} problems={rows - users}>
          {codes === 0 ? null : <span className="muted">{counted('ui.codes.with-code', codes)}</span>}
        </ListSum>
        <ListOrigin name={name} format={head.format} encoding={head.encoding} isRemembered={preview.isRemembered} />
      </section>
      <SheetChoice sheets={head.sheets} sheet={sheet} onSheet={onSheet} />
      {isNobodyNamed ? (
        <Message look="attention">
          <p>{t('ui.codes.nobody-named')}</p>
        </Message>
      ) : (
        <Problems problems={problems} count={rows - users} />
      )}
      <ColumnChoices
        columns={columns.map(({ name: column, field, sample }) => ({
          name: column,
          field,
          label: head.hasHeader || sample === '' ? column : t('ui.codes.column-sample', { column, text: sample }),
        }))}
        fields={USER_LIST_FIELDS.map((field) => ({ id: field, text: t(`ui.codes.field-${field}`) }))}
        mapping={mapping}
        onMapping={onMapping}
      />
      <FirstRows
        columns={fields.map((field) => ({
          id: field,
          text: t(`ui.codes.field-${field}`),
          ...(field === 'mac' ? { className: 'mono nowrap' } : null),
        }))}
        rows={first.map((user) => ({
          id: `${user.login} ${user.extension} ${user.user}`,
          cells: fields.map((field) => (field === 'language' ? languageName(user.language) : user[field])),
        }))}
      />
    </>
  );
}

function Problems({ problems, count }: { readonly problems: Preview['problems']; readonly count: number }) {
  const { counted } = useSpeech();
  const shown = problems.slice(0, SHOWN_PROBLEMS);
  const hidden = count - shown.length;
  return <ProblemTable problems={shown} more={hidden > 0 ? counted('ui.codes.more-problems', hidden) : ''} />;
}
