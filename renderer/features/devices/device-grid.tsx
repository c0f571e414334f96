import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Check } from 'lucide-react';
import {
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type PointerEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { DeviceRow, DeviceSort } from '../../../shared/contract/devices.ts';
import { useSpeech } from '../../app/words.tsx';
import { role } from '../../components/role.ts';
import { useCutText } from '../../components/use-cut-text.ts';
import { useRowSlots } from '../../components/use-row-slots.ts';
import { drawCell } from './cells.tsx';
import { type ColumnId, type ColumnLayout, clampWidth, editedField, editedText } from './columns.ts';
import { type Cell, moveCell } from './grid-keys.ts';
import type { DeviceRows } from './use-device-rows.ts';

const HEADER_PX = 32;
/** How many rows beyond those in view are drawn on either side. */
const OVERSCAN_ROWS = 6;
/** How much wider or narrower a column gets with one key. */
const RESIZE_PX = 16;

interface GridProps {
  readonly label: string;
  readonly rows: DeviceRows;
  /** Another one means other rows in another order: the grid goes back to the first. */
  readonly query: string;
  readonly columns: readonly ColumnLayout[];
  readonly sort: DeviceSort;
  readonly onSort: (sort: DeviceSort) => void;
  readonly onResize: (column: ColumnId, width: number) => void;
  readonly selection: ReadonlySet<string>;
  /** Selects one row alone, adds or takes away one, or everything between the last one and this. */
  readonly onSelect: (index: number, row: DeviceRow, how: 'alone' | 'toggle' | 'range') => void;
  readonly onSelectAll: () => void;
  readonly onOpen: (row: DeviceRow) => void;
  readonly onEscape: () => void;
  readonly onCopy: () => void;
  readonly onDelete: () => void;
  /** Keeps an edited cell; returns whether it was taken. */
  readonly onEdit: (row: DeviceRow, column: ColumnId, value: string) => Promise<boolean>;
  /** The keyboard's cell is another one now; `null` in the header. */
  readonly onMove: (cell: Cell | null) => void;
  readonly isGoing: boolean;
  readonly rowPx: number;
}

/** The devices: any number of rows, of which those in view are drawn. One tab stop; arrows lead from cell to cell. */
export function DeviceGrid(props: GridProps) {
  const { rows, sort, selection, rowPx, isGoing } = props;
  const columns = useMemo(() => props.columns.filter(({ isShown }) => isShown), [props.columns]);
  const total = rows.total ?? 0;
  const grid = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<string | null>(null);
  /** Scrolled to the right: only then the first column needs to be held, which costs a layer of its own in each row. */
  const [isShifted, setIsShifted] = useState(false);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => grid.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN_ROWS,
    scrollPaddingStart: HEADER_PX,
    scrollMargin: HEADER_PX,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const showCutText = useCutText();
  const slots = useRowSlots(virtualizer, rowPx);
  useSyncExternalStore(rows.watch, rows.version);
  const { show } = rows;
  useEffect(() => show(first, last), [show, first, last]);
  useEffect(() => {
    // A density of another height moves every row.
    if (rowPx > 0) virtualizer.measure();
  }, [virtualizer, rowPx]);

  const query = useRef(props.query);
  useEffect(() => {
    if (query.current === props.query) return;
    query.current = props.query;
    setActive(({ column: kept }) => ({ row: 0, column: kept }));
    if (grid.current !== null) grid.current.scrollTop = 0;
  }, [props.query]);

  const template = columns.map(({ width }) => `${width}px`).join(' ');
  const row = Math.min(active.row, total - 1);
  const column = Math.min(active.column, columns.length - 1);
  const activeRow = row >= 0 ? rows.rowAt(row) : undefined;
  const { onMove } = props;
  useEffect(() => onMove(row < 0 ? null : { row, column }), [onMove, row, column]);
  // What is scrolled out of sight is not drawn and can't be pointed to.
  const isActiveDrawn = row === -1 || (row >= first && row <= last);
  const activeId = isActiveDrawn ? cellId(row === -1 ? 'head' : slots.slotOf(row), column) : undefined;

  function goTo(cell: Cell): void {
    setActive(cell);
    if (cell.row >= 0) virtualizer.scrollToIndex(cell.row);
    const element = grid.current;
    if (element === null) return;
    const pinned = columns[0]?.width ?? 0;
    const left = columns.slice(0, cell.column).reduce((sum, { width }) => sum + width, 0);
    const right = left + (columns[cell.column]?.width ?? 0);
    if (cell.column > 0 && left - pinned < element.scrollLeft) element.scrollLeft = left - pinned;
    else if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
  }

  function sortBy(id: ColumnId): void {
    const isSame = sort.column === id;
    props.onSort({ column: id, direction: isSame && sort.direction === 'ascending' ? 'descending' : 'ascending' });
  }

  function startEditing(): void {
    const id = columns[column]?.id;
    const field = id === undefined ? null : editedField(id);
    if (activeRow === undefined || field === null) return;
    setEditing(editedText(activeRow, field));
  }

  function leave(): void {
    setEditing(null);
    grid.current?.focus();
  }

  async function keep(value: string): Promise<void> {
    const id = columns[column]?.id;
    if (activeRow === undefined || id === undefined) return;
    if (await props.onEdit(activeRow, id, value)) leave();
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.target !== event.currentTarget) return;
    const isCtrl = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(((grid.current?.clientHeight ?? 0) - HEADER_PX) / rowPx) - 1);
    const to = moveCell({ row, column }, { key: event.key, isCtrl }, { rows: total, columns: columns.length, page });
    if (to !== null) {
      event.preventDefault();
      goTo(to);
      const target = rows.rowAt(to.row);
      if (event.shiftKey && to.row !== row && target !== undefined) {
        if (selection.size === 0 && activeRow !== undefined) props.onSelect(row, activeRow, 'alone');
        props.onSelect(to.row, target, 'range');
      }
      return;
    }
    if (handleCommand(event.key, isCtrl)) event.preventDefault();
  }

  /** @returns whether the key meant something here. */
  function handleCommand(key: string, isCtrl: boolean): boolean {
    const id = columns[column]?.id;
    if (row === -1) {
      if (id === undefined) return false;
      const width = columns[column]?.width ?? 0;
      if (key === '+') props.onResize(id, clampWidth(width + RESIZE_PX));
      else if (key === '-') props.onResize(id, clampWidth(width - RESIZE_PX));
      else if (key === 'Enter' || key === ' ') sortBy(id);
      else return false;
      return true;
    }
    if (isCtrl) {
      if (key.toLowerCase() === 'a') props.onSelectAll();
      else if (key.toLowerCase() === 'c') props.onCopy();
      else return false;
      return true;
    }
    if (key === 'Escape') props.onEscape();
    else if (activeRow === undefined) return false;
    else if (key === ' ') props.onSelect(row, activeRow, 'toggle');
    else if (key === 'Enter') props.onOpen(activeRow);
    else if (key === 'F2') startEditing();
    else if (key === 'Delete') props.onDelete();
    else return false;
    return true;
  }

  function onClick(event: MouseEvent<HTMLDivElement>): void {
    if (!(event.target instanceof Element) || event.target.closest('input') !== null) return;
    const clickedRow = event.target.closest<HTMLElement>('[data-row]');
    const clickedColumn = event.target.closest<HTMLElement>('[data-column]');
    if (clickedRow === null || clickedColumn === null) return;
    const index = Number(clickedRow.dataset.row);
    setEditing(null);
    setActive({ row: index, column: Number(clickedColumn.dataset.column) });
    const device = rows.rowAt(index);
    if (device === undefined) return;
    const isBox = event.target.closest('[data-check]') !== null;
    if (event.shiftKey) props.onSelect(index, device, 'range');
    else if (isBox || event.ctrlKey || event.metaKey) props.onSelect(index, device, 'toggle');
    else props.onOpen(device);
  }

  return (
    <div
      {...role('grid', {
        'aria-label': props.label,
        'aria-rowcount': total + 1,
        'aria-colcount': columns.length,
        'aria-multiselectable': true,
        'aria-activedescendant': activeId,
        tabIndex: 0,
        onKeyDown,
        onClick,
        onDoubleClick: startEditing,
        onMouseOver: showCutText,
        onScroll: (event) => setIsShifted(event.currentTarget.scrollLeft > 0),
      })}
      ref={grid}
      className={isShifted ? 'grid shifted' : 'grid'}
    >
      <div {...role('rowgroup')} className="grid-top">
        <div
          {...role('row', { 'aria-rowindex': 1 })}
          className="grid-row grid-head"
          style={{ gridTemplateColumns: template }}
        >
          {columns.map(({ id, width }, index) => (
            <HeaderCell
              key={id}
              id={id}
              index={index}
              width={width}
              isActive={row === -1 && column === index}
              direction={sort.column === id ? sort.direction : null}
              onSort={() => sortBy(id)}
              onResize={props.onResize}
            />
          ))}
        </div>
      </div>
      <div {...role('rowgroup')} className="grid-body" style={{ height: virtualizer.getTotalSize() }}>
        {slots.items.map(({ index, start }) => {
          const device = rows.rowAt(index);
          const isActive = row === index;
          return (
            <Row
              key={slots.slotOf(index)}
              slot={slots.slotOf(index)}
              index={index}
              top={start - HEADER_PX}
              device={device}
              columns={columns}
              template={template}
              isSelected={device !== undefined && selection.has(device.mac)}
              activeColumn={isActive ? column : null}
              editor={isActive && editing !== null ? { value: editing, onKeep: keep, onCancel: leave } : null}
              isGoing={isGoing}
            />
          );
        })}
      </div>
    </div>
  );
}

function cellId(row: number | 'head', column: number): string {
  return `cell-${row}-${column}`;
}

interface RowProps {
  /** Its element: shows another row when this one has left the view. */
  readonly slot: number;
  readonly index: number;
  /** Its place below the header, in CSS pixels. */
  readonly top: number;
  /** Not there while it is fetched. */
  readonly device: DeviceRow | undefined;
  readonly columns: readonly ColumnLayout[];
  readonly template: string;
  readonly isSelected: boolean;
  /** The column the keyboard is at, where it is in this row. */
  readonly activeColumn: number | null;
  readonly editor: {
    readonly value: string;
    readonly onKeep: (value: string) => void;
    readonly onCancel: () => void;
  } | null;
  readonly isGoing: boolean;
}

/** One row; drawn anew only when something of it changed, so that scrolling costs what comes into view. */
const Row = memo(function Row(props: RowProps) {
  const { slot, index, top, device, columns, template, isSelected, activeColumn, editor, isGoing } = props;
  const speech = useSpeech();
  return (
    <div
      {...role('row', { 'aria-rowindex': index + 2, 'aria-selected': isSelected })}
      data-row={index}
      className={device === undefined ? 'grid-row coming' : 'grid-row'}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
    >
      {columns.map(({ id }, columnIndex) => {
        const isActive = activeColumn === columnIndex;
        return (
          <div
            key={id}
            {...role(columnIndex === 0 ? 'rowheader' : 'gridcell', { 'aria-colindex': columnIndex + 1 })}
            id={cellId(slot, columnIndex)}
            data-column={columnIndex}
            className={cellClass(id, columnIndex === 0, isActive)}
          >
            {device === undefined ? null : isActive && editor !== null ? (
              <CellEditor label={speech.t(`field.${editedField(id) ?? 'mac'}`)} {...editor} />
            ) : (
              <>
                {columnIndex === 0 ? <SelectionBox isSelected={isSelected} /> : null}
                {drawCell(speech, device, id, isGoing)}
              </>
            )}
          </div>
        );
      })}
    </div>
  );
});

/** What a cell looks like comes from its own element: text in elements of its own would double what scrolling draws. */
function cellClass(id: ColumnId, isPinned: boolean, isActive: boolean): string {
  const look = id === 'reason' ? ' reason' : id === 'serial' || id === 'pin' ? ' mono' : '';
  return `grid-cell line${look}${isPinned ? ' pinned' : ''}${isActive ? ' active' : ''}`;
}

function HeaderCell({
  id,
  index,
  width,
  isActive,
  direction,
  onSort,
  onResize,
}: {
  readonly id: ColumnId;
  readonly index: number;
  readonly width: number;
  readonly isActive: boolean;
  readonly direction: DeviceSort['direction'] | null;
  readonly onSort: () => void;
  readonly onResize: (column: ColumnId, width: number) => void;
}) {
  const { t } = useSpeech();
  const drag = useRef<{ readonly fromX: number; readonly width: number } | null>(null);

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromX: event.clientX, width };
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    if (drag.current !== null) onResize(id, clampWidth(drag.current.width + event.clientX - drag.current.fromX));
  }

  return (
    <div
      {...role('columnheader', { 'aria-colindex': index + 1, 'aria-sort': direction ?? 'none' })}
      id={cellId('head', index)}
      className={`grid-cell${index === 0 ? ' pinned' : ''}${isActive ? ' active' : ''}`}
    >
      <button type="button" className="grid-sort" tabIndex={-1} onClick={onSort}>
        <span className="cut">{t(`ui.column.${id}`)}</span>
        {direction === null ? null : direction === 'ascending' ? (
          <ArrowUp size={14} className="icon" aria-hidden="true" />
        ) : (
          <ArrowDown size={14} className="icon" aria-hidden="true" />
        )}
      </button>
      <span
        className="grid-resize"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = null;
        }}
      />
    </div>
  );
}

/** Shows and, for the mouse, switches whether a row is selected; keys and screen readers have the row itself. */
function SelectionBox({ isSelected }: { readonly isSelected: boolean }) {
  return (
    <span className="grid-check" data-check="" aria-hidden="true">
      <span className={isSelected ? 'box selected' : 'box'}>
        {isSelected ? <Check size={12} strokeWidth={3} /> : null}
      </span>
    </span>
  );
}

/** A cell being edited: Enter keeps, Escape leaves it as it was. */
function CellEditor({
  label,
  value,
  onKeep,
  onCancel,
}: {
  readonly label: string;
  readonly value: string;
  readonly onKeep: (value: string) => void;
  readonly onCancel: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  return (
    <input
      ref={input}
      className="grid-edit"
      aria-label={label}
      defaultValue={value}
      spellCheck={false}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') onKeep(event.currentTarget.value);
        else if (event.key === 'Escape') onCancel();
      }}
    />
  );
}
