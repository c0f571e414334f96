import { codeCommands, codes } from './codes-words.en.ts';
import { configCommands, configs } from './configs-words.en.ts';
import { jobCommands, jobs } from './jobs-words.en.ts';
import { openstage, openstageCommands } from './openstage-words.en.ts';

/** What only the command line says, in English. */
export const words = {
  cli: {
    usage: {
      help: '`rollcall --help` lists the commands.',
      command: 'There is no command “{{text}}”.',
      option: '--{{option}} does not belong to {{command}}.',
      missing: '{{command}} needs --{{option}}.',
      number: '--{{option}} takes a whole number of 1 or more, not “{{text}}”.',
      language: '--lang takes de or en, not “{{text}}”.',
      action: '--action takes one of {{actions}}, not “{{text}}”.',
      map: '--map takes field=column,…; “{{text}}” is not that. Fields: {{fields}}.',
      fault: '--fault {{text}}: {{problem}} Faults: {{names}}.',
      yes: 'This changes something at the service and there is nobody to ask. Nothing was sent. Add --yes.',
    },
    openstage,
    configs,
    command: {
      ...codeCommands,
      ...jobCommands,
      ...openstageCommands,
      ...configCommands,
      practice:
        'Starts practice services on this machine: nothing leaves it, nothing is kept. The first line on standard output says where they are.',
      'codes serve':
        'Opens the update server for own codes on one address of this computer, until Ctrl+C. The first line on standard output is the URL for the phones. --allow MAC or its first half, several times; without it innovaphone phones. --hours 22-5: phones load firmware in these hours alone, by their own clock; with --initial-minutes N not until so long after they started. `codes jobs` says what phones get. Redeeming by real phones is experimental.',
      'innovaphone url':
        'Builds the SYSCLIENT line with which phones register at Devices without a code, and shows its steps. --base ends in /sysclients. With --account the category is looked for there.',
      'innovaphone check':
        'Reads a SYSCLIENT line or the URL a phone shows, and says what is wrong with it. Exit code 1 where something is.',
      'innovaphone script':
        'Builds an update script; its kinds are below. --once has phones that poll run it once. sysclient takes what “innovaphone url” takes; inventory the --url to upload to; leave the --url to ask instead; local --server, --extension and, with --password-stdin, a password.',
      'innovaphone dhcp':
        'Writes DHCP options 43/60 with an update URL, for dnsmasq, ISC dhcpd or as hex. --interval in minutes.',
      'innovaphone preflight':
        "Looks at what codes need before any is given out: the vendor's code service, Devices, category, PBX. What it cannot see is listed to be looked at. Changes nothing. --pbx names the account of the PBX.",
      'innovaphone prompt':
        'Has a phone show its form for a code again. The password is asked for, or read from standard input; --user is admin unless given.',
      'innovaphone phone':
        'Reads the Devices URL in effect from a phone, its token masked, and compares it with the one given with --url.',
      'account add':
        'Keeps an account. The password is asked for, or read from standard input; never give it as an argument.',
      'account list': 'Lists the accounts, without their passwords.',
      'account test': 'Tries address, certificate and login of an account. Changes nothing.',
      'account remove': 'Removes an account and its password.',
      'rollout create': 'Makes an empty rollout: a site, its devices, its runs.',
      'rollout list': 'Lists the rollouts.',
      'rollout show': 'Shows a rollout with its runs.',
      'rollout save':
        'Writes a rollout into a .rollcall file for a colleague: its phones and how they stand, no passwords, no codes.',
      'rollout open':
        'Opens a .rollcall file, into the rollout of its name or --rollout NAME. Where both sides say something else, --take mine (as without it) or theirs decides. Opening it again changes nothing.',
      'rollout delete': 'Removes a rollout here. Changes nothing at any service.',
      import:
        'Reads a list (CSV, XLSX, text, ap-client.py lines, call files) into a rollout. --map field=column,… says which column is which; --problems FILE keeps the rows that need mending.',
      find: 'Finds a MAC in all rollouts, with every outcome it ever had.',
      export: 'Writes one row a device: its fields and its latest outcome. The ending chooses CSV, XLSX or JSON.',
      plan: 'Asks the service about every device and says what a run would change. Changes nothing.',
      run: 'Makes a fresh plan and carries it out, after a question or with --yes. --only failed, unknown or a FILE with MACs takes a part.',
      resume:
        'Goes on with a run that was interrupted; reads first what is uncertain. --cancel ends it instead: what was not begun is cancelled.',
      undo: 'Writes back what was there before a run, after a question or with --yes.',
      registered: 'Lists the phones an account holds. --out FILE also writes them as CSV or as the XML answer.',
      report:
        'Writes the hand-over report as .pdf (with an installed Chromium, Chrome or Edge) or .html, or the results as .csv, .xlsx or .json. --site, --address, --customer and --technician are kept; a semicolon begins a new line.',
      'ownership list': 'Lists the phones that another account owns, and those that are parked.',
      'ownership sweep': 'Looks for these phones in all own accounts of their service. Changes nothing there.',
      'ownership recheck': 'Looks again for the parked phones; those that are free are taken out of parking.',
      'ownership letter':
        'Writes the letter that asks the previous provider for release: .pdf, .html or .txt. --to, --from, --contact and --customer are kept; a semicolon begins a new line.',
      'ownership park': 'Leaves phones out of plans until their previous provider has released them.',
      'ownership unpark': 'Takes phones out of parking.',
      prepare: 'Writes the calls as files, for the Gigaset portal or for curl: no network, no password.',
    },
    help: {
      faults: 'Faults for --fault NAME[=VALUE], each as often as wanted:',
      group: 'One of these with --help says more: its options and what it does with them.',
      intro: 'rollcall: registers phones at redirection services and says, phone by phone, what is true now.',
      common:
        'With every command: --data DIR (or ROLLCALL_DATA), --json (one object a line on standard output), --lang de|en.\nThe passphrase of the passwords is asked for, or taken from ROLLCALL_PASSPHRASE.\nExit codes: 0 all done or unchanged, 1 some refused, failed or unknown, 2 bad usage or input, 3 account or service unusable, 130 interrupted.',
    },
    codes,
    jobs,
    passphrase: {
      needed:
        'The passwords lie in a vault and there is nobody to ask for its passphrase. Nothing was done. Set ROLLCALL_PASSPHRASE.',
      explain: 'Passwords are kept encrypted behind a passphrase of your choice. It can not be recovered.',
      choose: 'New passphrase: ',
      again: 'Once more: ',
      differ: 'The two are not the same. Nothing was kept. Try again.',
      ask: 'Passphrase: ',
    },
    password: {
      ask: 'Password of the account: ',
      needed:
        'The account needs a password. Nothing was kept. Type it at the prompt, or give it with --password-stdin.',
    },
    progress: {
      plan: 'read {{done}} of {{total}}, {{rate}}/s, {{left}} left',
      run: '{{done}} of {{total}}, {{rate}}/s, {{left}} left',
    },
    serve: {
      banner:
        'The update server is OPEN on {{address}}, port {{port}}: phones in this network can redeem codes. With real phones this is experimental. Ctrl+C ends it.',
      window: 'Firmware is loaded at these times by the phones’ own clock: {{hours}}.',
      initial_one: 'No firmware is loaded until {{count}} minute after a phone started.',
      initial_other: 'No firmware is loaded until {{count}} minutes after a phone started.',
      ended: 'The update server is closed. Phones that still ask this computer get no answer.',
      prompt: '{{phone}} ({{address}}) {{model}}: shows the form for a code',
      redeemed: '{{phone}} ({{address}}) {{model}}: redeemed its code',
      'wrong-code': '{{phone}} ({{address}}) {{model}}: a wrong or expired code. Nothing was given to it.',
      slow: '{{address}}: five wrong codes in a minute; none is looked at until the minute is over.',
      locked: '{{address}}: locked out after twenty wrong codes. Start the server again to let it in.',
      'not-allowed': '{{phone}} ({{address}}): is not let in. Add it with --allow if it should be.',
      failed:
        '{{phone}} ({{address}}): the data folder could not be used, so it was told to ask again. Another Rollcall may be open with it, or a job with a password was made: start again with ROLLCALL_PASSPHRASE.',
    },
    waiting: 'Waiting {{seconds}} s. {{cause}}',
    stopping: 'Stopping: what is under way is brought to its end. Once more to leave at once.',
    'interrupted-plan': 'Interrupted while reading. Nothing was sent.',
    'service-words': 'Service: “{{words}}”',
    innovaphone: {
      url: '1. Values: domain={{domain}}, token={{token}}, category={{category}}\n2. URL, as the phone must show it: {{url}}\n3. Encoded once more: {{encoded}}\nLine for an update script: {{command}}',
      'line-right': 'The line is right. The phone must show: {{url}}',
      'script-kind': 'There is no script “{{text}}”. Kinds: {{kinds}}.',
      protocol: '--protocol takes SIP or H323, not “{{text}}”.',
      format: '--format takes one of {{formats}}, not “{{text}}”.',
      'needs-password':
        'The phone needs a password and there is nobody to ask. Nothing was sent. Give it with --password-stdin.',
      'ask-password': 'Password of the phone: ',
    },
    account: {
      added: 'Account {{name}} is kept. `rollcall account test {{name}}` tries it.',
      none: 'There is no account yet. `rollcall account add` makes one.',
      line: '{{name}}  {{service}}  {{url}}  {{user}}  {{concurrency}} at once, {{batch}} a call',
      works: 'Account {{name}} works: address, certificate and login are right ({{ms}} ms).',
      removed: 'Account {{name}} and its password are gone.',
    },
    rollout: {
      created: 'Rollout {{name}} is ready. `rollcall import {{name}} FILE` fills it.',
      none: 'There is no rollout yet. `rollcall rollout create` makes one.',
      line_one: '{{name}}: {{count}} device',
      line_other: '{{name}}: {{count}} devices',
      line_unfinished_one: '{{name}}: {{count}} device, run {{run}} is not finished (resume {{name}})',
      line_unfinished_other: '{{name}}: {{count}} devices, run {{run}} is not finished (resume {{name}})',
      outcomes: 'Latest outcomes: {{counts}}',
      run: 'Run {{run}}: {{action}} with {{account}}, {{time}}: {{counts}}',
      run_unfinished: 'Run {{run}}, not finished: {{action}} with {{account}}, {{time}}: {{counts}}',
      'ask-delete':
        'Delete {{name}} with {{count}} devices and {{runs}} runs here? What was there before its runs can then not be put back. [y/N] ',
      deleted: 'Rollout {{name}} is deleted here. Nothing was changed at any service.',
    },
    handover: {
      saved_one: '{{name}}, {{count}} device, is in {{file}}.',
      saved_other: '{{name}}, {{count}} devices, is in {{file}}.',
      'left-out_one': '{{count}} password (in a URL or an item) was left out. The colleague enters it again.',
      'left-out_other': '{{count}} passwords (in URLs or items) were left out. The colleague enters them again.',
      kept_one: '{{count}} field differs and stayed as it was here. --take theirs takes the file’s.',
      kept_other: '{{count}} fields differ and stayed as they were here. --take theirs takes the file’s.',
      opened_one: '{{count}} device of the file: {{added}} new in {{name}}, {{updated}} completed or changed.',
      opened_other: '{{count}} devices of the file: {{added}} new in {{name}}, {{updated}} completed or changed.',
      take: '--take takes mine or theirs, not “{{text}}”.',
    },
    import: {
      problem: '{{file}}, row {{row}}, {{column}}, “{{value}}”: {{message}}',
      more_one: '… and {{count}} more problem row.',
      more_other: '… and {{count}} more problem rows.',
      mend: 'Problem rows were left out. --problems FILE writes them to be mended and imported again.',
      mend_written: 'Problem rows were left out. They are in {{file}}: mend them there and import that file.',
      warning_one: 'Odd, but taken: {{count}} row ({{warning}}).',
      warning_other: 'Odd, but taken: {{count}} rows ({{warning}}).',
      unused: 'Columns without a field of their own were not taken: {{columns}}. --map says which is which.',
      done: 'Rows: {{rows}}. Devices: {{devices}} ({{added}} new, {{updated}} updated). Problems: {{problems}}.',
    },
    find: {
      nowhere: '{{mac}} is in no rollout here and never was.',
      rollout: 'In rollout {{rollout}}: room {{room}}, {{user}} {{extension}} {{model}} {{url}}',
      user: 'In rollout {{rollout}}, codes: room {{room}}, {{user}} {{extension}}, whose code it redeemed',
      user_planned: 'In rollout {{rollout}}, codes: room {{room}}, {{user}} {{extension}}, for whom it is planned',
      outcome: '{{time}}  {{rollout}}, {{account}}: {{action}}: {{outcome}} {{message}}',
    },
    export: {
      done_one: '{{count}} device written to {{file}}',
      done_other: '{{count}} devices written to {{file}}',
    },
    plan: {
      summary_one: 'Plan for {{count}} device: {{groups}}',
      summary_other: 'Plan for {{count}} devices: {{groups}}',
      warning_one: 'Warning for {{count}} device: {{text}}',
      warning_other: 'Warning for {{count}} devices: {{text}}',
      more: '… and {{count}} more.',
      ask_one: 'Change {{count}} phone? [y/N] ',
      ask_other: 'Change {{count}} phones? [y/N] ',
    },
    run: {
      summary_one: 'Run {{run}}, {{count}} device in {{time}}: {{counts}}',
      summary_other: 'Run {{run}}, {{count}} devices in {{time}}: {{counts}}',
      interrupted_one: '{{count}} device is open. Nothing is lost: `rollcall resume {{rollout}}` goes on.',
      interrupted_other: '{{count}} devices are open. Nothing is lost: `rollcall resume {{rollout}}` goes on.',
      left: 'Not every phone came through. `run {{rollout}} … --only failed` or `--only unknown` tries those again; `export` writes them down.',
      nothing: 'No device to deal with.',
      'no-devices': 'The rollout {{rollout}} has no devices. Nothing was sent. Import a list first.',
      'nothing-to-resume': 'Nothing to resume: every run of {{rollout}} is finished.',
      'nothing-to-undo': 'Nothing to undo in {{rollout}}.',
      'only-problems_one': '{{count}} row of {{file}} holds no MAC and was left out.',
      'only-problems_other': '{{count}} rows of {{file}} hold no MAC and were left out.',
      'only-strangers_one':
        '{{count}} MAC of the file is not in the rollout {{rollout}}: {{macs}}. Nothing was sent for it. Import it first.',
      'only-strangers_other':
        '{{count}} MACs of the file are not in the rollout {{rollout}}: {{macs}}. Nothing was sent for them. Import them first.',
    },
    prepare: {
      done_one: '{{count}} file for {{devices}} devices in {{folder}}. No password is in it.',
      done_other: '{{count}} files for {{devices}} devices in {{folder}}. No password is in them.',
    },
    report: { done_one: '{{count}} device is in {{file}}.', done_other: '{{count}} devices are in {{file}}.' },
    ownership: {
      none: 'No phone of this rollout is owned by another account, as far as is known.',
      parked: 'parked {{time}} {{note}}',
      unlooked: 'Account {{account}} could not be looked into:',
      unparked_one: '{{count}} phone is free and was taken out of parking.',
      unparked_other: '{{count}} phones are free and were taken out of parking.',
      letter_one: 'The letter about {{count}} phone is in {{file}}.',
      letter_other: 'The letter about {{count}} phones is in {{file}}.',
    },
    registered: {
      count_one: 'Account {{account}} holds {{count}} phone.',
      count_other: 'Account {{account}} holds {{count}} phones.',
    },
    practice: {
      running: 'Practice services are running; nothing leaves this machine. Ctrl+C ends them.',
    },
  },
} as const;
