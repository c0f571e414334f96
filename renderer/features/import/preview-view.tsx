import { useState } from 'react';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import type { PreviewProblem } from '../../../shared/contract/lists.ts';
import { DEVICE_FIELDS, type DeviceField } from '../../../shared/domain/device.ts';
import { problemMessage } from '../../../shared/words/messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { formatMac } from '../devices/cells.tsx';
import { type Fix, type Mapping, mapColumn } from './mapping.ts';

type Preview = ValueOf<'lists', 'preview'>;

/** The choice for a column that fills no field. */
const UNUSED = 'unused';

type Column = ValueOf<'lists', 'preview'>['head']['columns'][number];

/** Whether a column fills a field by choice; items are named by their headers. */
function isChoosable({ item }: Column): boolean {
  return item === undefined;
}
const SHOWN_FIELDS = ['model', 'user', 'extension', 'room', 'note', 'serial', 'url'] as const;

/** What a list would become: its columns, its first rows, and every row that needs mending. */
export function PreviewView({
  name,
  preview,
  sheet,
  onSheet,
  onMapping,
  onFix,
}: {
  readonly name: string;
  readonly preview: Preview;
  readonly sheet: string;
  readonly onSheet: (sheet: string) => void;
  readonly onMapping: (mapping: Mapping) => void;
  readonly onFix: (fix: Fix) => void;
}) {
  const { t, number, counted } = useSpeech();
  const { head, counts } = preview;
  const items = head.columns.flatMap(({ item }) => (item === undefined ? [] : [item]));
  const fields = SHOWN_FIELDS.filter((field) => preview.first.some((row) => row[field] !== ''));
  const hasColumns = head.columns.length > 1 || head.header !== null;
  return (
    <>
      <section className="section">
        <div className="sum" role="status">
          <span>
            <b>{number(counts.rows)}</b> {t('ui.import.rows')}
          </span>
          <span>=</span>
          <span>
            <b>{number(counts.devices)}</b> {t('ui.import.good')}
          </span>
          <span>+</span>
          <span>
            <b>{number(counts.problems)}</b> {t('ui.import.bad')}
          </span>
          {counts.blankLines === 0 ? null : (
            <span className="muted">{counted('ui.import.blank', counts.blankLines)}</span>
          )}
          {counts.repeatedHeaders === 0 ? null : (
            <span className="muted">{counted('ui.import.headers', counts.repeatedHeaders)}</span>
          )}
        </div>
        <p className="muted">
          {t('ui.import.file', { name, format: t(`ui.format.${head.format}`) })}
          {head.encoding === '' ? null : ` · ${head.encoding}`}
          {preview.isRemembered ? ` · ${t('ui.import.remembered')}` : null}
        </p>
      </section>
      {head.sheets.length > 1 ? (
        <div className="sheet-choice">
          <Choice
            label={t('ui.import.sheet')}
            value={sheet === '' ? (head.sheets[0] ?? '') : sheet}
            onChange={onSheet}
            options={head.sheets.map((each) => ({ id: each, text: each }))}
          />
        </div>
      ) : null}
      {preview.problems.length === 0 ? null : (
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
                  <th scope="col">{t('ui.import.mend')}</th>
                </tr>
              </thead>
              <tbody>
                {preview.problems.map((problem) => (
                  <ProblemRow key={problem.row} problem={problem} onFix={onFix} />
                ))}
              </tbody>
            </table>
          </div>
          {counts.problems > preview.problems.length ? (
            <p className="muted">{counted('ui.import.more-problems', counts.problems - preview.problems.length)}</p>
          ) : null}
        </section>
      )}
      {hasColumns ? (
        <section className="section">
          <h2>{t('ui.import.columns')}</h2>
          <div className="mapping">
            {head.columns.filter(isChoosable).map((column) => (
              <Choice
                key={column.name}
                label={column.name}
                value={column.field ?? UNUSED}
                onChange={(id) =>
                  onMapping(mapColumn(head.columns, column.name, id === UNUSED ? null : (id as DeviceField)))
                }
                options={[
                  { id: UNUSED, text: t('ui.import.unused') },
                  ...DEVICE_FIELDS.map((field) => ({ id: field, text: t(`field.${field}`) })),
                ]}
              />
            ))}
          </div>
          {items.length === 0 ? null : <p className="muted">{t('ui.import.items', { items: items.join(', ') })}</p>}
        </section>
      ) : null}
      <section className="section">
        <h2>{counted('ui.import.first', preview.first.length)}</h2>
        <div className="scroll-x">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('field.mac')}</th>
                {fields.map((field) => (
                  <th key={field} scope="col">
                    {t(`field.${field}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {preview.first.map((row) => (
                <tr key={row.row}>
                  <td className="mono nowrap">
                    {formatMac(row.mac)} <span className="muted">{row.checkCode}</span>
                  </td>
                  {fields.map((field) => (
                    <td key={field}>{row[field]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}

function ProblemRow({ problem, onFix }: { readonly problem: PreviewProblem; readonly onFix: (fix: Fix) => void }) {
  const { t, number } = useSpeech();
  const { row, column, value, field, suggestion } = problem;
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <tr>
      <td className="number">{number(row)}</td>
      <td className="nowrap">{column}</td>
      <td className="mono">{value}</td>
      <td>{problemMessage(t, problem)}</td>
      <td>
        {field === null ? null : typed === null ? (
          <div className="button-row nowrap-row">
            {suggestion === null ? null : (
              <Button onPress={() => onFix({ row, field, value: suggestion })}>
                {t('ui.import.take', { value: suggestion })}
              </Button>
            )}
            <Button look="quiet" onPress={() => setTyped(value)} aria-label={t('ui.import.type-row', { row })}>
              {t('ui.import.type')}
            </Button>
          </div>
        ) : (
          <form
            className="button-row nowrap-row"
            onSubmit={(event) => {
              event.preventDefault();
              onFix({ row, field, value: typed });
              setTyped(null);
            }}
          >
            <Field label={t(`field.${field}`)} value={typed} onChange={setTyped} isMono autoFocus />
            <Button type="submit">{t('ui.import.apply')}</Button>
          </form>
        )}
      </td>
    </tr>
  );
}
