import { GraduationCap, ListChecks, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { useNavigation } from '../../app/navigation.ts';
import { useVault } from '../../app/vault-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { FailureMessage } from '../../components/message.tsx';
import { Tally } from '../../components/tally.tsx';
import { useDrafts } from '../run/draft-store.ts';
import { NewRolloutDialog } from './new-rollout-dialog.tsx';
import { PracticeDialog } from './practice-dialog.tsx';
import { RemoveRolloutDialog } from './remove-rollout-dialog.tsx';

/** Where the practice phones shall go: a host that can't exist, with Gigaset's placeholder for the MAC. */
const PRACTICE_TARGET = 'https://pbx.example.net/prov/%MACD.xml';

type RolloutRow = ValueOf<'rollouts', 'list'>['rollouts'][number];

/** What is open, how far it is, and what needs attention. */
export function RolloutsScreen() {
  const { t } = useSpeech();
  const { go } = useNavigation();
  const vault = useVault();
  const { setDraft } = useDrafts();
  const list = useCall('rollouts', 'list', {});
  const [dialog, setDialog] = useState<'new' | 'practice' | null>(null);
  const [leaving, setLeaving] = useState<RolloutRow | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isStarting, setIsStarting] = useState(false);
  const rollouts = list.value?.rollouts ?? null;

  async function startPractice() {
    setDialog(null);
    setIsStarting(true);
    const result = await call('practice', 'start', {});
    setIsStarting(false);
    if (!result.ok) return setFailure(result.error);
    const { rollout, account } = result.value;
    setDraft(rollout, { account, url: PRACTICE_TARGET });
    go({ screen: 'rollout', rollout, tab: 'run' });
  }

  const practiceButton = (
    <Button
      isDisabled={isStarting}
      onPress={() => (vault.state === 'locked' ? setDialog('practice') : startPractice())}
    >
      <GraduationCap size={16} className="icon" aria-hidden="true" />
      {t(isStarting ? 'ui.rollouts.practice-starting' : 'ui.rollouts.practice')}
    </Button>
  );
  return (
    <>
      <header className="screen-head">
        <h1>{t('ui.rollouts.title')}</h1>
        <div className="end">
          {rollouts !== null && rollouts.length > 0 ? practiceButton : null}
          <Button look="primary" onPress={() => setDialog('new')}>
            <Plus size={16} className="icon" aria-hidden="true" />
            {t('ui.rollouts.new')}
          </Button>
        </div>
      </header>
      <div className="screen-body">
        {failure === null ? null : <FailureMessage failure={failure} />}
        {list.failure === null ? null : <FailureMessage failure={list.failure} />}
        {rollouts === null ? (
          list.isSlow ? (
            <Skeleton rows={4} />
          ) : null
        ) : rollouts.length === 0 ? (
          <Empty icon={ListChecks} title={t('ui.rollouts.none-title')} actions={practiceButton}>
            {t('ui.rollouts.none-text')}
          </Empty>
        ) : (
          <ul className="ledger">
            {rollouts.map((rollout) => (
              <RolloutLine key={rollout.name} rollout={rollout} onRemove={() => setLeaving(rollout)} />
            ))}
          </ul>
        )}
      </div>
      {dialog === 'new' ? <NewRolloutDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'practice' ? <PracticeDialog onClose={() => setDialog(null)} onOpen={startPractice} /> : null}
      {leaving === null ? null : (
        <RemoveRolloutDialog
          rollout={leaving}
          onClose={(isRemoved) => {
            setLeaving(null);
            if (isRemoved) list.reload();
          }}
        />
      )}
    </>
  );
}

function RolloutLine({ rollout, onRemove }: { readonly rollout: RolloutRow; readonly onRemove: () => void }) {
  const { t, counted, time } = useSpeech();
  const { go } = useNavigation();
  const shown = useCall('rollouts', 'show', { name: rollout.name });
  const latest = shown.value?.runs[0];
  return (
    <li className="ledger-row rollout">
      <div className="ledger-name">
        <AriaButton
          className="ledger-open"
          onPress={() => go({ screen: 'rollout', rollout: rollout.name, tab: 'devices' })}
        >
          {rollout.name}
        </AriaButton>
        <span className="muted">
          {latest === undefined
            ? t('ui.rollouts.made', { time: time(rollout.createdAt) })
            : t('ui.rollouts.latest', { action: t(`action.${latest.action}`), time: time(latest.startedAt) })}
        </span>
      </div>
      <span>{counted('ui.common.devices', rollout.devices)}</span>
      {shown.value === null || rollout.devices === 0 ? <span /> : <Tally counts={shown.value.outcomes} />}
      <div className="button-row">
        {rollout.unfinishedRun === null ? null : (
          <Button onPress={() => go({ screen: 'rollout', rollout: rollout.name, tab: 'run' })}>
            {t('ui.rollouts.continue', { run: rollout.unfinishedRun })}
          </Button>
        )}
        <IconButton label={t('ui.rollouts.remove', { name: rollout.name })} onPress={onRemove}>
          <Trash2 size={16} className="icon" aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  );
}
