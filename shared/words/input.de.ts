import type { input as english } from './input.en.ts';
import type { SameWords } from './tree.ts';

/** The German texts of `input.en.ts`. */
export const input: SameWords<typeof english> = {
  input: {
    'host-gone':
      'Rollcall hat nicht geantwortet, dies wurde also vielleicht nicht ausgeführt. Eingetipptes bleibt stehen. Sobald es wieder antwortet: erst nachsehen, dann noch einmal versuchen.',
    'no-rollout': 'Den Rollout „{{name}}“ gibt es nicht. Nichts wurde getan. Einen anderen öffnen.',
    'no-rollout_command':
      'Den Rollout „{{name}}“ gibt es nicht. Nichts wurde getan. `rollout list` zeigt die vorhandenen.',
    'rollout-exists': 'Ein Rollout „{{name}}“ gibt es schon. Nichts wurde geändert. Anderen Namen wählen.',
    'bad-rollout-name':
      'Zeichen {{position}} dieses Namens ({{character}}) ist unsichtbar oder kehrt die Schreibrichtung um, damit sähen zwei Rollouts gleich aus. Nichts wurde geändert. Den Namen ohne es eingeben.',
    'no-account': 'Ein Konto „{{name}}“ gibt es nicht. Nichts wurde getan. Ein anderes wählen.',
    'no-account_command':
      'Ein Konto „{{name}}“ gibt es nicht. Nichts wurde getan. `account list` zeigt die vorhandenen.',
    'account-exists':
      'Ein Konto „{{name}}“ gibt es schon. Nichts wurde geändert. Erst entfernen oder anderen Namen wählen.',
    'no-phones':
      'Kein Telefon von „{{rollout}}“ hat eine Adresse, also lässt sich keines um einen Anruf bitten. Nichts wurde gesendet. Der Liste eine Spalte mit IP-Adressen geben.',
    'not-confirmed':
      'Die eingetippte Zahl ist nicht die Zahl der Telefone ({{phones}}). Nichts wurde gesendet. Erneut eintippen.',
    'bad-address':
      '„{{address}}“ ist keine IPv4-Adresse. Nichts wurde gesendet. Als 192.168.1.10 schreiben, mit :Port, wenn es nicht der übliche ist.',
    'foreign-range':
      'Der Bereich {{first}} bis {{last}} liegt nicht im Subnetz von {{address}} oder ist größer als 512 Adressen. Nichts wurde gesendet. Einen kleineren im eigenen Netz wählen.',
    'range-not-confirmed':
      'Jede Adresse von {{first}} bis {{last}} würde um einen Anruf gebeten. Nichts wurde gesendet. Zuerst bestätigen.',
    'bad-file-url':
      'Die Datei braucht eine URL, die mit https:// oder ftp:// beginnt und mit ihrem Namen endet. Nichts wurde gesendet. Berichtigen oder eine Datei dieses Rechners wählen.',
    'no-syslog-port':
      'An Port {{port}} auf {{address}} lässt sich nicht lauschen: ein anderes Programm hat ihn, oder er braucht mehr Rechte. Nichts wurde geöffnet. Einen anderen Port wählen, etwa 5514.',
    'not-read': 'Dieses Telefon wurde noch nicht gelesen, also gibt es nichts zu zeigen. Zuerst lesen.',
    'bad-item':
      '„{{item}}“ ist kein Name eines Items. Nichts wurde gesendet. Als sip-user-id schreiben oder mit Index als select-dial[3].',
    'no-service': 'Den Dienst „{{service}}“ dieses Kontos kennt dieses Rollcall nicht. Nichts wurde getan.',
    'wrong-service':
      'Das Konto „{{name}}“ gehört zu {{service}}, das kann dies nicht. Nichts wurde gesendet. Ein Konto von einem dieser Dienste wählen: {{services}}.',
    'unknown-service': 'Einen Dienst „{{service}}“ gibt es nicht. Bekannt: {{services}}.',
    'rollcall-junk':
      '{{file}} ist keine .rollcall-Datei, oder ein Teil davon fehlt. Nichts wurde geändert. Datei noch einmal speichern und schicken lassen.',
    'rollcall-newer':
      '{{file}} stammt von einem neueren Rollcall. Nichts wurde geändert. Rollcall aktualisieren, dann noch einmal öffnen.',
    'rollcall-device':
      'Telefon {{position}} in {{file}} ist nicht lesbar, oder seine MAC steht zweimal in der Datei. Nichts wurde geändert. Datei noch einmal speichern und schicken lassen.',
    'unreadable-file': 'Die Datei {{file}} war nicht lesbar. Nichts wurde geändert. Pfad und Rechte prüfen.',
    'unwritable-folder': 'Der Ordner {{folder}} war nicht beschreibbar: {{error}}. Anderen Ordner wählen.',
    'folder-not-empty':
      'Der Ordner {{folder}} ist nicht leer. Nichts wurde geschrieben, damit nicht alte Aufrufe mit neuen hochgeladen werden. Neuen oder leeren Ordner angeben.',
    'device-without-url':
      'Das Gerät {{mac}} hat keine URL. Nichts wurde geschrieben. Hier eine eingeben oder in der URL-Spalte des Geräts.',
    'device-without-url_command':
      'Das Gerät {{mac}} hat keine URL. Nichts wurde geschrieben. Eine mit --url angeben oder als Spalte in der Liste.',
    'bad-url':
      'Eine Provisionierungs-URL beginnt mit http:// oder https:// und einem Host. Diese nicht. Nichts wurde gesendet.',
    'no-url':
      'Kein Gerät von „{{rollout}}“ hat eine URL, und keine wurde angegeben. Nichts wurde gesendet. Hier eine eingeben oder eine Liste mit URL-Spalte importieren.',
    'no-url_command':
      'Kein Gerät von „{{rollout}}“ hat eine URL, und keine wurde angegeben. Nichts wurde gesendet. Eine mit --url angeben oder als Spalte in der Liste.',
    'bad-allow':
      '„{{text}}“ ist weder eine MAC noch deren erste Hälfte. Nichts wurde geöffnet. So schreiben: 00-90-33 oder 00-90-33-01-02-03.',
    'update-server-runs': 'Der Update-Server ist bereits offen. Ihn zuerst beenden, um ihn anderswo zu öffnen.',
    'no-job':
      'Der Rollout „{{rollout}}“ hat keinen Auftrag {{job}} für Telefone. Nichts wurde geändert. Einen anderen wählen.',
    'no-job_command':
      'Der Rollout „{{rollout}}“ hat keinen Auftrag {{job}} für Telefone. Nichts wurde geändert. `codes jobs` nennt die vorhandenen.',
    'no-commands': 'Darin steht kein Befehl. Nichts wurde angelegt. Mindestens einen schreiben, einen je Zeile.',
    'bad-commands':
      'Das ist kein Skript: Es enthält Steuerzeichen oder beginnt wie eine Seite oder ein Dokument. Nichts wurde angelegt. Die Befehle selbst nehmen, einen je Zeile.',
    'model-twice': 'Das Modell {{model}} ist zweimal genannt. Nichts wurde angelegt. Ihm eine Datei geben.',
    'bad-separator': '„{{separator}}“ ist kein Trennzeichen. Möglich: Komma, Semikolon, Tabulator, senkrechter Strich.',
    'unfinished-run':
      'Lauf {{run}} von „{{rollout}}“ wurde unterbrochen und ist nicht beendet. Nichts wurde gesendet. Erst fortsetzen.',
    'unfinished-run_command':
      'Lauf {{run}} von „{{rollout}}“ wurde unterbrochen und ist nicht beendet. Nichts wurde gesendet. Erst zu Ende bringen: resume {{rollout}}',
    'no-run': 'Der Rollout „{{rollout}}“ hat keinen Lauf {{run}}. Nichts wurde gesendet. Einen anderen wählen.',
    'no-run_command':
      'Der Rollout „{{rollout}}“ hat keinen Lauf {{run}}. Nichts wurde gesendet. `rollout show` nennt seine Läufe.',
    'no-plan': 'Diesen Plan gibt es nicht mehr. Nichts wurde gesendet. Neuen Plan erstellen.',
    'no-owned-phones':
      'Es gibt nichts zu erbitten: Soweit bekannt, gehört keines der gewählten Telefone von „{{rollout}}“ jemand anderem. Kein Brief wurde erstellt.',
    busy: 'Andere Arbeit ist schon im Gange: ein Plan, ein Lauf, eine Suche oder eine Prüfung. Nichts wurde gesendet. Ende abwarten oder anhalten.',
    'no-device':
      'Der Rollout „{{rollout}}“ hat kein Gerät {{mac}}. Nichts wurde geändert. Vielleicht wurde es inzwischen entfernt.',
    'device-exists':
      'Der Rollout „{{rollout}}“ hat schon ein Gerät {{mac}}. Nichts wurde geändert. MAC korrigieren oder jenes Gerät bearbeiten.',
    'device-in-run':
      'Lauf {{run}} ist mit dem Gerät {{mac}} noch nicht fertig. Nichts wurde geändert. Den Lauf zuerst zu Ende bringen.',
    'password-needed':
      'Adresse oder Benutzer von „{{name}}“ ist ein anderer. Nichts wurde geändert. Das Passwort dafür eingeben.',
    'codes-busy':
      'Für „{{rollout}}“ werden schon Codes angefordert. Nichts wurde gesendet. Das Ende abwarten oder anhalten.',
    'no-users':
      'In „{{rollout}}“ ist niemand, der einen Code bekommen könnte. Nichts wurde gesendet. Zuerst eine Liste von Benutzern importieren.',
    'no-user':
      'Im Rollout „{{rollout}}“ gibt es keinen Benutzer {{user}}. Nichts wurde geändert. In der Liste nachsehen.',
    'several-users':
      'In „{{rollout}}“ heißen mehrere Benutzer {{user}}. Nichts wurde geändert. Einen davon mit Anmeldung oder Nebenstelle nennen.',
    'no-category':
      'Das Konto „{{account}}“ hat keine Provisionierungskategorie „{{category}}“. Nichts wurde gesendet. Vorhanden: {{categories}}. Eine Kategorie ohne Konfiguration ist nicht verwendbar.',
    'listed-codes':
      'Einige Codes von „{{rollout}}“ kamen mit einer Liste und sind von einem anderen Werkzeug. Nichts wurde gesendet. Neue mit einem Konto ausstellen.',
    'no-swap':
      'Nur die Telefone zweier Benutzer lassen sich tauschen, und beide brauchen eines, das einen Code eingelöst hat. Nichts wurde geändert.',
    'no-sheets':
      'Von „{{rollout}}“ ist kein Code zu drucken: keiner ist gültig, oder alle sind gedruckt. Nichts wurde geschrieben.',
    'bad-logo': 'Diese Datei ist kein Bild in PNG oder SVG. Nichts wurde gespeichert. Eine andere wählen.',
    'bad-logo_too-large':
      'Dieses Bild ist größer als {{limit}} KiB. Nichts wurde gespeichert. Verkleinern oder ein anderes wählen.',
    'practice-not-started':
      'Die Übungsdienste konnten nicht gestartet werden. Nichts wurde gesendet. Noch einmal versuchen.',
    'practice-not-started_command':
      'Die Übungsdienste konnten nicht gestartet werden. Nichts wurde gesendet. Von Hand starten: rollcall practice',
    'bad-argument':
      'Mit der Angabe für „{{field}}“ konnte Rollcall nichts anfangen ({{problem}}). Nichts wurde getan. Die Angabe ändern und erneut versuchen; wurde dort nichts eingegeben, Rollcall schließen und neu starten, und wenn das nicht hilft, unter Aktivität ein Support-Paket speichern.',
  },
  storage: {
    locked:
      'Ein anderes Rollcall ändert gerade die Daten in {{folder}}. Hier wurde nichts getan. Dessen Ende abwarten, dann erneut versuchen.',
    'unusable-folder':
      'Der Datenordner {{folder}} ist nicht verwendbar: {{error}}. Pfad, Rechte und Platz prüfen oder mit --data einen anderen nennen.',
    damaged:
      'Die Datenbank in {{folder}} ist beschädigt. Überschrieben wurde nichts: Die Datei heißt jetzt {{file}}. Frühere Fassungen liegen vielleicht im Ordner backups. Der nächste Start beginnt mit einer leeren Datenbank.',
    'newer-version':
      'Die Daten in {{folder}} stammen von einem neueren Rollcall. Nichts wurde geändert. Jene Version verwenden.',
  },
  support: {
    readme:
      'Was Rollcall zusammengestellt hat, damit jemand helfen kann: Versionen, Einstellungen, Adressen der Konten (ohne Benutzer und Passwort), die Tabellen der Datenbank mit ihrer Zeilenzahl, was wann getan wurde, und das Protokoll. Passwörter, Codes, Token und Anmeldungen in Adressen sind entfernt; MACs und Namen von Rollouts stehen darin. Vor dem Weitergeben ansehen.',
  },
  vault: {
    locked: 'Der Tresor mit den Passwörtern ist gesperrt. Nichts wurde gesendet. Passphrase angeben.',
    'wrong-passphrase':
      'Diese Passphrase öffnet den Tresor nicht. Nichts wurde gesendet. Erneut versuchen; eine vergessene ist nicht wiederherstellbar.',
    damaged:
      'Die Tresordatei vault.json ist nicht lesbar und blieb, wie sie ist. Eine Sicherung an ihre Stelle legen, oder sie beiseitelegen und die Passwörter neu eingeben.',
    'missing-secret':
      'Der Tresor enthält kein Passwort für dieses Konto. Nichts wurde gesendet. Konto entfernen und neu anlegen.',
    forgotten:
      'Das Passwort dieses Kontos wurde nur bis zum Schließen von Rollcall behalten. Nichts wurde gesendet. Bitte neu eingeben.',
    'forgotten-url':
      'Eine Adresse enthält ein Passwort, das nur bis zum Schließen von Rollcall behalten wurde. Nichts wurde gesendet. Die Adresse neu eingeben: die URL des Telefons oder den Proxy des Kontos.',
    'in-keychain':
      'Die Passwörter in diesem Datenordner liegen im Schlüsselbund dieses Systems, den nur das Fenster öffnen kann. Nichts wurde gesendet. In den Einstellungen des Fensters eine Passphrase wählen oder einen anderen Datenordner verwenden.',
    unwritable:
      'Die Passwörter konnten nicht in den Datenordner geschrieben werden. Nichts wurde gesendet, und was vorher da war, ist unverändert. Platz auf dem Datenträger schaffen, Rechte des Ordners prüfen, dann erneut versuchen.',
    'no-keychain':
      'Der Schlüsselbund dieses Systems hat die Passwörter nicht angenommen. Sie bleiben, wo sie waren. Schlüsselbund entsperren oder eine Passphrase wählen.',
  },
};
