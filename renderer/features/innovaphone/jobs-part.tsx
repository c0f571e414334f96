import { ListChecks } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { JobRow } from '../../../shared/contract/update-server.ts';
import { useNavigation } from '../../app/navigation.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Choice } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { JobDialog } from './job-dialog.tsx';
import { JobTable } from './job-table.tsx';
import { type JobView, type MadeJob, NewJobDialog } from './new-job-dialog.tsx';
import { PartFrame } from './part-frame.tsx';
import { RemoveJobDialog } from './remove-job-dialog.tsx';
import { useUpdateServer } from './server-store.ts';

/** How often it is asked which phones got what while the server runs, in milliseconds. */
const READ_EVERY_MS = 3_000;

/** What is open over the list. */
type Over =
  | { readonly what: 'new'; readonly from: JobView | null }
  | { readonly what: 'look' | 'remove'; readonly job: JobRow };

/** What phones of a rollout get once they have redeemed an own code: jobs are made, looked at and removed here. */
export function JobsPart({ parts, onServer }: { readonly parts: ReactNode; readonly onServer: () => void }) {
  const { t } = useSpeech();
  const recent = useNavigation((navigation) => navigation.recent);
  const known = useCall('rollouts', 'list', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [over, setOver] = useState<Over | null>(null);
  const [made, setMade] = useState<MadeJob | null>(null);
  const names = (known.value?.rollouts ?? []).map(({ name }) => name);
  const rollout = chosen ?? recent.find((name) => names.includes(name)) ?? names[0] ?? null;
  const list = useCall('updateServer', 'jobs', rollout === null ? null : { rollout });
  const { reload } = list;
  const isRunning = useUpdateServer(({ state }) => state !== null && state.running !== null);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(reload, READ_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning, reload]);

  function close(): void {
    setOver(null);
    reload();
  }

  if (known.value !== null && rollout === null) return <NoRollout parts={parts} />;
  return (
    <>
      <PartFrame
        parts={parts}
        action={t('ui.jobs.new')}
        isReady={rollout !== null}
        onAct={() => setOver({ what: 'new', from: null })}
        failure={known.failure ?? list.failure}
        form={
          <Choice
            label={t('ui.jobs.rollout')}
            value={rollout}
            onChange={(name) => {
              setChosen(name);
              setMade(null);
            }}
            options={names.map((name) => ({ id: name, text: name }))}
          />
        }
      >
        <ServerNote isRunning={isRunning} onServer={onServer} />
        {made === null ? null : (
          <Message look={made.isNew ? 'good' : 'plain'}>
            {t(made.isNew ? 'ui.jobs.made' : 'ui.jobs.same', { job: made.id })}
          </Message>
        )}
        {list.value === null ? (
          list.isSlow ? (
            <Skeleton rows={3} />
          ) : null
        ) : list.value.rows.length === 0 ? (
          <Empty icon={ListChecks} title={t('ui.jobs.none-title')}>
            {t('ui.jobs.none-text')}
          </Empty>
        ) : (
          <section className="section">
            <JobTable
              rows={list.value.rows}
              onLook={(job) => setOver({ what: 'look', job })}
              onRemove={(job) => setOver({ what: 'remove', job })}
            />
            <p className="muted">{t('ui.jobs.rule')}</p>
          </section>
        )}
      </PartFrame>
      {rollout === null || over === null ? null : over.what === 'new' ? (
        <NewJobDialog
          rollout={rollout}
          from={over.from}
          categories={list.value?.categories ?? []}
          models={list.value?.models ?? []}
          onMade={(value) => {
            setMade(value);
            close();
          }}
          onClose={close}
        />
      ) : over.what === 'look' ? (
        <JobDialog
          rollout={rollout}
          id={over.job.id}
          onRenew={(from) => setOver({ what: 'new', from })}
          onClose={close}
        />
      ) : (
        <RemoveJobDialog
          rollout={rollout}
          job={over.job}
          onRemoved={() => {
            setMade(null);
            close();
          }}
          onClose={close}
        />
      )}
    </>
  );
}

function ServerNote({ isRunning, onServer }: { readonly isRunning: boolean; readonly onServer: () => void }) {
  const { t } = useSpeech();
  if (isRunning) return <p className="muted">{t('ui.jobs.server-runs')}</p>;
  return (
    <Message action={<Button onPress={onServer}>{t('ui.jobs.to-server')}</Button>}>{t('ui.jobs.server-off')}</Message>
  );
}

/** Jobs belong to a rollout, and there is none. */
function NoRollout({ parts }: { readonly parts: ReactNode }) {
  const { t } = useSpeech();
  const { go } = useNavigation();
  return (
    <PartFrame
      parts={parts}
      action={t('ui.jobs.to-rollouts')}
      isReady
      onAct={() => go({ screen: 'rollouts' })}
      failure={null}
      form={null}
    >
      <Empty icon={ListChecks} title={t('ui.jobs.no-rollout-title')}>
        {t('ui.jobs.no-rollout-text')}
      </Empty>
    </PartFrame>
  );
}
