import type { SameWords } from '../../shared/words/tree.ts';
import type { codes as english, codeCommands as englishCommands } from './codes-words.en.ts';

/** What the commands about codes say, in German. */
export const codes: SameWords<typeof english> = {
  'usage-issue': 'codes issue braucht entweder --account NAME und --category C oder --own.',
  'usage-valid': '--valid verlangt eine Zeit wie 10m, 8h oder 7d, nicht „{{text}}“.',
  'usage-layout': '--layout verlangt page, slips oder list, nicht „{{text}}“.',
  'usage-reissue': '--expired und --user schließen einander aus.',
  'usage-format': 'Die Endung der Datei bestimmt ihr Format: {{endings}}.',
  imported:
    'Zeilen: {{rows}}. Benutzer: {{users}} ({{added}} neu, {{updated}} geändert), mit Code: {{codes}}. Probleme: {{problems}}.',
  ask_one: '{{count}} Code anfordern? [j/N] ',
  ask_other: '{{count}} Codes anfordern? [j/N] ',
  summary:
    'Codes: {{issued}} neu, {{kept}} behalten, {{failed}} gescheitert, {{unknown}} unklar, {{expired}} abgelaufen, {{open}} offen.',
  'failed-since_one': '{{count}} Code wurde verweigert: {{cause}}',
  'failed-since_other': '{{count}} Codes wurden verweigert: {{cause}}',
  'explain-unknown_one':
    '{{count}} Anfrage ging hinaus, ohne dass eine Antwort kam. Bis zum Ablauf kann es dafür einen Code geben, den niemand gelesen hat; eingeben kann ihn niemand. Von selbst wird nicht noch einmal angefragt: das tut `codes reissue {{rollout}}`.',
  'explain-unknown_other':
    '{{count}} Anfragen gingen hinaus, ohne dass eine Antwort kam. Bis zum Ablauf kann es dafür Codes geben, die niemand gelesen hat; eingeben kann sie niemand. Von selbst wird nicht noch einmal angefragt: das tut `codes reissue {{rollout}}`.',
  'explain-expired_one': '{{count}} Code ist abgelaufen. `codes reissue {{rollout}} --expired` fordert einen neuen an.',
  'explain-expired_other': '{{count}} Codes sind abgelaufen. `codes reissue {{rollout}} --expired` fordert neue an.',
  'old-live':
    'Ein ersetzter Code lässt sich bis zu seinem Ablauf noch eingeben: kein Dienst nimmt ihn zurück. Alte Blätter einsammeln.',
  'none-replaced':
    'Wer genannt ist, hat keinen Code, der ersetzt werden kann: erste Codes gibt `codes issue` aus, und ein Telefon, das einen eingelöst hat, behält ihn.',
  'not-asked': 'Hier steht, was vorher bekannt war: {{cause}}',
  'line-until': 'bis {{time}}',
  confirm: 'Die PBX zeigt eine Zahl, die in einem anderen Client zu bestätigen ist: {{number}}',
  lost: 'Verbindung zu {{account}} verloren: {{cause}}',
  nobody:
    'Im Rollout {{rollout}} ist kein Benutzer. `rollcall import {{rollout}} DATEI --users` oder `codes import-users` bringt welche.',
  'nobody-there':
    'Die PBX von „{{account}}“ zeigt keinen Benutzer, dessen Name mit „{{search}}“ beginnt. Nichts wurde geändert.',
  'directory-cut': 'Die PBX hat mehr Benutzer als {{count}}. Die anderen mit --search übernehmen.',
  'directory-done': 'Benutzer: {{users}} ({{added}} neu, {{updated}} geändert).',
  'export-done':
    '{{count}} Benutzer mit {{codes}} Codes in {{file}} geschrieben. Codes sind geheim, bis sie benutzt sind: die Datei danach löschen.',
  'sheets-done_one': '{{count}} Blatt in {{file}} gedruckt.',
  'sheets-done_other': '{{count}} Blätter in {{file}} gedruckt.',
};

/** What the commands are for, in German. */
export const codeCommands: SameWords<typeof englishCommands> = {
  'codes import-users':
    'Übernimmt die Benutzer der PBX, die ein Konto erreicht, in einen Rollout; mit --search TEXT die, deren Name so beginnt. Ändert nichts an der PBX.',
  'codes issue':
    'Fordert bei einem Konto für jeden Benutzer ohne Code einen an, nach Rückfrage oder mit --yes; --own stellt eigene Codes aus, für Telefone, die Rollcall selbst bedient. Wer einen gültigen Code hat, behält ihn.',
  'codes status':
    'Sagt, wie weit der Code jedes Benutzers ist; fragt zuvor die Konten. --watch läuft weiter bis Strg+C; --show-codes zeigt auch die Codes.',
  'codes reissue':
    'Fordert für Benutzer, deren Code abgelaufen oder verloren ist, einen neuen an; --expired nur für abgelaufene, --user U für die genannten, wie auch immer ihr Code steht. Sieht zuerst nach, ob ein Telefon den alten eingelöst hat.',
  'codes export':
    'Schreibt Benutzer mit ihren Codes als CSV oder XLSX. --text-formula schreibt Zahlen als ="…" für Excel. Wird in den Aktivitäten vermerkt.',
  'codes sheets':
    'Druckt die gültigen Codes als PDF oder HTML: --layout page, slips (8 je Seite) oder list (für die Technik); --archive zeigt nur die letzten vier Ziffern; --changed druckt nur, was noch nicht gedruckt ist. Wer in der Liste eine Sprache hat (de, en), bekommt sein Blatt in dieser, alle anderen in der von --lang. --customer, --help-desk, --test-call und --logo DATEI werden behalten.',
};
