import type { ReactNode } from 'react';
import type { RowProblemView } from '../../shared/contract/lists.ts';
import { problemMessage } from '../../shared/words/messages.ts';
import { useSpeech } from '../app/words.tsx';
import { Choice } from './field.tsx';
import { type Mapping, mapColumn, withMapping } from './mapping.ts';

/** The choice for a column that fills no field. */
const UNUSED = 'unused';

/** How many rows a list has and what becomes of them: the first number is the sum of the others. */
export function ListSum({
  rows,
  good,
  goodText,
  problems,
  children,
}: {
  readonly rows: number;
  readonly good: number;
  /** What the good rows become, after their number. */
  readonly goodText: string;
  readonly problems: number;
  /** What else there is to say of the rows. */
  readonly children?: ReactNode;
}) {
  const { t, number } = useSpeech();
  return (
    <div className="sum" role="status">
      <span>
        <b>{number(rows)}</b> {t('ui.import.rows')}
      </span>
      <span>=</span>
      <span>
        <b>{number(good)}</b> {goodText}
      </span>
      <span>+</span>
      <span>
        <b>{number(problems)}</b> {t('ui.import.bad')}
      </span>
      {children}
    </div>
  );
}

/** What a list was read from, and how. */
export function ListOrigin({
  name,
  format,
  encoding,
  isRemembered,
}: {
  readonly name: string;
  readonly format: 'csv' | 'xlsx' | 'text' | 'ap-client' | 'call-file';
  /** Empty: it has none. */
  readonly encoding: string;
  /** Whether its columns are those that were chosen the last time. */
  readonly isRemembered: boolean;
}) {
  const { t } = useSpeech();
  return (
    <p className="muted">
      {t('ui.import.file', { name, format: t(`ui.format.${format}`) })}
      {encoding === '' ? null : ` · ${encoding}`}
      {isRemembered ? ` · ${t('ui.import.remembered')}` : null}
    </p>
  );
}

/** A choice of a workbook's sheet; nothing where there is none to make. */
export function SheetChoice({
  sheets,
  sheet,
  onSheet,
}: {
  readonly sheets: readonly string[];
  /** Empty: the first one. */
  readonly sheet: string;
  readonly onSheet: (sheet: string) => void;
}) {
  const { t } = useSpeech();
  if (sheets.length < 2) return null;
  return (
    <div className="sheet-choice">
      <Choice
        label={t('ui.import.sheet')}
        value={sheet === '' ? (sheets[0] ?? '') : sheet}
        onChange={onSheet}
        options={sheets.map((each) => ({ id: each, text: each }))}
      />
    </div>
  );
}

/** For each column of a list the choice which field it fills. */
export function ColumnChoices<Field extends string>({
  columns,
  mapping,
  fields,
  needed,
  onMapping,
  children,
}: {
  readonly columns: readonly {
    readonly name: string;
    readonly field: Field | null;
    /** What is shown in place of the name. @default the name */
    readonly label?: string;
  }[];
  /** What was chosen so far, which the columns need not show yet. */
  readonly mapping: Mapping<Field>;
  readonly fields: readonly { readonly id: Field; readonly text: string }[];
  /** A field that every list has to have. @default none */
  readonly needed?: NoInfer<Field>;
  readonly onMapping: (mapping: Mapping<Field>) => void;
  readonly children?: ReactNode;
}) {
  const { t } = useSpeech();
  const shown = withMapping(columns, mapping);
  function choose(column: string, id: string): void {
    const ids = fields.map((field) => field.id);
    onMapping(mapColumn(shown, ids, column, ids.find((field) => field === id) ?? null, needed));
  }
  return (
    <section className="section">
      <h2>{t('ui.import.columns')}</h2>
      <div className="mapping">
        {shown.map(({ name, field, label }) => (
          <Choice
            key={name}
            label={label ?? name}
            value={field ?? UNUSED}
            onChange={(id) => choose(name, id)}
            options={[{ id: UNUSED, text: t('ui.import.unused') }, ...fields]}
          />
        ))}
      </div>
      {children}
    </section>
  );
}

/** The rows that become nothing, each with its reason; nothing where there are none. */
export function ProblemTable<Problem extends RowProblemView>({
  problems,
  more,
  mend,
}: {
  readonly problems: readonly Problem[];
  /** What is said of the problems that are not shown; empty where all are. */
  readonly more: string;
  /** What mends a problem at once, in a column of its own. @default there is no such column */
  readonly mend?: (problem: Problem) => ReactNode;
}) {
  const { t, number } = useSpeech();
  if (problems.length === 0) return null;
  return (
    <section className="section">
      <h2>{t('ui.import.problems')}</h2>
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="number">
                {t('ui.import.row')}
              </th>
              <th scope="col">{t('ui.import.column')}</th>
              <th scope="col">{t('ui.import.value')}</th>
              <th scope="col">{t('ui.import.reason')}</th>
              {mend === undefined ? null : <th scope="col">{t('ui.import.mend')}</th>}
            </tr>
          </thead>
          <tbody>
            {problems.map((problem) => (
              <tr key={problem.row}>
                <td className="number">{number(problem.row)}</td>
                <td className="nowrap">{problem.column}</td>
                <td className="mono">{problem.value}</td>
                <td>{problemMessage(t, problem)}</td>
                {mend === undefined ? null : <td>{mend(problem)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more === '' ? null : <p className="muted">{more}</p>}
    </section>
  );
}

/** A list's first rows as what they become; nothing without any. */
export function FirstRows({
  columns,
  rows,
}: {
  readonly columns: readonly { readonly id: string; readonly text: string; readonly className?: string }[];
  readonly rows: readonly { readonly id: string | number; readonly cells: readonly ReactNode[] }[];
}) {
  const { counted } = useSpeech();
  if (rows.length === 0) return null;
  return (
    <section className="section">
      <h2>{counted('ui.import.first', rows.length)}</h2>
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              {columns.map(({ id, text }) => (
                <th key={id} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, cells }) => (
              <tr key={id}>
                {columns.map((column, index) => (
                  <td key={column.id} className={column.className}>
                    {cells[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
