import type { problems as english } from './problems.en.ts';
import type { SameWords } from './tree.ts';

/** The German sentence of every row problem and warning: same keys and placeholders as the English ones. */
export const problems: SameWords<typeof english> = {
  problem: {
    'mac-missing': 'In dieser Zeile fehlt die MAC. Vom Etikett ergänzen.',
    'mac-length':
      'Eine MAC hat 12 Hexziffern, hier stehen {{length}}. Mit dem Etikett vergleichen oder das Etikett erneut scannen.',
    'mac-length_suggestion':
      'Eine MAC hat 12 Hexziffern, hier stehen {{length}}. Falls die letzten vier ein Prüfcode sind, {{suggestion}} schreiben; mit dem Etikett vergleichen.',
    'mac-lookalike':
      '„{{found}}“ (Zeichen {{position}}) ist keine Hexziffer, sieht aber wie eine aus. Gemeint ist vielleicht {{suggestion}}: mit dem Etikett vergleichen.',
    'mac-exponent':
      'Eine Tabellenkalkulation hat aus dieser MAC eine Zahl gemacht; ihre Ziffern sind verloren. Etikett erneut scannen.',
    'mac-lost-zeros':
      'Hier stehen nur {{length}} von 12 Ziffern; vermutlich sind die Nullen am Anfang verloren. Etikett erneut scannen und die Spalte als Text formatieren.',
    'mac-number-cell':
      'In dieser Zelle steht eine Zahl statt Text; Ziffern können verloren sein. Spalte als Text formatieren und das Etikett erneut scannen.',
    'mac-multicast': 'Das ist eine Gruppenadresse (Multicast), die kein Telefon hat. Mit dem Etikett vergleichen.',
    'mac-zero': 'Diese MAC besteht nur aus Nullen, die hat kein Telefon. Vom Etikett ablesen.',
    'mac-several':
      'Hier stehen zwei verschiedene MACs oder Prüfcodes: {{first}} und {{second}}. Die richtige behalten oder jedem Telefon eine eigene Zeile geben.',
    'mac-unreadable': 'Hier lässt sich keine MAC erkennen. Vom Etikett übernehmen: 12 Ziffern aus 0 bis 9 und A bis F.',
    'check-code-bad_differs':
      'Dieser Prüfcode, {{found}}, weicht von dem neben der MAC ab: {{first}}. Beide mit dem Etikett vergleichen.',
    'check-code-bad':
      '„{{found}}“ ist kein Prüfcode. Die vier Buchstaben oder Ziffern nach der MAC erneut vom Etikett ablesen.',
    'url-bad': 'Diese URL ist nicht brauchbar. Mit http:// oder https:// und einem Host schreiben.',
    'url-bad_start': 'Diese URL beginnt nicht mit http:// oder https://. Das Fehlende ergänzen.',
    'url-bad_host': 'In dieser URL steht nach http:// oder https:// kein Host. Den Host ergänzen.',
    'url-bad_space':
      'In dieser URL steht ein Leerzeichen oder ein unsichtbares Zeichen (Zeichen {{position}}). Bitte entfernen; Rollcall ändert nichts an einer URL.',
    'url-masked':
      'Das Passwort in dieser URL wurde von einem Export unkenntlich gemacht, die URL ist so nicht brauchbar. Die vollständige URL erneut eingeben.',
    'address-bad':
      'Das ist keine Adresse eines Telefons. Eine IP-Adresse oder einen Hostnamen schreiben, zum Beispiel 192.0.2.77.',
    'item-masked':
      'Dieser Wert wurde von einem Export verdeckt, und für dieses Telefon ist kein anderer bekannt. Den Wert neu eintragen oder die Zelle leer lassen.',
    duplicate: 'Diese MAC steht schon in Zeile {{first}}. Eine der beiden Zeilen entfernen oder ihre MAC berichtigen.',
    'vault-locked':
      'Die URL in dieser Zeile enthält ein Passwort, und der Tresor ist gesperrt. Mit der Passphrase entsperren und erneut importieren.',
    'user-missing': 'Diese Zeile nennt niemanden: kein Name, keine Nebenstelle, keine Anmeldung. Eines davon ergänzen.',
    'user-duplicate':
      'Dieser Benutzer steht schon in Zeile {{first}}, nach Anmeldung, Nebenstelle oder Name. Eine der beiden Zeilen entfernen oder berichtigen.',
    'code-bad':
      'Ein Bereitstellungscode hat 12 Ziffern, hier stehen {{length}}. Neu kopieren, wo er ausgestellt wurde; die Spalte als Text formatieren.',
    'code-number-cell':
      'Diese Zelle enthält eine Zahl statt Text; führende Nullen des Codes können fehlen. Die Spalte als Text formatieren und den Code neu kopieren.',
    'code-duplicate':
      'Dieser Code steht schon in Zeile {{first}}; ein Code gilt für ein Telefon. Prüfen, zu welcher Zeile er gehört.',
    'language-unknown':
      'Blätter gibt es auf Deutsch und Englisch. de oder en schreiben, oder die Zelle leer lassen: dann gilt die Sprache des Drucks.',
  },
  warning: {
    'check-code-missing':
      'Die vier Zeichen nach der MAC fehlen. Manche Gigaset-Konten verlangen sie: vom Etikett ergänzen, falls der Dienst dieses Telefon ablehnt.',
    'other-vendor':
      'Nach seiner MAC stammt dieses Telefon von {{vendor}}. Prüfen, ob dies der richtige Dienst dafür ist.',
    'other-service':
      'Nach seiner MAC fragt dieses Telefon von {{vendor}} einen anderen Dienst, {{service}}. Prüfen, ob es beim richtigen registriert wird.',
    'locally-administered': 'Diese MAC wurde lokal vergeben, nicht von einem Hersteller. Mit dem Etikett vergleichen.',
    'foreign-placeholder':
      'Nur Telefone von {{vendor}} füllen {{token}} aus; diese hier lassen es stehen. Den Platzhalter des eigenen Herstellers verwenden.',
  },
};
