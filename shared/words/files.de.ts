import type { files as english } from './files.en.ts';
import type { SameWords } from './tree.ts';

/** The German sentences about lists that can't be read: same keys and placeholders as the English ones. */
export const files: SameWords<typeof english> = {
  failure: {
    empty:
      '{{file}} enthält keine Zeilen. Prüfen, ob es die richtige Datei ist und ob sie mit Inhalt gespeichert wurde.',
    'unreadable-file':
      'Der Inhalt von {{file}} ist keine Liste, die Rollcall lesen kann; vielleicht ist die Datei beschädigt. Die Liste als CSV oder XLSX speichern und diese Datei importieren.',
    'encrypted-file':
      '{{file}} ist mit einem Passwort geschützt. In der Tabellenkalkulation öffnen, eine Kopie ohne Passwort speichern und die Kopie importieren.',
    'old-workbook':
      '{{file}} ist eine Arbeitsmappe im alten Format XLS. In der Tabellenkalkulation öffnen, als XLSX oder CSV speichern und diese Datei importieren.',
    'other-workbook':
      '{{file}} ist ein Archiv oder ein Dokument, aber keine XLSX-Arbeitsmappe. Die Liste als XLSX oder CSV speichern und diese Datei importieren.',
    'too-large':
      '{{file}} ist größer als {{limit}} MiB oder wäre es nach dem Entpacken. Die nötigen Spalten in eine neue Datei kopieren oder die Datei teilen und das Ergebnis importieren.',
    'too-many-rows': '{{file}} hat mehr als {{limit}} Zeilen. Die Datei teilen und die Teile nacheinander importieren.',
    'no-sheets':
      '{{file}} ist keine Arbeitsmappe und hat deshalb kein Tabellenblatt „{{sheet}}“. Ohne Angabe eines Tabellenblatts importieren.',
    'unknown-sheet': '{{file}} hat kein Tabellenblatt „{{sheet}}“. Vorhanden sind: {{sheets}}. Eines davon angeben.',
    'unknown-field': 'Ein Feld „{{field}}“ gibt es nicht. Felder sind: {{fields}}. Die Zuordnung berichtigen.',
    'unknown-column':
      'Für das Feld {{field}} gibt es in {{file}} keine Spalte „{{column}}“. Vorhanden sind: {{columns}}. Eine davon angeben, oder ihren Buchstaben oder ihre Nummer.',
    'no-mac-column':
      'Keine Spalte von {{file}} enthält MAC-Adressen. Vorhanden sind: {{columns}}. Angeben, welche davon die MACs enthält (Feld mac), oder prüfen, ob es die richtige Datei ist.',
    'no-user-column':
      'Keine Spalte von {{file}} sagt, für wen die Telefone sind: kein Name, keine Nebenstelle, keine Anmeldung. Die Spalten: {{columns}}. Eine davon Benutzer, Nebenstelle oder Anmeldung nennen.',
    'holds-no-phones':
      '{{file}} enthält keine Telefone zum Importieren, nur einen Aufruf von {{method}}. Die Liste mit den Telefonen wählen.',
    'holds-no-phones_command':
      '{{file}} enthält keine Telefone zum Importieren, nur einen Aufruf von {{method}}. Was ein Konto enthält, listet der Befehl registered auf.',
  },
};
