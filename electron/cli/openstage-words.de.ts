import type { SameWords } from '../../shared/words/tree.ts';
import type { openstage as english, openstageCommands as englishCommands } from './openstage-words.en.ts';

/** What the commands for OpenStage phones are for, in German. */
export const openstageCommands: SameWords<typeof englishCommands> = {
  'openstage listen':
    'Lauscht auf einer Adresse dieses Rechners bis Strg+C auf Anrufe von Telefonen und nennt sie. Spricht mit keinem.',
  'openstage contact': 'Bittet Telefone um einen Anruf und sagt, welche anriefen. Liest und schreibt nichts.',
  'openstage sweep':
    'Tut dasselbe für einen Adressbereich im eigenen Subnetz dieses Rechners, eine Adresse je Sekunde, nach einer Frage oder mit --yes.',
  'openstage read': 'Liest Items von Telefonen; --items a,b nur einige. Ändert nichts. Passwörter sind verdeckt.',
  'openstage plan':
    'Liest, was in den Telefonen steht, und sagt, was die Item-Spalten der Liste ändern würden. Ändert nichts. --expert erlaubt auch unübliche Items; Shell- und Modus-Items nie.',
  'openstage run':
    'Macht einen frischen Plan und schreibt ihn nach einer Frage oder mit --yes; liest zurück, was gespeichert wurde.',
  'openstage undo': 'Schreibt nach einer Frage oder mit --yes zurück, was ein Lauf überschrieben hat.',
  'openstage backup': 'Liest alle Items und schreibt je Telefon eine Datei in einen Ordner, ohne Passwörter.',
  'openstage compare': 'Sagt, in welchen Items sich zwei Telefone unterscheiden, wie sie zuletzt gelesen wurden.',
  'openstage files':
    'Schickt Telefonen eine Datei: --file DATEI, die Rollcall selbst ausliefert, oder --url ftp://… oder https://…; --type ist LOGO, RINGTONE, MOH, PIC, LDAP oder SCREENSAVER.',
  'openstage firmware':
    'Schickt Telefonen Firmware und vergleicht die Version, mit der sie starten. Die Zahl der Telefone ist einzutippen oder mit --confirm zu nennen.',
  'openstage restart':
    'Startet Telefone neu. Die Zahl der Telefone ist einzutippen oder mit --confirm zu nennen. --factory-reset WORT, mit dem Wort des Herstellers, löscht sie stattdessen.',
  'openstage dhcp': 'Baut die DHCP-Option 43, mit der Telefone Rollcall selbst finden.',
};

/** What the commands for OpenStage phones say, in German. */
export const openstage: SameWords<typeof english> = {
  listening: 'Lauscht auf {{address}}. Strg+C beendet es.',
  called: '{{time}} · {{address}} · {{mac}} · {{model}} · {{version}} · {{text}}',
  gap: 'Telefone, die vor Kurzem um einen Anruf gebeten wurden, würden es jetzt überhören. Rollcall wartet {{time}}.',
  'did-call': 'hat angerufen',
  summary_one: '{{count}} Telefon: {{read}} gelesen.',
  summary_other: '{{count}} Telefone: {{read}} gelesen.',
  plan_one: 'In {{count}} Telefon ist zu schreiben, {{items}} Items.',
  plan_other: 'In {{count}} Telefone ist zu schreiben, {{items}} Items.',
  ask_one: 'In {{count}} Telefon schreiben? (j/n) ',
  ask_other: 'In {{count}} Telefone schreiben? (j/n) ',
  'nothing-to-write': 'In den Telefonen steht, was die Liste sagt. Nichts wurde gesendet.',
  'nothing-to-undo': 'Es gibt keinen Lauf, dessen Items sich zurückschreiben ließen.',
  'type-number_one': 'Das betrifft {{count}} Telefon. Zum Fortfahren die Zahl eintippen: ',
  'type-number_other': 'Das betrifft {{count}} Telefone. Zum Fortfahren die Zahl eintippen: ',
  'confirm-needed':
    'Niemand ist da, um die Zahl der Telefone einzutippen. Nichts wurde gesendet. Mit --confirm {{count}} angeben.',
  'ask-range': 'Jede Adresse von {{first}} bis {{last}} um einen Anruf bitten? (j/n) ',
  type: '--type nimmt eines von {{types}}, nicht „{{text}}“.',
  source: 'Entweder --{{option}} DATEI oder --url URL angeben.',
  'default-mode_one':
    '{{count}} Telefon antwortet im Standardmodus: Jeder in seinem Netz kann es lesen und ändern. Neuere Firmware und der sichere Modus beenden das (Herstellerhinweis OBSO-2312-01).',
  'default-mode_other':
    '{{count}} Telefone antworten im Standardmodus: Jeder in ihrem Netz kann sie lesen und ändern. Neuere Firmware und der sichere Modus beenden das (Herstellerhinweis OBSO-2312-01).',
  risky_one: '{{count}} Wert enthält &, < oder >, was frühe Firmware falsch liest. Danach am Telefon ansehen.',
  risky_other:
    '{{count}} Werte enthalten &, < oder >, was frühe Firmware falsch liest. Danach an einem Telefon ansehen.',
  saved_one: '{{count}} Datei in {{folder}}.',
  saved_other: '{{count}} Dateien in {{folder}}.',
  same: '{{count}} Items sind gleich.',
  change: {
    change: '→',
    same: '=',
    blind: '→',
    'unknown-item': '→ (dem Telefon unbekannt)',
    forbidden: 'nicht erlaubt',
  },
};
