import { create } from 'zustand';
import { toBase64 } from '../../bridge/bridge.ts';

/** A list on its way into a rollout: pasted text, or a file's bytes. */
export type ImportSource =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly name: string; readonly base64: string };

interface ImportSourceStore {
  /** The rollout it is for. */
  readonly rollout: string;
  readonly source: ImportSource | null;
  readonly setSource: (rollout: string, source: ImportSource | null) => void;
}

/** What was dropped or pasted elsewhere and is to be looked at by the import. */
export const useImportSource = create<ImportSourceStore>((set) => ({
  rollout: '',
  source: null,
  setSource: (rollout, source) => set({ rollout, source }),
}));

/** Reads a file that was chosen or dropped. */
export async function readSource(file: File): Promise<ImportSource> {
  return { kind: 'file', name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) };
}
