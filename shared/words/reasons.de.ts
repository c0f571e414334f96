import type { reasons as english } from './reasons.en.ts';
import type { SameWords } from './tree.ts';

/** The German sentence of every reason: same keys and placeholders as the English ones. */
export const reasons: SameWords<typeof english> = {
  'owned-by-other':
    'Dieses Telefon gehört einem anderen Konto. Nichts wurde geändert. Zuerst eigene Konten prüfen, dann den bisherigen Anbieter um Freigabe bitten, unter Angabe der MAC {{mac}}.',
  'bad-mac':
    'Der Dienst nimmt diese MAC nicht an. Nichts wurde geändert. Mit dem Etikett vergleichen; auch ein falscher Prüfcode wird manchmal so gemeldet.',
  'bad-check-code':
    'Die vier Zeichen nach der MAC passen nicht zu diesem Telefon. Nichts wurde geändert. Bitte erneut vom Etikett ablesen.',
  'bad-check-code_missing':
    'Der Dienst verlangt die vier Zeichen nach der MAC, in der Liste stehen keine. Nichts wurde geändert. Vom Etikett ablesen und in der Liste ergänzen.',
  'bad-url':
    'Der Dienst nimmt diese URL nicht an. Nichts wurde geändert. Am Anfang müssen http:// oder https:// und ein Host stehen; im Plan prüfen.',
  'bad-url_password':
    'Diese URL enthält ein Passwort, vorbereitete Aufrufdateien dürfen aber kein Geheimnis enthalten. Keine Datei wurde geschrieben. Benutzer:Passwort@ aus der URL entfernen oder online registrieren.',
  'bad-url_none':
    'Für dieses Telefon gibt es keine URL, weder in der Liste noch im Plan. Nichts wurde gesendet. Eine URL im Plan oder in der URL-Spalte angeben.',
  'bad-url_masked':
    'Das Passwort in dieser URL wurde von einem Export unkenntlich gemacht, die URL ist so nicht brauchbar. Nichts wurde gesendet. Die vollständige URL erneut eingeben.',
  'bad-url_account':
    'Diese Adresse des Dienstes ist nicht brauchbar. Nichts wurde gesendet. Eine mit https:// und Host angeben; Benutzer und Passwort haben eigene Felder.',
  'bad-name':
    'Der Dienst nimmt diesen Anbieternamen nicht an. Nichts wurde geändert. Einen kürzeren aus einfachen Buchstaben und Ziffern wählen.',
  'not-registered':
    'Dieses Telefon ist in diesem Konto nicht registriert. Nichts wurde geändert. Falls es das sein sollte: in den anderen Konten nachsehen oder registrieren.',
  'code-expired':
    'Der Bereitstellungscode ist abgelaufen, das Telefon kann ihn nicht mehr verwenden. Neuen Code ausgeben und das Blatt erneut drucken.',
  busy: 'Das Telefon oder der Dienst ist anderweitig beschäftigt. Nichts wurde geändert. In einigen Minuten erneut versuchen.',
  busy_port:
    'Port {{port}} wird von einem anderen Programm verwendet. Nichts wurde gestartet. Das Programm beenden oder andere Ports wählen.',
  'left-unregistered':
    'Der alte Eintrag ist entfernt, der neue wurde abgelehnt, und der alte ließ sich nicht wiederherstellen. Das Telefon ist jetzt nirgends registriert. Alte URL und alter Name sind aufbewahrt: Ursache beheben und erneut ausführen oder den Lauf rückgängig machen.',
  'changed-since-plan':
    'Der Eintrag beim Dienst ist nicht mehr der, den der Plan gesehen hat; vielleicht arbeitet noch jemand daran. Für dieses Telefon wurde nichts gesendet. Neuen Plan erstellen und den Unterschied ansehen.',
  'unexpected-answer':
    'Der Dienst gab eine Antwort, die Rollcall nicht versteht; sie gilt daher nicht als Erfolg.{{effect}} Die zitierten Worte mit dem Portal vergleichen; stimmt es dort, eine Prüfung ausführen.',
  'unexpected-answer_not-http':
    'Was bei {{host}} antwortet, spricht kein HTTP.{{effect}} Port und https:// der URL im Konto prüfen.',
  'no-answer':
    'Es kam keine Antwort, die etwas über dieses Telefon sagt.{{effect}} Eine Prüfung ausführen; bleibt es dabei, die Stapelgröße dieses Kontos auf 1 setzen.',
  'wrong-service':
    'Nach seiner MAC gehört dieses Telefon zu einem anderen Dienst. Nichts wurde dafür gesendet. Ein Konto jenes Dienstes verwenden oder die MAC auf dem Etikett prüfen.',
  'wrong-service_practice':
    'Den Übungsdienst „{{service}}“ gibt es nicht, oder er wurde zweimal genannt. Nichts wurde gestartet. Die Liste der Dienste berichtigen.',
  'vault-locked':
    'Die Passwörter sind gesperrt, dieses Telefon braucht eines davon. Nichts wurde dafür gesendet. Mit der Passphrase entsperren und erneut ausführen.',
  parked:
    'Dieses Telefon ist geparkt, da es einem anderen Konto gehört. Nichts wurde dafür gesendet. Sobald der bisherige Anbieter es freigegeben hat, unter Besitz erneut nachsehen oder das Parken aufheben.',
  'vault-locked_forgotten':
    'Die URL dieses Telefons enthält ein Passwort, das nur bis zum Schließen von Rollcall behalten wurde. Nichts wurde dafür gesendet. Die URL neu eingeben und erneut ausführen.',
  interrupted_forgotten:
    'Rollcall wurde angehalten, während dieses Telefon an der Reihe war, und das Passwort in seiner URL wurde nur bis dahin behalten.{{effect}} Die URL neu eingeben und einen neuen Plan erstellen: er liest das Telefon zuerst.',
  interrupted:
    'Rollcall wurde beendet, während dieses Telefon an der Reihe war.{{effect}} Den Lauf fortsetzen: Das Telefon wird zuerst nachgelesen.',
  'no-callback':
    'Das Telefon hat die Bitte angenommen, aber nicht zurückgerufen.{{effect}} Firewall dieses Rechners prüfen, dann nach der Pause erneut versuchen.',
  'no-callback_silent':
    'Das Telefon unter {{host}} hat die Bitte angenommen, aber nicht zurückgerufen. Entweder ist seine Pause zwischen zwei Bitten (5 Minuten, wenn nicht anders eingestellt) noch nicht vorbei, oder die Firewall dieses Rechners sperrt Port {{port}}, oder das Netz setzt Adressen um, oder das Telefon ist im sicheren Modus.{{effect}} In dieser Reihenfolge prüfen, dann nach der Pause erneut versuchen.',
  'no-callback_refused':
    'An Port {{port}} von {{host}} lauscht nichts: Das ist kein OpenStage- oder OpenScape-Telefon, oder sein Webserver ist aus.{{effect}} Adresse in der Liste prüfen; stimmt sie, das Telefon neu starten.',
  'no-callback_unreachable':
    'Das Telefon unter {{host}} hat 10 Sekunden lang nicht geantwortet.{{effect}} Adresse, Kabel und den Weg von diesem Rechner ins Netz der Telefone prüfen.',
  'no-callback_odd':
    'Was unter {{host}}:{{port}} antwortet, verhält sich nicht wie ein OpenStage- oder OpenScape-Telefon ({{status}}).{{effect}} Adresse in der Liste prüfen.',
  'no-callback_tls':
    'Das Telefon unter {{host}} hat angerufen, aber eine verschlüsselte Verbindung kam nicht zustande ({{status}}): Es hat mit diesem Rechner keine TLS-Version oder kein Verfahren gemeinsam, oder es ist im sicheren Modus.{{effect}} Firmware aktualisieren oder Rollcall von der Befehlszeile aus verwenden, die ältere Versionen anbietet.',
  'no-callback_other-address':
    'Das Telefon rief nicht von {{host}} an, sondern von anderswo: {{address}}. Unterwegs werden Adressen umgesetzt, oder die Liste ist veraltet.{{effect}} Adresse in der Liste berichtigen oder den Rechner ins Netz der Telefone hängen.',
  'other-phone':
    'Unter dieser Adresse ist ein anderes Telefon als in der Liste: Seine MAC ist {{found}}. Nichts wurde hineingeschrieben. Adresse oder MAC in der Liste berichtigen.',
  'no-address':
    'Die Liste hat keine Adresse für dieses Telefon, also lässt es sich nicht um einen Anruf bitten.{{effect}} Eine Spalte mit der IP-Adresse ergänzen.',
  'items-refused':
    'Das Telefon hat nicht alle Items gespeichert (abgelehnt: {{refused}}/{{total}}). Die abgelehnten Items ansehen; die anderen sind gespeichert.',
  'item-not-writable':
    'Die Liste hat für dieses Telefon Items, die nur im Expertenmodus oder nie geschrieben werden: {{items}}.{{effect}} Aus der Liste nehmen oder, wo er sie erlaubt, den Expertenmodus einschalten.',
  interrupted_phone:
    'Rollcall wurde angehalten, während diesem Telefon etwas gesagt wurde; was jetzt darin steht, ist nicht bekannt. Das Telefon erneut lesen.',
  'changed-since-plan_phone':
    'Im Telefon steht nicht mehr, was der Plan gesehen hat; vielleicht arbeitet jemand anders daran. Nichts wurde hineingeschrieben. Neuen Plan machen und den Unterschied ansehen.',
  busy_gap:
    'Dieses Telefon wurde vor Kurzem um einen Anruf gebeten und würde es jetzt überhören. Nichts wurde gesendet. In {{seconds}} Sekunden erneut bitten.',
  busy_phone:
    'Das Telefon ist im Gespräch und hat deshalb nichts gespeichert.{{effect}} Erneut versuchen, wenn es frei ist.',
  'unreachable_own-address':
    '{{host}} ist keine Adresse dieses Rechners. Nichts wurde geöffnet. Eine seiner eigenen Adressen wählen.',
  'unexpected-answer_phone':
    'Das Telefon hat nicht angenommen, was ihm gesagt wurde. Sein eigenes Wort ist zitiert; das Telefon erneut lesen, Firmware prüfen, dann erneut versuchen.',
  'no-answer_phone':
    'Dem Telefon wurde es gesagt, eine Antwort kam nicht; was jetzt darin steht, ist nicht bekannt. Das Telefon erneut lesen.',
  'auth-failed':
    'Benutzer oder Passwort abgelehnt.{{effect}} Beide im Konto prüfen; gemeint sind die der Schnittstelle, nicht immer die des Portals.',
  'auth-failed_plain-http':
    'Die URL des Kontos beginnt mit http://, das Passwort ginge unverschlüsselt über das Netz. Es wurde nicht gesendet.{{effect}} Im Konto https:// verwenden.',
  'auth-failed_locked':
    'Das Passwort dieses Kontos ist im Tresor gesperrt. Nichts wurde gesendet. Mit der Passphrase entsperren und erneut versuchen.',
  'auth-failed_user':
    'Ein Benutzername mit Doppelpunkt lässt sich nicht senden: Was danach kommt, gälte als Passwort. Nichts wurde geschrieben. Den Benutzer im Konto berichtigen.',
  forbidden_port:
    'Dieser Rechner erlaubt Programmen ohne besondere Rechte nicht, Port {{port}} zu öffnen. Nichts wurde gestartet. Einen Port über 1023 wählen.',
  forbidden:
    'Der Dienst kennt diesen Benutzer, erlaubt ihm dies aber nicht (HTTP 403).{{effect}} Den Support des Dienstes bitten, das Konto für die Schnittstelle freizuschalten.',
  'rate-limited':
    'Der Dienst verlangt ein langsameres Tempo: {{seconds}} Sekunden warten.{{effect}} Rollcall wird von selbst langsamer; bleibt es dabei, weniger gleichzeitige Aufrufe für dieses Konto einstellen.',
  unreachable: 'Keine Verbindung zu {{host}}.{{effect}} Netzwerk und URL des Kontos prüfen, dann erneut versuchen.',
  unreachable_dns:
    'Keine Adresse zu {{host}} gefunden.{{effect}} Schreibweise im Konto prüfen, und ob dieses Netz Internetzugang und DNS hat.',
  'unreachable_code-host-dns':
    'Das DNS an diesem Standort kennt {{host}} nicht. Telefone, die es fragen, können keinen Code einlösen. Die IT vor Ort bitten, im Netz der Telefone Namen aus dem Internet auflösen zu lassen.',
  'unreachable_code-host-port':
    '{{host}} antwortet nicht auf Port {{port}}. Telefone, die nicht weiter kommen, können keinen Code einlösen. Die IT vor Ort bitten, im Netz der Telefone ausgehende Verbindungen zu {{host}}, Ports 80 und 443, zu erlauben.',
  unreachable_refused:
    'Die Verbindung zu {{host}} wurde abgewiesen.{{effect}} Host und Port im Konto prüfen oder die IT vor Ort nach der Firewall fragen.',
  unreachable_network:
    'Kein Weg zu {{host}}.{{effect}} Kabel, WLAN und VPN prüfen; sind die in Ordnung, die IT vor Ort nach der Firewall fragen.',
  unreachable_lost:
    'Die Verbindung zu {{host}} brach ab, bevor die Antwort vollständig war.{{effect}} Netzwerk prüfen, dann erneut versuchen.',
  'tls-untrusted':
    'Dem Zertifikat von {{host}} wird nicht vertraut (Aussteller: {{issuer}}).{{effect}} Oft ein Proxy, der TLS öffnet. Dessen CA im Konto hinterlegen oder die IT vor Ort fragen.',
  'tls-untrusted_issuer':
    'Das Zertifikat von {{host}} stammt von einem Aussteller, dem nicht vertraut wird ({{issuer}}).{{effect}} Oft ein Proxy, der TLS öffnet. Dessen CA im Konto hinterlegen oder die IT vor Ort fragen.',
  'tls-untrusted_self-signed':
    'Das Zertifikat von {{host}} ist selbst signiert (Aussteller: {{issuer}}).{{effect}} Ist es das richtige, als CA im Konto hinterlegen, sonst die IT vor Ort fragen.',
  'tls-untrusted_name':
    'Das Zertifikat gilt nicht für die Verbindung zu {{host}} (Aussteller: {{issuer}}).{{effect}} Den Host im Konto prüfen oder die IT vor Ort fragen, was dort antwortet.',
  'tls-untrusted_expired':
    'Das Zertifikat von {{host}} ist abgelaufen (Aussteller: {{issuer}}).{{effect}} Zuerst das Datum dieses Rechners prüfen, dann den Betreiber des Dienstes verständigen.',
  'tls-untrusted_not-yet-valid':
    'Das Zertifikat von {{host}} ist noch nicht gültig (Aussteller: {{issuer}}).{{effect}} Datum und Uhrzeit dieses Rechners prüfen.',
  'tls-untrusted_pin':
    'Das Zertifikat von {{host}} ist nicht das in diesem Konto festgelegte (Aussteller: {{issuer}}).{{effect}} Beim Betreiber des Dienstes erfragen, ob es erneuert wurde, oder bei der IT vor Ort, ob ein Proxy TLS öffnet.',
  'tls-untrusted_protocol':
    'Mit {{host}} kam keine verschlüsselte Verbindung zustande.{{effect}} Port und https:// im Konto prüfen oder die IT vor Ort nach einem alten Proxy fragen.',
  'tls-untrusted_ca-unreadable':
    'Die CA dieses Kontos ist nicht lesbar. Nichts wurde gesendet. Eine PEM-Datei mit mindestens einem Zertifikat angeben.',
  'tls-untrusted_pin-unreadable':
    'Der Fingerabdruck (Pin) dieses Kontos ist nicht lesbar. Nichts wurde gesendet. Den SHA-256-Wert des Zertifikats angeben: 64 Hexziffern, mit oder ohne Doppelpunkte.',
  timeout: 'Keine rechtzeitige Antwort von {{host}}.{{effect}} Netzwerk prüfen, dann erneut versuchen.',
  timeout_connect:
    'Keine rechtzeitige Verbindung zu {{host}}; die Anfrage wurde nicht gesendet.{{effect}} Netzwerk und Firewall prüfen, dann erneut versuchen.',
  timeout_answer:
    'Anfrage gesendet, keine rechtzeitige Antwort von {{host}}.{{effect}} Kommt das oft vor, Stapelgröße und gleichzeitige Aufrufe dieses Kontos verringern.',
  proxy:
    'Der Proxy lässt die Anfrage nicht durch.{{effect}} Den Proxy dieses Kontos prüfen oder die IT vor Ort fragen.',
  proxy_address:
    'Die Proxy-Adresse ist nicht brauchbar. Nichts wurde gesendet. Im Konto, in den Einstellungen oder in der Umgebung als http://host:port schreiben.',
  proxy_forgotten:
    'Die Anmeldung am Proxy wurde nur bis zum Schließen von Rollcall behalten. Nichts wurde gesendet. Die Proxy-Adresse in den Einstellungen neu eingeben.',
  proxy_unreachable:
    'Der Proxy ist nicht erreichbar.{{effect}} Seine Adresse im Konto, in den Einstellungen oder in der Umgebung prüfen oder die IT vor Ort fragen.',
  proxy_auth:
    'Der Proxy verlangt Benutzer und Passwort oder hat die angegebenen abgelehnt (HTTP 407).{{effect}} Bei der IT vor Ort erfragen und in die Proxy-Adresse eintragen.',
  proxy_refused:
    'Der Proxy lehnt die Verbindung zum Dienst ab.{{effect}} Die IT vor Ort um Freigabe von Host und Port des Dienstes bitten oder ein anderes Netz verwenden.',
  'captive-portal':
    'Statt des Dienstes antwortet eine Anmeldeseite dieses Netzes.{{effect}} Im Browser am Netz anmelden, dann erneut versuchen.',
  redirected:
    'Die Antwort von {{host}} ist eine Weiterleitung; das Passwort geht nicht an eine andere Adresse mit.{{effect}} Stimmt die neue Adresse ({{url}}), im Konto eintragen.',
  'not-found':
    'Bei {{host}} gibt es diese Seite nicht (HTTP 404).{{effect}} Den Pfad der URL im Konto mit der Dokumentation des Dienstes vergleichen.',
  'server-error':
    'Der Dienst meldet einen eigenen Fehler (HTTP-Status: {{status}}).{{effect}} Später erneut versuchen; bleibt es dabei, dem Dienst mit Uhrzeit melden.',
  'server-error_refused':
    'Der Dienst nimmt diese Anfrage nicht an (HTTP-Status: {{status}}).{{effect}} Die URL des Kontos prüfen; stimmt sie, dem Dienst melden.',
  'not-xmlrpc':
    'Die Antwort ist kein XML-RPC.{{effect}} Die URL des Kontos prüfen; vielleicht antwortet dort etwas anderes.',
  'not-xmlrpc_html':
    'Statt einer XML-RPC-Antwort kam eine Webseite.{{effect}} Die URL des Kontos prüfen; vielleicht antwortet dort ein Portal, ein Proxy oder eine Wartungsseite.',
  'not-xmlrpc_json':
    'Statt einer XML-RPC-Antwort kam JSON.{{effect}} Die URL des Kontos prüfen; dort antwortet eine andere Schnittstelle.',
  'not-xmlrpc_doctype':
    'Die Antwort enthält einen Dokumenttyp, den XML-RPC nicht kennt, und wurde nicht gelesen.{{effect}} Die URL des Kontos prüfen.',
  'not-xmlrpc_entity':
    'Die Antwort verwendet eine unbekannte XML-Entität und wurde nicht gelesen.{{effect}} Erneut versuchen; bleibt es dabei, dem Dienst melden.',
  'not-xmlrpc_truncated':
    'Die Antwort bricht mittendrin ab.{{effect}} Netzwerk und Proxy prüfen, dann erneut versuchen.',
  'not-xmlrpc_mismatched':
    'Die Tags der Antwort passen nicht zusammen, sie wurde nicht gelesen.{{effect}} Erneut versuchen; bleibt es dabei, dem Dienst melden.',
  'not-xmlrpc_depth':
    'Die Antwort ist zu tief verschachtelt und wurde nicht gelesen.{{effect}} Die URL des Kontos prüfen; stimmt sie, dem Dienst melden.',
  'not-xmlrpc_encoding':
    'Die Zeichenkodierung der Antwort ist nicht lesbar.{{effect}} Die URL des Kontos prüfen; stimmt sie, dem Dienst melden.',
  'not-xmlrpc_empty': 'Die Antwort ist leer.{{effect}} Die URL des Kontos und den Proxy prüfen, dann erneut versuchen.',
  'not-xmlrpc_shape':
    'Die Antwort ist XML, aber keine XML-RPC-Antwort.{{effect}} Die URL des Kontos prüfen; vielleicht antwortet dort eine andere Schnittstelle.',
  'not-xmlrpc_text':
    'Statt einer XML-RPC-Antwort kam einfacher Text.{{effect}} Die URL des Kontos prüfen; dort antwortet etwas anderes.',
  'not-xmlrpc_trailing':
    'Nach dem Ende der Antwort folgt noch etwas, sie wurde nicht gelesen.{{effect}} Erneut versuchen; bleibt es dabei, dem Dienst melden.',
  'not-xmlrpc_character':
    'Die Antwort enthält ein Zeichen, das XML nicht erlaubt, und wurde nicht gelesen.{{effect}} Erneut versuchen; bleibt es dabei, dem Dienst melden.',
  'not-xmlrpc_syntax':
    'Die Antwort verstößt gegen die Regeln von XML und wurde nicht gelesen.{{effect}} Erneut versuchen; bleibt es dabei, dem Dienst melden.',
  'not-xmlrpc_value':
    'Die Antwort enthält einen Wert, der nicht zu seinem Typ passt, und wurde nicht gelesen.{{effect}} Erneut versuchen; bleibt es dabei, dem Dienst melden.',
  'not-xmlrpc_duplicate-member':
    'Die Antwort nennt dasselbe zweimal und wurde nicht gelesen.{{effect}} Erneut versuchen; bleibt es dabei, dem Dienst melden.',
  fault:
    'Der Dienst hat den ganzen Aufruf mit einer Fehlermeldung abgewiesen.{{effect}} Seine Worte sind zitiert; URL und Dienst des Kontos prüfen und dem Support des Dienstes zeigen.',
  'too-large':
    'Die Antwort ist größer, als Rollcall liest.{{effect}} Die Anfrage eingrenzen (Anbietername, Modell, kleinere Stapel) und erneut versuchen.',
  cancelled:
    'Der Lauf wurde angehalten, bevor dieses Telefon an der Reihe war. Es blieb unberührt. Für den Rest erneut ausführen.',
  'pdf-not-made':
    'Das PDF ließ sich nicht erstellen. Nichts wurde geschrieben. Erneut versuchen oder die Seite selbst (.html) nehmen und aus einem Browser drucken.',
  'pdf-not-made_browser':
    'Ein PDF entsteht mit Chromium, Chrome oder Edge, und keiner davon fand sich auf diesem Rechner. Nichts wurde geschrieben. Die Seite selbst (.html) nehmen und aus einem beliebigen Browser drucken oder das Programm in ROLLCALL_CHROMIUM nennen.',
  'pdf-not-made_timeout':
    'Das PDF brauchte zu lange und wurde abgebrochen. Nichts wurde geschrieben. Erneut versuchen oder die Seite selbst (.html) nehmen und aus einem Browser drucken.',
  'file-not-written': 'Die Datei {{path}} ließ sich nicht schreiben. Anderen Ordner oder Namen wählen.',
  'file-not-written_folder': 'Den Ordner für {{path}} gibt es nicht. Zuerst anlegen oder einen anderen wählen.',
  'file-not-written_denied':
    'Keine Berechtigung, {{path}} zu schreiben. Anderen Ordner wählen oder das Programm schließen, das die Datei geöffnet hat.',
  'file-not-written_full':
    'Der Datenträger ist voll, {{path}} ließ sich nicht schreiben. Platz schaffen oder ein anderes Laufwerk wählen.',
  'file-not-written_is-folder': '{{path}} ist ein Ordner. Den Namen einer Datei darin angeben.',
  'file-not-written_format':
    'Die Endung von {{path}} steht für kein Format, das geschrieben werden kann. Zur Wahl: {{endings}}.',
  'file-not-written_too-large':
    'So viel fasst keine Tabelle: höchstens 1.048.576 Zeilen und 32.767 Zeichen je Zelle. {{path}} stattdessen als .csv schreiben.',
  'code-expired_not-known':
    'Die Plattform kennt diesen Code nicht (mehr), kein Telefon kann ihn verwenden. Was sie dazu sagte, ist zitiert. Neuen Code ausgeben und das Blatt erneut drucken.',
  'changed-since-plan_pbx':
    'Die Telefonanlage hat zugestimmt, aber beim Zurücklesen des Benutzers stehen die geschriebenen Telefone nicht da. Die Geräte des Benutzers in der Telefonanlage ansehen, dann erneut versuchen.',
  'auth-failed_app':
    'Die Plattform hat diese Anmeldung abgelehnt.{{effect}} Benutzer (die Domäne), Passwort und Adresse im Konto prüfen; was sie dazu sagte, ist zitiert.',
  'auth-failed_pbx-user':
    'Die Telefonanlage hat Benutzer oder Passwort abgelehnt.{{effect}} Beides im Konto prüfen: Es sind die von myApps.',
  'auth-failed_method':
    'Die Telefonanlage verlangt eine Anmeldung über „{{method}}“, die Rollcall nicht kann.{{effect}} Einen Benutzer der Telefonanlage selbst oder das Passwort der Devices-Domäne verwenden.',
  'auth-failed_pbx':
    'Die Telefonanlage konnte nicht beweisen, dass sie das Passwort kennt; ihr wurde nichts weiter gesendet.{{effect}} Die Adresse im Konto prüfen; vielleicht antwortet dort jemand anderes.',
  'auth-failed_confirm':
    'Niemand hat die Anmeldung rechtzeitig bestätigt.{{effect}} Erneut versuchen und die angezeigte Zahl in einem anderen Client dieses Benutzers bestätigen.',
  forbidden_app:
    'Die Telefonanlage lässt diesen Benutzer die App „{{app}}“ nicht verwenden.{{effect}} Dem Benutzer dort Zugriff geben (App-Objekte) oder ein anderes Konto verwenden.',
  'forbidden_no-pbx':
    'Dieses Konto erreicht keine Verwaltung der Telefonanlage; Benutzer, ihre Geräte und Anmeldungen sind dort weder lesbar noch änderbar.{{effect}} Dazu ein Konto der Telefonanlage angeben: ein App-Objekt mit PbxAdminApi.',
  'not-found_user':
    'Die Telefonanlage hat keinen solchen Benutzer. Nichts wurde geändert. Anmeldename und Namen mit der Telefonanlage vergleichen.',
  'not-found_domain':
    'Devices hat keine Domäne „{{domain}}“, die dieses Konto sehen darf. Nichts wurde geändert. Die Domäne oder die Rechte des Kontos prüfen.',
  'not-found_devices-app':
    'Die Telefonanlage bietet diesem Konto keine Devices-App an.{{effect}} Dort Zugriff auf „devices-api“ geben oder Adresse und Passwort von Devices selbst verwenden.',
  'server-error_platform':
    'Die Plattform hat dies abgelehnt und gesagt, warum; das ist zitiert.{{effect}} Die Ursache dort beheben, dann erneut versuchen.',
  timeout_platform:
    'Die Verbindung steht, aber in {{seconds}} Sekunden kam keine Antwort.{{effect}} Erneut versuchen; bleibt es dabei, den Zustand der Plattform selbst ansehen.',
  'unexpected-answer_platform':
    'Die Plattform hat etwas geantwortet, das Rollcall nicht versteht; es gilt nicht als Erfolg.{{effect}} Dort nachsehen, ob es geschehen ist, bevor es wiederholt wird.',
  'unexpected-answer_not-websocket':
    'Was unter {{host}} antwortet, ist kein AppWebsocket.{{effect}} Die Adresse im Konto prüfen; bei Devices endet sie mit /devices/.',
  redirected_pbx:
    'Die Telefonanlage hat die Anmeldung immer wieder weitergeschickt.{{effect}} Die Adresse der eigenen Telefonanlage des Benutzers ins Konto eintragen.',
  'no-address_phone':
    'Das ist keine Adresse eines Telefons. Nichts wurde gesendet. Eine IP-Adresse oder einen Namen angeben, mit :Port, wenn es nicht der übliche ist.',
  'auth-failed_phone':
    'Das Telefon hat Benutzer oder Passwort abgelehnt.{{effect}} Telefone einer Domäne haben deren Passwort, andere das ihnen gegebene.',
  'auth-failed_phone-basic':
    'Das Telefon verlangt das Passwort lesbar über http://. Es wurde nicht gesendet.{{effect}} https:// mit seinem Pin verwenden oder es in einem vertrauten Netz erlauben.',
  'unexpected-answer_phone-config':
    'Was kam, ist nicht die Konfiguration eines innovaphone-Telefons.{{effect}} Die Adresse prüfen; vielleicht antwortet dort ein anderes Gerät.',
  'not-found_category':
    'Devices zeigt diesem Konto keine solche Kategorie mit einer Telefonkonfiguration.{{effect}} Der Kategorie dort eine PHONE-Konfiguration geben oder eine andere wählen.',
};
