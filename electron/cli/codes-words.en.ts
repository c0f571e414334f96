/** What the commands about codes say, in English. */
export const codes = {
  'usage-issue': 'codes issue takes either --account NAME and --category C, or --own.',
  'usage-valid': '--valid takes a time such as 10m, 8h or 7d, not “{{text}}”.',
  'usage-layout': '--layout takes page, slips or list, not “{{text}}”.',
  'usage-reissue': '--expired and --user do not go together.',
  'usage-format': 'The file’s ending says what it becomes: {{endings}}.',
  imported:
    'Rows: {{rows}}. Users: {{users}} ({{added}} new, {{updated}} updated), with codes: {{codes}}. Problems: {{problems}}.',
  ask_one: 'Ask for {{count}} code? [y/N] ',
  ask_other: 'Ask for {{count}} codes? [y/N] ',
  summary:
    'Codes: {{issued}} new, {{kept}} kept, {{failed}} failed, {{unknown}} unknown, {{expired}} over, {{open}} open.',
  'failed-since_one': '{{count}} code was refused: {{cause}}',
  'failed-since_other': '{{count}} codes were refused: {{cause}}',
  'explain-unknown_one':
    '{{count}} request went out and no answer came. A code that nobody has read may live for it until its time is over; nobody can type it. It is not asked for again by itself: `codes reissue {{rollout}}` does.',
  'explain-unknown_other':
    '{{count}} requests went out and no answer came. Codes that nobody has read may live for them until their time is over; nobody can type them. They are not asked for again by themselves: `codes reissue {{rollout}}` does.',
  'explain-expired_one': '{{count}} code is over. `codes reissue {{rollout}} --expired` asks for another.',
  'explain-expired_other': '{{count}} codes are over. `codes reissue {{rollout}} --expired` asks for others.',
  'old-live':
    'A code that was replaced can still be typed until its time is over: no service takes one back. Take old sheets away.',
  'none-replaced':
    'None of those named has a code that can be replaced: `codes issue` gives out first ones, and a phone that has redeemed one keeps it.',
  'not-asked': 'What stands here is what was known before: {{cause}}',
  'line-until': 'until {{time}}',
  confirm: 'The PBX shows a number to be confirmed in another client of yours: {{number}}',
  lost: 'Connection to {{account}} lost: {{cause}}',
  nobody:
    'The rollout {{rollout}} has no users. `rollcall import {{rollout}} FILE --users` or `codes import-users` brings them.',
  'nobody-there': 'The PBX of “{{account}}” shows no user whose name begins with “{{search}}”. Nothing was changed.',
  'directory-cut': 'The PBX has more users than {{count}}. Take the others with --search.',
  'directory-done': 'Users: {{users}} ({{added}} new, {{updated}} updated).',
  'export-done':
    '{{count}} users with {{codes}} codes written to {{file}}. Codes are secret until they are used: delete the file when it has served.',
  'sheets-done_one': '{{count}} sheet printed to {{file}}.',
  'sheets-done_other': '{{count}} sheets printed to {{file}}.',
} as const;

/** What the commands are for, in English. */
export const codeCommands = {
  'codes import-users':
    'Takes the users of the PBX that an account reaches into a rollout; --search TEXT those whose name begins so. Changes nothing at the PBX.',
  'codes issue':
    'Asks an account for a code for each user who has none, after a question or with --yes; --own issues codes of Rollcall’s own, for phones that it serves itself. Users whose code lives keep it.',
  'codes status':
    'Says how far each user’s code is; asks the accounts first. --watch goes on until Ctrl+C; --show-codes shows the codes too.',
  'codes reissue':
    'Asks again for users whose code is over or was lost; --expired for those alone whose code is over, --user U for those named, whatever their code. Looks first whether a phone has redeemed the old one.',
  'codes export':
    'Writes users with their codes as CSV or XLSX. --text-formula writes numbers as ="…" for Excel. Noted in the activity.',
  'codes sheets':
    'Prints the codes that live as PDF or HTML: --layout page, slips (8 a page) or list (for technicians); --archive shows the last four digits only; --changed prints only what was not printed yet. Users with a language in their list (de, en) get their sheet in that one, all others in that of --lang. --customer, --help-desk, --test-call and --logo FILE are remembered.',
} as const;
