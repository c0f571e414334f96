import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { CONFIGURATION_TYPES, type ConfigurationType } from '../../../shared/domain/code.ts';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';

/** A configuration as it is typed. */
export interface ConfigurationForm {
  readonly type: ConfigurationType;
  readonly commands: string;
}

/** As much as the core takes. */
const MOST_CHARACTERS = 60_000;
/** How lines of update scripts begin; others are odd, but a phone may know them. */
const USUAL_LINE = /^\s*(?:!?(?:config|mod|vars|i?resetn?)\s|i?resetn?\s*$|#)/i;

function linesOf(text: string): readonly string[] {
  return text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
}

/** Whether there is anything in it, and not too much. */
export function isConfigurationReady({ commands }: ConfigurationForm): boolean {
  return linesOf(commands).length > 0 && commands.length <= MOST_CHARACTERS;
}

/** Asks for the type of a configuration, and for its commands: typed, or out of a file. */
export function ConfigurationFields({
  form,
  onChange,
}: {
  readonly form: ConfigurationForm;
  readonly onChange: (form: ConfigurationForm) => void;
}) {
  const { t, counted, number } = useSpeech();
  const [file, setFile] = useState('');
  const lines = linesOf(form.commands);
  const unusual = lines.find((line) => !USUAL_LINE.test(line));
  const isLong = form.commands.length > MOST_CHARACTERS;

  async function choose(files: FileList | null): Promise<void> {
    const chosen = files?.[0];
    if (chosen === undefined) return;
    setFile(chosen.name);
    // A whole firmware, taken by mistake, would be no use to anybody as text.
    onChange({ ...form, commands: (await chosen.slice(0, MOST_CHARACTERS + 1).text()).replaceAll('\r\n', '\n') });
  }

  return (
    <>
      <Choice
        label={t('ui.jobs.type')}
        value={form.type}
        onChange={(id) => onChange({ ...form, type: CONFIGURATION_TYPES.find((type) => type === id) ?? form.type })}
        options={CONFIGURATION_TYPES.map((id) => ({ id, text: `${id} (${t(`innovaphone.job.${id}`)})` }))}
      />
      <Field
        label={t('ui.jobs.commands-label')}
        value={form.commands}
        onChange={(commands) => onChange({ ...form, commands })}
        rows={3}
        isMono
        placeholder="config change NTP0 /addr 10.0.0.1 /interval 60"
        hint={lines.length === 0 ? t('ui.jobs.commands-hint') : counted('ui.jobs.commands', lines.length)}
        problem={isLong ? t('ui.jobs.too-long', { limit: number(MOST_CHARACTERS) }) : null}
      />
      {unusual === undefined || isLong ? null : (
        <Message look="attention">
          <p>{t('ui.jobs.unusual-line')}</p>
          <p className="mono wrap">{unusual.slice(0, 120)}</p>
        </Message>
      )}
      <div className="button-row">
        <FileTrigger onSelect={choose}>
          <Button>
            <FileUp size={16} className="icon" aria-hidden="true" />
            {t('ui.jobs.choose-file')}
          </Button>
        </FileTrigger>
        {file === '' ? null : <span className="muted cut">{file}</span>}
      </div>
    </>
  );
}
