/** What the commands for OpenStage phones are for, in English. */
export const openstageCommands = {
  'openstage listen':
    'Listens on one of this computer’s addresses for phones that call, until Ctrl+C, and says who did. Talks with none.',
  'openstage contact': 'Asks phones to call and says which did. Reads and writes nothing.',
  'openstage sweep':
    'Does the same for a range of addresses in this computer’s own subnet, one a second, after a question or with --yes.',
  'openstage read': 'Reads items of phones; --items a,b takes some of them. Changes nothing. Passwords are masked.',
  'openstage plan':
    'Reads what phones hold and says what the list’s item columns would change. Changes nothing. --expert also allows items beside the usual ones; shell and mode items never.',
  'openstage run': 'Makes a fresh plan and writes it, after a question or with --yes; reads back what was stored.',
  'openstage undo': 'Puts back what a run overwrote, after a question or with --yes.',
  'openstage backup': 'Reads every item and writes one file a phone into a folder, without passwords.',
  'openstage compare': 'Says in which items two phones differ, as they were last read.',
  'openstage files':
    'Sends a file to phones: --file FILE served by Rollcall itself, or --url ftp://… or https://…; --type is one of LOGO, RINGTONE, MOH, PIC, LDAP, SCREENSAVER.',
  'openstage firmware':
    'Sends firmware to phones and compares the version with which they start. The number of phones is to be typed, or given with --confirm.',
  'openstage restart':
    'Restarts phones. The number of phones is to be typed, or given with --confirm. --factory-reset WORD, with the vendor’s word, erases them instead.',
  'openstage dhcp': 'Builds DHCP option 43, with which phones find Rollcall by themselves.',
} as const;

/** What the commands for OpenStage phones say, in English. */
export const openstage = {
  listening: 'Listening on {{address}}. Ctrl+C ends it.',
  called: '{{time}}  {{address}}  {{mac}}  {{model}}  {{version}}  {{text}}',
  gap: 'Phones that were asked to call a short while ago would ignore it now. Rollcall waits for {{time}}.',
  'did-call': 'called',
  summary_one: '{{count}} phone: {{read}} read.',
  summary_other: '{{count}} phones: {{read}} read.',
  plan_one: '{{count}} phone to write to, {{items}} items.',
  plan_other: '{{count}} phones to write to, {{items}} items.',
  ask_one: 'Write to {{count}} phone? (y/n) ',
  ask_other: 'Write to {{count}} phones? (y/n) ',
  'nothing-to-write': 'The phones hold what the list says. Nothing was sent.',
  'nothing-to-undo': 'There is no run whose items could be put back.',
  'type-number_one': 'This concerns {{count}} phone. Type the number to go on: ',
  'type-number_other': 'This concerns {{count}} phones. Type the number to go on: ',
  'confirm-needed': 'There is nobody to type the number of phones. Nothing was sent. Give it with --confirm {{count}}.',
  'ask-range': 'Ask each address from {{first}} to {{last}} to call? (y/n) ',
  type: '--type takes one of {{types}}, not “{{text}}”.',
  source: 'Give either --{{option}} FILE or --url URL.',
  'default-mode_one':
    '{{count}} phone answers in default mode: anyone in its network can read and change it. Newer firmware and secure mode end that (vendor advisory OBSO-2312-01).',
  'default-mode_other':
    '{{count}} phones answer in default mode: anyone in their network can read and change them. Newer firmware and secure mode end that (vendor advisory OBSO-2312-01).',
  risky_one: '{{count}} value holds &, < or >, which early firmware misreads. Look at it on the phone afterwards.',
  risky_other: '{{count}} values hold &, < or >, which early firmware misreads. Look at them on a phone afterwards.',
  saved_one: '{{count}} file in {{folder}}.',
  saved_other: '{{count}} files in {{folder}}.',
  same: '{{count}} items are the same.',
  change: { change: '→', same: '=', blind: '→', 'unknown-item': '→ (unknown to the phone)', forbidden: 'not allowed' },
} as const;
