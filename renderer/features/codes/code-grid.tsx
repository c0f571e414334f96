import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, Eye } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import type { CodeRow } from '../../../shared/contract/codes.ts';
import { formatCode, type ProvisioningCode } from '../../../shared/domain/code.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import { useSpeech } from '../../app/words.tsx';
import { role } from '../../components/role.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { formatEnd, formatLeft, languageName, markOf, nameOf, troublesOf } from './code-words.ts';
import type { BoardQuery, CodeRows } from './use-code-rows.ts';

const HEADER_PX = 32;
const ROW_PX = 44;
const COLUMNS = [
  { id: 'user', width: 200, sort: 'user' },
  { id: 'extension', width: 56, sort: 'extension' },
  { id: 'place', width: 120, sort: 'place' },
  { id: 'model', width: 104, sort: 'model' },
  { id: 'code', width: 150, sort: null },
  { id: 'until', width: 164, sort: 'validUntil' },
  { id: 'state', width: 182, sort: 'state' },
  { id: 'mac', width: 150, sort: 'mac' },
] as const;
const TEMPLATE = COLUMNS.map(({ width }) => `${width}px`).join(' ');

interface GridProps {
  readonly rows: CodeRows;
  readonly sort: BoardQuery['sort'];
  readonly onSort: (sort: BoardQuery['sort']) => void;
  readonly codes: ReadonlyMap<number, string>;
  readonly selection: ReadonlySet<number>;
  readonly onSelect: (row: CodeRow) => void;
  readonly onSelectAll: () => void;
  readonly onReveal: (row: CodeRow) => void;
  readonly onEscape: () => void;
  /** Now, in milliseconds since 1970: what countdowns count to. */
  readonly nowMs: number;
}

/** The board: a row a user, of which those in view are drawn. One tab stop; Space selects, Enter shows the code. */
export function CodeGrid(props: GridProps) {
  const { rows, sort, selection, nowMs } = props;
  const { t } = useSpeech();
  const total = rows.head?.total ?? 0;
  const grid = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ row: 0, column: 0 });
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollPaddingStart: HEADER_PX,
    scrollMargin: HEADER_PX,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { show } = rows;
  useEffect(() => show(first, last), [show, first, last]);
  const active = Math.max(-1, Math.min(at.row, total - 1));
  const isDrawn = active === -1 || (active >= first && active <= last);

  function sortBy(column: (typeof COLUMNS)[number]): void {
    if (column.sort === null) return;
    const isSame = sort.column === column.sort;
    props.onSort({
      column: column.sort,
      direction: isSame && sort.direction === 'ascending' ? 'descending' : 'ascending',
    });
  }

  function goTo(row: number, column: number): void {
    const next = {
      row: Math.max(-1, Math.min(total - 1, row)),
      column: Math.max(0, Math.min(COLUMNS.length - 1, column)),
    };
    setAt(next);
    if (next.row >= 0) virtualizer.scrollToIndex(next.row);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((grid.current?.clientHeight ?? 0) / ROW_PX) - 2);
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowDown: [active + 1, at.column],
      ArrowUp: [active - 1, at.column],
      ArrowRight: [active, at.column + 1],
      ArrowLeft: [active, at.column - 1],
      PageDown: [active + page, at.column],
      PageUp: [Math.max(0, active - page), at.column],
      Home: [event.ctrlKey ? 0 : active, event.ctrlKey ? at.column : 0],
      End: [event.ctrlKey ? total - 1 : active, event.ctrlKey ? at.column : COLUMNS.length - 1],
    };
    const move = moves[event.key];
    const row = rows.rowAt(active);
    const column = COLUMNS[at.column];
    if (move !== undefined) goTo(...move);
    else if (event.key === 'Escape') props.onEscape();
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) props.onSelectAll();
    else if (active === -1 && (event.key === 'Enter' || event.key === ' ') && column !== undefined) sortBy(column);
    else if (event.key === ' ' && row !== undefined) props.onSelect(row);
    else if (event.key === 'Enter' && row !== undefined) props.onReveal(row);
    else return;
    event.preventDefault();
  }

  function onClick(event: MouseEvent<HTMLDivElement>): void {
    if (!(event.target instanceof Element)) return;
    const index = Number(event.target.closest<HTMLElement>('[data-row]')?.dataset.row ?? '-1');
    const columnIndex = Number(event.target.closest<HTMLElement>('[data-column]')?.dataset.column ?? '0');
    const row = rows.rowAt(index);
    if (row === undefined) return;
    setAt({ row: index, column: columnIndex });
    if (COLUMNS[columnIndex]?.id === 'code') props.onReveal(row);
    else if (event.target.closest('[data-check]') !== null || event.ctrlKey || event.metaKey) props.onSelect(row);
  }

  return (
    <div
      {...role('grid', {
        'aria-label': t('ui.codes.board'),
        'aria-rowcount': total + 1,
        'aria-colcount': COLUMNS.length,
        'aria-multiselectable': true,
        'aria-activedescendant': isDrawn ? `code-${active}-${at.column}` : undefined,
        tabIndex: 0,
        onKeyDown,
        onClick,
      })}
      ref={grid}
      className="grid"
    >
      <div {...role('rowgroup')} className="grid-top">
        <div
          {...role('row', { 'aria-rowindex': 1 })}
          className="grid-row grid-head"
          style={{ gridTemplateColumns: TEMPLATE }}
        >
          {COLUMNS.map((column, index) => (
            <div
              key={column.id}
              {...role('columnheader', {
                'aria-colindex': index + 1,
                'aria-sort': column.sort !== null && sort.column === column.sort ? sort.direction : 'none',
                onClick: () => sortBy(column),
              })}
              id={`code--1-${index}`}
              className={`grid-cell${index === 0 ? ' pinned' : ''}${active === -1 && at.column === index ? ' active' : ''}`}
            >
              {t(`ui.codes.${column.id}`)}
            </div>
          ))}
        </div>
      </div>
      <div {...role('rowgroup')} className="grid-body" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows.rowAt(index);
          const isSelected = row !== undefined && selection.has(row.id);
          return (
            <div
              key={index}
              {...role('row', { 'aria-rowindex': index + 2, 'aria-selected': isSelected })}
              data-row={index}
              className="grid-row code-row"
              style={{ gridTemplateColumns: TEMPLATE, transform: `translateY(${start - HEADER_PX}px)` }}
            >
              {COLUMNS.map(({ id }, columnIndex) => (
                <div
                  key={id}
                  {...role(columnIndex === 0 ? 'rowheader' : 'gridcell', { 'aria-colindex': columnIndex + 1 })}
                  id={`code-${index}-${columnIndex}`}
                  data-column={columnIndex}
                  className={`grid-cell${columnIndex === 0 ? ' pinned' : ''}${active === index && at.column === columnIndex ? ' active' : ''}`}
                >
                  {row === undefined ? (
                    <span className="skeleton" style={{ width: '60%' }} />
                  ) : (
                    <>
                      {columnIndex === 0 ? (
                        <span className="grid-check" data-check="" aria-hidden="true">
                          <span className={isSelected ? 'box selected' : 'box'}>
                            {isSelected ? <Check size={12} strokeWidth={3} /> : null}
                          </span>
                        </span>
                      ) : null}
                      <Cell row={row} column={id} code={props.codes.get(row.id) ?? null} nowMs={nowMs} />
                    </>
                  )}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Cell({
  row,
  column,
  code,
  nowMs,
}: {
  readonly row: CodeRow;
  readonly column: (typeof COLUMNS)[number]['id'];
  readonly code: string | null;
  readonly nowMs: number;
}) {
  const speech = useSpeech();
  const { t } = speech;
  switch (column) {
    case 'user':
      return (
        <TwoLines
          first={nameOf(row)}
          second={[row.user === '' ? '' : row.login, languageName(row.language)].filter(Boolean).join(' · ')}
        />
      );
    case 'extension':
      return <span>{row.extension}</span>;
    case 'place':
      return <TwoLines first={row.room} second={[row.building, row.floor].filter(Boolean).join(' · ')} />;
    case 'model': {
      const came = row.product || row.model;
      return (
        <TwoLines
          first={came}
          second={
            row.product !== '' && row.product !== row.model && row.model !== ''
              ? t('ui.codes.planned', { text: row.model })
              : row.category
          }
        />
      );
    }
    case 'code':
      if (code !== null) return <span className="mono code-digits">{formatCode(code as ProvisioningCode)}</span>;
      if (row.hasCode)
        return (
          <span className="muted code-hidden">
            <Eye size={16} aria-hidden="true" /> {t('ui.codes.hidden')}
          </span>
        );
      return <span className="muted">{row.lastFour === '' ? '–' : t('ui.codes.gone', { digits: row.lastFour })}</span>;
    case 'until': {
      if (row.state === 'draft' || row.state === 'requesting' || row.state === 'failed' || row.state === 'unknown')
        return <span>–</span>;
      if (row.validUntil === null) return <span className="muted">{t('ui.codes.no-end')}</span>;
      const isCounting = row.state === 'pending' || row.state === 'contacted' || row.state === 'expired';
      const left = formatLeft(speech, new Date(row.validUntil).getTime() - nowMs);
      return <TwoLines first={formatEnd(speech, row.validUntil)} second={isCounting ? left : ''} />;
    }
    case 'state': {
      const troubles = troublesOf(speech, row).join(' · ');
      return (
        <span className="two-lines">
          <StatusMark kind={markOf(row.state)}>{t(`code.state.${row.state}`)}</StatusMark>
          {troubles === '' ? null : (
            <span className={row.warnings.length > 0 ? 'warning-line' : 'muted'} title={troubles}>
              {troubles}
            </span>
          )}
        </span>
      );
    }
    case 'mac': {
      const mac = row.phone || row.mac;
      if (mac === '') return <span>–</span>;
      const isOther = row.phone !== '' && row.mac !== '' && row.phone !== row.mac;
      const second =
        row.phone === ''
          ? t('ui.codes.planned', { text: '' })
          : isOther
            ? t('ui.codes.planned', { text: formatMacPairs(row.mac as MacAddress) })
            : '';
      return <TwoLines first={formatMacPairs(mac as MacAddress)} second={second} isMono />;
    }
  }
}

function TwoLines({
  first,
  second,
  isMono = false,
}: {
  readonly first: string;
  readonly second: string;
  readonly isMono?: boolean;
}) {
  return (
    <span className={isMono ? 'two-lines mono' : 'two-lines'}>
      <span title={first}>{first === '' ? '–' : first}</span>
      {second === '' ? null : (
        <span className="muted" title={second}>
          {second}
        </span>
      )}
    </span>
  );
}
