/**
 * What the core says of a request that it can't carry out; nothing was sent.
 *
 * Where the way on is another one on the command line, `<id>_command` is said there (its context is `command`) and
 * the plain text in the window.
 */
export const input = {
  input: {
    'host-gone':
      'Rollcall did not answer, so this may not have been carried out. What was typed stays. Once it answers again, look first, then try again.',
    'no-rollout': 'There is no rollout “{{name}}”. Nothing was done. Open another one.',
    'no-rollout_command': 'There is no rollout “{{name}}”. Nothing was done. `rollout list` shows those there are.',
    'rollout-exists': 'There is a rollout “{{name}}” already. Nothing was changed. Choose another name.',
    'bad-rollout-name':
      'Character {{position}} of this name ({{character}}) can’t be seen or turns the direction of writing, so two rollouts could look the same. Nothing was changed. Type the name without it.',
    'no-account': 'There is no account “{{name}}”. Nothing was done. Choose another one.',
    'no-account_command': 'There is no account “{{name}}”. Nothing was done. `account list` shows those there are.',
    'account-exists':
      'There is an account “{{name}}” already. Nothing was changed. Remove it first, or choose another name.',
    'no-phones':
      'No phone of “{{rollout}}” has an address, so none can be asked to call. Nothing was sent. Add a column with IP addresses to the list.',
    'not-confirmed': 'The number typed is not the number of phones ({{phones}}). Nothing was sent. Type it again.',
    'bad-address':
      '“{{address}}” is no IPv4 address. Nothing was sent. Write it as 192.168.1.10, with :port where it is not the usual one.',
    'foreign-range':
      'The range {{first}} to {{last}} does not lie in the subnet of {{address}}, or is larger than 512 addresses. Nothing was sent. Choose a smaller one in your own network.',
    'range-not-confirmed':
      'Each address from {{first}} to {{last}} would be asked to call. Nothing was sent. Confirm it first.',
    'bad-file-url':
      'The file needs a URL that begins with https:// or ftp:// and ends with its name. Nothing was sent. Correct it, or choose a file of this computer.',
    'no-syslog-port':
      'Port {{port}} on {{address}} can’t be listened on: another program has it, or it needs more rights. Nothing was opened. Choose another port, for instance 5514.',
    'not-read': 'This phone was not read yet, so there is nothing to show. Read it first.',
    'bad-item':
      '“{{item}}” is no name of an item. Nothing was sent. Write it as sip-user-id, or with its index as select-dial[3].',
    'no-service': 'This Rollcall does not know the service “{{service}}” of this account. Nothing was done.',
    'wrong-service':
      'The account “{{name}}” is one of {{service}}, which can’t do this. Nothing was sent. Choose an account of one of these: {{services}}.',
    'unknown-service': 'There is no service “{{service}}”. Known: {{services}}.',
    'rollcall-junk':
      '{{file}} is no .rollcall file, or a part of it is missing. Nothing was changed. Ask for it to be saved and sent again.',
    'rollcall-newer':
      '{{file}} was saved by a newer Rollcall. Nothing was changed. Update Rollcall, then open it again.',
    'rollcall-device':
      'Phone {{position}} in {{file}} can’t be read, or its MAC is in the file twice. Nothing was changed. Ask for the file to be saved and sent again.',
    'unreadable-file': 'The file {{file}} could not be read. Nothing was changed. Check the path and the rights.',
    'unwritable-folder': 'The folder {{folder}} could not be written: {{error}}. Choose another one.',
    'folder-not-empty':
      'The folder {{folder}} is not empty. Nothing was written, so that old calls are not uploaded with new ones. Name a new or empty folder.',
    'device-without-url':
      'The device {{mac}} has no URL. Nothing was written. Enter one here, or in the device’s URL column.',
    'device-without-url_command':
      'The device {{mac}} has no URL. Nothing was written. Give one with --url, or a URL column in the list.',
    'bad-url': 'A provisioning URL begins with http:// or https:// and a host. This one does not. Nothing was sent.',
    'no-url':
      'No device of “{{rollout}}” has a URL, and none was given. Nothing was sent. Enter one here, or import a list with a URL column.',
    'no-url_command':
      'No device of “{{rollout}}” has a URL, and none was given. Nothing was sent. Give one with --url, or a URL column in the list.',
    'bad-allow':
      '“{{text}}” is neither a MAC nor its first half. Nothing was opened. Write 00-90-33 or 00-90-33-01-02-03.',
    'update-server-runs': 'The update server is open already. End it first to open it elsewhere.',
    'no-job': 'The rollout “{{rollout}}” has no job {{job}} for phones. Nothing was changed. Choose another one.',
    'no-job_command':
      'The rollout “{{rollout}}” has no job {{job}} for phones. Nothing was changed. `codes jobs` lists those there are.',
    'no-commands': 'There is no command in it. Nothing was made. Write at least one, one a line.',
    'bad-commands':
      'This is no script: it holds control characters, or begins like a page or a document. Nothing was made. Take the commands themselves, one a line.',
    'model-twice': 'The model {{model}} is named twice. Nothing was made. Give it one file.',
    'bad-separator': '“{{separator}}” is no separator. Possible: comma, semicolon, tab, vertical bar.',
    'unfinished-run':
      'Run {{run}} of “{{rollout}}” was interrupted and is not finished. Nothing was sent. Continue it first.',
    'unfinished-run_command':
      'Run {{run}} of “{{rollout}}” was interrupted and is not finished. Nothing was sent. Bring it to its end first: resume {{rollout}}',
    'no-run': 'The rollout “{{rollout}}” has no run {{run}}. Nothing was sent. Choose another one.',
    'no-run_command': 'The rollout “{{rollout}}” has no run {{run}}. Nothing was sent. `rollout show` lists its runs.',
    'no-plan': 'This plan is no longer there. Nothing was sent. Make a new one.',
    'no-owned-phones':
      'There is nothing to ask for: no chosen phone of “{{rollout}}” is owned by somebody else, as far as is known. No letter was made.',
    busy: 'Other work is going already: a plan, a run, a search or a check. Nothing was sent. Wait for its end, or stop it.',
    'no-device':
      'The rollout “{{rollout}}” has no device {{mac}}. Nothing was changed. It may have been removed meanwhile.',
    'device-exists':
      'The rollout “{{rollout}}” has a device {{mac}} already. Nothing was changed. Correct the MAC, or edit that device.',
    'device-in-run':
      'Run {{run}} is not finished with the device {{mac}}. Nothing was changed. Bring the run to its end first.',
    'password-needed':
      'The address or the user of “{{name}}” is another one. Nothing was changed. Type the password for it.',
    'codes-busy': 'Codes of “{{rollout}}” are being asked for already. Nothing was sent. Wait for the end, or stop it.',
    'no-users':
      'There is nobody in “{{rollout}}” who could get a code. Nothing was sent. Import a list of users first.',
    'no-user': 'The rollout “{{rollout}}” has no user {{user}}. Nothing was changed. Look at the list again.',
    'several-users':
      'Several users of “{{rollout}}” are called {{user}}. Nothing was changed. Name one by login or extension.',
    'no-category':
      'The account “{{account}}” has no provisioning category “{{category}}”. Nothing was sent. Those there are: {{categories}}. A category without a configuration can not be used.',
    'listed-codes':
      'Some codes of “{{rollout}}” came with a list and were issued by another tool. Nothing was sent. Issue new ones with an account.',
    'no-swap':
      'Only the phones of two users can be exchanged, and both need one that has redeemed a code. Nothing was changed.',
    'no-sheets': 'No code of “{{rollout}}” is to be printed: none lives, or all are printed. Nothing was written.',
    'bad-logo': 'This file is no PNG and no SVG picture. Nothing was kept. Choose another one.',
    'bad-logo_too-large':
      'This picture is larger than {{limit}} KiB. Nothing was kept. Make it smaller, or choose another one.',
    'practice-not-started': 'The practice services could not be started. Nothing was sent. Try again.',
    'practice-not-started_command':
      'The practice services could not be started. Nothing was sent. Start them by hand: rollcall practice',
    'bad-argument':
      'Rollcall could not use what it was given for “{{field}}” ({{problem}}). Nothing was done. Change that entry and try again; if nothing was typed there, close Rollcall and start it anew, and where that does not help, save a support bundle under Activity.',
  },
  storage: {
    locked:
      'Another Rollcall is changing the data in {{folder}}. Nothing was done here. Wait until it has ended, then try again.',
    'unusable-folder':
      'The data folder {{folder}} can not be used: {{error}}. Check the path, the rights and the space, or name another one with --data.',
    damaged:
      'The database in {{folder}} is damaged. It was not overwritten: it is now {{file}}. Earlier versions may lie in the folder backups. Rollcall begins with an empty database at the next start.',
    'newer-version': 'The data in {{folder}} was written by a newer Rollcall. Nothing was changed. Use that version.',
  },
  support: {
    readme:
      'What Rollcall put together so that somebody can help: versions, settings, where accounts go to (without user and password), the database’s tables with their number of rows, what was done when, and the log. Passwords, codes, tokens and logins in addresses are taken out; MACs and the names of rollouts are in it. Look at it before handing it on.',
  },
  vault: {
    locked: 'The vault with the passwords is locked. Nothing was sent. Give its passphrase.',
    'wrong-passphrase':
      'This passphrase does not open the vault. Nothing was sent. Try again; a forgotten one can not be recovered.',
    damaged:
      'The vault file vault.json can not be read. It was left as it is. Put a backup in its place, or move it away and enter the passwords again.',
    'missing-secret':
      'The vault holds no password for this account. Nothing was sent. Remove the account and add it again.',
    forgotten: 'The password of this account was kept only until Rollcall was closed. Nothing was sent. Type it again.',
    'forgotten-url':
      'An address holds a password that was kept only until Rollcall was closed. Nothing was sent. Enter the address again: the URL of the phone, or the proxy of the account.',
    'in-keychain':
      'The passwords in this data folder are kept by the keychain of this system, which only the window can open. Nothing was sent. Choose a passphrase in the settings of the window, or use another data folder.',
    unwritable:
      'The passwords could not be written to the data folder. Nothing was sent, and what was kept before is unchanged. Make space on the disk, check the rights of the folder, then try again.',
    'no-keychain':
      'The keychain of this system did not take the passwords. They are kept as before. Unlock it, or choose a passphrase.',
  },
} as const;
