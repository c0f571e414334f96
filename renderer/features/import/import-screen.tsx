import { FileUp, Upload } from 'lucide-react';
import { type ClipboardEvent, useCallback, useEffect, useState } from 'react';
import { DropZone, type FileDropItem, FileTrigger, Text } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import type { DeviceField } from '../../../shared/domain/device.ts';
import { useNavigation } from '../../app/navigation.ts';
import { RolloutHead } from '../../app/rollout-head.tsx';
import { useFocusKept } from '../../app/use-focus-kept.ts';
import { VaultStep } from '../../app/vault-step.tsx';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile, toBase64 } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Skeleton } from '../../components/empty.tsx';
import { Field } from '../../components/field.tsx';
import type { Mapping } from '../../components/mapping.ts';
import { FailureMessage, Message } from '../../components/message.tsx';
import { type Fix, withFix } from './fixes.ts';
import { type ImportSource, readSource, useImportSource } from './import-source.ts';
import { PreviewView } from './preview-view.tsx';

type Preview = ValueOf<'lists', 'preview'>;
type Imported = ValueOf<'lists', 'importSource'>;

/** What the reader accepts. */
const FILE_TYPES = ['.csv', '.tsv', '.txt', '.xlsx', '.xml', '.zip'];

/** Of all the reasons why a list can't be read the one that the person can mend here. */
const NO_MAC_COLUMN = 'files.failure.no-mac-column';

/** Turns what was pasted or chosen into what the core reads. */
function toCoreSource(source: ImportSource): { readonly name: string; readonly base64: string } {
  return source.kind === 'file'
    ? { name: source.name, base64: source.base64 }
    : { name: 'paste.txt', base64: toBase64(new TextEncoder().encode(source.text)) };
}

/** A list on its way into the rollout: dropped, chosen or pasted; looked at first, then taken over. */
export function ImportScreen({ rollout }: { readonly rollout: string }) {
  const speech = useSpeech();
  const { t, counted } = speech;
  const { go } = useNavigation();
  const { rollout: intended, source: waiting, setSource } = useImportSource();
  const source = intended === rollout ? waiting : null;
  const [mapping, setMapping] = useState<Mapping<DeviceField>>({});
  const [sheet, setSheet] = useState('');
  const [fixes, setFixes] = useState<readonly Fix[]>([]);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [imported, setImported] = useState<Imported | null>(null);
  const [savedAs, setSavedAs] = useState<string | null>(null);

  useFocusKept(imported !== null ? 'imported' : preview !== null ? 'preview' : 'source');

  const look = useCallback(async () => {
    if (source === null) return;
    const result = await call('lists', 'preview', {
      rollout,
      source: toCoreSource(source),
      mapping,
      sheet,
      fixes: [...fixes],
    });
    setFailure(result.ok ? null : result.error);
    if (result.ok) setPreview(result.value);
  }, [rollout, source, mapping, sheet, fixes]);
  useEffect(() => {
    look();
  }, [look]);

  /** The reader found no column with MACs: takes the first one, so that the columns and what stands in them are seen. */
  async function chooseColumns() {
    if (source === null) return;
    const wanted = { rollout, source: toCoreSource(source), sheet, fixes: [...fixes] };
    const result = await call('lists', 'preview', { ...wanted, mapping: { mac: '1' } });
    if (!result.ok) return setFailure(result.error);
    const { columns } = result.value.head;
    setMapping({ mac: columns.find(({ field }) => field === 'mac')?.name ?? '' });
  }

  const begin = useCallback(
    (next: ImportSource | null) => {
      setMapping({});
      setSheet('');
      setFixes([]);
      setPreview(null);
      setFailure(null);
      setImported(null);
      setSavedAs(null);
      setSource(rollout, next);
    },
    [rollout, setSource],
  );

  async function takeOver() {
    if (source === null) return;
    setIsBusy(true);
    const result = await call('lists', 'importSource', {
      rollout,
      source: toCoreSource(source),
      mapping,
      sheet: sheet === '' ? (preview?.head.sheet ?? '') : sheet,
      fixes: [...fixes],
      language: speech.language,
    });
    setIsBusy(false);
    if (!result.ok) return setFailure(result.error);
    setImported(result.value);
    // It may be large, and is of no more use.
    setSource(rollout, null);
  }

  async function saveProblems(base64: string) {
    const path = await saveFile({ name: t('ui.import.problems-file', { rollout }), base64 });
    if (path !== null) setSavedAs(path);
  }

  if (imported !== null) {
    const { problemsFile } = imported;
    return (
      <>
        <RolloutHead rollout={rollout} tab="import">
          <Button look="primary" onPress={() => go({ screen: 'rollout', rollout, tab: 'devices' })} autoFocus>
            {t('ui.import.to-devices')}
          </Button>
        </RolloutHead>
        <div className="screen-body">
          <Message look="good">
            <p>
              <strong>{counted('ui.import.imported', imported.devices)}</strong>{' '}
              {t('ui.import.added', {
                added: speech.number(imported.added),
                updated: speech.number(imported.updated),
                rest: speech.number(imported.devices - imported.added - imported.updated),
              })}
            </p>
          </Message>
          {problemsFile === null ? null : (
            <Message
              look="attention"
              action={<Button onPress={() => saveProblems(problemsFile)}>{t('ui.import.save-problems')}</Button>}
            >
              <p>{counted('ui.import.left', imported.problemRows)}</p>
              {savedAs === null ? null : <p className="muted">{t('ui.common.saved', { path: savedAs })}</p>}
            </Message>
          )}
          <div className="button-row">
            <Button onPress={() => begin(null)}>{t('ui.import.another')}</Button>
          </div>
        </div>
      </>
    );
  }
  return (
    <>
      <RolloutHead rollout={rollout} tab="import">
        {source === null || preview === null ? null : (
          <>
            <Button onPress={() => begin(null)}>{t('ui.import.other')}</Button>
            <Button
              look="primary"
              isDisabled={isBusy || preview.counts.devices === 0 || failure !== null}
              onPress={takeOver}
            >
              {counted(isBusy ? 'ui.import.importing' : 'ui.import.take-over', preview.counts.devices)}
            </Button>
          </>
        )}
      </RolloutHead>
      <div className="screen-body">
        {failure === null ? null : (
          <FailureMessage
            failure={failure}
            action={
              source === null ? undefined : (
                <span className="button-row">
                  {preview === null && failure.concern === 'input' && failure.words === NO_MAC_COLUMN ? (
                    <Button onPress={chooseColumns}>{t('ui.import.choose-columns')}</Button>
                  ) : null}
                  <Button onPress={() => begin(null)}>{t('ui.import.other')}</Button>
                </span>
              )
            }
          />
        )}
        {preview?.needsPassphrase ? <VaultStep onOpen={look} /> : null}
        {source === null ? (
          <>
            <SourceChoice onSource={begin} />
            <div className="button-row">
              <Button look="quiet" onPress={() => go({ screen: 'rollout', rollout, tab: 'codes' })}>
                {t('ui.codes.from-import')}
              </Button>
            </div>
          </>
        ) : preview === null ? (
          failure === null ? (
            <Skeleton rows={8} />
          ) : null
        ) : (
          <PreviewView
            name={source.kind === 'file' ? source.name : t('ui.import.pasted')}
            preview={preview}
            mapping={mapping}
            sheet={sheet}
            onSheet={(next) => {
              setMapping({});
              setFixes([]);
              setSheet(next);
            }}
            onMapping={(next) => {
              // Its columns are those of this sheet.
              setSheet(preview.head.sheet);
              setMapping(next);
            }}
            onFix={(fix) => setFixes((before) => withFix(before, fix))}
          />
        )}
      </div>
    </>
  );
}

function SourceChoice({ onSource }: { readonly onSource: (source: ImportSource) => void }) {
  const { t } = useSpeech();
  const [text, setText] = useState('');

  async function takeFile(file: File | undefined) {
    if (file === undefined) return;
    onSource(await readSource(file));
  }

  function onPaste(event: ClipboardEvent) {
    const pasted = event.clipboardData.getData('text/plain');
    const [file] = event.clipboardData.files;
    if (pasted.trim() === '' && file === undefined) return;
    event.preventDefault();
    if (pasted.trim() === '') takeFile(file);
    else onSource({ kind: 'text', text: pasted });
  }

  return (
    <>
      <DropZone
        className="drop"
        getDropOperation={() => 'copy'}
        onDrop={async ({ items }) => {
          const dropped = items.find((item): item is FileDropItem => item.kind === 'file');
          await takeFile(await dropped?.getFile());
        }}
      >
        <FileUp size={28} strokeWidth={1.5} aria-hidden="true" />
        <Text slot="label">{t('ui.import.drop')}</Text>
        <FileTrigger acceptedFileTypes={FILE_TYPES} onSelect={(files) => takeFile(files?.[0])}>
          <Button look="primary">
            <Upload size={16} className="icon" aria-hidden="true" />
            {t('ui.import.choose')}
          </Button>
        </FileTrigger>
        <p className="muted">{t('ui.import.formats')}</p>
      </DropZone>
      <div className="stack" onPaste={onPaste}>
        <Field
          label={t('ui.import.paste')}
          value={text}
          onChange={setText}
          rows={7}
          isMono
          placeholder={t('ui.import.paste-example')}
        />
        <div className="button-row">
          <Button isDisabled={text.trim() === ''} onPress={() => onSource({ kind: 'text', text })}>
            {t('ui.import.look')}
          </Button>
        </div>
      </div>
    </>
  );
}
