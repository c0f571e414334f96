import { useSpeech } from '../../app/words.tsx';
import { Field } from '../../components/field.tsx';

/** What a SYSCLIENT line is built from, as typed. */
export interface SysclientForm {
  readonly base: string;
  readonly domain: string;
  readonly token: string;
  readonly category: string;
}

/** Nothing typed yet. */
export const EMPTY_SYSCLIENT: SysclientForm = { base: '', domain: '', token: '', category: '' };

/** Whether there is something in every field. */
export function isComplete(form: SysclientForm): boolean {
  return Object.values(form).every((value) => value !== '');
}

/** The fields of a SYSCLIENT line. Values are kept as typed: a blank too many is something to be warned of. */
export function SysclientFields({
  form,
  onChange,
}: {
  readonly form: SysclientForm;
  readonly onChange: (form: SysclientForm) => void;
}) {
  const { t } = useSpeech();
  return (
    <>
      <Field
        label={t('ui.innovaphone.base')}
        hint={t('ui.innovaphone.base-hint')}
        value={form.base}
        onChange={(base) => onChange({ ...form, base: base.trim() })}
        isMono
      />
      <div className="form-pair">
        <Field
          label={t('ui.innovaphone.domain')}
          value={form.domain}
          onChange={(domain) => onChange({ ...form, domain })}
          isMono
        />
        <Field
          label={t('ui.innovaphone.category')}
          hint={t('ui.innovaphone.category-hint')}
          value={form.category}
          onChange={(category) => onChange({ ...form, category })}
          isMono
        />
      </div>
      <Field
        label={t('ui.innovaphone.token')}
        hint={t('ui.innovaphone.token-hint')}
        value={form.token}
        onChange={(token) => onChange({ ...form, token })}
        isMono
      />
    </>
  );
}
