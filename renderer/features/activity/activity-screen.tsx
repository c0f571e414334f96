import { useVirtualizer } from '@tanstack/react-virtual';
import { History } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { ACTIVITY_KINDS, type ActivityKind, type ActivityRow } from '../../../shared/contract/activity.ts';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { useNavigation } from '../../app/navigation.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Empty } from '../../components/empty.tsx';
import { Choice, FilterField } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { role } from '../../components/role.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { wordAction, wordCounts, wordRefusal } from './activity-words.ts';

const ROW_PX = 48;
const PAGE_ROWS = 100;
/** Typing pauses this long before the filter is asked for, in milliseconds. */
const PAUSE_MS = 150;
const MARKS = { done: 'done', refused: 'refused', failed: 'failed' } as const;

/** What was done when, the newest first. */
export function ActivityScreen() {
  const { t, counted } = useSpeech();
  const [search, setSearch] = useState('');
  const [text, setText] = useState('');
  const [kind, setKind] = useState<ActivityKind | 'all'>('all');
  const [total, setTotal] = useState<number | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setText(search.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [search]);
  const isFiltered = text !== '' || kind !== 'all';
  const query = JSON.stringify({ text, kinds: kind === 'all' ? [] : [kind], rollout: null });
  return (
    <>
      <header className="screen-head">
        <h1>{t('ui.activity.title')}</h1>
      </header>
      <search className="toolbar">
        <FilterField label={t('ui.activity.filter')} value={search} onChange={setSearch} />
        <div className="facet">
          <Choice
            label={t('ui.activity.kind')}
            isLabelHidden
            value={kind}
            onChange={(id) => setKind(id as ActivityKind | 'all')}
            options={[
              { id: 'all', text: t('ui.activity.all') },
              ...ACTIVITY_KINDS.map((id) => ({ id, text: t(`ui.activity.kinds.${id}`) })),
            ]}
          />
        </div>
        <span className="muted" role="status">
          {total === null ? null : counted('ui.activity.count', total)}
        </span>
      </search>
      {failure === null ? null : <FailureMessage failure={failure} />}
      {total === 0 && !isFiltered ? (
        <div className="screen-body">
          <Empty icon={History} title={t('ui.activity.none-title')}>
            {t('ui.activity.none-text')}
          </Empty>
        </div>
      ) : null}
      {total === 0 && isFiltered ? (
        <div className="screen-body">
          <Message>
            <p>{t('ui.activity.found-none')}</p>
          </Message>
        </div>
      ) : null}
      <ActivityList key={query} query={query} onTotal={setTotal} onFailure={setFailure} />
    </>
  );
}

function ActivityList({
  query,
  onTotal,
  onFailure,
}: {
  readonly query: string;
  readonly onTotal: (total: number) => void;
  readonly onFailure: (failure: ApiFailure | null) => void;
}) {
  const { t } = useSpeech();
  const scroller = useRef<HTMLDivElement>(null);
  const [total, setTotal] = useState(0);
  const [pages, setPages] = useState<ReadonlyMap<number, readonly ActivityRow[]>>(new Map());
  const asked = useRef(new Set<number>());
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const fetchPage = useCallback(
    async (page: number) => {
      if (asked.current.has(page)) return;
      asked.current.add(page);
      const filter = JSON.parse(query) as { text: string; kinds: ActivityKind[]; rollout: null };
      const result = await call('activity', 'page', { ...filter, offset: page * PAGE_ROWS, limit: PAGE_ROWS });
      onFailure(result.ok ? null : result.error);
      if (!result.ok) {
        asked.current.delete(page);
        return;
      }
      setPages((before) => new Map(before).set(page, result.value.rows));
      // Later pages keep the count of the first: nothing jumps when something is done meanwhile.
      if (page > 0) return;
      setTotal(result.value.total);
      onTotal(result.value.total);
    },
    [query, onTotal, onFailure],
  );
  useEffect(() => {
    for (let page = Math.floor(first / PAGE_ROWS); page <= Math.floor(last / PAGE_ROWS); page += 1) fetchPage(page);
  }, [first, last, fetchPage]);
  return (
    <div
      {...role('table', { 'aria-label': t('ui.activity.grid'), 'aria-rowcount': total + 1, tabIndex: 0 })}
      ref={scroller}
      className="activity-list"
      hidden={total === 0}
    >
      <div {...role('rowgroup')} className="plan-head">
        <div {...role('row', { 'aria-rowindex': 1 })} className="activity-row">
          <span {...role('columnheader')}>{t('ui.activity.at')}</span>
          <span {...role('columnheader')}>{t('ui.activity.what')}</span>
          <span {...role('columnheader')}>{t('ui.activity.about')}</span>
          <span {...role('columnheader')}>{t('ui.activity.result')}</span>
        </div>
      </div>
      <div {...role('rowgroup')} className="plan-rows" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
          return (
            <div
              key={index}
              {...role('row', { 'aria-rowindex': index + 2 })}
              className="activity-row"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row === undefined ? null : <ActivityCells row={row} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function ActivityCells({ row }: { readonly row: ActivityRow }) {
  const speech = useSpeech();
  const { t, time } = speech;
  const { go } = useNavigation();
  const explanation = row.result === 'done' ? wordCounts(speech, row.counts) : wordRefusal(speech, row);
  return (
    <>
      <span {...role('cell')} className="muted nowrap">
        {time(row.at)}
      </span>
      <span {...role('cell')} className="cut">
        {wordAction(speech, row)}
      </span>
      <span {...role('cell')} className="cut">
        {row.rollout === '' ? null : (
          <AriaButton
            className="link"
            aria-label={t('ui.activity.open-rollout', { name: row.rollout })}
            onPress={() => go({ screen: 'rollout', rollout: row.rollout, tab: 'devices' })}
          >
            {row.rollout}
          </AriaButton>
        )}
        {row.rollout !== '' && row.account !== '' ? ' · ' : null}
        {row.account}
      </span>
      <span {...role('cell')} className="change">
        <StatusMark kind={MARKS[row.result]}>{t(`ui.activity.${row.result}`)}</StatusMark>
        <span className="cut muted" title={explanation}>
          {explanation}
        </span>
      </span>
    </>
  );
}
