import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowRight, ChevronRight } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { KeptPlanView, PlanRow } from '../../../shared/contract/runs.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { PLAN_GROUPS, type PlanGroup } from '../../../shared/domain/outcome.ts';
import { outcomeMessage } from '../../../shared/words/messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { role } from '../../components/role.ts';
import { formatMac } from '../devices/cells.tsx';
import { wordDuration } from './progress-line.tsx';

const ROW_PX = 36;
const PAGE_ROWS = 100;

/** What the run would change: phones by group, and for each what is there and what would be. */
export function PlanView({ plan }: { readonly plan: KeptPlanView }) {
  const speech = useSpeech();
  const { t, number, counted, time } = speech;
  const { estimatedSeconds, writes } = plan;
  const groups = PLAN_GROUPS.filter((group) => (plan.groups[group] ?? 0) > 0);
  const [chosen, setChosen] = useState<PlanGroup | null>(null);
  const group = chosen !== null && groups.includes(chosen) ? chosen : (groups[0] ?? null);
  return (
    <>
      <p>
        {plan.undoOf === null ? null : <strong>{t('ui.run.undo-of', { run: plan.undoOf })} </strong>}
        {counted('ui.run.plan-text', plan.devices, { account: plan.account, time: time(plan.madeAt) })}
        {writes === 0 || estimatedSeconds === null
          ? null
          : ` ${t(estimatedSeconds < 1 ? 'ui.run.estimate-short' : 'ui.run.estimate', { time: wordDuration(speech, Math.ceil(estimatedSeconds)) })}`}
      </p>
      <div className="columns">
        <section className="stack" aria-label={t('ui.run.groups')}>
          <div className="groups">
            {groups.map((each) => (
              <AriaButton key={each} className="group" aria-pressed={each === group} onPress={() => setChosen(each)}>
                <span className="count">{number(plan.groups[each] ?? 0)}</span>
                <span>{t(`group.${each}`)}</span>
                <ChevronRight size={16} className="icon" aria-hidden="true" />
              </AriaButton>
            ))}
          </div>
          {group === null ? null : <p className="muted">{t(`ui.group.${group}`)}</p>}
        </section>
        {group === null ? null : (
          <PlanList key={`${plan.plan} ${group}`} plan={plan.plan} group={group} total={plan.groups[group] ?? 0} />
        )}
      </div>
    </>
  );
}

function PlanList({
  plan,
  group,
  total,
}: {
  readonly plan: number;
  readonly group: PlanGroup;
  readonly total: number;
}) {
  const { t } = useSpeech();
  const scroller = useRef<HTMLDivElement>(null);
  const [pages, setPages] = useState<ReadonlyMap<number, readonly PlanRow[]>>(new Map());
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
      const result = await call('runs', 'planPage', { plan, group, offset: page * PAGE_ROWS, limit: PAGE_ROWS });
      if (result.ok) setPages((before) => new Map(before).set(page, result.value.rows));
      else asked.current.delete(page);
    },
    [plan, group],
  );
  useEffect(() => {
    for (let page = Math.floor(first / PAGE_ROWS); page <= Math.floor(last / PAGE_ROWS); page += 1) fetchPage(page);
  }, [first, last, fetchPage]);
  return (
    <div
      {...role('table', {
        'aria-label': t('ui.run.plan-list', { group: t(`group.${group}`) }),
        'aria-rowcount': total + 1,
        tabIndex: 0,
      })}
      ref={scroller}
      className="plan-list"
    >
      <div {...role('rowgroup')} className="plan-head">
        <div {...role('row', { 'aria-rowindex': 1 })} className="plan-row">
          <span {...role('columnheader')}>{t('field.mac')}</span>
          <span {...role('columnheader')}>{t('ui.run.held')}</span>
          <span {...role('columnheader')}>{t('ui.run.planned')}</span>
        </div>
      </div>
      <div {...role('rowgroup')} className="plan-rows" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
          return (
            <div
              key={index}
              {...role('row', { 'aria-rowindex': index + 2 })}
              className="plan-row"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row === undefined ? null : <PlanCells row={row} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function PlanCells({ row }: { readonly row: PlanRow }) {
  const { t } = useSpeech();
  const sentence =
    row.outcome === null
      ? row.warnings.map((warning) => t(`ui.warning.${warning}`)).join(' · ')
      : outcomeMessage(
          t,
          { kind: row.outcome, reason: row.reason, aspect: row.aspect, detail: row.detail },
          row.mac as MacAddress,
        );
  const before = wordTarget(row.before);
  const isChanging = row.outcome === null;
  const after = row.action === 'register' ? row.target.url : t('ui.run.nothing');
  return (
    <>
      <span {...role('cell')} className="mono">
        {formatMac(row.mac)}
      </span>
      <span {...role('cell')} className="cut mono muted" title={before}>
        {before === '' ? <span aria-hidden="true">–</span> : before}
      </span>
      <span {...role('cell')} className="change">
        {isChanging && row.action !== 'check' ? (
          <>
            <ArrowRight size={16} className="icon" aria-hidden="true" />
            <span className="cut mono" title={after}>
              {after}
            </span>
          </>
        ) : null}
        {sentence === '' ? null : (
          <span className="cut muted" title={sentence}>
            {sentence}
          </span>
        )}
      </span>
    </>
  );
}

function wordTarget(entry: PlanRow['before']): string {
  if (entry === null) return '';
  return [entry.url, entry.name].filter((part) => part !== null && part !== '').join(' · ');
}
