import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Choice } from '../../components/field.tsx';

const NONE = '-';

/** A choice among the accounts of innovaphone; empty: none. */
export function AccountChoice({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (account: string) => void;
}) {
  const { t } = useSpeech();
  const known = useCall('accounts', 'list', {});
  const accounts = (known.value?.accounts ?? []).filter(({ service }) => service === 'innovaphone');
  return (
    <Choice
      label={label}
      // no account can have an empty id in the list
      value={value === '' ? NONE : `=${value}`}
      onChange={(id) => onChange(id === NONE ? '' : id.slice(1))}
      options={[
        { id: NONE, text: t('ui.innovaphone.account-none') },
        ...accounts.map(({ name }) => ({ id: `=${name}`, text: name })),
      ]}
    />
  );
}
