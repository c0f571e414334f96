import { formatHours, parseHours } from '../../../shared/domain/hours.ts';
import { useSpeech } from '../../app/words.tsx';
import { Field } from '../../components/field.tsx';

/** When firmware may be loaded, as it is typed. */
export interface WindowForm {
  readonly hours: string;
  readonly initialMinutes: string;
}

/** At any time. */
export const ANY_TIME: WindowForm = { hours: '', initialMinutes: '' };

const MOST_INITIAL_MINUTES = 1440;

/** Reads what was typed; `null` while something of it is wrong. */
export function readWindow({ hours: text, initialMinutes: minutes }: WindowForm) {
  const hours = parseHours(text);
  const isNumber = /^\d{0,4}$/.test(minutes.trim()) && Number(minutes) <= MOST_INITIAL_MINUTES;
  return hours === null || !isNumber ? null : { hours: [...hours], initialMinutes: Number(minutes) };
}

/** Asks in which hours phones may load firmware, and how long after their start they don't. */
export function WindowFields({
  form,
  onChange,
}: {
  readonly form: WindowForm;
  readonly onChange: (form: WindowForm) => void;
}) {
  const { t } = useSpeech();
  const hours = parseHours(form.hours);
  const isMinutesGood = readWindow({ ...form, hours: '' }) !== null;
  return (
    <div className="form-pair">
      <Field
        label={t('ui.server.hours')}
        value={form.hours}
        onChange={(text) => onChange({ ...form, hours: text })}
        hint={
          hours === null || hours.length === 0
            ? t('ui.server.hours-hint')
            : t('ui.server.hours-are', { hours: formatHours(hours) })
        }
        problem={hours === null ? t('ui.server.bad-hours') : null}
      />
      <Field
        label={t('ui.server.minutes')}
        value={form.initialMinutes}
        onChange={(initialMinutes) => onChange({ ...form, initialMinutes })}
        hint={t('ui.server.minutes-hint')}
        problem={isMinutesGood ? null : t('ui.server.bad-minutes')}
      />
    </div>
  );
}

/** Says when the running server puts firmware on phones; nothing where it always does. */
export function WindowSentence({
  hours,
  initialMinutes,
}: {
  readonly hours: readonly number[];
  readonly initialMinutes: number;
}) {
  const { t, counted } = useSpeech();
  if (hours.length === 0 && initialMinutes === 0) return null;
  return (
    <p className="muted">
      {hours.length === 0 ? null : t('ui.server.window', { hours: formatHours(hours) })}{' '}
      {initialMinutes === 0 ? null : counted('ui.server.initial', initialMinutes)}
    </p>
  );
}
