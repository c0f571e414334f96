import { type ConfigEntry, isSecretKey } from './entries.ts';

/** What a configuration says of the account a phone will register with. */
export interface ConfigAccount {
  /** SIP users and login names, empty ones included. */
  readonly users: readonly string[];
  readonly servers: readonly string[];
  /** Names for the display. */
  readonly labels: readonly string[];
  /** Length of the first SIP password; `null`: there is none. */
  readonly passwordLength: number | null;
  /** Whether it sets the phone's administrator password. */
  readonly hasAdminPassword: boolean;
}

/** What the list says of the account; empty: nothing. */
export interface ExpectedAccount {
  readonly user: string;
  readonly extension: string;
  readonly server: string;
}

/** How an account compares with the list. */
export type AccountComparison =
  | { readonly kind: 'same'; readonly isUserCompared: boolean; readonly isRecognised: boolean }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'other';
      readonly field: 'user' | 'extension' | 'server';
      readonly wanted: string;
      /** What the file says there; empty: nothing. */
      readonly found: string;
    };

/** Names that end so are users of something else: of the provisioning, of a directory, of the web page. */
const OTHER_LOGINS =
  /prov(?!ider)|ldap|security|admin|web|http|ftp|8021x|vpn|tr069|management|network|remote|phonebook|xmpp|broadsoft|^device|hotel|upgrade|firmware|syslog|eap|stun|turn|wifi|wlan|action|smtp|mail|xcap|sntp|^ntp|dns|update|dhcp|^logserver/;

/** Grandstream's and HTek's numbers of the accounts' users and login names. */
const USER_NUMBERS = /^P(?:35|36|404|405|504|505|604|605)$/i;
const SERVER_NUMBERS = /^P(?:47|402|502|602)$/i;
const LABEL_NUMBERS = /^P(?:270|3|417|517|617|407)$/i;

const USER_ENDS =
  /(?:username|userid|authname|authid|authuser|authuserid|registeruser|phonenumber|sipextension|authenticationname|^regaddress|^linename|^lineauthname|^userpname|^name|authusername)$/;
const SERVER_ENDS =
  /(?:sipserveraddress|sipserverhost|regserveraddress|voipprotserveraddress|registrarip|registraraddress|registrarserver|^registrar|proxyip|^proxy|^sipproxy|proxyaddress|proxyserver|processnodename|userhost|registeraddr|registrationserver|rgstraddr|prxyaddr|sipcontrollerlist|sipdomain|sipserver|sipserverip|siplineserver|serverhost|userrealm|^domain|accountdomain|sipregistrarserver|primarysipserveraddress)$/;
const LABEL_ENDS = /(?:label|displayname|realname|screenname|subscribername|fullname|useraliasname)$/;

/** Gathers what a configuration says of its account, whatever its dialect. Pure. */
export function readAccount(entries: readonly ConfigEntry[]): ConfigAccount {
  const users: string[] = [];
  const servers: string[] = [];
  const outbound: string[] = [];
  const labels: string[] = [];
  let passwordLength: number | null = null;
  let hasAdminPassword = false;
  for (const { key, value } of entries) {
    const name = key.toLowerCase().replace(/[^a-z]/g, '');
    const isOther = OTHER_LOGINS.test(name);
    if (isSecretKey(key)) {
      const isAdmin = /^P2$/i.test(key) || isOther || /deviceauth/.test(name);
      if (isAdmin) hasAdminPassword ||= value !== '' && (/^P2$/i.test(key) || /admin|security|deviceauth/.test(name));
      else if (value !== '') passwordLength ??= value.length;
    } else if (USER_NUMBERS.test(key) || (!isOther && USER_ENDS.test(name))) users.push(bareUser(value));
    else if (SERVER_NUMBERS.test(key) || (!isOther && SERVER_ENDS.test(name))) {
      if (value !== '') (/outbound/.test(name) ? outbound : servers).push(value);
    } else if (LABEL_NUMBERS.test(key) || (!isOther && LABEL_ENDS.test(name))) {
      if (value !== '') labels.push(value);
    }
  }
  return {
    users,
    servers: servers.length > 0 ? servers : outbound,
    labels,
    passwordLength,
    hasAdminPassword,
  };
}

/** A SIP user without its scheme and domain. */
function bareUser(text: string): string {
  return text
    .trim()
    .replace(/^sips?:/i, '')
    .replace(/@.*$/, '');
}

/**
 * Compares a configuration's account with what the list says, as far as it says something.
 *
 * The list's extension must be a user or login name of the file; its user one of those, or a name for the display. A
 * person's name in the list is only compared where the file names somebody. A dialect nobody has described is searched
 * for the values themselves. Pure.
 */
export function compareAccount(
  account: ConfigAccount,
  entries: readonly ConfigEntry[],
  expected: ExpectedAccount,
): AccountComparison {
  const users = account.users.filter((user) => user !== '');
  const values = entries.filter(({ key }) => !isSecretKey(key)).map(({ value }) => bareUser(value).toLowerCase());
  const isRecognised = users.length > 0;
  const wanted = [expected.extension, expected.user].filter((text) => text.trim() !== '');
  if (!isRecognised) {
    const isElsewhere = account.users.length === 0 && wanted.some((text) => values.includes(text.trim().toLowerCase()));
    if (!isElsewhere) return { kind: 'none' };
  }
  const names = [...users, ...(isRecognised ? [] : values)];
  const extension = expected.extension.trim();
  if (extension !== '' && !names.some((name) => isSame(name, extension))) {
    return { kind: 'other', field: 'extension', wanted: extension, found: users.join(', ') };
  }
  const user = compareUser(expected.user.trim(), names, account.labels, extension !== '');
  if (user === 'other') {
    const found = [...new Set([...users, ...account.labels])].join(', ');
    return { kind: 'other', field: 'user', wanted: expected.user.trim(), found };
  }
  const server = expected.server.trim();
  if (server !== '') {
    const known = account.servers.length > 0 ? account.servers : values;
    if (!known.some((each) => splitList(each).some((one) => isSameServer(one, server)))) {
      return { kind: 'other', field: 'server', wanted: server, found: [...new Set(account.servers)].join(', ') };
    }
  }
  return { kind: 'same', isUserCompared: user === 'same', isRecognised };
}

function compareUser(
  wanted: string,
  names: readonly string[],
  labels: readonly string[],
  hasExtension: boolean,
): 'same' | 'other' | 'not-compared' {
  if (wanted === '' || names.some((name) => isSame(name, bareUser(wanted)))) return 'same';
  const words = wordsOf(wanted);
  const isNamed = labels.some((label) => words.every((word) => wordsOf(label).includes(word)));
  if (isNamed) return 'same';
  const isPerson = words.length > 1 || (hasExtension && !/\d/.test(wanted));
  const namesSomebody = [...names, ...labels].some((text) => /\p{L}/u.test(text));
  return isPerson && !namesSomebody ? 'not-compared' : 'other';
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function splitList(text: string): readonly string[] {
  return text.split(/[,\s]+/).filter((part) => part !== '');
}

interface ServerParts {
  readonly host: string;
  readonly port: string;
}

function serverParts(text: string): ServerParts {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^sips?:/, '')
    .replace(/[;/?].*$/, '')
    .replace(/^.*@/, '');
  const [, host = bare, port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(bare) ?? [];
  return { host: host.replace(/\.$/, ''), port };
}

/** Whether two spellings mean one server: the same host, and no other port where both name one. */
function isSameServer(found: string, wanted: string): boolean {
  const [a, b] = [serverParts(found), serverParts(wanted)];
  return a.host !== '' && a.host === b.host && (a.port === '' || b.port === '' || a.port === b.port);
}
