import type { configs as english } from './configs.en.ts';
import type { SameWords } from './tree.ts';

/** The German texts of `configs.en.ts`. */
export const configs: SameWords<typeof english> = {
  configs: {
    finding: {
      ok: 'in Ordnung',
      empty: 'leer',
      html: 'Webseite stattdessen',
      'bad-xml': 'XML fehlerhaft',
      'bad-text': 'falscher Text',
      'bad-checksum': 'Prüfsumme falsch',
      'wrong-mac': 'Datei eines anderen Telefons',
      'wrong-account': 'anderes Konto',
      'no-account': 'kein Konto',
      'not-found': 'nicht gefunden',
      'login-refused': 'Anmeldung abgelehnt',
      'server-error': 'Serverfehler',
      unreachable: 'nicht erreichbar',
      tls: 'Zertifikat',
      'optional-missing': 'entbehrlich, fehlt',
      unproven: 'nicht bewiesen',
    },
    message: {
      ok: 'Die Datei ist da, und ihr Inhalt stimmt mit der Liste überein.',
      ok_part: 'Die Datei ist da und wohlgeformt; das Konto steht in einer anderen.',
      ok_readable: 'Die Datei ist da und lesbar. Mit der Liste wird sie nicht verglichen.',
      ok_beginning: 'Die Datei ist da. Nur ihr Anfang wurde geholt.',
      empty:
        'Der Server gab eine leere Datei. Das Telefon bekommt keine Konfiguration. Diese in der Anlage neu erzeugen.',
      html: 'Statt der Datei kam eine Webseite. Das Telefon kann damit nichts anfangen. Basisadresse des Kontos prüfen.',
      html_title:
        'Statt der Datei kam eine Webseite („{{title}}“). Das Telefon kann damit nichts anfangen. Basisadresse des Kontos prüfen.',
      html_text:
        'Als Datei kam der Text eines Fehlers. Das Telefon kann damit nichts anfangen. Telefon in der Anlage prüfen.',
      'bad-xml':
        'Das XML ist in Zeile {{line}}, Spalte {{column}} fehlerhaft. Das Telefon verwirft die ganze Datei. Vorlage in der Anlage berichtigen.',
      'bad-xml_cut': 'Die Verbindung brach mitten in der Datei ab. Das Telefon bekommt nur die Hälfte. Erneut prüfen.',
      'bad-xml_encrypted': 'Die Datei ist verschlüsselt, ihr Konto ist nicht zu vergleichen. In der Anlage nachsehen.',
      'bad-xml_encoding':
        'Die Bytes passen nicht zur Kodierung, die die Datei nennt. Das Telefon verwirft sie vielleicht. Vorlage in der Anlage berichtigen.',
      'bad-xml_before':
        'Vor der XML-Deklaration steht etwas. Das Telefon verwirft die Datei. Vorlage in der Anlage berichtigen.',
      'bad-text': 'Die Datei ist keine Konfiguration dieses Telefons. Gerätetyp in der Anlage prüfen.',
      'bad-text_cut': 'Die Verbindung brach mitten in der Datei ab. Das Telefon bekommt nur die Hälfte. Erneut prüfen.',
      'bad-text_nul':
        'Die Textdatei enthält NUL-Bytes. Das Telefon kann sie nicht lesen. Gerätetyp in der Anlage prüfen.',
      'bad-text_yealink':
        'Die erste Zeile ist nicht die Versionszeile von Yealink. Ein Yealink ab Firmware 70 übergeht die Datei. Gerätetyp in der Anlage prüfen.',
      'bad-text_panasonic':
        'Die erste Zeile ist nicht die von Panasonic. Das Telefon übergeht die Datei. Gerätetyp in der Anlage prüfen.',
      'bad-text_avaya':
        'Es gibt keine SET-Zeile. Das Telefon findet keine Einstellung. Gerätetyp in der Anlage prüfen.',
      'bad-text_grandstream':
        'Statt der Binärdatei von Grandstream kam Text. Das Telefon kann damit nichts anfangen. Gerätetyp in der Anlage prüfen.',
      'bad-text_no-settings': 'In der Datei stehen keine Einstellungen. Gerätetyp des Telefons in der Anlage prüfen.',
      'bad-text_markup':
        'Statt einer Textdatei kam XML. Das Telefon kann damit nichts anfangen. Gerätetyp in der Anlage prüfen.',
      'bad-checksum':
        'Die Prüfsumme ist falsch. Das Telefon verwirft die Datei. Konfiguration in der Anlage neu erzeugen.',
      'bad-checksum_cut':
        'Die Verbindung brach mitten in der Datei ab. Das Telefon bekommt nur die Hälfte. Erneut prüfen.',
      'bad-checksum_length':
        'Die Datei hat {{bytes}} Bytes und nennt {{promised}}. Das Telefon verwirft sie. Konfiguration in der Anlage neu erzeugen.',
      'wrong-mac':
        'Die Datei ist die eines anderen Telefons ({{found}}). Dieses Telefon würde zum anderen. MACs in der Anlage prüfen.',
      'wrong-account':
        'Das Konto ist ein anderes: „{{found}}“, in der Liste steht „{{wanted}}“. Liste oder Anlage berichtigen.',
      'wrong-account_user':
        'Der Benutzer ist „{{found}}“, in der Liste steht „{{wanted}}“. Liste oder Anlage berichtigen.',
      'wrong-account_user-missing':
        'Die Datei nennt keinen Benutzer; in der Liste steht „{{wanted}}“. Anlage berichtigen.',
      'wrong-account_extension':
        'Die Nebenstelle ist „{{found}}“, in der Liste steht „{{wanted}}“. Liste oder Anlage berichtigen.',
      'wrong-account_extension-missing':
        'Die Datei nennt keine Nebenstelle; in der Liste steht „{{wanted}}“. Anlage berichtigen.',
      'wrong-account_server':
        'Der SIP-Server ist „{{found}}“, in der Liste steht „{{wanted}}“. Liste oder Anlage berichtigen.',
      'wrong-account_server-missing':
        'Die Datei nennt keinen SIP-Server; in der Liste steht „{{wanted}}“. Das Telefon würde sich nirgends anmelden. Anlage berichtigen.',
      'no-account':
        'In der Datei steht kein SIP-Konto. Das Telefon würde sich nirgends anmelden. In der Anlage eine Nebenstelle zuweisen.',
      'no-account_empty':
        'Das SIP-Konto in der Datei ist leer. Das Telefon würde sich nirgends anmelden. In der Anlage eine Nebenstelle zuweisen.',
      'not-found':
        'Der Server hat diese Datei nicht. Entweder fehlt die MAC in der Anlage, der Gerätetyp hat keine automatische Provisionierung, oder der Pfad ist falsch.',
      'not-found_after-login':
        'Die Anmeldung stimmt, aber der Server hat diese Datei nicht. Entweder fehlt die MAC in der Anlage, oder der Gerätetyp hat keine automatische Provisionierung.',
      'not-found_other-name':
        'Unter dem Namen, nach dem das Telefon fragt, ist nichts; {{name}} ist da. Das Telefon bekommt vielleicht nichts. Groß- und Kleinschreibung berichtigen.',
      'not-found_tftp':
        'Laut TFTP gibt es die Datei nicht („{{words}}“). Groß- und Kleinschreibung zählt. MAC in der Anlage prüfen.',
      'login-refused': 'Der Server lehnte die Anmeldung ab. Benutzer und Passwort des Kontos prüfen.',
      'login-refused_password':
        'Benutzer oder Passwort ist falsch (401, dann 403). HTTP-Benutzer und -Passwort in der Anlage prüfen.',
      'login-refused_straight':
        '403 kam ohne Rückfrage. Vielleicht sind HTTP-Benutzer und -Passwort in der Anlage nicht gesetzt; dann ist die HTTP-Provisionierung aus.',
      'login-refused_again':
        'Der Server fragte noch einmal nach der Anmeldung. Benutzer oder Passwort ist falsch. In der Anlage prüfen.',
      'login-refused_not-digest':
        'Der Server bietet kein Digest an. Ihm wurde nichts gezeigt: Basic verrät das Passwort. Server prüfen.',
      'login-refused_elsewhere':
        'Diese Datei liegt auf einem anderen Server, der eine Anmeldung will. Die Anmeldung bekommt nur der Server des Kontos.',
      'server-error': 'Der Server scheiterte mit Status {{status}}. Meist seine Datenbank: Support der Anlage fragen.',
      'server-error_status':
        'Der Server antwortete mit Status {{status}}, das ist keine Datei. Adresse und Pfad prüfen.',
      'server-error_redirect':
        'Der Server leitet um nach {{url}}. Dem wurde nicht gefolgt und dort keine Anmeldung gezeigt. Basisadresse des Kontos prüfen.',
      'server-error_tftp': 'TFTP verweigerte die Datei: Fehler {{code}} „{{words}}“. Rechte auf dem Server prüfen.',
      'server-error_too-large':
        'Die Antwort ist größer als jede Konfiguration. Sie wurde nicht zu Ende gelesen. Pfad prüfen.',
      unreachable: 'Der Server war nicht zu erreichen. Adresse, Port und Netz prüfen.',
      unreachable_refused: 'An diesem Port lauscht nichts. Adresse und Port prüfen, und ob der Server läuft.',
      unreachable_dns: 'Der Name des Servers hat keine Adresse. Schreibweise und DNS prüfen.',
      unreachable_network: 'Es gibt keinen Weg zum Server. Kabel, VLAN und VPN prüfen.',
      unreachable_lost: 'Die Verbindung brach vor einer Antwort ab. Erneut prüfen; sonst am Server nachsehen.',
      unreachable_timeout: 'Zweimal kam in zehn Sekunden keine Antwort. Firewall, Port und VPN prüfen.',
      'unreachable_not-http': 'Was antwortet, spricht kein HTTP. Port prüfen, und ob https gemeint ist.',
      unreachable_proxy: 'Der Proxy war nicht zu gebrauchen. Im Konto prüfen.',
      unreachable_cancelled: 'Die Prüfung wurde angehalten, bevor eine Antwort kam.',
      'unreachable_given-up':
        'Mehrere Telefone nacheinander bekamen von {{host}} keine Antwort, für dieses wurde nicht gefragt.',
      'unreachable_tftp-silent':
        'TFTP antwortete nie. Vielleicht ist UDP-Port 69 gesperrt, oder die Firewall dieses Rechners verwirft die Antwort, die von einem anderen Port kommt.',
      'unreachable_tftp-refused': 'Dort lauscht nichts auf TFTP. Server prüfen.',
      'unreachable_tftp-stalled': 'Die TFTP-Übertragung begann und brach ab. Netz prüfen, dann erneut prüfen.',
      'unreachable_tftp-unknown-host': 'Der Name des Servers hat keine Adresse. Schreibweise und DNS prüfen.',
      tls: 'Dem Zertifikat des Servers wird nicht vertraut. Ein Telefon, das es prüft, lehnt es ab. Dessen CA im Konto hinterlegen oder das Zertifikat berichtigen.',
      'tls_self-signed':
        'Das Zertifikat ist selbst signiert. Manche Telefone lehnen es ab (Yealink: „Only Accept Trusted Certificates“). Zum Weiterprüfen im Konto festlegen.',
      tls_issuer:
        'Die Zertifizierungsstelle ({{issuer}}) ist nicht bekannt. Ein Telefon lehnt sie ab, wenn es sie nicht kennt. Zum Weiterprüfen die CA im Konto hinterlegen.',
      tls_name:
        'Das Zertifikat gilt für einen anderen Namen ({{names}}). Telefone, die es prüfen, lehnen es ab. Adresse berichtigen.',
      tls_expired: 'Das Zertifikat ist am {{until}} abgelaufen. Telefone lehnen es ab. Erneuern.',
      'tls_not-yet-valid': 'Das Zertifikat gilt erst ab {{from}}. Telefone lehnen es ab. Uhren prüfen.',
      tls_pin:
        'Der Server zeigt ein anderes Zertifikat als das im Konto festgelegte. Nichts wurde gesendet. Den Grund herausfinden.',
      tls_protocol:
        'Es kam kein TLS zustande. Vielleicht ist der Port einer für HTTP, oder der Server zu alt. Port prüfen.',
      tls_mixed: 'An einem Port für HTTPS wurde HTTP gesprochen. http:// und https:// der Adresse prüfen.',
      'tls_poly-self-signed':
        'Die Datei ist da, aber Telefone von Poly nehmen nur Zertifikate öffentlicher Stellen. Dieses Telefon holt sie nicht über HTTPS.',
      'tls_poly-wildcard':
        'Die Datei ist da, aber Telefone von Poly lehnen Wildcard-Zertifikate ab. Dieses Telefon holt sie nicht über HTTPS.',
      'tls_poly-name-or-date':
        'Die Datei ist da, aber Name oder Datum des Zertifikats stimmt nicht. Dieses Telefon holt sie nicht über HTTPS.',
      'optional-missing': 'Fehlt, was üblich ist: das Telefon kommt ohne sie aus.',
      unproven:
        'Die Gegenproben schlugen fehl: der Server gibt Dateien an Telefone, die es nicht gibt, oder bei falschem Passwort. Diese Antwort ({{would}}) beweist nichts.',
    },
    note: {
      guessed: 'Der Hersteller ist aus der MAC geraten.',
      'neutral-agent': 'Ohne den eigenen User-Agent des Telefons gefragt; er ist nicht bekannt.',
      'other-case': 'Nur diese Schreibung des Namens ist da.',
      'unknown-root': 'Das Wurzelelement ist nicht bekannt.',
      'no-gnkey': 'gnkey fehlt.',
      'duplicate-numbers': 'P-Nummern kommen doppelt vor.',
      'user-not-compared': 'Die Datei nennt niemanden, der Benutzer der Liste war nicht zu vergleichen.',
      'account-unrecognised': 'Die Schreibart der Datei ist nicht bekannt; ihre Werte stimmen mit der Liste überein.',
      'admin-password': 'Sie setzt das Administratorpasswort des Telefons.',
      'no-admin-password': 'Sie setzt kein Administratorpasswort: das vom Werk bleibt.',
      'tftp-open': 'TFTP kennt keine Anmeldung: jeder in diesem Netz kann das SIP-Passwort lesen.',
      'tftp-version': 'Über TFTP sieht die Anlage die Firmware nicht; v70.txt entscheidet für alle Yealinks.',
      elsewhere: 'Sie liegt auf einem anderen Server.',
      'private-certificate':
        'Hinter dem Zertifikat steht keine öffentliche Stelle: das Telefon muss ihm vertrauen lernen.',
    },
    unasked: {
      'unknown-model':
        'Für {{phone}} wurde nicht gefragt: weder Liste noch MAC sagen, welches Telefon es ist. Modell ergänzen.',
      'no-name':
        'Für {{phone}} wurde nicht gefragt: den Dateinamen von {{vendor}} veröffentlicht niemand. Von Hand fragen.',
      'other-scheme': 'Für {{phone}} wurde nicht gefragt: Telefone von {{vendor}} holen auf diesem Weg nichts.',
    },
    control: {
      'unknown-mac_passed': 'Eine MAC, die es nicht geben kann, bekommt keine Datei.',
      'unknown-mac_failed':
        'Eine MAC, die es nicht geben kann, bekommt eine Datei ({{file}}): Antworten dieses Servers beweisen nichts.',
      'unknown-mac_open': 'Ob eine MAC, die es nicht geben kann, eine Datei bekommt, war nicht zu prüfen.',
      'wrong-password_passed': 'Ein falsches Passwort bekommt keine Datei.',
      'wrong-password_failed':
        'Ein falsches Passwort bekommt eine Datei ({{file}}): Antworten dieses Servers beweisen nichts.',
      'wrong-password_open': 'Ob ein falsches Passwort eine Datei bekommt, war nicht zu prüfen.',
    },
    certificate: {
      public: 'Hinter dem Zertifikat steht eine öffentliche Stelle.',
      'self-signed': 'Das Zertifikat ist selbst signiert, oder seine Stelle ist nicht öffentlich.',
      'name-or-date': 'Name oder Datum des Zertifikats stimmt nicht.',
      wildcard: 'Es ist ein Wildcard-Zertifikat; Telefone von Poly lehnen es ab.',
    },
    versions: 'Angebotenes TLS: {{versions}}; das älteste ist {{oldest}}.',
    state: {
      'never-seen': 'nie gesehen',
      asking: 'fragt, ohne Anmeldung',
      refused: 'abgelehnt',
      unknown: 'nicht in der Anlage',
      fetched: 'geholt',
      'fetched-elsewhere': 'von anderer Adresse geholt',
    },
    'state-message': {
      'never-seen': 'Das Telefon fragte nie. Sein Netz, DHCP-Option 66 und seine Provisionierungsadresse prüfen.',
      asking: 'Das Telefon fragt und zeigt keine Anmeldung. Benutzer und Passwort eintragen, oder es kennt nur Basic.',
      refused: 'Das Telefon zeigt eine falsche Anmeldung. Im Telefon berichtigen.',
      unknown: 'Der Server kennt das Telefon nicht. MAC und Gerätetyp in der Anlage prüfen.',
      fetched: 'Das Telefon hat seine Konfiguration geholt.',
      'fetched-elsewhere':
        'Jemand anders hat die Datei dieses Telefons geholt: {{address}}. Adresse in der Liste prüfen, und wer das ist.',
    },
    oddity: {
      'other-phone': 'Wer fragte, nennt sich mit einer anderen MAC.',
      small: 'Die Antwort ist viel kleiner als üblich.',
      'own-check': 'Eine Prüfung kam von derselben Adresse: vielleicht war sie es, nicht das Telefon.',
    },
    newer: 'Der Katalog nennt Firmware {{firmware}}.',
    advice: {
      laptop: 'Eine hier geholte Datei beweist nicht, dass das Telefon den Server aus seinem VLAN erreicht.',
      http: 'Bei HTTP liest jeder unterwegs die SIP-Passwörter in den Dateien mit. Besser HTTPS oder ein eigenes VLAN.',
      tftp: 'TFTP kennt keine Anmeldung: jeder in diesem Netz kann die SIP-Passwörter lesen. Auf das VLAN der Telefone beschränken.',
      login: 'Ein Zugang öffnet die Dateien aller Telefone. Langes Zufallspasswort wählen und nach dem Rollout ändern.',
    },
    report: {
      title: 'Prüfung der Konfigurationen',
      site: 'Server',
      summary: 'Übersicht',
      problems: 'Zu tun',
      files: 'Dateien',
      fetched: 'Wer geholt hat',
      advice: 'Zu bedenken',
      none: 'Es wurde noch nichts geprüft.',
      mac: 'MAC',
      model: 'Modell',
      file: 'Datei',
      way: 'Über',
      status: 'Antworten',
      finding: 'Befund',
      message: 'Was es bedeutet',
      number: 'Dateien',
      state: 'Stand',
      time: 'Zeit',
      address: 'Adresse',
      firmware: 'Firmwarestand',
      room: 'Raum',
      user: 'Benutzer',
    },
  },
};
