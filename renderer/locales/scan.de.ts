import type { SameWords } from '../../shared/words/tree.ts';
import type { scan as english } from './scan.en.ts';

/** What the scan screen says, in German. */
export const scan: SameWords<typeof english> = {
  scan: {
    seen: '{{seen}} von {{all}} Telefonen gesehen',
    'sound-on': 'Ton ist an',
    'sound-off': 'Ton ist aus',
    'next-room': 'Nächster Raum',
    'ask-room': 'Raum scannen oder eingeben',
    'ask-room-text':
      'Das Schild an der Tür oder der Name des Raums. Er gilt für alle Telefone danach. Ein Telefon lässt sich auch sofort scannen.',
    'ask-phone': 'Telefon scannen',
    'ask-phone-text': 'MAC, Seriennummer und PIN in beliebiger Reihenfolge. Kein Feld muss angeklickt werden.',
    room: 'Raum',
    'room-none': 'kein Raum',
    'room-set': 'Raum übernehmen',
    typed: 'Code ohne Scanner',
    take: 'Übernehmen',
    adds: 'Telefone hinzufügen, die nicht in der Liste stehen',
    undo: 'Letztes rückgängig',
    list: 'Gescannt',
    nothing: 'Noch nichts gescannt.',
    waiting: 'Wartet auf die MAC: {{parts}}',
    word: {
      good: 'Gut',
      part: 'Übernommen',
      room: 'Raum',
      duplicate: 'Doppelt',
      unlisted: 'Nicht in der Liste',
      'other-vendor': 'Anderer Hersteller',
      unreadable: 'Unlesbar',
    },
    about: {
      added: 'Zur Liste hinzugefügt.',
      seen: 'Stand in der Liste und ist als gesehen vermerkt.',
      filled: 'Ausgefüllt: {{fields}}.',
      duplicate: 'Wurde schon gesehen, {{time}}.',
      'other-room': 'In der Liste steht Raum {{room}}.',
      move: 'Raum {{room}} eintragen',
      elsewhere: 'Auch in {{rollouts}}.',
      unlisted: 'Dieser Rollout hat kein solches Telefon. Nichts wurde geändert.',
      'other-vendor': 'Zu dieser MAC ist kein Hersteller dieser Dienste bekannt. Nichts wurde geändert.',
      add: 'Hinzufügen',
      part: '{{field}} {{value}}',
      'part-held': '{{field}} {{value}}, sobald das Telefon hinzugefügt ist',
      'part-waits': '{{field}} {{value}}, für das nächste gescannte Telefon',
      unreadable: '„{{text}}“ ist kein Code vom Etikett eines Telefons. Erneut scannen oder eintippen.',
      'unreadable-empty': 'Der Scan brachte nichts. Erneut scannen oder eintippen.',
    },
  },
};
