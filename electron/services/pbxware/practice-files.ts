/** A phone that the practice server has files for. */
export interface PracticeConfigPhone {
  /** Its place, from 1 on: what faults name. */
  readonly number: number;
  /** 12 lower-case hex digits. */
  readonly mac: string;
  readonly vendor: string;
  readonly model: string;
  readonly user: string;
  readonly extension: string;
  readonly server: string;
}

/** The server that all prepared phones shall register with. */
export const PRACTICE_SIP_SERVER = 'pbx.practice.example';

interface Kind {
  readonly vendor: string;
  readonly model: string;
  readonly prefix: string;
  readonly write: (phone: PracticeConfigPhone, secret: string) => ReadonlyMap<string, Buffer>;
}

const NAMES = ['Anna Berg', 'Bernd Fuchs', 'Carla Jung', 'David Klein', 'Eva Lenz', 'Frank Maurer', 'Gesa Noll'];

function text(...lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\n')}\n`);
}

function one(name: string, content: Buffer): ReadonlyMap<string, Buffer> {
  return new Map([[name, content]]);
}

function yealink({ mac, user, extension, server }: PracticeConfigPhone, secret: string): ReadonlyMap<string, Buffer> {
  return one(
    `${mac}.cfg`,
    text(
      '#!version:1.0.0.1',
      'account.1.enable = 1',
      `account.1.label = ${extension}`,
      `account.1.display_name = ${user}`,
      `account.1.user_name = ${extension}`,
      `account.1.auth_name = ${extension}`,
      `account.1.password = ${secret}`,
      `account.1.sip_server.1.address = ${server}`,
    ),
  );
}

function poly({ mac, user, extension, server }: PracticeConfigPhone, secret: string): ReadonlyMap<string, Buffer> {
  return new Map([
    [
      `${mac}.cfg`,
      text(
        '<?xml version="1.0" standalone="yes"?>',
        `<APPLICATION APP_FILE_PATH="sip.ld" CONFIG_FILES="phone${mac}.cfg, sip.cfg" LOG_FILE_DIRECTORY=""/>`,
      ),
    ],
    [
      `phone${mac}.cfg`,
      text(
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<PHONE_CONFIG>',
        `  <ALL reg.1.address="${extension}" reg.1.auth.userId="${extension}" reg.1.auth.password="${secret}"`,
        `    reg.1.displayName="${user}" reg.1.label="${extension}" reg.1.server.1.address="${server}"/>`,
        '</PHONE_CONFIG>',
      ),
    ],
    ['sip.cfg', text('<?xml version="1.0"?>', '<PHONE_CONFIG><ALL voice.gain="1"/></PHONE_CONFIG>')],
    ['sip.ld', Buffer.alloc(2_048, 0x5a)],
    [
      `${mac}-directory.xml`,
      text(
        '<?xml version="1.0"?>',
        '<directory><item_list><item><ln>Other</ln><ct>999</ct></item></item_list></directory>',
      ),
    ],
  ]);
}

function snom(
  { mac, model, user, extension, server }: PracticeConfigPhone,
  secret: string,
): ReadonlyMap<string, Buffer> {
  return one(
    `snom${model}-${mac.toUpperCase()}.htm`,
    text(
      '<html><pre>',
      `user_name1!: ${extension}`,
      `user_realname1!: ${user}`,
      `user_pass1!: ${secret}`,
      `user_host1!: ${server}`,
      '</pre></html>',
    ),
  );
}

/** A Grandstream file: header, settings, and a checksum that makes all words sum up to nothing. */
export function packGrandstream(mac: string, settings: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries({ ...settings, gnkey: mac.slice(2, 6) });
  const body = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  const file = Buffer.alloc(16 + body.length + (body.length % 2));
  file.writeUInt32BE(file.length / 2, 0);
  Buffer.from(mac, 'hex').copy(file, 6);
  Buffer.from('\r\n\r\n').copy(file, 12);
  file.write(body, 16, 'latin1');
  let sum = 0;
  for (let at = 0; at < file.length; at += 2) sum += file.readUInt16BE(at);
  file.writeUInt16BE((0x10000 - (sum % 0x10000)) % 0x10000, 4);
  return file;
}

function grandstream(
  { mac, user, extension, server }: PracticeConfigPhone,
  secret: string,
): ReadonlyMap<string, Buffer> {
  return one(
    `cfg${mac}`,
    packGrandstream(mac, {
      P2: 'admin',
      P47: server,
      P35: extension,
      P36: extension,
      P34: secret,
      P270: user,
      P3: user,
    }),
  );
}

function fanvil({ mac, user, extension, server }: PracticeConfigPhone, secret: string): ReadonlyMap<string, Buffer> {
  return one(
    `${mac}.cfg`,
    text(
      '<<VOIP CONFIG FILE>>Version:2.0000',
      '<SIP CONFIG MODULE>',
      `SIP1 Phone Number       :${extension}`,
      `SIP1 Display Name       :${user}`,
      `SIP1 Register User      :${extension}`,
      `SIP1 Register Pswd      :${secret}`,
      `SIP1 Register Addr      :${server}`,
    ),
  );
}

function gigaset({ mac, user, extension, server }: PracticeConfigPhone, secret: string): ReadonlyMap<string, Buffer> {
  return one(
    mac.toUpperCase(),
    text(
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<ProviderFrame><Provider>',
      `  <MAC_ADDRESS value="${mac.toUpperCase()}"/>`,
      `  <param name="SipAccount.AuthName" value="${extension}"/>`,
      `  <param name="SipAccount.DisplayName" value="${user}"/>`,
      `  <param name="SipAccount.AuthPassword" value="${secret}"/>`,
      `  <param name="SipProvider.RegServerAddress" value="${server}"/>`,
      '</Provider></ProviderFrame>',
    ),
  );
}

function panasonic({ mac, user, extension, server }: PracticeConfigPhone, secret: string): ReadonlyMap<string, Buffer> {
  return one(
    `${mac.toUpperCase()}.cfg`,
    Buffer.from(
      [
        '# Panasonic SIP Phone Standard Format File #',
        `PHONE_NUMBER_1="${extension}"`,
        `DISPLAY_NAME_1="${user}"`,
        `SIP_AUTHID_1="${extension}"`,
        `SIP_PASS_1="${secret}"`,
        `SIP_RGSTR_ADDR_1="${server}"`,
        '',
      ].join('\r\n'),
    ),
  );
}

function avaya({ mac, extension, server }: PracticeConfigPhone, secret: string): ReadonlyMap<string, Buffer> {
  return one(
    `${mac}.txt`,
    text(
      '## written for practice',
      `SET FORCE_SIP_EXTENSION "${extension}"`,
      `SET FORCE_SIP_USERNAME "${extension}"`,
      `SET FORCE_SIP_PASSWORD "${secret}"`,
      `SET SIP_CONTROLLER_LIST ${server}:5060;transport=udp`,
    ),
  );
}

function htek({ mac, extension, server }: PracticeConfigPhone, secret: string): ReadonlyMap<string, Buffer> {
  return one(
    `cfg${mac}`,
    text(
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<hl_provision version="1"><config version="1">',
      `  <P35 para="Account1.SipUserId">${extension}</P35>`,
      `  <P36 para="Account1.AuthenticateID">${extension}</P36>`,
      `  <P34 para="Account1.AuthenticatePassword">${secret}</P34>`,
      `  <P47 para="Account1.SipServer">${server}</P47>`,
      '</config></hl_provision>',
    ),
  );
}

function cisco({ mac, user, extension, server }: PracticeConfigPhone, secret: string): ReadonlyMap<string, Buffer> {
  return one(
    `SEP${mac.toUpperCase()}.cnf.xml`,
    text(
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<device><sipProfile><sipLines><line button="1">',
      `  <featureLabel>${extension}</featureLabel><proxy>${server}</proxy><name>${extension}</name>`,
      `  <displayName>${user}</displayName><authName>${extension}</authName><authPassword>${secret}</authPassword>`,
      '</line></sipLines></sipProfile></device>',
    ),
  );
}

function mitel({ mac, user, extension, server }: PracticeConfigPhone, secret: string): ReadonlyMap<string, Buffer> {
  return one(
    `${mac.toUpperCase()}.cfg`,
    text(
      `sip line1 user name: ${extension}`,
      `sip line1 auth name: ${extension}`,
      `sip line1 password: ${secret}`,
      `sip line1 screen name: ${user}`,
      `sip line1 registrar ip: ${server}`,
    ),
  );
}

/** The kinds of phones, dealt out in turn. */
const KINDS: readonly Kind[] = [
  { vendor: 'Yealink', model: 'T46G', prefix: '001565', write: yealink },
  { vendor: 'Polycom', model: 'VVX400', prefix: '0004f2', write: poly },
  { vendor: 'Grandstream', model: 'GXP2170', prefix: '000b82', write: grandstream },
  { vendor: 'Snom', model: '320', prefix: '000413', write: snom },
  { vendor: 'Fanvil', model: 'X4', prefix: '0c383e', write: fanvil },
  { vendor: 'Panasonic', model: 'KX-UT113', prefix: '0080f0', write: panasonic },
  { vendor: 'Avaya', model: 'J179', prefix: 'c81fea', write: avaya },
  { vendor: 'HTek', model: 'UC903', prefix: '001fc1', write: htek },
  { vendor: 'Gigaset', model: 'N870', prefix: '7c2f80', write: gigaset },
  { vendor: 'Yealink', model: 'T48S', prefix: '805ec0', write: yealink },
  { vendor: 'Cisco', model: '7965', prefix: '00562b', write: cisco },
  { vendor: 'Mitel', model: '6867i', prefix: '00085d', write: mitel },
];

/** Makes so many phones of all kinds in turn, the same ones each time. */
export function makePracticePhones(count: number): readonly PracticeConfigPhone[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = KINDS[index % KINDS.length] as Kind;
    const extension = String(201 + index);
    return {
      number: index + 1,
      mac: `${kind.prefix}5${(index + 1).toString(16).padStart(5, '0')}`,
      vendor: kind.vendor,
      model: kind.model,
      // Avaya's and HTek's files name nobody: their rows have the extension alone.
      user: kind.write === avaya || kind.write === htek ? extension : (NAMES[index % NAMES.length] ?? ''),
      extension,
      server: PRACTICE_SIP_SERVER,
    };
  });
}

/** A phone's files, by name in the letter case it uses. */
export function writePracticeFiles(phone: PracticeConfigPhone, secret: string): ReadonlyMap<string, Buffer> {
  const kind = KINDS[(phone.number - 1) % KINDS.length] as Kind;
  return kind.write(phone, secret);
}
