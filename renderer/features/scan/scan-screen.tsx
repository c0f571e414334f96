import {
  Ban,
  CircleCheck,
  CircleHelp,
  Copy,
  DoorOpen,
  type LucideIcon,
  Plus,
  ScanBarcode,
  Tag,
  Undo2,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { wordFailure } from '../../app/failure-words.ts';
import { RolloutHead } from '../../app/rollout-head.tsx';
import { useSettings } from '../../app/settings-store.ts';
import { type Speech, useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Check, Field } from '../../components/field.tsx';
import { formatMac } from '../devices/cells.tsx';
import { useJobs } from '../run/job-store.ts';
import { readLabelCode } from './label-code.ts';
import { type ScanEntry, type ScanKind, useScan } from './scan-store.ts';
import { ScannerKeys } from './scanner-keys.ts';
import { playTone } from './tones.ts';

/** Each result has an icon of its own shape, a word and a tone. */
const ICONS: Readonly<Record<ScanKind, LucideIcon>> = {
  good: CircleCheck,
  part: Tag,
  room: DoorOpen,
  duplicate: Copy,
  unlisted: Plus,
  'other-vendor': Ban,
  unreadable: CircleHelp,
};

/** Phones are taken up with a hand scanner: the room first, then its phones. */
export function ScanScreen({ rollout }: { readonly rollout: string }) {
  const speech = useSpeech();
  const { t, number } = speech;
  const scan = useScan();
  const { settings, change } = useSettings();
  const hasSound = settings.scanSound === 'on';
  const { revisions } = useJobs();
  const state = useCall('scan', 'state', { rollout });
  const { begin, addsUnlisted, setAdds } = scan;
  useEffect(() => begin(rollout), [begin, rollout]);
  const isEmpty = state.value?.all === 0;
  const isLoaded = state.value !== null;
  useEffect(() => {
    // Whoever begins without a list makes one by scanning.
    if (isLoaded && addsUnlisted === null) setAdds(isEmpty);
  }, [isLoaded, isEmpty, addsUnlisted, setAdds]);
  const { reload } = state;
  const revision = revisions[rollout] ?? 0;
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
  const adds = addsUnlisted ?? isEmpty;
  const [latest] = scan.rollout === rollout ? scan.entries : [];
  useTones(latest, hasSound);
  const [roomDraft, setRoomDraft] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  useScannerKeys(adds, () => {
    setRoomDraft(null);
    setTyped('');
  });

  function setRoom(event: FormEvent): void {
    event.preventDefault();
    if (roomDraft !== null) scan.setRoom(roomDraft);
    setRoomDraft(null);
  }

  function takeTyped(event: FormEvent): void {
    event.preventDefault();
    if (typed.trim() !== '') scan.takeText(typed, adds);
    setTyped('');
  }

  const parts = Object.entries(scan.pending).map(([field, value]) => `${t(`field.${field as 'pin'}`)} ${value}`);
  return (
    <>
      <RolloutHead rollout={rollout} tab="scan">
        <Button onPress={() => change({ scanSound: hasSound ? 'off' : 'on' })} aria-pressed={hasSound}>
          {hasSound ? (
            <Volume2 size={16} className="icon" aria-hidden="true" />
          ) : (
            <VolumeX size={16} className="icon" aria-hidden="true" />
          )}
          {t(hasSound ? 'ui.scan.sound-on' : 'ui.scan.sound-off')}
        </Button>
        <Button look="primary" isDisabled={scan.mode === 'room'} onPress={() => scan.askRoom()}>
          <DoorOpen size={16} className="icon" aria-hidden="true" />
          {t('ui.scan.next-room')}
        </Button>
      </RolloutHead>
      <div className="screen-body" data-scanning="">
        <div className="scan-desk">
          <section className="scan-now">
            <div className={`scan-result ${latest?.kind ?? 'waiting'}`} role="status" aria-live="assertive">
              {latest === undefined ? null : <ScanResult entry={latest} />}
              {latest === undefined ? <Expectation mode={scan.mode} isBig /> : null}
            </div>
            {latest === undefined ? null : <Offers entry={offeredBy(scan.entries, latest)} room={scan.room} />}
            {latest === undefined ? null : <Expectation mode={scan.mode} isBig={false} />}
            {parts.length === 0 ? null : <p role="status">{t('ui.scan.waiting', { parts: parts.join(', ') })}</p>}
            <div className="form-pair">
              <form className="scan-field" onSubmit={setRoom}>
                <Field
                  label={t('ui.scan.room')}
                  value={roomDraft ?? scan.room}
                  onChange={setRoomDraft}
                  placeholder={t('ui.scan.room-none')}
                />
                <Button type="submit" isDisabled={roomDraft === null}>
                  {t('ui.scan.room-set')}
                </Button>
              </form>
              <form className="scan-field" onSubmit={takeTyped}>
                <Field label={t('ui.scan.typed')} value={typed} onChange={setTyped} isMono />
                <Button type="submit" isDisabled={typed.trim() === ''}>
                  {t('ui.scan.take')}
                </Button>
              </form>
            </div>
            <Check isSelected={adds} onChange={setAdds}>
              {t('ui.scan.adds')}
            </Check>
          </section>
          <section className="section scan-list">
            <div className="scan-list-head">
              <h2>{t('ui.scan.list')}</h2>
              <span className="muted" role="status">
                {state.value === null
                  ? null
                  : t('ui.scan.seen', { seen: number(state.value.seen), all: number(state.value.all) })}
              </span>
              <Button isDisabled={scan.undoable === 0} onPress={() => scan.undo()}>
                <Undo2 size={16} className="icon" aria-hidden="true" />
                {t('ui.scan.undo')}
              </Button>
            </div>
            <ScanList rollout={rollout} seen={state.value?.latest ?? []} />
          </section>
        </div>
      </div>
    </>
  );
}

/** What is expected next. */
function Expectation({ mode, isBig }: { readonly mode: 'room' | 'phones'; readonly isBig: boolean }) {
  const { t } = useSpeech();
  const word = t(mode === 'room' ? 'ui.scan.ask-room' : 'ui.scan.ask-phone');
  return (
    <div className={isBig ? 'scan-expect big' : 'scan-expect'}>
      {isBig ? <ScanBarcode size={56} strokeWidth={1.5} aria-hidden="true" /> : null}
      <p className="scan-expect-word">{word}</p>
      <p className="muted">{t(mode === 'room' ? 'ui.scan.ask-room-text' : 'ui.scan.ask-phone-text')}</p>
    </div>
  );
}

function ScanResult({ entry }: { readonly entry: ScanEntry }) {
  const speech = useSpeech();
  const Icon = ICONS[entry.kind];
  const title = entry.mac === null ? entry.text : formatMac(entry.mac);
  return (
    <>
      <Icon size={64} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <p className="scan-word">{speech.t(`ui.scan.word.${entry.kind}`)}</p>
        {title === '' ? null : <p className={entry.mac === null ? 'scan-title' : 'scan-title mono'}>{title}</p>}
        {wordEntry(speech, entry).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </>
  );
}

/** What can be done about the latest code. */
function Offers({ entry, room }: { readonly entry: ScanEntry; readonly room: string }) {
  const { t } = useSpeech();
  const { add, move } = useScan();
  const canAdd = entry.kind === 'unlisted' || entry.kind === 'other-vendor';
  if (!canAdd && entry.otherRoom === '') return null;
  return (
    <div className="button-row">
      {canAdd ? (
        <Button onPress={() => add(entry)}>
          <Plus size={16} className="icon" aria-hidden="true" />
          {t('ui.scan.about.add')}
        </Button>
      ) : null}
      {entry.otherRoom === '' ? null : <Button onPress={() => move(entry)}>{t('ui.scan.about.move', { room })}</Button>}
    </div>
  );
}

/** What a code that waits for its phone offers is to add that phone. */
function offeredBy(entries: readonly ScanEntry[], latest: ScanEntry): ScanEntry {
  if (!latest.isHeld) return latest;
  const isMissing = ({ kind }: ScanEntry) => kind === 'unlisted' || kind === 'other-vendor';
  return entries.find((entry) => entry.mac === latest.mac && isMissing(entry)) ?? latest;
}

function wordEntry(speech: Speech, entry: ScanEntry): readonly string[] {
  const { t, time } = speech;
  const { kind, fields, elsewhere, otherRoom, seenAt, problem, failure, text, mac, isAdded, isHeld } = entry;
  if (failure !== null) return [wordFailure(speech, failure).text];
  const names = fields.map((field) => t(`field.${field}`));
  const about = (): string => {
    switch (kind) {
      case 'good':
        return t(isAdded ? 'ui.scan.about.added' : 'ui.scan.about.seen');
      case 'duplicate':
        return t('ui.scan.about.duplicate', { time: seenAt === null ? '' : time(seenAt) });
      case 'unlisted':
      case 'other-vendor':
        return t(`ui.scan.about.${kind}`);
      case 'part':
        return t(
          isHeld ? 'ui.scan.about.part-held' : mac === null ? 'ui.scan.about.part-waits' : 'ui.scan.about.part',
          {
            field: names[0] ?? '',
            value: text,
          },
        );
      case 'room':
        return '';
      case 'unreadable':
        if (text === '') return t('ui.scan.about.unreadable-empty');
        return problem === null || problem.reason === 'mac-unreadable'
          ? t('ui.scan.about.unreadable', { text })
          : t(`problem.${problem.reason}`, { ...problem.detail });
    }
  };
  return [
    about(),
    (kind === 'good' || kind === 'duplicate') && names.length > 0
      ? t('ui.scan.about.filled', { fields: names.join(', ') })
      : '',
    otherRoom === '' ? '' : t('ui.scan.about.other-room', { room: otherRoom }),
    elsewhere.length === 0 ? '' : t('ui.scan.about.elsewhere', { rollouts: elsewhere.join(', ') }),
  ].filter((sentence) => sentence !== '');
}

/** What was scanned here, and below it the phones seen before. */
function ScanList({
  rollout,
  seen,
}: {
  readonly rollout: string;
  readonly seen: readonly {
    readonly mac: string;
    readonly room: string;
    readonly user: string;
    readonly seenAt: string;
  }[];
}) {
  const speech = useSpeech();
  const { t, time } = speech;
  const scan = useScan();
  const entries = scan.rollout === rollout ? scan.entries : [];
  const shown = new Set(entries.map(({ mac }) => mac));
  const before = seen.filter(({ mac }) => !shown.has(mac));
  if (entries.length + before.length === 0) return <p className="muted">{t('ui.scan.nothing')}</p>;
  return (
    <ol className="scan-lines">
      {entries.map((entry) => {
        const Icon = ICONS[entry.kind];
        return (
          <li key={entry.id} className={`scan-line ${entry.kind}`}>
            <Icon size={16} className="icon" aria-hidden="true" />
            <span className="scan-line-word">{t(`ui.scan.word.${entry.kind}`)}</span>
            <span className="mono">{entry.mac === null ? entry.text : formatMac(entry.mac)}</span>
            <span className="muted">{wordEntry(speech, entry).join(' ')}</span>
          </li>
        );
      })}
      {before.map(({ mac, room, user, seenAt }) => (
        <li key={mac} className="scan-line before">
          <CircleCheck size={16} className="icon" aria-hidden="true" />
          <span className="scan-line-word">{time(seenAt)}</span>
          <span className="mono">{formatMac(mac)}</span>
          <span className="muted">{[room, user].filter((part) => part !== '').join(' · ')}</span>
        </li>
      ))}
    </ol>
  );
}

/** Plays each new result once. */
function useTones(latest: ScanEntry | undefined, hasSound: boolean): void {
  const played = useRef(latest?.id ?? 0);
  useEffect(() => {
    if (latest === undefined || latest.id <= played.current) return;
    played.current = latest.id;
    if (hasSound) playTone(latest.kind);
  }, [latest, hasSound]);
}

/**
 * Listens for a scanner wherever the focus is.
 *
 * @param onTaken Called when a code was taken that a field may have got too.
 */
function useScannerKeys(adds: boolean, onTaken: () => void): void {
  const { takeScan } = useScan();
  const onTakenNow = useRef(onTaken);
  onTakenNow.current = onTaken;
  useEffect(() => {
    const scanner = new ScannerKeys();
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('[role=dialog]') !== null) return;
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const result = scanner.take(event);
      if (result.kind === 'other') return;
      if (result.kind === 'part') {
        // A blank or a slash out of a scanner is no press of the button that has the focus.
        if (result.isBurst && !isTyping) swallow(event);
        return;
      }
      // What a scanner writes into a field on purpose stays there, unless it is a phone's label.
      if (isTyping && readLabelCode(result.text.asTyped).kind !== 'label') return;
      swallow(event);
      onTakenNow.current();
      takeScan(result.text, adds);
    }
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [adds, takeScan]);
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
