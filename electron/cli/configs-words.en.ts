/** The command line's own words on configuration servers, in English. */
export const configs = {
  scheme: '--scheme takes http, https or tftp, with :PORT where it is not the usual one, not “{{text}}”.',
  checked_one: '{{count}} file asked for, {{open}} to look at.',
  checked_other: '{{count}} files asked for, {{open}} to look at.',
  following: 'Following {{file}}. Ctrl+C ends it.',
  lines:
    '{{lines}} lines: {{others}} about something else, {{notHttp}} not HTTP (TLS at the HTTP port), {{unreadable}} not understood.',
  'no-model': 'The catalogue has no model “{{text}}”.',
} as const;

/** What the commands are for. */
export const configCommands = {
  'configs check':
    'Asks a configuration server for each phone’s files as the phone does, and compares what they say with the list. Changes nothing. --scheme http|https|tftp several times, with :PORT where it is not the usual one; --path for further paths with {mac} in them.',
  'configs watch':
    'Reads an access log (nginx, Apache) from a file or, with -, from standard input, and says for each phone whether it fetched its configuration. --follow goes on reading; with --rollout its phones’ states are kept.',
  'configs catalogue': 'Shows models of the catalogue, whatever their spelling: files, ways, User-Agent, firmware.',
} as const;
