import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { outcomeMessage } from '../../../shared/words/messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { IconButton } from '../../components/button.tsx';
import { Skeleton } from '../../components/empty.tsx';
import { FailureMessage, Message, Quoted } from '../../components/message.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { ConfigsStory } from '../configs/configs-story.tsx';
import { PhoneItemsStory } from '../openstage/phone-items.tsx';
import { formatMac, markOf, wordMark, wordReason } from './cells.tsx';
import { HintMessage } from './hint-message.tsx';
import { StoryEdge, useStoryWidth } from './story-edge.tsx';

type Story = ValueOf<'devices', 'story'>;
type StoryRun = Story['runs'][number];

const FIELDS = [
  ...(['model', 'user', 'extension', 'room', 'serial', 'pin', 'vendor', 'note', 'url', 'address', 'server'] as const),
] as const;

/** One device: what it is, what is true of it now, and every run it was in. */
export function DeviceStory({
  rollout,
  mac,
  revision,
  isGoing,
  onClose,
}: {
  readonly rollout: string;
  readonly mac: string;
  readonly revision: number;
  readonly isGoing: boolean;
  readonly onClose: () => void;
}) {
  const speech = useSpeech();
  const { t } = speech;
  const width = useStoryWidth();
  const story = useCall('devices', 'story', { rollout, mac });
  const { reload } = story;
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const isElsewhere = event.target instanceof HTMLInputElement || document.querySelector('[role=dialog]') !== null;
      if (event.key === 'Escape' && !isElsewhere) onClose();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <aside
      className="story"
      style={{ width: `min(${width}px, 60vw)` }}
      aria-label={t('ui.story.label', { mac: formatMac(mac) })}
    >
      <StoryEdge />
      <div className="story-head">
        <h2>
          {formatMac(mac)} <span className="muted">{story.value?.device.checkCode}</span>
        </h2>
        <IconButton label={t('ui.common.close')} shortcut="Esc" onPress={onClose}>
          <X size={16} className="icon" aria-hidden="true" />
        </IconButton>
      </div>
      {story.failure === null ? null : <FailureMessage failure={story.failure} />}
      {story.value === null ? (
        story.isSlow ? (
          <Skeleton rows={5} />
        ) : null
      ) : (
        <StoryBody story={story.value} isGoing={isGoing} />
      )}
      <PhoneItemsStory rollout={rollout} mac={mac} revision={revision} />
      <ConfigsStory rollout={rollout} mac={mac} revision={revision} />
    </aside>
  );
}

function StoryBody({ story, isGoing }: { readonly story: Story; readonly isGoing: boolean }) {
  const speech = useSpeech();
  const { t } = speech;
  const { device } = story;
  const latest = story.runs.find(({ outcome }) => outcome !== null);
  const kind = markOf(device, isGoing);
  const reason = wordReason(speech, device);
  return (
    <>
      <div className="stack">
        <StatusMark kind={kind}>{wordMark(speech, kind)}</StatusMark>
        {reason === '' ? null : <p>{reason}</p>}
        {device.serviceWords === null ? null : <Quoted>{device.serviceWords}</Quoted>}
      </div>
      {story.hints.map((hint) => (
        <HintMessage key={hint} hint={hint} mac={device.mac} />
      ))}
      {story.warnings.map((warning) => (
        <Message key={warning} look="attention">
          <p>
            {t(`warning.${warning}`, {
              vendor: story.vendor?.title,
              service: story.vendor?.service,
              token: t('ui.story.token'),
            })}
          </p>
        </Message>
      ))}
      <section className="section">
        <h3>{t('ui.story.device')}</h3>
        <dl className="facts">
          {FIELDS.filter((field) => device[field] !== '').map((field) => (
            <Fact key={field} term={t(`field.${field}`)} text={device[field]} isMono={field === 'url'} />
          ))}
          {Object.entries(device.items).map(([name, value]) => (
            <Fact key={`item ${name}`} term={name} text={value} isMono />
          ))}
        </dl>
      </section>
      {story.urls.length === 0 ? null : (
        <section className="section">
          <h3>{t('ui.story.fetches')}</h3>
          <dl className="facts">
            {story.urls.map(({ source, service, url }) => (
              <Fact key={`${source} ${service}`} term={t(`ui.story.${source}`)} text={url} isMono />
            ))}
          </dl>
        </section>
      )}
      <section className="section">
        <h3>{t('ui.story.runs')}</h3>
        {story.runs.length === 0 ? <p className="muted">{t('ui.story.no-runs')}</p> : null}
        <ol className="timeline">
          {story.runs.map((run) => (
            <RunEntry key={run.run} run={run} mac={device.mac} isLatest={run === latest} />
          ))}
        </ol>
      </section>
    </>
  );
}

function Fact({
  term,
  text,
  isMono = false,
}: {
  readonly term: string;
  readonly text: string;
  readonly isMono?: boolean;
}) {
  return (
    <>
      <dt>{term}</dt>
      <dd className={isMono ? 'mono' : undefined}>{text}</dd>
    </>
  );
}

function RunEntry({
  run,
  mac,
  isLatest,
}: {
  readonly run: StoryRun;
  readonly mac: string;
  /** Whether its outcome is the one the story begins with: said once is enough. */
  readonly isLatest: boolean;
}) {
  const { t, time } = useSpeech();
  const sentence =
    run.outcome === null || isLatest
      ? ''
      : outcomeMessage(
          t,
          { kind: run.outcome, reason: run.reason, aspect: run.aspect, detail: run.detail },
          mac as MacAddress,
        );
  return (
    <li>
      <div className="button-row">
        <StatusMark kind={run.outcome ?? 'waiting'}>
          {run.outcome === null ? t('ui.status.waiting') : t(`outcome.${run.outcome}`)}
        </StatusMark>
        <strong>{run.undoOf === null ? t(`action.${run.action}`) : t('ui.story.undo-of', { run: run.undoOf })}</strong>
      </div>
      <span className="muted">
        {t('ui.story.run', { run: run.run, account: run.account, time: time(run.time ?? run.startedAt) })}
      </span>
      {sentence === '' ? null : <p>{sentence}</p>}
      {run.serviceWords === null || isLatest ? null : <Quoted>{run.serviceWords}</Quoted>}
      <dl className="facts">
        {run.before === null ? null : <EntryFact term={t('ui.story.before')} entry={run.before} />}
        {run.now === null ? null : <EntryFact term={t('ui.story.now')} entry={run.now} />}
      </dl>
    </li>
  );
}

function EntryFact({ term, entry }: { readonly term: string; readonly entry: NonNullable<StoryRun['before']> }) {
  const { t } = useSpeech();
  const parts = [entry.url === '' ? t('ui.story.nowhere') : entry.url, entry.name, entry.company, entry.date];
  const text = parts.filter((part) => part !== null && part !== '').join(' · ');
  return text === '' ? null : <Fact term={term} text={text} isMono />;
}
