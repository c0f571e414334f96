import type { ownership as english } from './ownership.en.ts';
import type { SameWords } from './tree.ts';

/** See the English tree. */
export const ownership: SameWords<typeof english> = {
  standing: {
    unlooked: 'in eigenen Konten noch nicht nachgesehen',
    held: 'im eigenen Konto {{account}}',
    foreign: 'in keinem eigenen Konto',
    foreign_asked: 'in keinem eigenen Konto ({{accounts}})',
    free: 'jetzt frei',
    open: 'nicht sicher: ein Konto ließ sich nicht fragen',
  },
  finding: {
    held: 'ist hier',
    foreign: 'gehört jemand anderem',
    absent: 'nicht hier',
    refused: 'vom Dienst nicht angenommen',
    unclear: 'Antwort nicht verstanden',
    failed: 'keine brauchbare Antwort',
  },
};
