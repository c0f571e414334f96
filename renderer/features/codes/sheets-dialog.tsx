import { useEffect, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { SHEET_LAYOUTS } from '../../../shared/contract/codes.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile, toBase64 } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Check, Field, Segments } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { PAPER_LANGUAGES } from '../../components/paper-languages.ts';

type Layout = (typeof SHEET_LAYOUTS)[number];

/** Prints codes: how, for whom, in which language, with what on every sheet. */
export function SheetsDialog({
  rollout,
  selected,
  isOnlyChanged,
  onClose,
}: {
  readonly rollout: string;
  readonly selected: readonly number[];
  readonly isOnlyChanged: boolean;
  readonly onClose: () => void;
}) {
  const { t, counted, language: own } = useSpeech();
  const known = useCall('codes', 'sheetSettings', { rollout });
  const [layout, setLayout] = useState<Layout>('page');
  const [language, setLanguage] = useState(own);
  const [format, setFormat] = useState<'pdf' | 'html'>('pdf');
  const [scope, setScope] = useState<'all' | 'changed' | 'selected'>(
    isOnlyChanged ? 'changed' : selected.length > 0 ? 'selected' : 'all',
  );
  const [isArchive, setIsArchive] = useState(false);
  const [settings, setSettings] = useState({ customer: '', helpDesk: '', testCall: '' });
  const [logo, setLogo] = useState<{ readonly name: string; readonly base64: string } | 'keep' | null>('keep');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [saved, setSaved] = useState<{ readonly sheets: number; readonly path: string } | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  useEffect(() => {
    if (known.value === null) return;
    const { customer, helpDesk, testCall } = known.value;
    setSettings({ customer, helpDesk, testCall });
  }, [known.value]);

  async function print(): Promise<void> {
    setIsBusy(true);
    setFailure(null);
    setSaved(null);
    const kept = await call('codes', 'keepSheetSettings', {
      rollout,
      settings,
      logo: logo === 'keep' ? 'keep' : (logo?.base64 ?? ''),
    });
    const printed = kept.ok
      ? await call('codes', 'sheetsFile', {
          rollout,
          layout,
          isArchive,
          language,
          format,
          users: scope === 'selected' ? [...selected] : 'all',
          isOnlyChanged: scope === 'changed',
        })
      : kept;
    setIsBusy(false);
    if (!printed.ok) {
      setFailure(printed.error);
      return;
    }
    const path = await saveFile(printed.value);
    if (path !== null) setSaved({ sheets: printed.value.sheets, path });
  }

  return (
    <Dialog
      title={t('ui.codes.sheets-title')}
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{t('ui.common.close')}</Button>
          <Button look="primary" isDisabled={isBusy} onPress={print}>
            {t('ui.codes.print')}
          </Button>
        </>
      }
    >
      {failure === null ? null : <FailureMessage failure={failure} />}
      {saved === null ? null : (
        <Message look="good">
          <p>{counted('ui.codes.printed', saved.sheets, { path: saved.path })}</p>
        </Message>
      )}
      <Segments
        label={t('ui.codes.layout')}
        value={layout}
        onChange={setLayout}
        options={SHEET_LAYOUTS.map((id) => ({ id, text: t(`ui.codes.layout-${id}`) }))}
      />
      <Segments
        label={t('ui.codes.scope')}
        value={scope}
        onChange={setScope}
        options={[
          { id: 'all', text: t('ui.codes.scope-all') },
          { id: 'changed', text: t('ui.codes.scope-changed') },
          ...(selected.length === 0 ? [] : [{ id: 'selected' as const, text: t('ui.codes.scope-selected') }]),
        ]}
      />
      <Segments
        label={t('ui.codes.language')}
        value={language}
        onChange={setLanguage}
        options={PAPER_LANGUAGES}
        {...(layout === 'list' ? null : { hint: t('ui.codes.language-hint') })}
      />
      <Segments
        label={t('ui.codes.format')}
        value={format}
        onChange={setFormat}
        options={[
          { id: 'pdf', text: 'PDF' },
          { id: 'html', text: 'HTML' },
        ]}
      />
      <Check isSelected={isArchive} onChange={setIsArchive}>
        {t('ui.codes.archive')}
      </Check>
      {(
        [
          ['customer', 'customer'],
          ['helpDesk', 'help-desk'],
          ['testCall', 'test-call'],
        ] as const
      ).map(([field, word]) => (
        <Field
          key={field}
          label={t(`ui.codes.${word}`)}
          value={settings[field]}
          onChange={(value) => setSettings((before) => ({ ...before, [field]: value }))}
        />
      ))}
      <div className="button-row">
        <FileTrigger
          acceptedFileTypes={['image/png', 'image/svg+xml', '.png', '.svg']}
          onSelect={async (files) => {
            const file = files?.[0];
            if (file !== undefined)
              setLogo({ name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) });
          }}
        >
          <Button>{t('ui.codes.logo')}</Button>
        </FileTrigger>
        {logo === null || (logo === 'keep' && (known.value?.logo ?? '') === '') ? null : (
          <>
            <span className="muted">
              {t('ui.codes.logo-set', { name: logo === 'keep' ? t('ui.codes.logo-kept') : logo.name })}
            </span>
            <Button look="quiet" onPress={() => setLogo(null)}>
              {t('ui.codes.no-logo')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
