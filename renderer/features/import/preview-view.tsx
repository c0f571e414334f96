import { useState } from 'react';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import type { PreviewProblem } from '../../../shared/contract/lists.ts';
import { DEVICE_FIELDS, type DeviceField } from '../../../shared/domain/device.ts';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import {
  ColumnChoices,
  FirstRows,
  ListOrigin,
  ListSum,
  ProblemTable,
  SheetChoice,
} from '../../components/list-preview.tsx';
import type { Mapping } from '../../components/mapping.ts';
import { formatMac } from '../devices/cells.tsx';
import type { Fix } from './fixes.ts';

type Preview = ValueOf<'lists', 'preview'>;
type Column = Preview['head']['columns'][number];

/** Whether a column fills a field by choice; items are named by their headers. */
function isChoosable({ item }: Column): boolean {
  return item === undefined;
}
const SHOWN_FIELDS = ['model', 'user', 'extension', 'room', 'note', 'serial', 'url'] as const;

/** What a list would become: its columns, its first rows, and every row that needs mending. */
export function PreviewView({
  name,
  preview,
  mapping,
  sheet,
  onSheet,
  onMapping,
  onFix,
}: {
  readonly name: string;
  readonly preview: Preview;
  readonly mapping: Mapping<DeviceField>;
  readonly sheet: string;
  readonly onSheet: (sheet: string) => void;
  readonly onMapping: (mapping: Mapping<DeviceField>) => void;
  readonly onFix: (fix: Fix) => void;
}) {
  const { t, counted } = useSpeech();
  const { head, counts } = preview;
  const items = head.columns.flatMap(({ item }) => (item === undefined ? [] : [item]));
  const fields = SHOWN_FIELDS.filter((field) => preview.first.some((row) => row[field] !== ''));
  const hasColumns = head.columns.length > 1 || head.header !== null;
  const hidden = counts.problems - preview.problems.length;
  return (
    <>
      <section className="section">
        <ListSum rows={counts.rows} good={counts.devices} goodText={t('ui.import.good')} problems={counts.problems}>
          {counts.blankLines === 0 ? null : (
            <span className="muted">{counted('ui.import.blank', counts.blankLines)}</span>
          )}
          {counts.repeatedHeaders === 0 ? null : (
            <span className="muted">{counted('ui.import.headers', counts.repeatedHeaders)}</span>
          )}
        </ListSum>
        <ListOrigin name={name} format={head.format} encoding={head.encoding} isRemembered={preview.isRemembered} />
      </section>
      <SheetChoice sheets={head.sheets} sheet={sheet === '' ? head.sheet : sheet} onSheet={onSheet} />
      <ProblemTable
        problems={preview.problems}
        more={hidden > 0 ? counted('ui.import.more-problems', hidden) : ''}
        mend={(problem) => <Mend problem={problem} onFix={onFix} />}
      />
      {hasColumns ? (
        <ColumnChoices
          columns={head.columns.filter(isChoosable)}
          fields={DEVICE_FIELDS.map((field) => ({ id: field, text: t(`field.${field}`) }))}
          needed="mac"
          mapping={mapping}
          onMapping={onMapping}
        >
          {items.length === 0 ? null : <p className="muted">{t('ui.import.items', { items: items.join(', ') })}</p>}
        </ColumnChoices>
      ) : null}
      <FirstRows
        columns={[
          { id: 'mac', text: t('field.mac'), className: 'mono nowrap' },
          ...fields.map((field) => ({ id: field, text: t(`field.${field}`) })),
        ]}
        rows={preview.first.map((row) => ({
          id: row.row,
          cells: [
            <>
              {formatMac(row.mac)} <span className="muted">{row.checkCode}</span>
            </>,
            ...fields.map((field) => row[field]),
          ],
        }))}
      />
    </>
  );
}

/** What mends a row: what is probably meant, or what one types. */
function Mend({ problem, onFix }: { readonly problem: PreviewProblem; readonly onFix: (fix: Fix) => void }) {
  const { t } = useSpeech();
  const { row, value, field, suggestion } = problem;
  const [typed, setTyped] = useState<string | null>(null);
  if (field === null) return null;
  return typed === null ? (
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
  );
}
