import { create } from 'zustand';

/** A list on its way into a rollout: pasted text, or a file's bytes. */
export type ImportSource =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly name: string; readonly base64: string };

interface ImportSourceStore {
  readonly source: ImportSource | null;
  readonly setSource: (source: ImportSource | null) => void;
}

/** What was dropped or pasted elsewhere and is to be looked at by the import. */
export const useImportSource = create<ImportSourceStore>((set) => ({
  source: null,
  setSource: (source) => set({ source }),
}));
