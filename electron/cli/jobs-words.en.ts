/** What the commands about jobs for phones say, in English. */
export const jobs = {
  'every-category': 'every category',
  commands_one: '{{count}} command',
  commands_other: '{{count}} commands',
  phones_one: 'given to {{count}} phone, carried out by {{done}}',
  phones_other: 'given to {{count}} phones, carried out by {{done}}',
  replaced: 'replaced by a later job',
  given: 'given {{time}}, not confirmed yet',
  done: 'carried out {{time}}',
  none: 'The rollout {{rollout}} has no job yet: phones that redeem a code get nothing. `codes add-software-job` and `codes add-configuration-job` make one.',
  made: 'Job {{job}} is made. Phones get it the next time they ask the update server (`codes serve`).',
  same: 'Job {{job}} holds the same already. Nothing was made.',
  removed: 'Job {{job}} is gone. Phones that have it keep it; the job before it counts again.',
  'ask-remove_one': 'Remove job {{job}}, which {{count}} phone was given? [y/N] ',
  'ask-remove_other': 'Remove job {{job}}, which {{count}} phones were given? [y/N] ',
  'usage-file':
    '“{{text}}” is no firmware. Nothing was made. Write it as IP112=136146=http://10.0.0.1/ip112.bin: model, build, address of the file.',
  'usage-type': '--type takes one of {{types}}, not “{{text}}”.',
  'usage-number': '“{{text}}” is no number of a job. `codes jobs` lists them.',
  'usage-hours': '--hours takes hours from 0 to 23, such as 12,13 or 22-5, not “{{text}}”.',
  'usage-minutes': '--initial-minutes takes a number from 0 to 1440, not “{{text}}”.',
} as const;

/** What the commands are for, in English. */
export const jobCommands = {
  'codes jobs':
    'Lists what phones get after they have redeemed an own code, the latest first: to how many it was given and how many said that they carried it out. With a NUMBER, what that job holds and its phones; commands that can hold a password stand there as ***.',
  'codes add-software-job':
    'Makes a job that puts firmware on phones: MODEL=BUILD=URL, for instance IP112=136146=http://10.0.0.1/ip112.bin, as often as there are models. BUILD is the build number of that very file: with another one phones load it again and again. --category C for that category alone. A later job replaces it; making the same again changes nothing.',
  'codes add-configuration-job':
    'Makes a job that runs commands of an update script on phones, one a line, from FILE or - for standard input. It is saved and activated by itself. --type says what it configures, and the latest of each type counts; --category C for that category alone. Commands that can hold a password are sealed. Making the same again changes nothing.',
  'codes remove-job':
    'Removes a job, after a question or with --yes. Phones that have it keep it; the job before it counts again.',
} as const;
