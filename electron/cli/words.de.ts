import type { SameWords } from '../../shared/words/tree.ts';
import { codeCommands, codes } from './codes-words.de.ts';
import { configCommands, configs } from './configs-words.de.ts';
import { jobCommands, jobs } from './jobs-words.de.ts';
import { openstage, openstageCommands } from './openstage-words.de.ts';
import type { words as english } from './words.en.ts';

/** What only the command line says, in German. */
export const words: SameWords<typeof english> = {
  cli: {
    usage: {
      help: '`rollcall --help` nennt die Befehle.',
      command: 'Einen Befehl „{{text}}“ gibt es nicht.',
      option: '--{{option}} gehört nicht zu {{command}}.',
      missing: '{{command}} braucht --{{option}}.',
      number: '--{{option}} verlangt eine ganze Zahl ab 1, nicht „{{text}}“.',
      language: '--lang verlangt de oder en, nicht „{{text}}“.',
      action: '--action verlangt eines von {{actions}}, nicht „{{text}}“.',
      map: '--map verlangt Feld=Spalte,…; „{{text}}“ ist das nicht. Felder: {{fields}}.',
      fault: '--fault {{text}}: {{problem}} Fehler zur Auswahl: {{names}}.',
      yes: 'Das ändert etwas beim Dienst, und niemand ist da, um gefragt zu werden. Nichts wurde gesendet. --yes hinzufügen.',
    },
    openstage,
    configs,
    command: {
      ...codeCommands,
      ...jobCommands,
      ...openstageCommands,
      ...configCommands,
      practice:
        'Startet Übungsdienste auf diesem Rechner: Nichts verlässt ihn, nichts wird aufbewahrt. Die erste Zeile der Standardausgabe nennt ihre Adressen.',
      'codes serve':
        'Öffnet den Update-Server für eigene Codes auf einer Adresse dieses Rechners, bis Strg+C. Die erste Zeile der Standardausgabe ist die URL für die Telefone. --allow MAC oder deren erste Hälfte, auch mehrmals; ohne: innovaphone-Telefone. --hours 22-5: Telefone laden Firmware nur in diesen Stunden, nach ihrer eigenen Uhr; und mit --initial-minutes N frühestens so lange nach ihrem Start. `codes jobs` sagt, was Telefone bekommen. Das Einlösen durch echte Telefone ist experimentell.',
      'innovaphone url':
        'Erstellt die SYSCLIENT-Zeile, mit der sich Telefone ohne Code bei Devices anmelden, und zeigt die Schritte. --base endet auf /sysclients. Mit --account wird die Kategorie dort gesucht.',
      'innovaphone check':
        'Liest eine SYSCLIENT-Zeile oder die URL, die ein Telefon zeigt, und sagt, was daran falsch ist. Rückgabewert 1, wenn etwas falsch ist.',
      'innovaphone script':
        'Erstellt ein Update-Skript; die Arten stehen unten. Mit --once führen fragende Telefone es einmal aus. sysclient nimmt, was „innovaphone url“ nimmt; inventory die --url zum Hochladen; leave die --url, die statt dieser gefragt wird; local --server, --extension und mit --password-stdin ein Passwort.',
      'innovaphone dhcp':
        'Schreibt die DHCP-Optionen 43/60 mit einer Update-URL, für dnsmasq, ISC dhcpd oder als Hexadezimalzahl. --interval in Minuten.',
      'innovaphone preflight':
        'Sieht nach, was Codes brauchen, bevor einer ausgegeben wird: Code-Dienst des Herstellers, Devices, Kategorie, Telefonanlage. Was sich von hier nicht sehen lässt, wird zum Nachsehen aufgelistet. Ändert nichts. --pbx nennt das Konto der Telefonanlage.',
      'innovaphone prompt':
        'Lässt ein Telefon sein Formular für einen Code wieder zeigen. Das Passwort wird erfragt oder von der Standardeingabe gelesen; --user ist admin, wenn nicht angegeben.',
      'innovaphone phone':
        'Liest die wirksame Devices-URL eines Telefons, das Token verdeckt, und vergleicht sie mit der von --url.',
      'account add':
        'Speichert ein Konto. Das Passwort wird erfragt oder von der Standardeingabe gelesen; nie als Argument angeben.',
      'account list': 'Listet die Konten auf, ohne ihre Passwörter.',
      'account test': 'Probiert Adresse, Zertifikat und Anmeldung eines Kontos. Ändert nichts.',
      'account remove': 'Entfernt ein Konto und sein Passwort.',
      'rollout create': 'Legt einen leeren Rollout an: ein Standort, seine Geräte, seine Läufe.',
      'rollout list': 'Listet die Rollouts auf.',
      'rollout show': 'Zeigt einen Rollout mit seinen Läufen.',
      'rollout save':
        'Schreibt einen Rollout in eine .rollcall-Datei für jemand anderen: seine Telefone und ihren Stand, keine Passwörter, keine Codes.',
      'rollout open':
        'Öffnet eine .rollcall-Datei in den Rollout ihres Namens oder in --rollout NAME. Wo beide Seiten anderes sagen, entscheidet --take mine (wie ohne) oder theirs. Noch einmal öffnen ändert nichts.',
      'rollout delete': 'Entfernt einen Rollout hier. Ändert bei keinem Dienst etwas.',
      import:
        'Liest eine Liste (CSV, XLSX, Text, Zeilen für ap-client.py, Aufrufdateien) in einen Rollout. --map Feld=Spalte,… sagt, welche Spalte was ist; --problems DATEI bewahrt die Zeilen auf, die auszubessern sind.',
      find: 'Findet eine MAC in allen Rollouts, mit jedem Ergebnis, das sie je hatte.',
      export:
        'Schreibt eine Zeile je Gerät: seine Felder und sein letztes Ergebnis. Die Endung wählt CSV, XLSX oder JSON.',
      plan: 'Fragt den Dienst nach jedem Gerät und sagt, was ein Lauf ändern würde. Ändert nichts.',
      run: 'Erstellt einen frischen Plan und führt ihn aus, nach einer Rückfrage oder mit --yes. --only failed, unknown oder eine DATEI mit MACs nimmt einen Teil.',
      resume:
        'Setzt einen unterbrochenen Lauf fort; liest zuerst, was ungewiss ist. --cancel beendet ihn stattdessen: Was nicht begonnen war, wird abgebrochen.',
      undo: 'Schreibt zurück, was vor einem Lauf da war, nach einer Rückfrage oder mit --yes.',
      registered:
        'Listet die Telefone auf, die ein Konto enthält. --out DATEI schreibt sie auch als CSV oder als XML-Antwort.',
      report:
        'Schreibt den Übergabebericht als .pdf (mit installiertem Chromium, Chrome oder Edge) oder .html, oder die Ergebnisse als .csv, .xlsx oder .json. --site, --address, --customer und --technician bleiben gemerkt; ein Strichpunkt beginnt eine neue Zeile.',
      'ownership list': 'Listet die Telefone, die einem anderen Konto gehören, und die geparkten.',
      'ownership sweep': 'Sucht diese Telefone in allen eigenen Konten ihres Dienstes. Ändert dort nichts.',
      'ownership recheck': 'Sucht die geparkten Telefone erneut; bei freien wird das Parken aufgehoben.',
      'ownership letter':
        'Schreibt den Brief, der den bisherigen Anbieter um Freigabe bittet: .pdf, .html oder .txt. --to, --from, --contact und --customer bleiben gemerkt; ein Strichpunkt beginnt eine neue Zeile.',
      'ownership park': 'Lässt Telefone aus Plänen heraus, bis ihr bisheriger Anbieter sie freigegeben hat.',
      'ownership unpark': 'Hebt das Parken von Telefonen auf.',
      prepare: 'Schreibt die Aufrufe als Dateien, für das Gigaset-Portal oder für curl: kein Netz, kein Passwort.',
    },
    help: {
      faults: 'Fehler für --fault NAME[=WERT], beliebig viele:',
      group: 'Mit --help hinter einem davon steht mehr dazu: seine Optionen und was es mit ihnen tut.',
      intro: 'rollcall: registriert Telefone bei Weiterleitungsdiensten und sagt für jedes, was jetzt wahr ist.',
      common:
        'Bei jedem Befehl: --data ORDNER (oder ROLLCALL_DATA), --json (ein Objekt je Zeile auf der Standardausgabe), --lang de|en.\nDie Passphrase der Passwörter wird erfragt oder aus ROLLCALL_PASSPHRASE genommen.\nRückgabewerte: 0 alles erledigt oder unverändert, 1 einiges abgelehnt, fehlgeschlagen oder unbekannt, 2 Bedienung oder Eingabe falsch, 3 Konto oder Dienst nicht verwendbar, 130 unterbrochen.',
    },
    codes,
    jobs,
    passphrase: {
      needed:
        'Die Passwörter liegen in einem Tresor, und niemand ist da, der dessen Passphrase nennt. Nichts wurde getan. ROLLCALL_PASSPHRASE setzen.',
      explain:
        'Passwörter liegen verschlüsselt hinter einer selbst gewählten Passphrase. Eine vergessene ist nicht wiederherstellbar.',
      choose: 'Neue Passphrase: ',
      again: 'Noch einmal: ',
      differ: 'Die beiden sind nicht gleich. Nichts wurde gespeichert. Erneut versuchen.',
      ask: 'Passphrase: ',
    },
    password: {
      ask: 'Passwort des Kontos: ',
      needed:
        'Das Konto braucht ein Passwort. Nichts wurde gespeichert. Am Prompt eingeben oder mit --password-stdin übergeben.',
    },
    progress: {
      plan: '{{done}} von {{total}} gelesen, {{rate}}/s, noch {{left}}',
      run: '{{done}} von {{total}}, {{rate}}/s, noch {{left}}',
    },
    serve: {
      banner:
        'Der Update-Server ist OFFEN auf {{address}}, Port {{port}}: Telefone in diesem Netz können Codes einlösen. Mit echten Telefonen ist das experimentell. Strg+C beendet ihn.',
      window: 'Firmware wird zu diesen Zeiten nach der Uhr der Telefone geladen: {{hours}}.',
      initial_one: 'Bis {{count}} Minute nach dem Start eines Telefons wird keine Firmware geladen.',
      initial_other: 'Bis {{count}} Minuten nach dem Start eines Telefons wird keine Firmware geladen.',
      ended: 'Der Update-Server ist geschlossen. Telefone, die diesen Rechner weiter fragen, erhalten keine Antwort.',
      prompt: '{{phone}} ({{address}}) {{model}}: zeigt das Eingabefeld für einen Code',
      redeemed: '{{phone}} ({{address}}) {{model}}: hat seinen Code eingelöst',
      'wrong-code': '{{phone}} ({{address}}) {{model}}: falscher oder abgelaufener Code. Es hat nichts erhalten.',
      slow: '{{address}}: fünf falsche Codes in einer Minute; bis die Minute um ist, wird keiner angesehen.',
      locked: '{{address}}: nach zwanzig falschen Codes gesperrt. Den Server neu starten, um sie wieder zuzulassen.',
      'not-allowed': '{{phone}} ({{address}}): ist nicht zugelassen. Bei Bedarf mit --allow aufnehmen.',
      failed:
        '{{phone}} ({{address}}): Der Datenordner war nicht verwendbar, das Telefon soll später erneut fragen. Vielleicht ist ein anderes Rollcall mit ihm geöffnet, oder ein Auftrag mit Passwort kam hinzu: dann mit ROLLCALL_PASSPHRASE neu starten.',
    },
    waiting: '{{seconds}} s Pause. {{cause}}',
    stopping: 'Wird angehalten: Begonnenes wird zu Ende gebracht. Noch einmal, um sofort zu gehen.',
    'interrupted-plan': 'Beim Lesen unterbrochen. Nichts wurde gesendet.',
    'service-words': 'Dienst: „{{words}}“',
    innovaphone: {
      url: '1. Werte: domain={{domain}}, token={{token}}, category={{category}}\n2. URL, wie das Telefon sie zeigen muss: {{url}}\n3. Noch einmal kodiert: {{encoded}}\nZeile für ein Update-Skript: {{command}}',
      'line-right': 'Die Zeile stimmt. Das Telefon muss zeigen: {{url}}',
      'script-kind': 'Es gibt kein Skript „{{text}}“. Arten: {{kinds}}.',
      protocol: '--protocol nimmt SIP oder H323, nicht „{{text}}“.',
      format: '--format nimmt eines von {{formats}}, nicht „{{text}}“.',
      'needs-password':
        'Das Telefon braucht ein Passwort, und niemand ist da, der gefragt werden kann. Nichts wurde gesendet. Mit --password-stdin angeben.',
      'ask-password': 'Passwort des Telefons: ',
    },
    account: {
      added: 'Konto {{name}} ist gespeichert. `rollcall account test {{name}}` probiert es aus.',
      none: 'Noch kein Konto. `rollcall account add` legt eines an.',
      line: '{{name}}  {{service}}  {{url}}  {{user}}  {{concurrency}} zugleich, {{batch}} je Aufruf',
      works: 'Konto {{name}} geht: Adresse, Zertifikat und Anmeldung stimmen ({{ms}} ms).',
      removed: 'Konto {{name}} und sein Passwort sind gelöscht.',
    },
    rollout: {
      created: 'Rollout {{name}} ist bereit. `rollcall import {{name}} DATEI` füllt ihn.',
      none: 'Noch kein Rollout. `rollcall rollout create` legt einen an.',
      line_one: '{{name}}: {{count}} Gerät',
      line_other: '{{name}}: {{count}} Geräte',
      line_unfinished_one: '{{name}}: {{count}} Gerät, Lauf {{run}} ist nicht beendet (resume {{name}})',
      line_unfinished_other: '{{name}}: {{count}} Geräte, Lauf {{run}} ist nicht beendet (resume {{name}})',
      outcomes: 'Letzte Ergebnisse: {{counts}}',
      run: 'Lauf {{run}}: {{action}} mit {{account}}, {{time}}: {{counts}}',
      run_unfinished: 'Lauf {{run}}, nicht beendet: {{action}} mit {{account}}, {{time}}: {{counts}}',
      'ask-delete':
        '{{name}} mit {{count}} Geräten und {{runs}} Läufen hier löschen? Was vor den Läufen da war, ist dann nicht mehr zurückzuschreiben. [j/N] ',
      deleted: 'Rollout {{name}} ist hier gelöscht. Bei keinem Dienst wurde etwas geändert.',
    },
    handover: {
      saved_one: '{{name}}, {{count}} Gerät, liegt in {{file}}.',
      saved_other: '{{name}}, {{count}} Geräte, liegt in {{file}}.',
      'left-out_one': '{{count}} Passwort (in URL oder Item) blieb draußen und ist dort neu einzugeben.',
      'left-out_other': '{{count}} Passwörter (in URLs oder Items) blieben draußen und sind dort neu einzugeben.',
      kept_one: '{{count}} Feld weicht ab und blieb, wie es hier war. --take theirs nimmt das der Datei.',
      kept_other: '{{count}} Felder weichen ab und blieben, wie sie hier waren. --take theirs nimmt die der Datei.',
      opened_one: '{{count}} Gerät der Datei: {{added}} neu in {{name}}, {{updated}} ergänzt oder geändert.',
      opened_other: '{{count}} Geräte der Datei: {{added}} neu in {{name}}, {{updated}} ergänzt oder geändert.',
      take: '--take nimmt mine oder theirs, nicht „{{text}}“.',
    },
    import: {
      problem: '{{file}}, Zeile {{row}}, {{column}}, „{{value}}“: {{message}}',
      more_one: '… und {{count}} weitere Problemzeile.',
      more_other: '… und {{count}} weitere Problemzeilen.',
      mend: 'Problemzeilen blieben draußen. --problems DATEI schreibt sie zum Ausbessern und Wiedereinlesen.',
      mend_written:
        'Problemzeilen blieben draußen. Sie stehen in {{file}}: dort ausbessern und diese Datei importieren.',
      warning_one: 'Auffällig, aber übernommen: {{count}} Zeile ({{warning}}).',
      warning_other: 'Auffällig, aber übernommen: {{count}} Zeilen ({{warning}}).',
      unused: 'Spalten ohne eigenes Feld wurden nicht übernommen: {{columns}}. --map sagt, was was ist.',
      done: 'Zeilen: {{rows}}. Geräte: {{devices}} ({{added}} neu, {{updated}} aktualisiert). Probleme: {{problems}}.',
    },
    find: {
      nowhere: '{{mac}} ist hier in keinem Rollout und war es nie.',
      rollout: 'In Rollout {{rollout}}: Raum {{room}}, {{user}} {{extension}} {{model}} {{url}}',
      user: 'Im Rollout {{rollout}}, Codes: Raum {{room}}, {{user}} {{extension}}, dessen Code es eingelöst hat',
      user_planned: 'Im Rollout {{rollout}}, Codes: Raum {{room}}, {{user}} {{extension}}, dafür vorgesehen',
      outcome: '{{time}}  {{rollout}}, {{account}}: {{action}}: {{outcome}} {{message}}',
    },
    export: {
      done_one: '{{count}} Gerät in {{file}} geschrieben',
      done_other: '{{count}} Geräte in {{file}} geschrieben',
    },
    plan: {
      summary_one: 'Plan für {{count}} Gerät: {{groups}}',
      summary_other: 'Plan für {{count}} Geräte: {{groups}}',
      warning_one: 'Warnung für {{count}} Gerät: {{text}}',
      warning_other: 'Warnung für {{count}} Geräte: {{text}}',
      more: '… und {{count}} weitere.',
      ask_one: '{{count}} Telefon ändern? [j/N] ',
      ask_other: '{{count}} Telefone ändern? [j/N] ',
    },
    run: {
      summary_one: 'Lauf {{run}}, {{count}} Gerät in {{time}}: {{counts}}',
      summary_other: 'Lauf {{run}}, {{count}} Geräte in {{time}}: {{counts}}',
      interrupted_one: '{{count}} Gerät ist offen. Nichts ist verloren: `rollcall resume {{rollout}}` macht weiter.',
      interrupted_other:
        '{{count}} Geräte sind offen. Nichts ist verloren: `rollcall resume {{rollout}}` macht weiter.',
      left: 'Nicht jedes Telefon kam durch. `run {{rollout}} … --only failed` oder `--only unknown` versucht jene erneut; `export` schreibt sie auf.',
      nothing: 'Kein Gerät zu bearbeiten.',
      'no-devices': 'Der Rollout {{rollout}} hat keine Geräte. Nichts wurde gesendet. Erst eine Liste importieren.',
      'nothing-to-resume': 'Nichts fortzusetzen: Jeder Lauf von {{rollout}} ist beendet.',
      'nothing-to-undo': 'In {{rollout}} ist nichts zurückzunehmen.',
      'only-problems_one': '{{count}} Zeile von {{file}} enthält keine MAC und blieb draußen.',
      'only-problems_other': '{{count}} Zeilen von {{file}} enthalten keine MAC und blieben draußen.',
      'only-strangers_one':
        '{{count}} MAC der Datei gehört nicht zum Rollout {{rollout}}: {{macs}}. Für sie wurde nichts gesendet. Zuerst importieren.',
      'only-strangers_other':
        '{{count}} MACs der Datei gehören nicht zum Rollout {{rollout}}: {{macs}}. Für sie wurde nichts gesendet. Zuerst importieren.',
    },
    prepare: {
      done_one: '{{count}} Datei für {{devices}} Geräte in {{folder}}. Kein Passwort steht darin.',
      done_other: '{{count}} Dateien für {{devices}} Geräte in {{folder}}. Kein Passwort steht darin.',
    },
    report: { done_one: '{{count}} Gerät steht in {{file}}.', done_other: '{{count}} Geräte stehen in {{file}}.' },
    ownership: {
      none: 'Kein Telefon dieses Rollouts gehört einem anderen Konto, soweit bekannt.',
      parked: 'geparkt {{time}} {{note}}',
      unlooked: 'In Konto {{account}} konnte nicht nachgesehen werden:',
      unparked_one: '{{count}} Telefon ist frei, das Parken ist aufgehoben.',
      unparked_other: '{{count}} Telefone sind frei, das Parken ist aufgehoben.',
      letter_one: 'Der Brief über {{count}} Telefon steht in {{file}}.',
      letter_other: 'Der Brief über {{count}} Telefone steht in {{file}}.',
    },
    registered: {
      count_one: 'Konto {{account}} enthält {{count}} Telefon.',
      count_other: 'Konto {{account}} enthält {{count}} Telefone.',
    },
    practice: {
      running: 'Die Übungsdienste laufen; nichts verlässt diesen Rechner. Strg+C beendet sie.',
    },
  },
};
