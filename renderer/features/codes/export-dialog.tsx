import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Check, Segments } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';

/** Writes codes to a file, because the person asks for exactly that. */
export function ExportDialog({ rollout, onClose }: { readonly rollout: string; readonly onClose: () => void }) {
  const { t, number } = useSpeech();
  const [format, setFormat] = useState<'csv' | 'xlsx'>('csv');
  const [separator, setSeparator] = useState<';' | ','>(';');
  const [isTextFormula, setIsTextFormula] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [saved, setSaved] = useState<{ readonly codes: number; readonly path: string } | null>(null);

  async function save(): Promise<void> {
    setFailure(null);
    setSaved(null);
    const file = await call('codes', 'exportFile', { rollout, format, separator, isTextFormula });
    if (!file.ok) {
      setFailure(file.error);
      return;
    }
    const path = await saveFile(file.value);
    if (path !== null) setSaved({ codes: file.value.codes, path });
  }

  return (
    <Dialog
      title={t('ui.codes.export-title')}
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{t('ui.common.close')}</Button>
          <Button look="primary" onPress={save}>
            {t('ui.codes.save')}
          </Button>
        </>
      }
    >
      <p>{t('ui.codes.export-text')}</p>
      {failure === null ? null : <FailureMessage failure={failure} />}
      {saved === null ? null : (
        <Message look="good">
          <p>{t('ui.codes.saved', { codes: number(saved.codes), path: saved.path })}</p>
        </Message>
      )}
      <Segments
        label={t('ui.codes.format')}
        value={format}
        onChange={setFormat}
        options={[
          { id: 'csv', text: 'CSV' },
          { id: 'xlsx', text: 'XLSX' },
        ]}
      />
      {format === 'xlsx' ? null : (
        <>
          <Segments
            label={t('ui.codes.separator')}
            value={separator}
            onChange={setSeparator}
            options={[
              { id: ';', text: t('ui.codes.semicolon') },
              { id: ',', text: t('ui.codes.comma') },
            ]}
          />
          <Check isSelected={isTextFormula} onChange={setIsTextFormula}>
            {t('ui.codes.text-formula')}
          </Check>
        </>
      )}
    </Dialog>
  );
}
