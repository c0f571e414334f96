import {
  CircleCheck,
  FileDown,
  FolderOpen,
  GraduationCap,
  ListChecks,
  Plus,
  Trash2,
  TriangleAlert,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton, FileTrigger } from 'react-aria-components';
import { ROLLCALL_ENDING } from '../../../shared/contract/handover.ts';
import type { RolloutOverview } from '../../../shared/contract/rollouts.ts';
import { matchesWords } from '../../app/match-words.ts';
import { useNavigation } from '../../app/navigation.ts';
import { useVault } from '../../app/vault-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Choice, FilterField } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { Tally } from '../../components/tally.tsx';
import { useJobs } from '../run/job-store.ts';
import { wordProgress } from '../run/progress-line.tsx';
import { arrive, arriveList, readArrived } from './arrivals.ts';
import { NewRolloutDialog } from './new-rollout-dialog.tsx';
import { activityOf, attentionOf, doneOf, inOrder, ROLLOUT_ORDERS, type RolloutOrder } from './order.ts';
import { PracticeDialog } from './practice-dialog.tsx';
import { RemoveRolloutDialog } from './remove-rollout-dialog.tsx';
import { SaveRolloutDialog } from './save-rollout-dialog.tsx';
import { usePractice } from './use-practice.ts';

/** From how many rollouts on they can be searched and sorted. */
const MANY = 4;

/** What is open, how far it is, and what needs attention. */
export function RolloutsScreen() {
  const { t } = useSpeech();
  const vault = useVault();
  const practice = usePractice();
  const list = useCall('rollouts', 'overview', {});
  const { going, revisions } = useJobs();
  const [dialog, setDialog] = useState<'new' | 'practice' | null>(null);
  const [leaving, setLeaving] = useState<RolloutOverview | null>(null);
  const [saving, setSaving] = useState<string | null>(null);
  const rollouts = list.value?.rollouts ?? null;
  const { reload } = list;
  const revision = Object.values(revisions).reduce((sum, each) => sum + each, 0);
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
  useEffect(() => {
    function onPaste(event: ClipboardEvent): void {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (isTyping || text.trim() === '' || document.querySelector('[role=dialog], [role=alertdialog]') !== null)
        return;
      event.preventDefault();
      arriveList({ kind: 'text', text });
    }
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, []);

  function startPractice() {
    if (vault.state === 'locked') setDialog('practice');
    else practice.start();
  }
  const practiceButton = (
    <Button isDisabled={practice.isStarting || going !== null} onPress={startPractice}>
      <GraduationCap size={16} className="icon" aria-hidden="true" />
      {t(practice.isStarting ? 'ui.rollouts.practice-starting' : 'ui.rollouts.practice')}
    </Button>
  );
  const openButton = (
    <FileTrigger
      acceptedFileTypes={[ROLLCALL_ENDING]}
      onSelect={async (files) => {
        const file = files?.[0];
        if (file !== undefined) arrive(await readArrived(file));
      }}
    >
      <Button>
        <FolderOpen size={16} className="icon" aria-hidden="true" />
        {t('ui.overview.open')}
      </Button>
    </FileTrigger>
  );
  return (
    <>
      <header className="screen-head">
        <h1>{t('ui.rollouts.title')}</h1>
        <div className="end">
          {rollouts !== null && rollouts.length > 0 ? (
            <>
              {practiceButton}
              {openButton}
            </>
          ) : null}
          <Button look="primary" onPress={() => setDialog('new')}>
            <Plus size={16} className="icon" aria-hidden="true" />
            {t('ui.rollouts.new')}
          </Button>
        </div>
      </header>
      <div className="screen-body">
        {practice.failure === null ? null : <FailureMessage failure={practice.failure} />}
        {list.failure === null ? null : <FailureMessage failure={list.failure} />}
        {rollouts === null ? (
          list.isSlow ? (
            <Skeleton rows={4} />
          ) : null
        ) : rollouts.length === 0 ? (
          <Empty
            icon={ListChecks}
            title={t('ui.rollouts.none-title')}
            actions={
              <>
                {practiceButton}
                {openButton}
              </>
            }
          >
            {t('ui.rollouts.none-text')}
          </Empty>
        ) : (
          <Overview rollouts={rollouts} onRemove={setLeaving} onSave={setSaving} />
        )}
      </div>
      {dialog === 'new' ? <NewRolloutDialog list={null} onClose={() => setDialog(null)} /> : null}
      {dialog === 'practice' ? (
        <PracticeDialog
          onClose={() => setDialog(null)}
          onOpen={() => {
            setDialog(null);
            practice.start();
          }}
        />
      ) : null}
      {saving === null ? null : <SaveRolloutDialog rollout={saving} onClose={() => setSaving(null)} />}
      {leaving === null ? null : (
        <RemoveRolloutDialog
          rollout={leaving}
          onClose={(isRemoved) => {
            setLeaving(null);
            if (isRemoved) reload();
          }}
        />
      )}
    </>
  );
}

function Overview({
  rollouts,
  onRemove,
  onSave,
}: {
  readonly rollouts: readonly RolloutOverview[];
  readonly onRemove: (rollout: RolloutOverview) => void;
  readonly onSave: (rollout: string) => void;
}) {
  const { t, language } = useSpeech();
  const { going } = useJobs();
  const [order, setOrder] = useState<RolloutOrder>('activity');
  const [search, setSearch] = useState('');
  const shown = inOrder(rollouts, order, language).filter(({ name }) => matchesWords(name, search));
  const interrupted = rollouts.filter(({ name, unfinished }) => unfinished !== null && going?.rollout !== name);
  return (
    <>
      {interrupted.map((rollout) => (
        <Interrupted key={rollout.name} rollout={rollout} />
      ))}
      {rollouts.length < MANY ? null : (
        <div className="button-row">
          <FilterField label={t('ui.overview.find')} value={search} onChange={setSearch} />
          <Choice
            label={t('ui.overview.sort')}
            isLabelHidden
            value={order}
            options={ROLLOUT_ORDERS.map((id) => ({
              id,
              text: `${t('ui.overview.sort')} ${t(`ui.overview.sort-${id}`)}`,
            }))}
            onChange={(id) => setOrder(ROLLOUT_ORDERS.find((each) => each === id) ?? 'activity')}
          />
        </div>
      )}
      {shown.length === 0 ? <p className="muted">{t('ui.overview.found-none')}</p> : null}
      <ul className="ledger">
        {shown.map((rollout) => (
          <RolloutLine
            key={rollout.name}
            rollout={rollout}
            onRemove={() => onRemove(rollout)}
            onSave={() => onSave(rollout.name)}
          />
        ))}
      </ul>
    </>
  );
}

/** A run that stands still after a stop or a crash. */
function Interrupted({ rollout: { name, unfinished } }: { readonly rollout: RolloutOverview }) {
  const { t, number } = useSpeech();
  const { go } = useNavigation();
  const { resume, going } = useJobs();
  const vault = useVault();
  if (unfinished === null) return null;
  const { run, devices, open } = unfinished;
  const show = () => go({ screen: 'rollout', rollout: name, tab: 'run' });
  return (
    <Message
      look="attention"
      action={
        <div className="button-row">
          <Button onPress={show}>{t('ui.overview.look')}</Button>
          <Button
            isDisabled={going !== null}
            onPress={() => {
              show();
              // What needs the passphrase first asks for it there.
              if (vault.state !== 'locked') resume(name);
            }}
          >
            {t('ui.overview.continue')}
          </Button>
        </div>
      }
    >
      <p>
        <strong>
          {t('ui.overview.interrupted', { run, name, done: number(devices - open), all: number(devices) })}
        </strong>
      </p>
      <p>{t('ui.overview.interrupted-text')}</p>
    </Message>
  );
}

function RolloutLine({
  rollout,
  onRemove,
  onSave,
}: {
  readonly rollout: RolloutOverview;
  readonly onRemove: () => void;
  readonly onSave: () => void;
}) {
  const speech = useSpeech();
  const { t, counted, number, time } = speech;
  const { go } = useNavigation();
  const { going } = useJobs();
  const { name, devices, outcomes, latest } = rollout;
  const job = going?.rollout === name ? going : null;
  const done = doneOf(rollout);
  const share = devices === 0 ? 0 : (done / devices) * 100;
  return (
    <li className="ledger-row rollout">
      <div className="ledger-name">
        <AriaButton className="ledger-open" onPress={() => go({ screen: 'rollout', rollout: name, tab: 'devices' })}>
          {name}
        </AriaButton>
        <span className="muted">
          {latest === null
            ? t('ui.rollouts.made', { time: time(rollout.createdAt) })
            : t('ui.rollouts.latest', { action: t(`action.${latest.action}`), time: time(activityOf(rollout)) })}
        </span>
      </div>
      <span>{counted('ui.common.devices', devices)}</span>
      {devices === 0 ? (
        <span className="muted">{t('ui.overview.empty')}</span>
      ) : (
        <div className="rollout-progress">
          {/* A picture of the numbers beside it. */}
          <div className="bar" aria-hidden="true">
            <div style={{ width: `${share}%` }} />
          </div>
          <span title={t('ui.overview.progress', { name, done: number(done), all: number(devices) })}>
            {t('ui.overview.share', { done: number(done), all: number(devices) })}
          </span>
        </div>
      )}
      <div className="rollout-state">
        {job === null ? <State rollout={rollout} /> : <span className="mark running">{wordProgress(speech, job)}</span>}
        {latest === null ? null : <Tally counts={outcomes} />}
      </div>
      <div className="button-row">
        <IconButton label={t('ui.overview.save-file', { name })} onPress={onSave}>
          <FileDown size={16} className="icon" aria-hidden="true" />
        </IconButton>
        <IconButton label={t('ui.rollouts.remove', { name })} onPress={onRemove}>
          <Trash2 size={16} className="icon" aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  );
}

/** What matters of a rollout in one line. */
function State({ rollout }: { readonly rollout: RolloutOverview }) {
  const { t, counted } = useSpeech();
  const attention = attentionOf(rollout);
  if (attention > 0) {
    return (
      <span className="mark refused">
        <TriangleAlert size={16} className="icon" aria-hidden="true" />
        {counted('ui.overview.attention', attention)}
      </span>
    );
  }
  if (rollout.devices > 0 && doneOf(rollout) === rollout.devices) {
    return (
      <span className="mark done">
        <CircleCheck size={16} className="icon" aria-hidden="true" />
        {t('ui.overview.finished')}
      </span>
    );
  }
  return rollout.latest === null && rollout.devices > 0 ? (
    <span className="muted">{t('ui.overview.fresh')}</span>
  ) : null;
}
