/** The words of automatic provisioning: what is wrong with a line, what to know of a script, what a site needs. */
export const innovaphone = {
  part: { base: 'address', domain: 'domain', token: 'token', category: 'category', line: 'line' },
  problem: {
    missing: 'The {{part}} is missing. Nothing was built. Give it.',
    scheme: 'The address must begin with wss:// (or ws://). Nothing was built.',
    host: 'The address names no host. Nothing was built. Write it as wss://platform/domain/devices/sysclients.',
    userinfo: 'The address holds a user or password before the host, which phones can not use. Take it out.',
    query: 'The address already holds “?” or “#”. Give it without parameters, ending in /sysclients.',
    sysclients: 'The address must end in /sysclients, once. Nothing was built. Take it from the Devices app.',
    characters: 'The {{part}} holds a character that can not stand there (a line end, a blank in an address).',
    'not-encoded':
      'The {{part}} is not encoded: blanks and special characters must not stand there bare. Build it anew.',
    'encoded-twice': 'The line is encoded once too often, so the phone would get a wrong address. Build it anew.',
    'parameter-twice': 'The {{part}} is in the address twice. Build it anew.',
    unreadable: 'The {{part}} can not be decoded: a “%” is followed by something else than two hex digits.',
  },
  warning: {
    percent:
      'The {{part}} holds “%” with two hex digits, for instance %25 or %20: it looks encoded already. It was encoded once more; give it as Devices shows it.',
    blank: 'The {{part}} begins or ends with a blank. It was kept; check it against Devices.',
    'plain-ws': 'The address begins with ws://, so the token travels readably. Use wss:// where the platform can.',
    'no-such-category':
      'This account shows no category of this name with a phone configuration; only such a category can be used.',
  },
  script: {
    problem: {
      missing: 'The script needs: {{part}}. Nothing was built.',
      characters: '{{part}} holds a line end or a character that no line can hold. Nothing was built.',
      url: 'This is no address for an update server: http:// or https://, plain characters, no password in it. Nothing was built.',
    },
    warning: {
      'leave-unproved':
        'Experimental: taking the update URL away was never seen on a real phone. Check one phone first.',
      'local-unproved': 'Experimental: the registration line is known from older phones. Check one phone first.',
      'password-inside': 'The script holds a password. Whoever can read it can register as this extension.',
      'token-inside': 'The script holds the token of the domain. Whoever can read it can register phones there.',
    },
    kind: {
      inventory: 'Inventory: phones upload what they are',
      sysclient: 'Register at Devices without a code',
      prompt: 'Show the form for the code again',
      local: 'Register at a PBX without an App Platform',
      'v12-clean-up': 'Take the settings of a V12 update server off',
      leave: 'Stop asking this update server',
    },
  },
  job: {
    software: 'Software',
    ALARM_SERVER: 'alarm server',
    EXPERT: 'anything else, by expert commands',
    FXS_PHONE: 'analogue phones at a gateway',
    MEDIA: 'speech: codecs and media ports',
    NTP: 'time',
    PHONE: 'the phone: registration, keys, ringing',
    TLS_PROFILE: 'TLS profile',
  },
  dhcp: {
    problem: {
      url: 'This is no address for an update server: http:// or https://, plain characters, no quotes, no password in it. Nothing was built.',
      'url-long': 'The address is longer than 255 characters, which DHCP can not carry. Nothing was built.',
      interval: 'The interval must be a whole number of minutes from 1 to 65535. Nothing was built.',
    },
    warning:
      'A phone that gets its update URL by DHCP at its first start shows no form for a code: code provisioning does not work on it. Use this for automatic provisioning only.',
  },
  check: {
    'code-host-http': 'Vendor’s code service by HTTP ({{host}}:{{port}})',
    'code-host-https': 'Vendor’s code service by HTTPS ({{host}}:{{port}})',
    'dhcp-url': 'No update URL in DHCP (options 43/60, sub-option 215): look at the DHCP server of the phones’ network',
    devices: 'Devices: address, certificate and login of the account',
    category: 'A category with a phone configuration',
    pbx: 'PBX: users, their devices and registrations',
    'object-devices': 'PBX, app object Devices: “websocket” is ticked',
    'object-profile': 'PBX, app object Profile: “websocket” and “Services” are ticked, and it may use “devices-api”',
  },
  result: { passed: 'all right', failed: 'not right', person: 'please look', skipped: 'not looked at' },
  'phone-url': {
    none: 'The phone has no Devices URL yet.',
    shown: 'The phone registers at {{url}}',
    same: 'It is exactly the one that was built.',
    other: 'It is not the one that was built. Compare both, letter by letter; the token is not shown.',
  },
  prompted: 'The phone shows its form for the code again. Nothing was written to its configuration.',
} as const;
