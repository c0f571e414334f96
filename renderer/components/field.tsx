import { ChevronDown } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  Select as AriaSelect,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  SelectValue,
  Text,
  TextArea,
  TextField,
} from 'react-aria-components';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly problem?: string | null;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
}

/** A labelled line of text; with `rows` a box of several lines. */
export function Field({
  label,
  hint,
  problem = null,
  kind = 'text',
  isMono = false,
  rows,
  placeholder,
  list,
  autoComplete = 'off',
  ...rest
}: FieldProps & {
  readonly kind?: 'text' | 'password' | 'url';
  readonly isMono?: boolean;
  readonly rows?: number;
  readonly placeholder?: string;
  /** Id of a `<datalist>` with values used before. */
  readonly list?: string;
  readonly autoComplete?: string;
}) {
  const inputClass = isMono ? 'input mono' : 'input';
  return (
    <TextField
      {...rest}
      className="field"
      type={kind === 'password' ? 'password' : 'text'}
      isInvalid={problem !== null}
      autoComplete={autoComplete}
    >
      <Label>{label}</Label>
      {rows === undefined ? (
        <Input className={inputClass} placeholder={placeholder} list={list} spellCheck={false} />
      ) : (
        <TextArea className={inputClass} rows={rows} placeholder={placeholder} spellCheck={false} />
      )}
      {hint === undefined ? null : (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="problem">{problem}</FieldError>
    </TextField>
  );
}

/** A line of text whose name only screen readers need: a filter above what it filters. */
export function FilterField({
  label,
  value,
  onChange,
  inputRef,
  shortcut,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly shortcut?: string;
}) {
  return (
    <TextField className="filter" aria-label={label} value={value} onChange={onChange}>
      <Input ref={inputRef ?? null} className="input" placeholder={label} spellCheck={false} />
      {shortcut === undefined || value !== '' ? null : (
        <span className="key" aria-hidden="true">
          {shortcut}
        </span>
      )}
    </TextField>
  );
}

/** One choice of a {@link Choice}. */
export interface ChoiceOption {
  readonly id: string;
  readonly text: string;
  /** Shown at the right, muted. */
  readonly count?: string;
  readonly mark?: ReactNode;
}

/** A choice out of a list that opens. */
export function Choice({
  label,
  isLabelHidden = false,
  value,
  onChange,
  options,
  placeholder,
  isDisabled = false,
}: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: string | null;
  readonly onChange: (id: string) => void;
  readonly options: readonly ChoiceOption[];
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
}) {
  return (
    <AriaSelect
      className="field"
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      {...(placeholder === undefined ? {} : { placeholder })}
      value={value}
      onChange={(key) => onChange(String(key))}
      isDisabled={isDisabled}
    >
      {isLabelHidden ? null : <Label>{label}</Label>}
      <AriaButton className="select-button">
        <SelectValue>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <ChevronDown size={16} className="icon" aria-hidden="true" />
      </AriaButton>
      <Popover className="popover" offset={4}>
        <ListBox className="options" items={options}>
          {({ id, text, count, mark }) => (
            <ListBoxItem id={id} textValue={text} className="option">
              {mark ?? text}
              {count === undefined ? null : <span className="count">{count}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** A choice out of a few that are all seen at once. */
export function Segments<Id extends string>({
  label,
  value,
  onChange,
  options,
  hint,
  isDisabled = false,
}: {
  readonly label: string;
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  readonly options: readonly { readonly id: Id; readonly text: string }[];
  readonly hint?: string;
  readonly isDisabled?: boolean;
}) {
  return (
    <RadioGroup
      className="field"
      value={value}
      onChange={(id) => onChange(id as Id)}
      orientation="horizontal"
      isDisabled={isDisabled}
    >
      <Label>{label}</Label>
      <div>
        <div className="segments">
          {options.map(({ id, text }) => (
            <Radio key={id} value={id} className="segment">
              {text}
            </Radio>
          ))}
        </div>
      </div>
      {hint === undefined ? null : (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
    </RadioGroup>
  );
}

/** A box to tick. */
export function Check({
  isSelected,
  onChange,
  children,
}: {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <AriaCheckbox className="check" isSelected={isSelected} onChange={onChange}>
      <span className="box" aria-hidden="true">
        {isSelected ? (
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d="m2 6.3 2.7 2.7L10 3.3" fill="none" stroke="currentColor" strokeWidth="2" />
          </svg>
        ) : null}
      </span>
      {children}
    </AriaCheckbox>
  );
}
