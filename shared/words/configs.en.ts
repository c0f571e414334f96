/** The sentences of checks at configuration servers, by finding with its face; and of who fetched. */
export const configs = {
  configs: {
    finding: {
      ok: 'fine',
      empty: 'empty',
      html: 'web page instead',
      'bad-xml': 'broken XML',
      'bad-text': 'wrong text',
      'bad-checksum': 'wrong checksum',
      'wrong-mac': 'other phone’s file',
      'wrong-account': 'other account',
      'no-account': 'no account',
      'not-found': 'not found',
      'login-refused': 'login refused',
      'server-error': 'server error',
      unreachable: 'unreachable',
      tls: 'certificate',
      'optional-missing': 'optional, missing',
      unproven: 'unproven',
    },
    message: {
      ok: 'The file is there, and what it says agrees with the list.',
      ok_part: 'The file is there and well-formed; the account stands in another one.',
      ok_readable: 'The file is there and can be read. It is not compared with the list.',
      ok_beginning: 'The file is there. Only its beginning was fetched.',
      empty: 'The server gave an empty file. The phone gets no configuration. Rebuild its configuration in the PBX.',
      html: 'A web page came instead of the file. The phone can’t use it. Check the base address of the account.',
      html_title:
        'A web page (“{{title}}”) came instead of the file. The phone can’t use it. Check the base address of the account.',
      html_text: 'The words of an error came as the file. The phone can’t use it. Check the phone in the PBX.',
      'bad-xml':
        'The XML breaks the rules of XML in line {{line}}, column {{column}}. The phone throws the whole file away. Mend the template in the PBX.',
      'bad-xml_cut': 'The connection broke off in the middle of the file. The phone gets half of it. Check again.',
      'bad-xml_encrypted': 'The file is encrypted, so that its account can’t be compared. Look at it in the PBX.',
      'bad-xml_encoding':
        'The bytes are not in the encoding the file names. The phone may throw it away. Mend the template in the PBX.',
      'bad-xml_before':
        'There is something before the XML declaration. The phone throws the file away. Mend the template in the PBX.',
      'bad-text': 'The file is no configuration of this phone. Check its device type in the PBX.',
      'bad-text_cut': 'The connection broke off in the middle of the file. The phone gets half of it. Check again.',
      'bad-text_nul': 'The text file holds NUL bytes. The phone can’t read it. Check its device type in the PBX.',
      'bad-text_yealink':
        'The first line is not Yealink’s line of the version. A Yealink with firmware 70 or newer ignores the file. Check its device type in the PBX.',
      'bad-text_panasonic':
        'The first line is not Panasonic’s. The phone ignores the file. Check its device type in the PBX.',
      'bad-text_avaya': 'There is no SET line. The phone finds no setting. Check its device type in the PBX.',
      'bad-text_grandstream':
        'Text came instead of Grandstream’s binary file. The phone can’t use it. Check its device type in the PBX.',
      'bad-text_no-settings': 'There are no settings in the file. Check the phone’s device type in the PBX.',
      'bad-text_markup': 'XML came instead of a text file. The phone can’t use it. Check its device type in the PBX.',
      'bad-checksum': 'The checksum is wrong. The phone throws the file away. Rebuild its configuration in the PBX.',
      'bad-checksum_cut': 'The connection broke off in the middle of the file. The phone gets half of it. Check again.',
      'bad-checksum_length':
        'The file has {{bytes}} bytes and says {{promised}}. The phone throws it away. Rebuild its configuration in the PBX.',
      'wrong-mac':
        'The file is that of another phone ({{found}}). This phone would become the other one. Check the MACs in the PBX.',
      'wrong-account':
        'The account is another one: “{{found}}”, the list says “{{wanted}}”. Correct the list or the PBX.',
      'wrong-account_user': 'The user is “{{found}}”, the list says “{{wanted}}”. Correct the list or the PBX.',
      'wrong-account_user-missing': 'The file names no user; the list says “{{wanted}}”. Correct the PBX.',
      'wrong-account_extension':
        'The extension is “{{found}}”, the list says “{{wanted}}”. Correct the list or the PBX.',
      'wrong-account_extension-missing': 'The file names no extension; the list says “{{wanted}}”. Correct the PBX.',
      'wrong-account_server': 'The SIP server is “{{found}}”, the list says “{{wanted}}”. Correct the list or the PBX.',
      'wrong-account_server-missing':
        'The file names no SIP server; the list says “{{wanted}}”. The phone would register nowhere. Correct the PBX.',
      'no-account':
        'There is no SIP account in the file. The phone would register nowhere. Assign an extension to it in the PBX.',
      'no-account_empty':
        'The SIP account in the file is empty. The phone would register nowhere. Assign an extension to it in the PBX.',
      'not-found':
        'The server has no such file. Either the MAC is not in the PBX, its device type has no automatic provisioning, or the path is wrong.',
      'not-found_after-login':
        'The login is right, and the server has no such file. Either the MAC is not in the PBX, or its device type has no automatic provisioning.',
      'not-found_other-name':
        'Under the name the phone asks for there is nothing; {{name}} is there. The phone may get nothing. Correct the letter case.',
      'not-found_tftp':
        'TFTP says that the file is not there (“{{words}}”). Names are case-sensitive. Check the MAC in the PBX.',
      'login-refused': 'The server refused the login. Check user and password of the account.',
      'login-refused_password':
        'User or password is wrong (401, then 403). Check the HTTP user and password in the PBX.',
      'login-refused_straight':
        '403 came without asking for a login. HTTP user and password may not be set in the PBX, which switches HTTP provisioning off.',
      'login-refused_again': 'The server asked for the login again. User or password is wrong. Check them in the PBX.',
      'login-refused_not-digest':
        'The server does not offer Digest. Nothing was shown to it: Basic gives the password away. Check the server.',
      'login-refused_elsewhere':
        'This file lies on another server that wants a login. The login is shown to nobody but the account’s own server.',
      'server-error': 'The server failed with status {{status}}. Usually its database: ask the PBX’s support.',
      'server-error_status': 'The server answered with status {{status}}, which is no file. Check address and path.',
      'server-error_redirect':
        'The server redirects to {{url}}. It was not followed, and no login was shown there. Check the base address of the account.',
      'server-error_tftp': 'TFTP refused the file: error {{code}} “{{words}}”. Check the rights on the server.',
      'server-error_too-large':
        'The answer is larger than any configuration. It was not read to its end. Check the path.',
      unreachable: 'The server could not be reached. Check address, port and network.',
      unreachable_refused: 'Nothing listens on this port. Check address and port, and whether the server runs.',
      unreachable_dns: 'The name of the server has no address. Check its spelling and the DNS.',
      unreachable_network: 'There is no way to the server. Check cable, VLAN and VPN.',
      unreachable_lost: 'The connection broke off before an answer. Check again; else look at the server.',
      unreachable_timeout: 'No answer came within ten seconds, twice. Check firewall, port and VPN.',
      'unreachable_not-http': 'What answers does not speak HTTP. Check the port, and whether it should be https.',
      unreachable_proxy: 'The proxy could not be used. Check it in the account.',
      unreachable_cancelled: 'The check was stopped before an answer came.',
      'unreachable_given-up': 'Several phones in a row got no answer from {{host}}, so this one was not asked for.',
      'unreachable_tftp-silent':
        'TFTP never answered. UDP port 69 may be blocked, or this computer’s firewall drops the answer, which comes from another port.',
      'unreachable_tftp-refused': 'Nothing listens for TFTP there. Check the server.',
      'unreachable_tftp-stalled': 'The TFTP transfer began and broke off. Check the network, then check again.',
      'unreachable_tftp-unknown-host': 'The name of the server has no address. Check its spelling and the DNS.',
      tls: 'The server’s certificate is not trusted. A phone that checks it refuses it. Add its CA to the account, or correct the certificate.',
      'tls_self-signed':
        'The certificate is self-signed. Some phones refuse it (Yealink: “Only Accept Trusted Certificates”). Pin it in the account to check on.',
      tls_issuer:
        'The certificate’s authority ({{issuer}}) is not known. A phone refuses it unless it is told. Add the CA to the account to check on.',
      tls_name: 'The certificate is for another name ({{names}}). Phones that check it refuse it. Correct the address.',
      tls_expired: 'The certificate expired on {{until}}. Phones refuse it. Renew it.',
      'tls_not-yet-valid': 'The certificate is valid only from {{from}}. Phones refuse it. Check the clocks.',
      tls_pin:
        'The server shows another certificate than the one pinned in the account. Nothing was sent. Find out why.',
      tls_protocol: 'No TLS was agreed on. The port may be one for HTTP, or the server too old. Check the port.',
      tls_mixed: 'HTTP was spoken to a port for HTTPS. Check http:// and https:// of the address.',
      'tls_poly-self-signed':
        'The file is there, but Poly phones take only certificates of a public authority. This phone will not fetch it by HTTPS.',
      'tls_poly-wildcard':
        'The file is there, but Poly phones refuse wildcard certificates. This phone will not fetch it by HTTPS.',
      'tls_poly-name-or-date':
        'The file is there, but the certificate’s name or date is wrong. This phone will not fetch it by HTTPS.',
      'optional-missing': 'Not there, which is usual: the phone does without.',
      unproven:
        'The site’s controls failed: the server gives files to phones that don’t exist, or with a wrong password. This answer ({{would}}) proves nothing.',
    },
    note: {
      guessed: 'The vendor was guessed from the MAC.',
      'neutral-agent': 'Asked without the phone’s own User-Agent, which is not known.',
      'other-case': 'Only this spelling of the name is there.',
      'unknown-root': 'Its root element is not known.',
      'no-gnkey': 'gnkey is missing.',
      'duplicate-numbers': 'P numbers come twice.',
      'user-not-compared': 'The file names nobody, so the list’s user could not be compared.',
      'account-unrecognised': 'The file’s dialect is not known; its values agree with the list.',
      'admin-password': 'It sets the phone’s administrator password.',
      'no-admin-password': 'It sets no administrator password: the factory one stays.',
      'tftp-open': 'TFTP has no login: everybody in this network can read the SIP password.',
      'tftp-version': 'Over TFTP the PBX can’t see the firmware; v70.txt decides for all Yealinks.',
      elsewhere: 'It lies on another server.',
      'private-certificate': 'The certificate has no public authority: the phone must be told to trust it.',
    },
    unasked: {
      'unknown-model': '{{phone}} was not asked for: neither list nor MAC tell which phone it is. Add its model.',
      'no-name': '{{phone}} was not asked for: nobody publishes the file name of {{vendor}}. Ask for it by hand.',
      'other-scheme': '{{phone}} was not asked for: {{vendor}} phones don’t fetch this way.',
    },
    control: {
      'unknown-mac_passed': 'A MAC that can’t exist gets no file.',
      'unknown-mac_failed': 'A MAC that can’t exist gets a file ({{file}}): this server’s answers prove nothing.',
      'unknown-mac_open': 'Whether a MAC that can’t exist gets a file could not be tried.',
      'wrong-password_passed': 'A wrong password gets no file.',
      'wrong-password_failed': 'A wrong password gets a file ({{file}}): this server’s answers prove nothing.',
      'wrong-password_open': 'Whether a wrong password gets a file could not be tried.',
    },
    certificate: {
      public: 'The certificate has a public authority.',
      'self-signed': 'The certificate is self-signed, or its authority is not public.',
      'name-or-date': 'The certificate’s name or date is wrong.',
      wildcard: 'The certificate is a wildcard; Poly phones refuse it.',
    },
    versions: 'TLS offered: {{versions}}; the oldest is {{oldest}}.',
    state: {
      'never-seen': 'never seen',
      asking: 'asks, without a login',
      refused: 'refused',
      unknown: 'not in the PBX',
      fetched: 'fetched',
      'fetched-elsewhere': 'fetched by another address',
    },
    'state-message': {
      'never-seen': 'The phone never asked. Check its network, DHCP option 66 and its provisioning address.',
      asking: 'The phone asks and shows no login. Enter user and password in it, or it knows only Basic.',
      refused: 'The phone shows a wrong login. Correct it in the phone.',
      unknown: 'The server does not know the phone. Check the MAC and the device type in the PBX.',
      fetched: 'The phone fetched its configuration.',
      'fetched-elsewhere':
        'Somebody else fetched this phone’s file: {{address}}. Check the address in the list, and who that is.',
    },
    oddity: {
      'other-phone': 'The one that asked calls itself another MAC.',
      small: 'The answer is far smaller than usual.',
      'own-check': 'A check came from the same address: it may be what was seen, and not the phone.',
    },
    newer: 'The catalogue names firmware {{firmware}}.',
    advice: {
      laptop: 'A file fetched here does not prove that the phone reaches the server from its own VLAN.',
      http: 'Plain HTTP shows the SIP passwords in the files to everybody on the way. Prefer HTTPS, or a VLAN of their own.',
      tftp: 'TFTP has no login: everybody in this network can read the SIP passwords. Limit it to the phones’ VLAN.',
      login: 'One login opens every phone’s file. Choose a long random password; change it after the roll-out.',
    },
    report: {
      title: 'Configuration check',
      site: 'Server',
      summary: 'Summary',
      problems: 'To do',
      files: 'Files',
      fetched: 'Who fetched',
      advice: 'To consider',
      none: 'Nothing was checked yet.',
      mac: 'MAC',
      model: 'Model',
      file: 'File',
      way: 'By',
      status: 'Answers',
      finding: 'Finding',
      message: 'What it means',
      number: 'Files',
      state: 'State',
      time: 'Time',
      address: 'Address',
      firmware: 'Firmware',
      room: 'Room',
      user: 'User',
    },
  },
} as const;
