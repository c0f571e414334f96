import type { SameWords } from '../../shared/words/tree.ts';
import type { letter as english } from './letter-words.en.ts';

/** What the letter to a previous provider says, in German. */
export const letter: SameWords<typeof english> = {
  subject_one: 'Bitte um Freigabe von {{count}} Telefon aus Ihrem Konto',
  subject_other: 'Bitte um Freigabe von {{count}} Telefonen aus Ihrem Konto',
  greeting: 'Sehr geehrte Damen und Herren,',
  opening_one: 'das unten genannte Telefon soll bei uns in Betrieb gehen{{customer}}.',
  opening_other: 'die unten genannten Telefone sollen bei uns in Betrieb gehen{{customer}}.',
  customer: ', im Auftrag von {{customer}}',
  refused_one:
    'Der Weiterleitungsdienst {{service}} lehnt die Registrierung ab, da das Telefon noch in einem anderen Konto registriert ist. In unseren eigenen Konten ist es nicht; wir gehen deshalb davon aus, dass es in Ihrem Konto liegt.',
  refused_other:
    'Der Weiterleitungsdienst {{service}} lehnt die Registrierung ab, da die Telefone noch in einem anderen Konto registriert sind. In unseren eigenen Konten sind sie nicht; wir gehen deshalb davon aus, dass sie in Ihrem Konto liegen.',
  request_one:
    'Wir bitten Sie, das Telefon beim Weiterleitungsdienst {{service}} abzumelden, damit es neu registriert werden kann. Mehr ist nicht zu ändern.',
  request_other:
    'Wir bitten Sie, die Telefone beim Weiterleitungsdienst {{service}} abzumelden, damit sie neu registriert werden können. Mehr ist nicht zu ändern.',
  'not-yours':
    'Sollte ein Telefon nicht in Ihrem Konto liegen oder der Freigabe etwas entgegenstehen, hilft uns eine kurze Nachricht.',
  contact: 'Bitte geben Sie uns Bescheid, sobald das geschehen ist: {{contact}}.',
  'contact-none': 'Bitte geben Sie uns Bescheid, sobald das geschehen ist.',
  thanks: 'Vielen Dank für Ihre Hilfe.',
  closing: 'Mit freundlichen Grüßen',
  list: 'Telefone bei {{service}}',
  number: 'Nr.',
  mac: 'MAC',
  serial: 'Seriennummer',
  model: 'Modell',
  foot: 'Bitte um Freigabe',
  'addressee-missing': '(bisheriger Anbieter)',
  'sender-missing': '(eigene Firma)',
};
