import type { SameWords } from '../../shared/words/tree.ts';
import type { jobs as english, jobCommands as englishCommands } from './jobs-words.en.ts';

/** What the commands about jobs for phones say, in German. */
export const jobs: SameWords<typeof english> = {
  'every-category': 'jede Kategorie',
  commands_one: '{{count}} Befehl',
  commands_other: '{{count}} Befehle',
  phones_one: '{{count}} Telefon gegeben, von {{done}} ausgeführt',
  phones_other: '{{count}} Telefonen gegeben, von {{done}} ausgeführt',
  replaced: 'von einem späteren Auftrag ersetzt',
  given: 'gegeben {{time}}, noch nicht bestätigt',
  done: 'ausgeführt {{time}}',
  none: 'Der Rollout {{rollout}} hat noch keinen Auftrag: Telefone, die einen Code einlösen, bekommen nichts. `codes add-software-job` und `codes add-configuration-job` legen einen an.',
  made: 'Auftrag {{job}} ist angelegt. Telefone bekommen ihn, wenn sie den Update-Server (`codes serve`) das nächste Mal fragen.',
  same: 'Auftrag {{job}} enthält bereits dasselbe. Nichts wurde angelegt.',
  removed: 'Auftrag {{job}} ist entfernt. Telefone, die ihn haben, behalten ihn; der Auftrag davor gilt wieder.',
  'ask-remove_one': 'Auftrag {{job}} entfernen, den {{count}} Telefon bekommen hat? [j/N] ',
  'ask-remove_other': 'Auftrag {{job}} entfernen, den {{count}} Telefone bekommen haben? [j/N] ',
  'usage-file':
    '„{{text}}“ ist keine Firmware. Nichts wurde angelegt. So schreiben: IP112=136146=http://10.0.0.1/ip112.bin, also Modell, Build, Adresse der Datei.',
  'usage-type': '--type verlangt eines von {{types}}, nicht „{{text}}“.',
  'usage-number': '„{{text}}“ ist keine Nummer eines Auftrags. `codes jobs` nennt sie.',
  'usage-hours': '--hours verlangt Stunden von 0 bis 23 wie 12,13 oder 22-5, nicht „{{text}}“.',
  'usage-minutes': '--initial-minutes verlangt eine Zahl von 0 bis 1440, nicht „{{text}}“.',
};

/** What the commands are for, in German. */
export const jobCommands: SameWords<typeof englishCommands> = {
  'codes jobs':
    'Listet auf, was Telefone nach dem Einlösen eines eigenen Codes bekommen, das Neueste zuerst: wie vielen es gegeben wurde und wie viele sagten, dass sie es ausgeführt haben. Mit einer NUMBER der Inhalt dieses Auftrags und seine Telefone; Befehle, die ein Passwort enthalten können, stehen dort als ***.',
  'codes add-software-job':
    'Legt einen Auftrag an, der Firmware auf Telefone bringt: MODEL=BUILD=URL, etwa IP112=136146=http://10.0.0.1/ip112.bin, so oft wie es Modelle gibt. BUILD ist die Buildnummer genau dieser Datei: Mit einer anderen laden Telefone sie immer wieder. --category C nur für diese Kategorie. Ein späterer Auftrag ersetzt ihn; denselben noch einmal anlegen ändert nichts.',
  'codes add-configuration-job':
    'Legt einen Auftrag an, der Befehle eines Update-Skripts auf Telefonen ausführt, einen je Zeile, aus FILE oder mit - von der Standardeingabe. Gespeichert und aktiviert wird von selbst. --type sagt, was er konfiguriert, und der neueste jeder Art gilt; --category C nur für diese Kategorie. Befehle, die ein Passwort enthalten können, werden versiegelt. Denselben noch einmal anlegen ändert nichts.',
  'codes remove-job':
    'Entfernt einen Auftrag, nach Rückfrage oder mit --yes. Telefone, die ihn haben, behalten ihn; der Auftrag davor gilt wieder.',
};
