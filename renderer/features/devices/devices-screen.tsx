import { Columns3, Download, FilterX, Plus, Trash2, Upload } from 'lucide-react';
import { type ClipboardEvent, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import {
  type DeviceFilter,
  type DeviceRow,
  type DeviceSort,
  MOST_EDITS,
  type OutcomeFilter,
} from '../../../shared/contract/devices.ts';
import { OUTCOMES } from '../../../shared/domain/outcome.ts';
import { useNavigation } from '../../app/navigation.ts';
import { RolloutHead } from '../../app/rollout-head.tsx';
import { useSettings } from '../../app/settings-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Choice, type ChoiceOption, FilterField } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { Notice, type Noticed } from '../../components/notice.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useImportSource } from '../import/import-source.ts';
import { useDrafts } from '../run/draft-store.ts';
import { useJobs } from '../run/job-store.ts';
import { AddDeviceDialog } from './add-device-dialog.tsx';
import { cellText } from './cells.tsx';
import { ColumnDialog } from './column-dialog.tsx';
import { type ColumnId, type ColumnLayout, editedField, fieldOf, layOutColumns, toTabSeparated } from './columns.ts';
import { DeviceGrid } from './device-grid.tsx';
import { DeviceStory } from './device-story.tsx';
import type { Cell } from './grid-keys.ts';
import { holdsMacs, toCells } from './paste-cells.ts';
import { RemoveDevicesDialog } from './remove-devices-dialog.tsx';
import { useDeviceRows } from './use-device-rows.ts';

/** A place's or a model's choice: any of them, or one by its value; the empty value is a value too. */
const ANY = 'any';
const VALUE = 'value:';
/** More than this nobody chooses from a list; the text filter finds the rest. */
const MOST_CHOICES = 300;
const PAGE_ROWS = 500;
const ROW_PX = { comfortable: 32, compact: 28, glove: 40 } as const;

/** The devices of a rollout: sort, filter, select, edit, and beside them one device's story. */
export function DevicesScreen({
  rollout,
  searched,
}: {
  readonly rollout: string;
  /** A MAC that was searched for: its story opens. */
  readonly searched: string | null;
}) {
  const speech = useSpeech();
  const { t, counted, number } = speech;
  const { go } = useNavigation();
  const { settings, change } = useSettings();
  const told = useJobs(({ revisions }) => revisions[rollout] ?? 0);
  const isGoing = useJobs(({ going }) => going?.rollout === rollout && going.phase === 'run');
  const refresh = useJobs((jobs) => jobs.refresh);
  const { setSource } = useImportSource();
  const { setDraft } = useDrafts();
  const [text, setText] = useState('');
  const typed = useDeferredValue(text);
  const [outcome, setOutcome] = useState<OutcomeFilter | null>(null);
  const [room, setRoom] = useState<string | null>(null);
  const [model, setModel] = useState<string | null>(null);
  const [sort, setSort] = useState<DeviceSort>({ column: 'position', direction: 'ascending' });
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [story, setStory] = useState<string | null>(searched);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [said, setSaid] = useState('');
  const [notice, setNotice] = useState<Noticed | null>(null);
  const [dialog, setDialog] = useState<'add' | 'columns' | 'remove' | null>(null);
  const [columns, setColumns] = useState<readonly ColumnLayout[]>(() => layOutColumns(settings.columns));
  const [edits, setEdits] = useState(0);
  const anchor = useRef<string | null>(null);
  /** Everything is being selected: how much that will be; `null` otherwise. */
  const selecting = useRef<Promise<number> | null>(null);
  /** Where the keyboard is in the grid. */
  const cell = useRef<Cell | null>(null);
  const filterInput = useRef<HTMLInputElement>(null);

  const filter = useMemo<DeviceFilter>(
    () => ({ text: typed, outcomes: outcome === null ? [] : [outcome], room, model }),
    [typed, outcome, room, model],
  );
  const revision = told + edits;
  const rows = useDeviceRows(rollout, sort, filter, revision);
  const facets = useCall('devices', 'facets', { rollout });
  const { reload: reloadFacets } = facets;
  useEffect(() => {
    // The first time the hook itself asks.
    if (revision > 0) reloadFacets();
  }, [revision, reloadFacets]);
  useEffect(() => {
    if (searched !== null) setStory(searched);
  }, [searched]);
  useEffect(() => {
    refresh(rollout);
  }, [refresh, rollout]);
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (event.key !== '/' || isTyping || event.ctrlKey) return;
      event.preventDefault();
      filterInput.current?.focus();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const isFiltered = typed !== '' || outcome !== null || room !== null || model !== null;
  const found = rows.total;
  useEffect(() => {
    if (found !== null && isFiltered) setSaid(counted('ui.devices.found', found));
  }, [found, isFiltered, counted]);

  async function macsInOrder(): Promise<readonly string[]> {
    const result = await call('devices', 'macs', { rollout, sort, filter });
    if (result.ok) return result.value.macs;
    setFailure(result.error);
    return [];
  }

  async function select(_index: number, row: DeviceRow, how: 'alone' | 'toggle' | 'range'): Promise<void> {
    const from = anchor.current;
    if (how === 'range' && from !== null) {
      const macs = await macsInOrder();
      const [start, end] = [macs.indexOf(from), macs.indexOf(row.mac)].sort((a, b) => a - b);
      if (start !== undefined && end !== undefined && start >= 0) setSelection(new Set(macs.slice(start, end + 1)));
      return;
    }
    anchor.current = row.mac;
    setSelection((before) => {
      if (how !== 'toggle') return new Set([row.mac]);
      const after = new Set(before);
      if (!after.delete(row.mac)) after.add(row.mac);
      return after;
    });
  }

  function tell(text: string): void {
    setNotice({ text, at: Date.now() });
  }

  async function copy(): Promise<void> {
    const wanted = selection.size > 0 ? selection : story === null ? null : new Set([story]);
    if (wanted === null) return;
    const shown = columns.filter(({ isShown }) => isShown);
    const copied: DeviceRow[] = [];
    for (let offset = 0; copied.length < wanted.size; offset += PAGE_ROWS) {
      const result = await call('devices', 'page', { rollout, sort, filter, offset, limit: PAGE_ROWS });
      if (!result.ok) return setFailure(result.error);
      copied.push(...result.value.rows.filter(({ mac }) => wanted.has(mac)));
      if (offset + PAGE_ROWS >= result.value.total) break;
    }
    const head = shown.map(({ id }) => t(`ui.column.${id}`));
    const body = copied.map((row) => shown.map(({ id }) => cellText(speech, row, id)));
    await navigator.clipboard.writeText(toTabSeparated([head, ...body]));
    tell(counted('ui.devices.copied', copied.length));
  }

  const edit = useCallback(
    async (row: DeviceRow, column: ColumnId, value: string): Promise<boolean> => {
      const field = editedField(column);
      if (field === null) return false;
      const result = await call('devices', 'edit', { rollout, mac: row.mac, field, value });
      setFailure(result.ok ? null : result.error);
      if (!result.ok) return false;
      const { mac } = result.value.row;
      rows.replace(row.mac, result.value.row);
      setStory((shown) => (shown === row.mac ? mac : shown));
      setSelection((chosen) =>
        mac !== row.mac && chosen.has(row.mac)
          ? new Set([...chosen].map((each) => (each === row.mac ? mac : each)))
          : chosen,
      );
      return true;
    },
    [rollout, rows.replace],
  );

  async function save(format: 'csv' | 'xlsx'): Promise<void> {
    const separator = speech.language === 'de' ? ';' : ',';
    const result = await call('exports', 'resultsFile', { rollout, format, separator, language: speech.language });
    if (!result.ok) return setFailure(result.error);
    const path = await saveFile(result.value);
    if (path !== null) tell(t('ui.common.saved', { path }));
  }

  function keepColumns(next: readonly ColumnLayout[]): void {
    setColumns(next);
    change({ columns: next.map((column) => ({ ...column })) });
  }

  /** Puts a block of cells over those from the keyboard's cell on, to the right and down. */
  async function pasteCells(from: Cell, cells: readonly (readonly string[])[]): Promise<void> {
    const fields = columns.filter(({ isShown }) => isShown).map(({ id }) => fieldOf(id));
    const macs = (await macsInOrder()).slice(from.row, from.row + cells.length);
    const edits = macs.flatMap((mac, down) =>
      (cells[down] ?? []).flatMap((value, right) => {
        const field = fields[from.column + right] ?? null;
        return field === null || field === 'mac' ? [] : [{ mac, field, value }];
      }),
    );
    if (edits.length === 0) return tell(t('ui.devices.paste-nowhere'));
    if (edits.length > MOST_EDITS) {
      return tell(t('ui.devices.paste-too-many', { n: number(edits.length), most: number(MOST_EDITS) }));
    }
    const result = await call('devices', 'editMany', { rollout, edits });
    setFailure(result.ok ? null : result.error);
    if (!result.ok) return;
    setEdits((before) => before + 1);
    tell(counted('ui.devices.pasted', result.value.devices));
  }

  function onPaste(event: ClipboardEvent): void {
    if (event.target instanceof HTMLInputElement) return;
    const pasted = event.clipboardData.getData('text/plain');
    if (pasted.trim() === '') return;
    event.preventDefault();
    if (cell.current !== null && !holdsMacs(pasted)) {
      pasteCells(cell.current, toCells(pasted));
      return;
    }
    setSource(rollout, { kind: 'text', text: pasted });
    go({ screen: 'rollout', rollout, tab: 'import' });
  }

  const addDialog =
    dialog === 'add' ? (
      <AddDeviceDialog
        rollout={rollout}
        onAdded={() => setEdits((before) => before + 1)}
        onClose={() => setDialog(null)}
      />
    ) : null;
  const isEmpty = rows.total === 0 && rows.all === 0;
  if (isEmpty && !isFiltered) {
    return (
      <>
        <RolloutHead rollout={rollout} tab="devices">
          <Button look="primary" onPress={() => go({ screen: 'rollout', rollout, tab: 'import' })}>
            <Upload size={16} className="icon" aria-hidden="true" />
            {t('ui.devices.import')}
          </Button>
        </RolloutHead>
        <div className="screen-body">
          <Empty
            icon={Upload}
            title={t('ui.devices.none-title')}
            actions={<Button onPress={() => setDialog('add')}>{t('ui.devices.add')}</Button>}
          >
            {t('ui.devices.none-text')}
          </Empty>
        </div>
        {addDialog}
      </>
    );
  }
  const planned = selection.size > 0 ? selection.size : rows.all;
  return (
    <>
      <RolloutHead rollout={rollout} tab="devices">
        <Button
          look="primary"
          onPress={() => {
            setDraft(rollout, { scope: selection.size > 0 ? [...selection] : 'all' });
            go({ screen: 'rollout', rollout, tab: 'run' });
          }}
        >
          {counted('ui.devices.plan', planned)}
        </Button>
      </RolloutHead>
      <search className="toolbar">
        <FilterField
          label={t('ui.devices.filter')}
          value={text}
          onChange={setText}
          inputRef={filterInput}
          shortcut="/"
        />
        <div className="facet">
          <Choice
            label={t('ui.devices.by-outcome')}
            isLabelHidden
            value={outcome ?? ANY}
            onChange={(id) => setOutcome(id === ANY ? null : (id as OutcomeFilter))}
            options={outcomeOptions()}
          />
        </div>
        <FacetChoice kind="room" value={room} onChange={setRoom} facet={facets.value?.rooms ?? []} />
        <FacetChoice kind="model" value={model} onChange={setModel} facet={facets.value?.models ?? []} />
        {isFiltered ? (
          <IconButton
            label={t('ui.devices.clear')}
            onPress={() => {
              setText('');
              setOutcome(null);
              setRoom(null);
              setModel(null);
            }}
          >
            <FilterX size={16} className="icon" aria-hidden="true" />
          </IconButton>
        ) : null}
        <div className="end">
          <span className="muted nowrap">
            {selection.size > 0 ? `${counted('ui.devices.selected', selection.size)} · ` : null}
            {isFiltered
              ? t('ui.devices.n-of-m', { n: number(found ?? 0), all: number(rows.all) })
              : counted('ui.common.devices', rows.all)}
          </span>
          {selection.size > 0 ? (
            <IconButton
              label={t('ui.devices.remove')}
              shortcut={t('ui.devices.remove-key')}
              onPress={() => setDialog('remove')}
            >
              <Trash2 size={16} className="icon" aria-hidden="true" />
            </IconButton>
          ) : null}
          <IconButton label={t('ui.devices.add')} onPress={() => setDialog('add')}>
            <Plus size={16} className="icon" aria-hidden="true" />
          </IconButton>
          <IconButton label={t('ui.devices.columns')} onPress={() => setDialog('columns')}>
            <Columns3 size={16} className="icon" aria-hidden="true" />
          </IconButton>
          <MenuTrigger>
            <AriaButton className="button" aria-label={t('ui.devices.export')}>
              <Download size={16} className="icon" aria-hidden="true" />
              {t('ui.devices.export')}
            </AriaButton>
            <Popover className="popover" offset={4}>
              <Menu className="options" onAction={(key) => save(key === 'xlsx' ? 'xlsx' : 'csv')}>
                <MenuItem id="xlsx" className="option">
                  {t('ui.devices.export-xlsx')}
                </MenuItem>
                <MenuItem id="csv" className="option">
                  {t('ui.devices.export-csv')}
                </MenuItem>
              </Menu>
            </Popover>
          </MenuTrigger>
        </div>
      </search>
      {failure === null && rows.failure === null ? null : (
        <div className="toolbar">
          <FailureMessage
            failure={failure ?? (rows.failure as ApiFailure)}
            action={
              failure === null ? undefined : (
                <Button look="quiet" onPress={() => setFailure(null)}>
                  {t('ui.common.close')}
                </Button>
              )
            }
          />
        </div>
      )}
      {rows.changedSince === 0 ? null : (
        <div className="toolbar moved">
          <span>{counted('ui.devices.moved', rows.changedSince)}</span>
          <Button look="quiet" onPress={rows.sortAgain}>
            {t('ui.devices.sort-again')}
          </Button>
        </div>
      )}
      <p className="sr-only" role="status">
        {said}
      </p>
      <div className="with-story" onPaste={onPaste}>
        <Notice notice={notice} />
        {isFiltered && found === 0 ? (
          <div className="screen-body">
            <Message>
              <p>{t('ui.devices.found-none')}</p>
            </Message>
          </div>
        ) : (
          <DeviceGrid
            label={t('ui.devices.grid', { rollout })}
            rows={rows}
            query={JSON.stringify({ sort, filter })}
            columns={columns}
            sort={sort}
            onSort={setSort}
            onResize={(id, width) => keepColumns(columns.map((each) => (each.id === id ? { ...each, width } : each)))}
            selection={selection}
            onSelect={select}
            onSelectAll={() => {
              selecting.current = macsInOrder().then((macs) => {
                setSelection(new Set(macs));
                selecting.current = null;
                return macs.length;
              });
            }}
            onOpen={(row) => {
              anchor.current = row.mac;
              setStory(row.mac);
            }}
            onEscape={() => (story === null ? setSelection(new Set()) : setStory(null))}
            onCopy={copy}
            onDelete={async () => {
              // Whoever presses both keys quickly means what the first one selects.
              const selected = await selecting.current;
              if ((selected ?? selection.size) > 0) setDialog('remove');
            }}
            onEdit={edit}
            onMove={(to) => {
              cell.current = to;
            }}
            isGoing={isGoing}
            rowPx={ROW_PX[settings.density]}
          />
        )}
        {story === null ? null : (
          <DeviceStory
            key={story}
            rollout={rollout}
            mac={story}
            revision={revision}
            isGoing={isGoing}
            onClose={() => setStory(null)}
          />
        )}
      </div>
      {addDialog}
      {dialog === 'columns' ? (
        <ColumnDialog columns={columns} onChange={keepColumns} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'remove' ? (
        <RemoveDevicesDialog
          rollout={rollout}
          macs={[...selection]}
          onClose={(isRemoved) => {
            setDialog(null);
            if (!isRemoved) return;
            setSelection(new Set());
            setStory(null);
            setEdits((before) => before + 1);
          }}
        />
      ) : null}
    </>
  );

  function outcomeOptions(): readonly ChoiceOption[] {
    const counts = facets.value?.outcomes ?? {};
    return [
      { id: ANY, text: t('ui.devices.any-outcome') },
      ...[...OUTCOMES, 'none' as const]
        .filter((kind) => (counts[kind] ?? 0) > 0 || kind === outcome)
        .map((kind) => {
          const word = kind === 'none' ? t('ui.status.none') : t(`outcome.${kind}`);
          return {
            id: kind,
            text: word,
            count: number(counts[kind] ?? 0),
            mark: <StatusMark kind={kind}>{word}</StatusMark>,
          };
        }),
    ];
  }
}

function FacetChoice({
  kind,
  value,
  onChange,
  facet,
}: {
  readonly kind: 'room' | 'model';
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly facet: readonly { readonly value: string; readonly devices: number }[];
}) {
  const { t, number } = useSpeech();
  const options = useMemo(
    () => [
      { id: ANY, text: t(`ui.devices.any-${kind}`) },
      ...facet.slice(0, MOST_CHOICES).map((each) => ({
        id: `${VALUE}${each.value}`,
        text: each.value === '' ? t(`ui.devices.without-${kind}`) : each.value,
        count: number(each.devices),
      })),
    ],
    [t, number, kind, facet],
  );
  // A list in which nobody wrote this field has nothing to choose.
  if (facet.length === 0 || (facet.length === 1 && facet[0]?.value === '' && value === null)) return null;
  return (
    <div className="facet">
      <Choice
        label={t(`ui.devices.by-${kind}`)}
        isLabelHidden
        value={value === null ? ANY : `${VALUE}${value}`}
        onChange={(id) => onChange(id === ANY ? null : id.slice(VALUE.length))}
        options={options}
      />
    </div>
  );
}
