import type { terms as english } from './terms.en.ts';
import type { SameWords } from './tree.ts';

/** The German words of the closed lists. */
export const terms: SameWords<typeof english> = {
  outcome: {
    done: 'erledigt',
    unchanged: 'unverändert',
    refused: 'abgelehnt',
    failed: 'fehlgeschlagen',
    unknown: 'ungeklärt',
    skipped: 'ausgelassen',
    cancelled: 'abgebrochen',
  },
  group: {
    new: 'neu',
    're-point': 'umstellen',
    deregister: 'abmelden',
    registered: 'registriert',
    unchanged: 'unverändert',
    'owned-by-other': 'gehört anderem Konto',
    'not-on-service': 'nicht beim Dienst',
    invalid: 'ungültig',
    unreadable: 'nicht lesbar',
    write: 'schreiben',
  },
  action: {
    register: 'Registrieren',
    deregister: 'Abmelden',
    check: 'Prüfen',
    'write-items': 'Items schreiben',
    'send-file': 'Datei senden',
    'update-firmware': 'Firmware aktualisieren',
    'restart-phone': 'Neu starten',
  },
  field: {
    mac: 'MAC',
    'check-code': 'Prüfcode',
    serial: 'Seriennummer',
    pin: 'PIN',
    vendor: 'Hersteller',
    model: 'Modell',
    user: 'Benutzer',
    extension: 'Nebenstelle',
    room: 'Raum',
    note: 'Bemerkung',
    url: 'URL',
    address: 'Adresse',
    server: 'Server',
  },
  effect: {
    none: 'Nichts wurde geändert.',
    unknown:
      'Ob das Telefon jetzt registriert ist, ist nicht bekannt. Rollcall liest nach, bevor es erneut versucht wird.',
    skipped: 'Für dieses Telefon wurde nichts gesendet.',
  },
  ended: {
    refused: 'Der Dienst hat abgelehnt. Nichts wurde geändert. Seine Worte sind zitiert.',
    failed: 'Dieses Telefon konnte nicht bearbeitet werden. Nichts wurde geändert. Erneut versuchen.',
    unknown:
      'Anfrage gesendet, keine Antwort. Ob das Telefon jetzt registriert ist, ist nicht bekannt. Rollcall liest nach, bevor es erneut versucht wird.',
    skipped: 'Dieses Telefon wurde ausgelassen. Nichts wurde dafür gesendet.',
    cancelled: 'Der Lauf wurde angehalten, bevor dieses Telefon an der Reihe war. Es blieb unberührt.',
  },
  missing: {
    url: 'unbekannt',
    port: '(unbekannt)',
    service: 'unbekannt',
    path: '(ohne Namen)',
    endings: 'eine bekannte',
    host: 'diesem Dienst',
    issuer: 'unbekannt',
    status: 'unbekannt',
    seconds: 'einige',
    mac: 'des Telefons',
  },
};
