import type { innovaphone as english } from './innovaphone.en.ts';
import type { SameWords } from './tree.ts';

/** See the English tree. */
export const innovaphone: SameWords<typeof english> = {
  part: { base: 'Adresse', domain: 'Domäne', token: 'Token', category: 'Kategorie', line: 'Zeile' },
  problem: {
    missing: 'Es fehlt: {{part}}. Nichts wurde erstellt. Bitte angeben.',
    scheme: 'Die Adresse muss mit wss:// (oder ws://) beginnen. Nichts wurde erstellt.',
    host: 'Die Adresse nennt keinen Host. Nichts wurde erstellt. So schreiben: wss://plattform/domaene/devices/sysclients.',
    userinfo:
      'Die Adresse enthält Benutzer oder Passwort vor dem Host; Telefone können das nicht verwenden. Entfernen.',
    query: 'Die Adresse enthält schon „?“ oder „#“. Ohne Parameter angeben, mit /sysclients am Ende.',
    sysclients: 'Die Adresse muss auf /sysclients enden, einmal. Nichts wurde erstellt. Sie steht in der App Devices.',
    characters:
      'Hier steht ein Zeichen, das dort nicht stehen kann (Zeilenende, Leerzeichen in einer Adresse): {{part}}.',
    'not-encoded':
      'Nicht kodiert: {{part}}. Leerzeichen und Sonderzeichen dürfen dort nicht unkodiert stehen. Neu erstellen.',
    'encoded-twice': 'Die Zeile ist einmal zu oft kodiert, das Telefon bekäme eine falsche Adresse. Neu erstellen.',
    'parameter-twice': 'Steht zweimal in der Adresse: {{part}}. Neu erstellen.',
    unreadable: 'Nicht zu dekodieren: {{part}}. Auf ein „%“ folgen nicht zwei Hexadezimalziffern.',
  },
  warning: {
    percent:
      'Enthält „%“ mit zwei Hexadezimalziffern, etwa %25 oder %20, und sieht damit schon kodiert aus: {{part}}. Es wurde noch einmal kodiert; so angeben, wie Devices es zeigt.',
    blank: 'Beginnt oder endet mit einem Leerzeichen: {{part}}. Es blieb erhalten; mit Devices vergleichen.',
    'plain-ws':
      'Die Adresse beginnt mit ws://, das Token geht lesbar über das Netz. Wenn die Plattform es kann, wss:// verwenden.',
    'no-such-category':
      'Dieses Konto zeigt keine Kategorie dieses Namens mit einer Telefonkonfiguration; nur eine solche ist verwendbar.',
  },
  script: {
    problem: {
      missing: 'Das Skript braucht: {{part}}. Nichts wurde erstellt.',
      characters:
        'Enthält ein Zeilenende oder ein Zeichen, das keine Zeile haben kann: {{part}}. Nichts wurde erstellt.',
      url: 'Das ist keine Adresse eines Update-Servers: http:// oder https://, einfache Zeichen, kein Passwort darin. Nichts wurde erstellt.',
    },
    warning: {
      'leave-unproved':
        'Experimentell: Das Entfernen der Update-URL wurde nie an einem echten Telefon gesehen. Zuerst an einem Telefon prüfen.',
      'local-unproved':
        'Experimentell: Die Zeile für die Anmeldung ist von älteren Telefonen bekannt. Zuerst an einem Telefon prüfen.',
      'password-inside': 'Das Skript enthält ein Passwort. Wer es lesen kann, kann sich mit dieser Nummer anmelden.',
      'token-inside': 'Das Skript enthält das Token der Domäne. Wer es lesen kann, kann dort Telefone anmelden.',
    },
    kind: {
      inventory: 'Bestand: Telefone laden hoch, was sie sind',
      sysclient: 'Ohne Code bei Devices anmelden',
      prompt: 'Das Formular für den Code wieder zeigen',
      local: 'Ohne App Platform an einer Telefonanlage anmelden',
      'v12-clean-up': 'Einstellungen eines V12-Update-Servers entfernen',
      leave: 'Diesen Update-Server nicht mehr fragen',
    },
  },
  job: {
    software: 'Software',
    ALARM_SERVER: 'Alarmserver',
    EXPERT: 'alles Übrige, durch Expertenbefehle',
    FXS_PHONE: 'analoge Telefone an einem Gateway',
    MEDIA: 'Sprache: Codecs und Medienports',
    NTP: 'Uhrzeit',
    PHONE: 'das Telefon: Anmeldung, Tasten, Klingeln',
    TLS_PROFILE: 'TLS-Profil',
  },
  dhcp: {
    problem: {
      url: 'Das ist keine Adresse eines Update-Servers: http:// oder https://, einfache Zeichen, keine Anführungszeichen, kein Passwort darin. Nichts wurde erstellt.',
      'url-long': 'Die Adresse ist länger als 255 Zeichen, mehr kann DHCP nicht tragen. Nichts wurde erstellt.',
      interval: 'Der Abstand muss eine ganze Zahl von Minuten von 1 bis 65535 sein. Nichts wurde erstellt.',
    },
    warning:
      'Ein Telefon, das beim ersten Start seine Update-URL über DHCP bekommt, zeigt kein Formular für einen Code: Codes funktionieren darauf nicht. Nur für die automatische Einrichtung verwenden.',
  },
  check: {
    'code-host-http': 'Code-Dienst des Herstellers über HTTP ({{host}}:{{port}})',
    'code-host-https': 'Code-Dienst des Herstellers über HTTPS ({{host}}:{{port}})',
    'dhcp-url':
      'Keine Update-URL im DHCP (Optionen 43/60, Unteroption 215): am DHCP-Server des Telefonnetzes nachsehen',
    devices: 'Devices: Adresse, Zertifikat und Anmeldung des Kontos',
    category: 'Eine Kategorie mit einer Telefonkonfiguration',
    pbx: 'Telefonanlage: Benutzer, ihre Geräte und Anmeldungen',
    'object-devices': 'Telefonanlage, App-Objekt Devices: „websocket“ ist angehakt',
    'object-profile':
      'Telefonanlage, App-Objekt Profile: „websocket“ und „Services“ sind angehakt, und es darf „devices-api“ verwenden',
  },
  result: { passed: 'in Ordnung', failed: 'nicht in Ordnung', person: 'bitte nachsehen', skipped: 'nicht geprüft' },
  'phone-url': {
    none: 'Das Telefon hat noch keine Devices-URL.',
    shown: 'Das Telefon meldet sich an bei {{url}}',
    same: 'Es ist genau die erstellte.',
    other: 'Es ist nicht die erstellte. Beide Zeichen für Zeichen vergleichen; das Token wird nicht gezeigt.',
  },
  prompted: 'Das Telefon zeigt sein Formular für den Code wieder. An seiner Konfiguration wurde nichts geändert.',
};
