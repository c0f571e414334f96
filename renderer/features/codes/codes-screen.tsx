import { CircleStop, Eye, EyeOff, FileDown, Printer, ScanLine, Users } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { CodeRow, IssueSummary } from '../../../shared/contract/codes.ts';
import { CODE_STATES, type CodeState } from '../../../shared/domain/code-state.ts';
import { SHEET_LANGUAGES } from '../../../shared/domain/sheet-language.ts';
import type { Result } from '../../../shared/result.ts';
import { RolloutHead } from '../../app/rollout-head.tsx';
import { VaultStep } from '../../app/vault-step.tsx';
import { useSpeech } from '../../app/words.tsx';
import { call, listen } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Choice, FilterField } from '../../components/field.tsx';
import { FailureMessage, Message, Quoted } from '../../components/message.tsx';
import { Notice, type Noticed } from '../../components/notice.tsx';
import { useJobs } from '../run/job-store.ts';
import { CodeGrid } from './code-grid.tsx';
import { nameOf, troublesOf } from './code-words.ts';
import { ExportDialog } from './export-dialog.tsx';
import { IssueDialog } from './issue-dialog.tsx';
import { MatchDialog } from './match-dialog.tsx';
import { SheetsDialog } from './sheets-dialog.tsx';
import { type BoardQuery, useCodeRows } from './use-code-rows.ts';
import { UsersDialog } from './users-dialog.tsx';

/** The choice of no language of one's own. */
const OF_THE_PRINT = 'print';

/** States of codes of which a service can have news. */
const FOLLOWED: readonly CodeState[] = ['pending', 'contacted', 'provisioned', 'assigned'];

type OpenDialog = 'users' | 'issue' | 'sheets' | 'changed-sheets' | 'export' | 'match';

/** The code board: who has which code, how long it lives, and which phone came of it; live. */
export function CodesScreen({ rollout }: { readonly rollout: string }) {
  const speech = useSpeech();
  const { t, counted, number } = speech;
  const revision = useJobs(({ revisions }) => revisions[rollout] ?? 0);
  const [sort, setSort] = useState<BoardQuery['sort']>({ column: 'place', direction: 'ascending' });
  const [text, setText] = useState('');
  const [state, setState] = useState<CodeState | 'all'>('all');
  const rows = useCodeRows(rollout, { sort, filter: { text, states: state === 'all' ? [] : [state] } }, revision);
  const [codes, setCodes] = useState<ReadonlyMap<number, string>>(new Map());
  const [areAllShown, setAreAllShown] = useState(false);
  const [selection, setSelection] = useState<ReadonlyMap<number, CodeRow>>(new Map());
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [summary, setSummary] = useState<IssueSummary | null>(null);
  const [notice, setNotice] = useState<Noticed | null>(null);
  const filter = useRef<HTMLInputElement>(null);
  const nowMs = useNow();
  const { head, reload } = rows;
  const isUsed = (head?.all ?? 0) > 0;
  const live = FOLLOWED.reduce((sum, each) => sum + (head?.states[each] ?? 0), 0);

  const follow = useCallback(async (): Promise<void> => {
    const followed = await call('codes', 'follow', { rollout });
    if (!followed.ok) setFailure(followed.error);
  }, [rollout]);
  const isWorthFollowing = isUsed && live > 0;
  useEffect(() => {
    if (!isWorthFollowing) return;
    void follow();
    return () => void call('codes', 'unfollow', { rollout });
  }, [isWorthFollowing, follow, rollout]);

  useEffect(() => listen('codeConnection', reload), [reload]);

  useEffect(() => {
    function onKey(event: globalThis.KeyboardEvent): void {
      if (
        event.key !== '/' ||
        event.target instanceof HTMLInputElement ||
        document.querySelector('[role=dialog]') !== null
      )
        return;
      event.preventDefault();
      filter.current?.focus();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  async function carryOut<Value>(work: Promise<Result<Value, ApiFailure>>): Promise<Value | null> {
    setFailure(null);
    setSummary(null);
    const result = await work;
    if (!result.ok) setFailure(result.error);
    reload();
    return result.ok ? result.value : null;
  }

  async function reveal(users: 'all' | number[]): Promise<void> {
    const revealed = await carryOut(call('codes', 'reveal', { rollout, users }));
    if (revealed === null) return;
    setAreAllShown(users === 'all');
    setCodes((before) => new Map([...before, ...revealed.codes.map(({ id, code }) => [id, code] as const)]));
  }

  function hide(ids: 'all' | number): void {
    setAreAllShown(false);
    setCodes((before) => (ids === 'all' ? new Map() : new Map([...before].filter(([id]) => id !== ids))));
  }

  function showOrHide(row: CodeRow): void {
    if (codes.has(row.id)) hide(row.id);
    else if (row.hasCode) void reveal([row.id]);
  }

  async function reissue(which: 'expired' | 'needed' | number[]): Promise<void> {
    hide('all');
    const reissued = await carryOut(call('codes', 'reissue', { rollout, which }));
    if (reissued !== null) setSummary(reissued);
    void follow();
  }

  function tell(text: string): void {
    setNotice({ text, at: Date.now() });
  }

  async function mark(as: 'tested' | 'untested' | 'cancelled'): Promise<void> {
    const marked = await carryOut(call('codes', 'mark', { rollout, users: [...selection.keys()], as }));
    if (marked === null) return;
    tell(marked.users === 0 ? t(`ui.codes.not-${as}`) : counted(`ui.codes.is-${as}`, marked.users));
  }

  async function swap([one = 0, other = 0]: readonly number[]): Promise<void> {
    if ((await carryOut(call('codes', 'swap', { rollout, one, other }))) !== null) tell(t('ui.codes.swapped'));
  }

  async function speak(language: CodeRow['language']): Promise<void> {
    const said = await carryOut(call('codes', 'setLanguage', { rollout, users: [...selection.keys()], language }));
    if (said === null) return;
    setSelection((before) => new Map([...before].map(([id, row]) => [id, { ...row, language }])));
    tell(counted('ui.codes.spoken', said.users));
  }

  function toggle(row: CodeRow): void {
    setSelection((before) => {
      const next = new Map(before);
      if (!next.delete(row.id)) next.set(row.id, row);
      return next;
    });
  }

  async function selectAll(): Promise<void> {
    const all = new Map<number, CodeRow>();
    const total = head?.total ?? 0;
    for (let offset = 0; offset < total; offset += 500) {
      const wanted = { sort, filter: { text, states: state === 'all' ? [] : [state] } };
      const page = await call('codes', 'board', { rollout, ...wanted, offset, limit: 500 });
      if (!page.ok) return;
      for (const row of page.value.rows) all.set(row.id, row);
    }
    setSelection(all);
  }

  if (head === null) {
    return (
      <>
        <RolloutHead rollout={rollout} tab="codes" />
        <div className="screen-body">
          {rows.failure === null ? <Skeleton rows={8} /> : <FailureMessage failure={rows.failure} />}
        </div>
      </>
    );
  }
  const usersDialog =
    dialog === 'users' ? <UsersDialog rollout={rollout} onClose={() => setDialog(null)} onDone={reload} /> : null;
  if (!isUsed) {
    return (
      <>
        <RolloutHead rollout={rollout} tab="codes" />
        <div className="screen-body">
          <Empty
            icon={Users}
            title={t('ui.codes.none-title')}
            actions={
              <Button look="primary" onPress={() => setDialog('users')}>
                {t('ui.codes.import-users')}
              </Button>
            }
          >
            {t('ui.codes.none-text')}
          </Empty>
        </div>
        {usersDialog}
      </>
    );
  }
  const wanted = (head.states.draft ?? 0) + (head.states.failed ?? 0);
  const expired = head.states.expired ?? 0;
  const unknown = head.states.unknown ?? 0;
  const monday = head.warnings['before-monday'] ?? 0;
  const chosen = [...selection.keys()];
  const [picked] = selection.size === 1 ? selection.values() : [];
  // What was selected is as old as the selection.
  const only = picked === undefined ? undefined : (rows.rowOf(picked.id) ?? picked);
  const troubles = only === undefined ? [] : troublesOf(speech, only);
  const [spoken, ...others] = new Set([...selection.values()].map(({ language }) => language));
  const unopened = failure?.concern === 'input' && failure.words.startsWith('vault.');

  return (
    <>
      <RolloutHead rollout={rollout} tab="codes">
        {head.isIssuing ? (
          <Button onPress={() => call('codes', 'stop', { rollout })}>
            <CircleStop size={16} className="icon" aria-hidden="true" />
            {t('ui.codes.stop')}
          </Button>
        ) : (
          <Button look="primary" isDisabled={wanted === 0} onPress={() => setDialog('issue')}>
            {wanted === 0 ? t('ui.codes.nothing-to-issue') : counted('ui.codes.issue', wanted)}
          </Button>
        )}
      </RolloutHead>
      <div className="screen-body codes-body">
        {unopened ? <VaultStep onOpen={follow} /> : null}
        {failure === null ? null : <FailureMessage failure={failure} />}
        {summary === null ? null : (
          <Message look={summary.failed + summary.unknown + summary.open === 0 ? 'good' : 'attention'}>
            <p>
              {t('ui.codes.summary', {
                issued: number(summary.issued),
                kept: number(summary.kept),
                failed: number(summary.failed),
                unknown: number(summary.unknown),
                open: number(summary.open),
              })}
            </p>
          </Message>
        )}
        {head.connections.map(({ account, state: connection, number: digits }) =>
          connection === 'confirm' ? (
            <Message key={account} look="attention">
              <p>{t('ui.codes.confirm', { number: digits })}</p>
            </Message>
          ) : connection === 'lost' ? (
            <Message key={account} look="attention">
              <p>{t('ui.codes.follow-lost', { account })}</p>
            </Message>
          ) : null,
        )}
        {expired === 0 ? null : (
          <Message
            look="attention"
            action={
              <Button isDisabled={head.isIssuing} onPress={() => reissue('expired')}>
                {t('ui.codes.reissue-expired')}
              </Button>
            }
          >
            <p>{counted('ui.codes.expired', expired)}</p>
          </Message>
        )}
        {unknown === 0 ? null : (
          <Message
            look="attention"
            action={
              <Button isDisabled={head.isIssuing} onPress={() => reissue('needed')}>
                {t('ui.codes.reissue-expired')}
              </Button>
            }
          >
            <p>{counted('ui.codes.unknown', unknown)}</p>
          </Message>
        )}
        {monday === 0 ? null : (
          <Message look="attention">
            <p>{counted('ui.codes.monday', monday)}</p>
          </Message>
        )}
        <div className="toolbar">
          <FilterField label={t('ui.codes.filter')} value={text} onChange={setText} inputRef={filter} shortcut="/" />
          <Choice
            label={t('ui.codes.state')}
            isLabelHidden
            value={state}
            onChange={(id) => setState(id as CodeState | 'all')}
            options={[
              { id: 'all', text: t('ui.codes.all'), count: number(head.all) },
              ...CODE_STATES.filter((each) => (head.states[each] ?? 0) > 0).map((each) => ({
                id: each,
                text: t(`code.state.${each}`),
                count: number(head.states[each] ?? 0),
              })),
            ]}
          />
          <Button look="quiet" onPress={() => (areAllShown ? hide('all') : reveal('all'))}>
            {areAllShown ? (
              <EyeOff size={16} className="icon" aria-hidden="true" />
            ) : (
              <Eye size={16} className="icon" aria-hidden="true" />
            )}
            {t(areAllShown ? 'ui.codes.hide-all' : 'ui.codes.reveal-all')}
          </Button>
          <Button look="quiet" onPress={() => setDialog('sheets')}>
            <Printer size={16} className="icon" aria-hidden="true" />
            {t('ui.codes.sheets')}
          </Button>
          {head.unprinted === 0 ? null : (
            <Button look="quiet" onPress={() => setDialog('changed-sheets')}>
              {counted('ui.codes.print-changed', head.unprinted)}
            </Button>
          )}
          <Button look="quiet" onPress={() => setDialog('export')}>
            <FileDown size={16} className="icon" aria-hidden="true" />
            {t('ui.codes.export')}
          </Button>
          <Button look="quiet" onPress={() => setDialog('match')}>
            <ScanLine size={16} className="icon" aria-hidden="true" />
            {t('ui.codes.match')}
          </Button>
          <Button look="quiet" onPress={() => setDialog('users')}>
            {t('ui.codes.import-users')}
          </Button>
        </div>
        {chosen.length === 0 ? null : (
          <div className="toolbar">
            <span>{counted('ui.codes.selected', chosen.length)}</span>
            <Button isDisabled={head.isIssuing} onPress={() => reissue(chosen)}>
              {t('ui.codes.reissue')}
            </Button>
            {chosen.length === 2 ? <Button onPress={() => swap(chosen)}>{t('ui.codes.swap')}</Button> : null}
            {(['tested', 'untested', 'cancelled'] as const).map((as) => (
              <Button key={as} onPress={() => mark(as)}>
                {t(as === 'cancelled' ? 'ui.codes.cancel' : `ui.codes.${as}`)}
              </Button>
            ))}
            <Choice
              label={t('ui.codes.field-language')}
              isLabelHidden
              value={spoken === undefined || others.length > 0 ? null : spoken || OF_THE_PRINT}
              placeholder={t('ui.codes.field-language')}
              onChange={(id) => speak(SHEET_LANGUAGES.find((language) => language === id) ?? '')}
              options={[
                ...SHEET_LANGUAGES.map((id) => ({ id, text: t(`ui.codes.speak-${id}`) })),
                { id: OF_THE_PRINT, text: t('ui.codes.speak-none') },
              ]}
            />
            <Button look="quiet" onPress={() => setSelection(new Map())}>
              {t('ui.codes.clear')}
            </Button>
          </div>
        )}
        {only === undefined || troubles.length === 0 ? null : (
          <Message look="attention">
            <p>{`${nameOf(only)}: ${troubles.join(' · ')}`}</p>
            {only.cause.serviceWords === null ? null : <Quoted>{only.cause.serviceWords}</Quoted>}
          </Message>
        )}
        <CodeGrid
          rows={rows}
          sort={sort}
          onSort={setSort}
          codes={codes}
          selection={new Set(chosen)}
          onSelect={toggle}
          onSelectAll={selectAll}
          onReveal={showOrHide}
          onEscape={() => setSelection(new Map())}
          nowMs={nowMs}
        />
      </div>
      {usersDialog}
      {dialog === 'issue' ? (
        <IssueDialog
          rollout={rollout}
          count={wanted}
          onClose={() => setDialog(null)}
          onIssue={async (work) => {
            setDialog(null);
            const issued = await carryOut(work());
            if (issued !== null) setSummary(issued);
            void follow();
          }}
        />
      ) : null}
      {dialog === 'sheets' || dialog === 'changed-sheets' ? (
        <SheetsDialog
          rollout={rollout}
          selected={chosen}
          isOnlyChanged={dialog === 'changed-sheets'}
          onClose={() => {
            setDialog(null);
            reload();
          }}
        />
      ) : null}
      {dialog === 'export' ? <ExportDialog rollout={rollout} onClose={() => setDialog(null)} /> : null}
      {dialog === 'match' ? (
        <MatchDialog
          rollout={rollout}
          chosen={chosen.length === 1 ? ([...selection.values()][0] ?? null) : null}
          onUser={(name) => {
            setState('all');
            setText(name);
          }}
          onClose={() => {
            setDialog(null);
            reload();
          }}
        />
      ) : null}
      <Notice notice={notice} />
      <p className="sr-only" role="status">
        {head.isIssuing
          ? t('ui.codes.issuing')
          : head.connections.map(({ account }) => t('ui.codes.follow-open', { account })).join(' ')}
      </p>
    </>
  );
}

/** The time, every second: what countdowns count to. */
function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
