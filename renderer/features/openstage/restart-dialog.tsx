import { useState } from 'react';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';

/** Asks before phones are restarted or erased: the number of phones is typed, for the latter the vendor's word too. */
export function RestartDialog({
  phones,
  onClose,
  onRestart,
}: {
  readonly phones: number;
  readonly onClose: () => void;
  /** @param factoryResetWord `null`: a restart only. */
  readonly onRestart: (factoryResetWord: string | null) => void;
}) {
  const { t, counted } = useSpeech();
  const [typed, setTyped] = useState('');
  const [word, setWord] = useState('');
  const isReset = word.trim() !== '';
  return (
    <Dialog
      isAlert
      title={counted('ui.phones.restart-title', phones)}
      onClose={onClose}
      foot={
        <>
          <Button look="quiet" onPress={onClose}>
            {t('ui.common.cancel')}
          </Button>
          <Button
            look="danger"
            isDisabled={typed.trim() !== String(phones)}
            onPress={() => onRestart(isReset ? word.trim() : null)}
          >
            {t(isReset ? 'ui.phones.erase-button' : 'ui.phones.restart-button')}
          </Button>
        </>
      }
    >
      <p>{t('ui.phones.restart-text')}</p>
      <Field label={t('ui.common.type-number', { number: phones })} value={typed} onChange={setTyped} autoFocus />
      <Field
        label={t('ui.phones.reset-word')}
        hint={t('ui.phones.reset-hint')}
        value={word}
        onChange={setWord}
        isMono
      />
    </Dialog>
  );
}
