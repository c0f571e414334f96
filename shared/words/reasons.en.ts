/**
 * The English sentence of every reason, keyed by its id; `<id>_<aspect>` where a reason has several faces.
 *
 * What happened, what it means for the phone, what to do now. `{{effect}}` is where the outcome says what it means for
 * the phone (nothing changed, or not known): it brings its own leading space and is empty where no phone is concerned.
 */
export const reasons = {
  'owned-by-other':
    'Another account owns this phone. Nothing was changed. Check your other accounts first, then ask the previous provider to release it, naming the MAC {{mac}}.',
  'bad-mac':
    'The service does not accept this MAC. Nothing was changed. Compare it with the label; a wrong check code is sometimes reported this way too.',
  'bad-check-code':
    "The four characters after the MAC don't fit this phone. Nothing was changed. Read them again from the label.",
  'bad-check-code_missing':
    'The service wants the four characters after the MAC, and the list has none. Nothing was changed. Read them from the label and add them to the list.',
  'bad-url':
    'The service does not accept this URL. Nothing was changed. It must begin with http:// or https:// and a host; check it in the plan.',
  'bad-url_password':
    'This URL holds a password, and prepared call files must hold no secret. No file was written. Remove user:password@ from the URL, or register online.',
  'bad-url_none':
    'There is no URL for this phone, neither in the list nor in the plan. Nothing was sent. Give one with the plan or in the URL column.',
  'bad-url_masked':
    'The password in this URL was masked by an export, so the URL is not usable. Nothing was sent. Enter the whole URL again.',
  'bad-url_account':
    'This address of the service cannot be used. Nothing was sent. Give one with https:// and a host; user and password have their own fields.',
  'bad-name':
    'The service does not accept this provider name. Nothing was changed. Choose a shorter one of plain letters and digits.',
  'not-registered':
    'This phone is not registered in this account. Nothing was changed. If it should be, look in the other accounts, or register it.',
  'code-expired':
    'The provisioning code has expired, so the phone can no longer use it. Issue a new code and print the sheet again.',
  busy: 'The phone or the service is busy with something else. Nothing was changed. Try again in a few minutes.',
  busy_port: 'Port {{port}} is in use by another program. Nothing was started. Stop it, or choose another port base.',
  'left-unregistered':
    'The old entry was removed, the new one refused, and the old one could not be put back. The phone is registered nowhere now. Its old URL and name are kept: correct the cause and run it again, or undo the run.',
  'changed-since-plan':
    'The entry at the service is no longer what the plan saw; someone else may be working on it. Nothing was sent for this phone. Make a new plan and look at the difference.',
  'unexpected-answer':
    'The service gave an answer that Rollcall does not understand, so it does not count as success.{{effect}} Compare the quoted words with the portal; if the phone is right there, run a check.',
  'unexpected-answer_not-http':
    'What answers at {{host}} does not speak HTTP.{{effect}} Check port and https:// of the URL in the account.',
  'no-answer':
    'No answer came that says anything about this phone.{{effect}} Run a check; if it stays so, set the batch of this account to 1.',
  'wrong-service':
    "This phone belongs to another service by its MAC. Nothing was sent for it. Use that service's account, or check the MAC on the label.",
  'wrong-service_practice':
    'There is no practice service "{{service}}", or it was named twice. Nothing was started. Correct the list of services.',
  'vault-locked':
    'The passwords are locked, and this phone needs one. Nothing was sent for it. Unlock with the passphrase and run it again.',
  parked:
    'This phone is parked, since another account owns it. Nothing was sent for it. Once its previous provider has released it, look again under Ownership, or take it out of parking.',
  'vault-locked_forgotten':
    'The URL of this phone holds a password that was kept only until Rollcall was closed. Nothing was sent for it. Enter the URL again and run it again.',
  interrupted_forgotten:
    'Rollcall was stopped while this phone was being worked on, and the password in its URL was kept only until then.{{effect}} Enter the URL again and make a new plan: it reads the phone first.',
  interrupted:
    'Rollcall was stopped while this phone was being worked on.{{effect}} Resume the run: it reads the phone first.',
  'no-callback':
    'The phone took the request, but did not call back.{{effect}} Check the firewall of this computer, then try again after the pause.',
  'no-callback_silent':
    'The phone at {{host}} took the request, but did not call back. Either its pause between two requests (5 minutes unless set otherwise) is not over, or the firewall of this computer closes port {{port}}, or the network translates addresses, or the phone is in secure mode.{{effect}} Check these in this order, then try again after the pause.',
  'no-callback_refused':
    'Nothing listens on port {{port}} of {{host}}: this is no OpenStage or OpenScape phone, or its web server is down.{{effect}} Check the address in the list; restart the phone if it is right.',
  'no-callback_unreachable':
    'The phone at {{host}} did not answer in 10 seconds.{{effect}} Check the address, the cable and whether this computer may reach the network of the phones.',
  'no-callback_odd':
    'What answers at {{host}}:{{port}} does not behave like an OpenStage or OpenScape phone ({{status}}).{{effect}} Check the address in the list.',
  'no-callback_tls':
    'The phone at {{host}} called, but no encrypted connection came about ({{status}}): it has no TLS version or cipher in common with this computer, or it is in secure mode.{{effect}} Update its firmware, or run Rollcall from its command line, which offers older versions.',
  'no-callback_other-address':
    'The phone called from another place than {{host}}: {{address}}. Addresses are translated on the way, or the list is out of date.{{effect}} Correct the address in the list, or connect to the network of the phones.',
  'other-phone':
    'At this address is another phone than the list says: its MAC is {{found}}. Nothing was written to it. Correct the address or the MAC in the list.',
  'no-address':
    'The list has no address for this phone, so it can not be asked to call.{{effect}} Add a column with its IP address.',
  'items-refused':
    'The phone did not store all items (refused: {{refused}}/{{total}}). Look at the refused items; the others are stored.',
  'item-not-writable':
    'The list has items for this phone that are not written without expert mode, or never: {{items}}.{{effect}} Take them out of the list, or switch expert mode on where it allows them.',
  interrupted_phone:
    'Rollcall was stopped while this phone was being told something; what it holds now is not known. Read it again.',
  'changed-since-plan_phone':
    'The phone no longer holds what the plan saw; someone else may be working on it. Nothing was written to it. Make a new plan and look at the difference.',
  busy_gap:
    'This phone was asked to call a short while ago and would ignore it now. Nothing was sent. Ask again in {{seconds}} seconds.',
  busy_phone: 'The phone is in a call, so it stored nothing.{{effect}} Try again when it is free.',
  'unreachable_own-address':
    '{{host}} is no address of this computer. Nothing was opened. Choose one of its own addresses.',
  'unexpected-answer_phone':
    'The phone did not accept what it was told. Its own word is quoted; read it again, check its firmware, then try again.',
  'no-answer_phone': 'The phone was told, and did not answer; what it holds now is not known. Read it again.',
  'auth-failed':
    "The service refused this user or password.{{effect}} Check both in the account; they are the API's, not always the portal's.",
  'auth-failed_plain-http':
    "The account's URL begins with http://, so the password would travel unencrypted. It was not sent.{{effect}} Use https:// in the account.",
  'auth-failed_locked':
    'The password of this account is locked in the vault. Nothing was sent. Unlock with the passphrase and try again.',
  'auth-failed_user':
    'A user name with a colon cannot be sent: what follows it would be taken for the password. Nothing was written. Correct the user of the account.',
  forbidden_port:
    'This computer does not let programs without special rights open port {{port}}. Nothing was started. Choose a port above 1023.',
  forbidden:
    "The service knows this user but does not allow this (HTTP 403).{{effect}} Ask the service's support to enable API access for the account.",
  'rate-limited':
    'The service asks for a slower pace: wait {{seconds}} seconds.{{effect}} Rollcall slows down by itself; if it stays so, lower the concurrency of this account.',
  unreachable: 'No connection to {{host}}.{{effect}} Check the network and the URL of the account, then try again.',
  unreachable_dns:
    'No address was found for {{host}}.{{effect}} Check the spelling in the account, and whether this network has Internet access and DNS.',
  'unreachable_code-host-dns':
    "This site's DNS does not know {{host}}. Phones that ask it cannot redeem a code. Ask the site's IT to let names on the Internet be resolved in the phones' network.",
  'unreachable_code-host-port':
    "{{host}} does not answer on port {{port}}. Phones that come no further cannot redeem a code. Ask the site's IT to allow outgoing connections to {{host}}, ports 80 and 443, in the phones' network.",
  unreachable_refused:
    "The connection to {{host}} was refused.{{effect}} Check host and port in the account, or ask the site's IT about the firewall.",
  unreachable_network:
    "There is no route to {{host}}.{{effect}} Check cable, Wi-Fi and VPN; if those work, ask the site's IT about the firewall.",
  unreachable_lost:
    'The connection to {{host}} broke off before the answer was complete.{{effect}} Check the network, then try again.',
  'tls-untrusted':
    "The certificate of {{host}} is not trusted (issuer: {{issuer}}).{{effect}} Often a proxy that opens TLS. Add its CA to this account, or ask the site's IT.",
  'tls-untrusted_issuer':
    "The certificate of {{host}} comes from an issuer that is not trusted ({{issuer}}).{{effect}} Often a proxy that opens TLS. Add its CA to this account, or ask the site's IT.",
  'tls-untrusted_self-signed':
    "The certificate of {{host}} is self-signed (issuer: {{issuer}}).{{effect}} If it is the right one, add it as CA to this account, or ask the site's IT.",
  'tls-untrusted_name':
    "The certificate that came is not for {{host}} (issuer: {{issuer}}).{{effect}} Check the host in the account, or ask the site's IT what answers in its place.",
  'tls-untrusted_expired':
    'The certificate of {{host}} has expired (issuer: {{issuer}}).{{effect}} Check the date of this computer first, then tell whoever runs the service.',
  'tls-untrusted_not-yet-valid':
    'The certificate of {{host}} is not valid yet (issuer: {{issuer}}).{{effect}} Check the date and time of this computer.',
  'tls-untrusted_pin':
    "The certificate of {{host}} is not the one pinned in this account (issuer: {{issuer}}).{{effect}} Ask whoever runs the service whether it was renewed, or the site's IT whether a proxy opens TLS.",
  'tls-untrusted_protocol':
    "No encrypted connection to {{host}} could be agreed on.{{effect}} Check the port and https:// in the account, or ask the site's IT about an old proxy.",
  'tls-untrusted_ca-unreadable':
    'The CA of this account cannot be read. Nothing was sent. Give a PEM file with at least one certificate.',
  'tls-untrusted_pin-unreadable':
    'The pin of this account cannot be read. Nothing was sent. Give the SHA-256 of the certificate: 64 hex digits, with or without colons.',
  timeout: 'No answer from {{host}} in time.{{effect}} Check the network, then try again.',
  timeout_connect:
    'No connection to {{host}} in time; the request was not sent.{{effect}} Check the network and the firewall, then try again.',
  timeout_answer:
    'The request went out, no answer came from {{host}} in time.{{effect}} If it happens often, lower batch and concurrency of this account.',
  proxy: "The proxy does not let the request through.{{effect}} Check the proxy of this account, or ask the site's IT.",
  proxy_address:
    'The proxy address cannot be used. Nothing was sent. Write it as http://host:port in the account, in the settings or in the environment.',
  proxy_forgotten:
    'The login of the proxy was kept only until Rollcall was closed. Nothing was sent. Enter the proxy address again in the settings.',
  proxy_unreachable:
    "The proxy cannot be reached.{{effect}} Check its address in the account, in the settings or in the environment, or ask the site's IT.",
  proxy_auth:
    "The proxy wants a user and password, or refused those given (HTTP 407).{{effect}} Ask the site's IT for them and put them into the proxy address.",
  proxy_refused:
    "The proxy refused to connect to the service.{{effect}} Ask the site's IT to allow the service's host and port, or use another network.",
  'captive-portal':
    'A sign-in page of this network answered instead of the service.{{effect}} Open a web browser, sign in to the network, then try again.',
  redirected:
    'The answer of {{host}} is a redirect; the password does not follow it to another address.{{effect}} If the new address ({{url}}) is right, enter it in the account.',
  'not-found':
    "There is no such page at {{host}} (HTTP 404).{{effect}} Check the path of the URL in the account against the service's documentation.",
  'server-error':
    'The service reports an error of its own (HTTP status: {{status}}).{{effect}} Try again later; if it stays so, tell the service and quote the time.',
  'server-error_refused':
    'The service does not take this request (HTTP status: {{status}}).{{effect}} Check the URL of the account; if it is right, show this to the service.',
  'not-xmlrpc': 'The answer is not XML-RPC.{{effect}} Check the URL of the account; something else may answer there.',
  'not-xmlrpc_html':
    'A web page came back instead of an XML-RPC answer.{{effect}} Check the URL of the account; a portal, a proxy or a maintenance page may answer there.',
  'not-xmlrpc_json':
    'JSON came back instead of an XML-RPC answer.{{effect}} Check the URL of the account; another interface answers there.',
  'not-xmlrpc_doctype':
    'The answer carries a document type, which XML-RPC does not have, and was not read.{{effect}} Check the URL of the account.',
  'not-xmlrpc_entity':
    'The answer uses an unknown XML entity and was not read.{{effect}} Try again; if it stays so, tell the service.',
  'not-xmlrpc_truncated':
    'The answer breaks off in the middle.{{effect}} Check the network and the proxy, then try again.',
  'not-xmlrpc_mismatched':
    'The tags of the answer do not match, so it was not read.{{effect}} Try again; if it stays so, tell the service.',
  'not-xmlrpc_depth':
    'The answer is nested too deeply and was not read.{{effect}} Check the URL of the account; if it is right, tell the service.',
  'not-xmlrpc_encoding':
    'The answer is in a character encoding that cannot be read.{{effect}} Check the URL of the account; if it is right, tell the service.',
  'not-xmlrpc_empty': 'The answer is empty.{{effect}} Check the URL of the account and the proxy, then try again.',
  'not-xmlrpc_shape':
    'The answer is XML, but not an XML-RPC answer.{{effect}} Check the URL of the account; another interface may answer there.',
  'not-xmlrpc_text':
    'Plain text came back instead of an XML-RPC answer.{{effect}} Check the URL of the account; something else answers there.',
  'not-xmlrpc_trailing':
    'Something follows the end of the answer, so it was not read.{{effect}} Try again; if it stays so, tell the service.',
  'not-xmlrpc_character':
    'The answer holds a character that XML does not allow, so it was not read.{{effect}} Try again; if it stays so, tell the service.',
  'not-xmlrpc_syntax':
    'The answer breaks the rules of XML, so it was not read.{{effect}} Try again; if it stays so, tell the service.',
  'not-xmlrpc_value':
    'The answer holds a value that does not fit its type, so it was not read.{{effect}} Try again; if it stays so, tell the service.',
  'not-xmlrpc_duplicate-member':
    'The answer names the same thing twice, so it was not read.{{effect}} Try again; if it stays so, tell the service.',
  fault:
    "The service rejected the whole call with a fault.{{effect}} Its words are quoted; check the account's URL and service, and show them to the service's support.",
  'too-large':
    'The answer is larger than Rollcall reads.{{effect}} Narrow the request (provider name, model, smaller batch) and try again.',
  cancelled: 'The run was stopped before the turn of this phone. It was not touched. Run it again for the rest.',
  'pdf-not-made':
    'The PDF could not be made. Nothing was written. Try again, or take the page itself (.html) and print it from a browser.',
  'pdf-not-made_browser':
    'A PDF is made with Chromium, Chrome or Edge, and none was found on this computer. Nothing was written. Take the page itself (.html) and print it from any browser, or name the program in ROLLCALL_CHROMIUM.',
  'pdf-not-made_timeout':
    'Making the PDF took too long and was stopped. Nothing was written. Try again, or take the page itself (.html) and print it from a browser.',
  'file-not-written': 'The file {{path}} could not be written. Choose another folder or name.',
  'file-not-written_folder': 'The folder for {{path}} does not exist. Create it first, or choose another one.',
  'file-not-written_denied':
    'There is no permission to write {{path}}. Choose another folder, or close the program that has the file open.',
  'file-not-written_full': 'The disk is full, so {{path}} could not be written. Make room, or choose another drive.',
  'file-not-written_is-folder': '{{path}} is a folder. Give the name of a file in it.',
  'file-not-written_format': 'The ending of {{path}} names no format that can be written. Choose one of: {{endings}}.',
  'file-not-written_too-large':
    'A spreadsheet cannot hold this much: at most 1,048,576 rows and 32,767 characters a cell. Write {{path}} as .csv instead.',
  'code-expired_not-known':
    'The platform does not know this code (any more), so no phone can use it. Its words are quoted. Issue a new code and print the sheet again.',
  'changed-since-plan_pbx':
    "The PBX said yes, but reading the user back does not show the phones that were written. Look at the user's devices in the PBX, then try again.",
  'auth-failed_app':
    'The platform refused this login.{{effect}} Check user (the domain), password and address in the account; its words are quoted.',
  'auth-failed_pbx-user':
    'The PBX refused this user or password.{{effect}} Check both in the account: they are those of myApps.',
  'auth-failed_method':
    'The PBX wants a login by “{{method}}”, which Rollcall cannot do.{{effect}} Use a user of the PBX itself, or the password of the Devices domain.',
  'auth-failed_pbx':
    'The PBX could not prove that it knows the password, so nothing more was sent to it.{{effect}} Check the address in the account; somebody else may answer there.',
  'auth-failed_confirm':
    'Nobody confirmed the login in time.{{effect}} Try again, and confirm the number that is shown in another client of this user.',
  forbidden_app:
    'The PBX does not let this user use the app “{{app}}”.{{effect}} Give the user access to it in the PBX (App objects), or use another account.',
  'forbidden_no-pbx':
    'This account reaches no administration of the PBX, so users, their devices and registrations cannot be read or changed there.{{effect}} Name an account of the PBX besides: an app object with PbxAdminApi.',
  'not-found_user': 'The PBX has no such user. Nothing was changed. Compare login and name with the PBX.',
  'not-found_domain':
    'Devices has no domain “{{domain}}” that this account may see. Nothing was changed. Check the domain, or the rights of the account.',
  'not-found_devices-app':
    'The PBX offers no Devices app to this account.{{effect}} Give it access to “devices-api” in the PBX, or use the address and password of Devices itself.',
  'server-error_platform':
    'The platform refused this and said why; its words are quoted.{{effect}} Correct the cause there, then try again.',
  timeout_platform:
    "The connection stands, but no answer came in {{seconds}} seconds.{{effect}} Try again; if it stays so, look at the platform's own state.",
  'unexpected-answer_platform':
    'The platform answered something that Rollcall does not understand, so it does not count as success.{{effect}} Look there whether it was done, before it is tried again.',
  'unexpected-answer_not-websocket':
    'What answers at {{host}} is no AppWebsocket.{{effect}} Check the address in the account; for Devices it ends with /devices/.',
  redirected_pbx:
    "The PBX sent the login on again and again.{{effect}} Put the address of the user's own PBX into the account.",
  'no-address_phone':
    'This is no address of a phone. Nothing was sent. Write an IP address or a name, with :port where it is not the usual one.',
  'auth-failed_phone':
    "The phone refused this user or password.{{effect}} Phones of a domain have the domain's password; others the one they were given.",
  'auth-failed_phone-basic':
    'The phone wants the password readably over http://. It was not sent.{{effect}} Use https:// with its pin, or allow it in a network that you trust.',
  'unexpected-answer_phone-config':
    'What came is not the configuration of an innovaphone phone.{{effect}} Check the address; another device may answer there.',
  'not-found_category':
    'Devices shows no such category with a phone configuration to this account.{{effect}} Add a PHONE configuration to the category in Devices, or choose another one.',
} as const;
