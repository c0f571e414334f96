import { Search, ShieldCheck, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { wordFailure } from '../../app/failure-words.ts';
import { useNavigation } from '../../app/navigation.ts';
import { RolloutHead } from '../../app/rollout-head.tsx';
import { FailureStep } from '../../app/vault-step.tsx';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Field } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { useDrafts } from '../run/draft-store.ts';
import { useJobs } from '../run/job-store.ts';
import { LetterDesk } from './letter-desk.tsx';
import { OwnedPhones } from './owned-phones.tsx';

type Swept = ValueOf<'ownership', 'sweep'>;

/** Phones that another account owns: looked for in own accounts, asked for by letter, parked. */
export function OwnershipScreen({ rollout }: { readonly rollout: string }) {
  const speech = useSpeech();
  const { t, counted } = speech;
  const { revisions } = useJobs();
  const { setDraft } = useDrafts();
  const { go } = useNavigation();
  const list = useCall('ownership', 'list', { rollout });
  const state = useCall('ownership', 'state', { rollout });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [note, setNote] = useState('');
  const [swept, setSwept] = useState<Swept | null>(null);
  const [failure, setFailure] = useState<{ readonly cause: ApiFailure; readonly macs: readonly string[] } | null>(null);
  const revision = revisions[rollout] ?? 0;
  const { reload: reloadList } = list;
  const { reload: reloadState } = state;
  useEffect(() => {
    if (revision === 0) return;
    reloadList();
    reloadState();
  }, [revision, reloadList, reloadState]);
  const phones = list.value?.phones ?? null;
  const going = state.value?.going ?? null;
  const picked = (phones ?? []).filter(({ mac }) => chosen.has(mac));
  const wanted = picked.length > 0 ? picked : (phones ?? []);

  async function sweep(macs: readonly string[]): Promise<void> {
    setFailure(null);
    setSwept(null);
    const result = await call('ownership', 'sweep', { rollout, macs: [...macs] });
    if (result.ok) setSwept(result.value);
    else setFailure({ cause: result.error, macs });
    reloadList();
    reloadState();
  }

  async function change(name: 'park' | 'unpark', macs: readonly string[]): Promise<void> {
    const result =
      name === 'park'
        ? await call('ownership', 'park', { rollout, macs: [...macs], note })
        : await call('ownership', 'unpark', { rollout, macs: [...macs] });
    if (!result.ok) return setFailure({ cause: result.error, macs });
    setNote('');
    setChosen(new Set());
    reloadList();
  }

  async function plan(account: string, macs: readonly string[]): Promise<void> {
    await call('ownership', 'unpark', { rollout, macs: [...macs] });
    setDraft(rollout, { account, action: 'register', scope: macs });
    go({ screen: 'rollout', rollout, tab: 'run' });
  }

  const holders = [...new Set(wanted.flatMap(({ heldBy }) => (heldBy === null ? [] : [heldBy])))];
  const unparkable = picked.filter(({ parked }) => parked !== null);
  const retriable = picked.filter(
    ({ account, standing, tellsForeign }) => account !== '' && (standing === 'free' || !tellsForeign),
  );
  return (
    <>
      <RolloutHead rollout={rollout} tab="ownership">
        {going === null ? (
          <Button look="primary" isDisabled={wanted.length === 0} onPress={() => sweep(wanted.map(({ mac }) => mac))}>
            <Search size={16} className="icon" aria-hidden="true" />
            {counted('ui.ownership.sweep', wanted.length)}
          </Button>
        ) : (
          <Button look="primary" onPress={() => call('ownership', 'stopSweep', {})}>
            <Square size={16} className="icon" aria-hidden="true" />
            {t('ui.ownership.stop')}
          </Button>
        )}
      </RolloutHead>
      <div className="screen-body">
        <div role="status" className="stack">
          {going === null ? null : (
            <Message>
              <p>{t('ui.ownership.sweeping', { ...going })}</p>
            </Message>
          )}
          {swept === null || going !== null ? null : <SweptMessage swept={swept} />}
        </div>
        {failure === null ? null : <FailureStep failure={failure.cause} onMended={() => sweep(failure.macs)} />}
        {list.failure === null ? null : <FailureStep failure={list.failure} onMended={reloadList} />}
        {phones === null ? (
          list.isSlow ? (
            <Skeleton rows={6} />
          ) : null
        ) : phones.length === 0 ? (
          <Empty icon={ShieldCheck} title={t('ui.ownership.none')}>
            {t('ui.ownership.none-text')}
          </Empty>
        ) : (
          <>
            <section className="section">
              <p className="muted">{t('ui.ownership.intro')}</p>
              <OwnedPhones phones={phones} chosen={chosen} onChosen={setChosen} onLook={(mac) => sweep([mac])} />
              {holders.length + retriable.length === 0 ? null : (
                <div className="button-row">
                  {holders.map((account) => (
                    <Button
                      key={account}
                      onPress={() =>
                        plan(
                          account,
                          wanted.filter(({ heldBy }) => heldBy === account).map(({ mac }) => mac),
                        )
                      }
                    >
                      {t('ui.ownership.plan', { account })}
                    </Button>
                  ))}
                  {retriable.length === 0 ? null : (
                    <Button
                      onPress={() =>
                        plan(
                          retriable[0]?.account ?? '',
                          retriable.map(({ mac }) => mac),
                        )
                      }
                    >
                      {t('ui.ownership.retry')}
                    </Button>
                  )}
                  <span className="muted">
                    {t(holders.length > 0 ? 'ui.ownership.plan-text' : 'ui.ownership.retry-text')}
                  </span>
                </div>
              )}
            </section>
            <section className="section">
              <p className="muted">{t('ui.ownership.park-text')}</p>
              <div className="park-row">
                <Field
                  label={t('ui.ownership.note')}
                  value={note}
                  onChange={setNote}
                  hint={t('ui.ownership.note-hint')}
                  isDisabled={picked.length === 0}
                />
                <Button
                  isDisabled={picked.length === 0}
                  onPress={() =>
                    change(
                      'park',
                      picked.map(({ mac }) => mac),
                    )
                  }
                >
                  {counted('ui.ownership.park-chosen', picked.length)}
                </Button>
                {unparkable.length === 0 ? null : (
                  <Button
                    onPress={() =>
                      change(
                        'unpark',
                        unparkable.map(({ mac }) => mac),
                      )
                    }
                  >
                    {counted('ui.ownership.unpark-chosen', unparkable.length)}
                  </Button>
                )}
              </div>
            </section>
            <LetterDesk rollout={rollout} macs={picked.length === 0 ? null : picked.map(({ mac }) => mac)} />
          </>
        )}
      </div>
    </>
  );
}

function SweptMessage({ swept }: { readonly swept: Swept }) {
  const { t, counted } = useSpeech();
  const { standings, unparked, unlooked, isCancelled } = swept;
  return (
    <Message look={(standings.open ?? 0) > 0 || unlooked.length > 0 || isCancelled ? 'attention' : 'good'}>
      <p>
        {t('ui.ownership.swept', {
          held: standings.held ?? 0,
          foreign: standings.foreign ?? 0,
          free: standings.free ?? 0,
          open: (standings.open ?? 0) + (standings.unlooked ?? 0),
        })}
      </p>
      {swept.accounts === 0 ? <p>{t('ui.ownership.no-accounts')}</p> : null}
      {unlooked.map(({ account, failure }) => (
        <p key={account}>{t('ui.ownership.unlooked', { account, why: wordFailure({ t }, failure).text })}</p>
      ))}
      {isCancelled ? <p>{t('ui.ownership.swept-stopped')}</p> : null}
      {unparked > 0 ? <p>{counted('ui.ownership.unparked', unparked)}</p> : null}
    </Message>
  );
}
