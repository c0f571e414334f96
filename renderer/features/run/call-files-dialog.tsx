import { Check, FileCode2 } from 'lucide-react';
import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureMessage } from '../../components/message.tsx';
import type { PlanWish } from './job-store.ts';

type Prepared = ValueOf<'exports', 'callFiles'>;

/** The calls of a run as files, for a portal's upload or `curl`: for places without a network. */
export function CallFilesButton({ wish }: { readonly wish: PlanWish }) {
  const { t } = useSpeech();
  const [prepared, setPrepared] = useState<Prepared | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function prepare() {
    const result = await call('exports', 'callFiles', wish);
    setFailure(result.ok ? null : result.error);
    if (result.ok) setPrepared(result.value);
  }

  return (
    <section className="stack">
      <h2>{t('ui.calls.title')}</h2>
      <p className="muted">{t('ui.calls.text')}</p>
      {failure === null ? null : <FailureMessage failure={failure} />}
      <div className="button-row">
        <Button onPress={prepare}>
          <FileCode2 size={16} className="icon" aria-hidden="true" />
          {t('ui.calls.prepare')}
        </Button>
      </div>
      {prepared === null ? null : <CallFilesDialog prepared={prepared} wish={wish} onClose={() => setPrepared(null)} />}
    </section>
  );
}

function CallFilesDialog({
  prepared,
  wish,
  onClose,
}: {
  readonly prepared: Prepared;
  readonly wish: PlanWish;
  readonly onClose: () => void;
}) {
  const { t, counted } = useSpeech();
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const accounts = useCall('accounts', 'list', {});
  const account = accounts.value?.accounts.find(({ name }) => name === wish.account);
  const example = account === undefined ? null : wordCurl(prepared.files, account);

  async function saveAll() {
    const archive = await call('exports', 'callArchive', wish);
    setFailure(archive.ok ? null : archive.error);
    if (archive.ok && (await saveFile(archive.value)) !== null)
      setSaved(new Set(prepared.files.map(({ name }) => name)));
  }

  async function save(file: Prepared['files'][number]) {
    // A name may hold a folder, which a saved file can't.
    const path = await saveFile({ ...file, name: file.name.replaceAll('/', '-') });
    if (path !== null) setSaved((before) => new Set(before).add(file.name));
  }

  return (
    <Dialog
      title={counted('ui.calls.dialog', prepared.devices)}
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{t('ui.common.close')}</Button>
          <Button look="primary" onPress={saveAll}>
            {t('ui.calls.save-all')}
          </Button>
        </>
      }
    >
      {failure === null ? null : <FailureMessage failure={failure} />}
      <p>{t('ui.calls.next')}</p>
      {example === null ? null : <p className="mono break">{example}</p>}
      <ul className="column-list">
        {prepared.files.map((file) => (
          <li key={file.name}>
            <span className="mono">{file.name}</span>
            <Button onPress={() => save(file)} aria-label={t('ui.calls.save-name', { name: file.name })}>
              {saved.has(file.name) ? <Check size={16} className="icon" aria-hidden="true" /> : null}
              {t(saved.has(file.name) ? 'ui.calls.saved' : 'ui.calls.save')}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** How curl sends the first file; it asks for the password. A `.curl` file tells curl everything by itself. */
function wordCurl(
  files: Prepared['files'],
  { url, user }: { readonly url: string; readonly user: string },
): string | null {
  const own = files.find(({ name }) => name.endsWith('.curl'));
  if (own !== undefined) return `curl -K "${own.name}"`;
  const [first] = files;
  return first === undefined ? null : `curl -u "${user}" --data-binary "@${first.name}" "${url}"`;
}
