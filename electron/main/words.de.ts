import type { SameWords } from '../../shared/words/tree.ts';
import type { words as english } from './words.en.ts';

/** What Electron's own parts of the window say, in German. */
export const words: SameWords<typeof english> = {
  menu: {
    file: 'Datei',
    close: 'Fenster schließen',
    quit: 'Rollcall beenden',
    edit: 'Bearbeiten',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    'select-all': 'Alles auswählen',
    view: 'Ansicht',
    reload: 'Neu laden',
    'zoom-in': 'Größer',
    'zoom-out': 'Kleiner',
    'zoom-reset': 'Originalgröße',
    'full-screen': 'Vollbild',
    tools: 'Entwicklerwerkzeuge',
    window: 'Fenster',
    minimize: 'Minimieren',
    help: 'Hilfe',
    about: 'Über Rollcall',
  },
  closing: {
    question: 'Ein Lauf ist im Gange. Trotzdem schließen?',
    explanation:
      'Er hält an einer sicheren Stelle an. Erledigtes bleibt, und der Lauf kann beim nächsten Start fortgesetzt werden.',
    close: 'Anhalten und schließen',
    stay: 'Weiterlaufen lassen',
  },
  ended: {
    title: 'Der Lauf ist zu Ende',
    text: 'In Rollcall nachsehen, was erledigt und was offen ist.',
  },
  failed: {
    title: 'Rollcall kann nicht starten',
  },
};
