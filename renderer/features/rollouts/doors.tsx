import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { WindowCommand } from '../../../shared/contract/commands.ts';
import { type Place, useNavigation } from '../../app/navigation.ts';
import { useSettings } from '../../app/settings-store.ts';
import { useVault } from '../../app/vault-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, listen, saveFile } from '../../bridge/bridge.ts';
import { CancelRunDialog } from '../run/cancel-run-dialog.tsx';
import { useJobs } from '../run/job-store.ts';
import { arrive, isRolloutFile, readArrived, useArrivals } from './arrivals.ts';
import { NewRolloutDialog } from './new-rollout-dialog.tsx';
import { OpenRolloutDialog } from './open-rollout-dialog.tsx';
import { PracticeDialog } from './practice-dialog.tsx';
import { SaveRolloutDialog } from './save-rollout-dialog.tsx';
import { followUpdates, UpdateDialog, useUpdates } from './update-dialog.tsx';
import { usePractice } from './use-practice.ts';

const hasDialog = (): boolean => document.querySelector('[role=dialog], [role=alertdialog]') !== null;

const rolloutOf = (place: Place): string | null => (place.screen === 'rollout' ? place.rollout : null);

/**
 * The doors of the window: files that are dropped or opened with the program, and what the menu asks for.
 *
 * Draws the dialogs that come of it. @param onOverlay Shows search or the list of shortcuts.
 */
export function Doors({ onOverlay }: { readonly onOverlay: (overlay: 'palette' | 'shortcuts') => void }) {
  const { rolloutFile, list, clear } = useArrivals();
  const { isDialogOpen } = useUpdates();
  const { place, go, setRecent } = useNavigation();
  const [dialog, setDialog] = useState<'new' | 'save' | 'cancel' | 'practice' | null>(null);
  const practice = usePractice();
  const rollout = rolloutOf(place);
  useEffect(() => {
    // From then on the host knows that the window listens.
    call('rollouts', 'visit', { name: rollout }).then((result) => result.ok && setRecent(result.value.recent));
  }, [rollout, setRecent]);
  useEffect(followUpdates, []);
  useEffect(() => listen('file', arrive), []);
  useEffect(
    () =>
      listen('command', (asked) => {
        // A question that is open is answered first.
        if (hasDialog()) return;
        if ('rollout' in asked) return go({ screen: 'rollout', rollout: asked.rollout, tab: 'devices' });
        COMMANDS[asked.command]({
          rollout,
          go,
          onOverlay,
          onDialog: setDialog,
          onPractice: () => {
            if (useVault.getState().state === 'locked') setDialog('practice');
            else practice.start();
          },
        });
      }),
    [rollout, go, onOverlay, practice.start],
  );
  return (
    <>
      <DropHint />
      {rolloutFile === null ? null : <OpenRolloutDialog key={rolloutFile.name} file={rolloutFile} onClose={clear} />}
      {list === null && dialog !== 'new' ? null : (
        <NewRolloutDialog
          list={list}
          onClose={() => {
            clear();
            setDialog(null);
          }}
        />
      )}
      {dialog === 'save' && rollout !== null ? (
        <SaveRolloutDialog rollout={rollout} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'cancel' ? <CancelRunDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'practice' || practice.failure !== null ? (
        <PracticeDialog
          failure={practice.failure}
          onClose={() => {
            setDialog(null);
            practice.clear();
          }}
          onOpen={() => {
            setDialog(null);
            practice.start();
          }}
        />
      ) : null}
      {isDialogOpen ? <UpdateDialog /> : null}
    </>
  );
}

interface CommandReach {
  /** The rollout that is shown; commands that are about one do nothing without. */
  readonly rollout: string | null;
  readonly go: (place: Place) => void;
  readonly onOverlay: (overlay: 'palette' | 'shortcuts') => void;
  readonly onDialog: (dialog: 'new' | 'save' | 'cancel') => void;
  readonly onPractice: () => void;
}

/** What each thing that the menu can ask for does. */
const COMMANDS: Readonly<Record<WindowCommand, (reach: CommandReach) => void>> = {
  'new-rollout': ({ onDialog }) => onDialog('new'),
  'save-rollout': ({ rollout, onDialog }) => rollout !== null && onDialog('save'),
  import: ({ rollout, go }) => rollout !== null && go({ screen: 'rollout', rollout, tab: 'import' }),
  export: ({ rollout }) => rollout !== null && exportWorkbook(rollout),
  rollouts: ({ go }) => go({ screen: 'rollouts' }),
  accounts: ({ go }) => go({ screen: 'accounts' }),
  activity: ({ go }) => go({ screen: 'activity' }),
  settings: ({ go }) => go({ screen: 'settings' }),
  devices: ({ rollout, go }) => rollout !== null && go({ screen: 'rollout', rollout, tab: 'devices' }),
  plan: ({ rollout, go }) => rollout !== null && go({ screen: 'rollout', rollout, tab: 'run' }),
  pause: () => useJobs.getState().stop('keep'),
  'cancel-run': ({ onDialog }) => useJobs.getState().going !== null && onDialog('cancel'),
  practice: ({ onPractice }) => onPractice(),
  search: ({ onOverlay }) => onOverlay('palette'),
  shortcuts: ({ onOverlay }) => onOverlay('shortcuts'),
  updates: () => useUpdates.getState().showDialog(true),
  'theme-light': () => useSettings.getState().change({ theme: 'light' }),
  'theme-dark': () => useSettings.getState().change({ theme: 'dark' }),
  'theme-system': () => useSettings.getState().change({ theme: 'system' }),
};

async function exportWorkbook(rollout: string): Promise<void> {
  const language = document.documentElement.lang === 'de' ? 'de' : 'en';
  const made = await call('exports', 'resultsFile', { rollout, format: 'xlsx', separator: ',', language });
  if (made.ok) await saveFile(made.value);
}

/** Takes what is dropped anywhere, and says while it hovers what dropping it would do. */
function DropHint() {
  const { t } = useSpeech();
  const { place } = useNavigation();
  const [isOver, setIsOver] = useState(false);
  const rollout = rolloutOf(place);
  useEffect(() => {
    const holdsFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    function onDragOver(event: DragEvent): void {
      // Else the browser would leave the window for the file.
      event.preventDefault();
      if (holdsFile(event)) setIsOver(true);
    }
    function onDragLeave(event: DragEvent): void {
      if (event.relatedTarget === null) setIsOver(false);
    }
    async function take(file: File): Promise<void> {
      arrive(await readArrived(file));
    }
    /** Before a place for lists sees it: a rollout file isn't one. */
    function onEarlyDrop(event: DragEvent): void {
      setIsOver(false);
      const file = event.dataTransfer?.files[0];
      if (file === undefined || !isRolloutFile(file.name)) return;
      event.preventDefault();
      event.stopPropagation();
      void take(file);
    }
    function onDrop(event: DragEvent): void {
      if (event.defaultPrevented) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file !== undefined && !hasDialog()) void take(file);
    }
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onEarlyDrop, true);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onEarlyDrop, true);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div className="drop-hint">
      <FileDown size={20} className="icon" aria-hidden="true" />
      {rollout === null ? t('ui.overview.drop') : t('ui.overview.drop-rollout', { rollout })}
    </div>
  );
}
