import { create } from 'zustand';
import { ROLLCALL_ENDING } from '../../../shared/contract/handover.ts';
import { dropUnseenCharacters } from '../../../shared/domain/rollout-name.ts';
import { useNavigation } from '../../app/navigation.ts';
import { toBase64 } from '../../bridge/bridge.ts';
import { type ImportSource, useImportSource } from '../import/import-source.ts';

/** A file's name and bytes. */
export interface ArrivedFile {
  readonly name: string;
  readonly base64: string;
}

interface Arrivals {
  /** A rollout file that is to be opened. */
  readonly rolloutFile: ArrivedFile | null;
  /** A list for which there is no rollout yet. */
  readonly list: ImportSource | null;
  /** Drops what was arriving. */
  readonly clear: () => void;
}

/** What was opened, dropped or pasted while no screen was waiting for it. */
export const useArrivals = create<Arrivals>((set) => ({
  rolloutFile: null,
  list: null,
  clear: () => set({ rolloutFile: null, list: null }),
}));

/** Tells whether a file is a rollout file, by its name. */
export function isRolloutFile(name: string): boolean {
  return name.toLowerCase().endsWith(ROLLCALL_ENDING);
}

/** Brings a file to where it belongs: a rollout file is opened, a list goes into the rollout shown, or a new one. */
export function arrive(file: ArrivedFile): void {
  if (isRolloutFile(file.name)) useArrivals.setState({ rolloutFile: file });
  else arriveList({ kind: 'file', ...file });
}

/** Brings a list to the rollout that is shown, or to a new one. */
export function arriveList(list: ImportSource): void {
  const { place, go } = useNavigation.getState();
  if (place.screen !== 'rollout') {
    useArrivals.setState({ list });
    return;
  }
  const { rollout } = place;
  useImportSource.getState().setSource(rollout, list);
  go({ screen: 'rollout', rollout, tab: 'import' });
}

/** Reads a file that was chosen or dropped. */
export async function readArrived(file: File): Promise<ArrivedFile> {
  return { name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) };
}

/** The name of a rollout for a list, from the list's own. */
export function rolloutNameOf(list: ImportSource | null): string {
  if (list === null || list.kind === 'text') return '';
  const name = list.name.replace(/\.[^.]*$/, '').replaceAll(/[_\s]+/g, ' ');
  return dropUnseenCharacters(dropUnseenCharacters(name).trim().slice(0, 200));
}
