import type { SameWords } from '../../shared/words/tree.ts';
import type { report as english } from './report.en.ts';

/** What the report screen says, in German. */
export const report: SameWords<typeof english> = {
  report: {
    title: 'Übergabe',
    text: 'Was getan wurde, Telefon für Telefon, was offen ist und was dagegen zu tun ist, und Platz für zwei Unterschriften.',
    site: 'Standort',
    address: 'Anschrift',
    customer: 'Kunde',
    technician: 'Techniker',
    remarks: 'Bemerkungen',
    language: 'Sprache des Berichts',
    pdf: 'Bericht als PDF speichern',
    html: 'Als Seite speichern (.html)',
    making: 'Der Bericht entsteht …',
    tables: 'Ergebnisse als Tabelle',
    'tables-text': 'Eine Zeile je Telefon, mit seinen Feldern und seinem letzten Ergebnis.',
    table: '.{{format}} speichern',
    state: 'Wie es steht',
    empty: 'Dieser Rollout hat noch keine Telefone. Zuerst eine Liste importieren oder die Telefone scannen.',
    'no-run': 'Noch gab es keinen Lauf; der Bericht hat also keine Ergebnisse zu zeigen.',
  },
};
