import type { CheckNote, ConfigScheme, FileCheck, FileFinding } from '../../../shared/domain/config-check.ts';
import { redactText } from '../../../shared/domain/redact.ts';
import type {
  CheckListener,
  CheckWish,
  ListedPhone,
  SchemeWish,
  SiteControl,
  SiteFinding,
  TlsFinding,
  UnaskedPhone,
} from '../config-service.ts';
import type { OpenAccount } from '../service.ts';
import { compareAccount, readAccount } from './account.ts';
import type { Asked, Asker, AskTarget } from './ask.ts';
import { identifyPhone, type KnownPhone } from './catalogue.ts';
import { type ConfigLink, type Inspection, inspectContent } from './content.ts';
import { type AskedFile, agentOf, type FileRole, filesOf, type PhoneAgent, schemesOf } from './files.ts';
import { judgeAsked } from './judge.ts';
import { lookAtTls } from './site-tls.ts';

/** A MAC that no phone has: locally administered, and nobody's. Source: PBXware page, negative control. */
export const IMPOSSIBLE_MAC = '020000000001';

/** So many phones in a row that nobody answered for: the others are not asked. */
const SILENT_PHONES = 4;
/** Phones that are tried for the second control until one has a file. */
const CONTROL_PHONES = 3;
const TFTP_PORT = 69;
const LONGEST_CHAIN = 20;

/** Vendors whose phones take a certificate only from a public authority, and no wildcard. Source: PBXware page, Poly. */
const PICKY_VENDORS: ReadonlySet<string> = new Set(['poly', 'polycom']);

/** A phone that can be asked for. */
interface Subject {
  readonly listed: ListedPhone;
  readonly phone: KnownPhone;
  readonly files: readonly AskedFile[];
  readonly agent: PhoneAgent;
}

/** What the whole check of one site, one way, works with. */
interface Site {
  readonly scheme: ConfigScheme;
  readonly asker: Asker;
  readonly account: OpenAccount;
  /** `null` for TFTP. */
  readonly base: URL | null;
  readonly host: string;
  readonly port: number;
  readonly tls: TlsFinding | null;
  readonly isProved: boolean;
  readonly macs: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** One file with what came of it. */
interface FetchedFile {
  readonly name: string;
  readonly role: FileRole;
  readonly isAlternate: boolean;
  readonly asked: Asked;
  readonly inspection: Inspection | null;
  check: FileCheck;
}

/** The server's base as files are found below it: it ends in `/prov/` whether the account's address does or not. */
export function baseUrlOf(accountUrl: string): URL | null {
  if (!URL.canParse(accountUrl)) return null;
  const url = new URL(accountUrl);
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') return null;
  url.search = '';
  url.hash = '';
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path === '' ? '/prov/' : `${path}/`;
  return url;
}

/** See `ConfigSession.check`. The asker is the account's own, and is left open. */
export async function checkPhones(
  account: OpenAccount,
  asker: Asker,
  phones: readonly ListedPhone[],
  wish: CheckWish,
  listener: CheckListener,
  signal: AbortSignal,
): Promise<void> {
  const base = baseUrlOf(account.url);
  if (base === null) throw new Error('The account was opened with an unusable address.');
  const own = base.protocol === 'https:' ? 'https' : 'http';
  const isUsual = wish.schemes.length === 0;
  const wishes: readonly SchemeWish[] = isUsual
    ? [
        { scheme: own, port: null },
        { scheme: 'tftp', port: null },
      ]
    : wish.schemes;
  const subjects: Subject[] = [];
  for (const listed of phones) {
    const subject = toSubject(listed, wishes, isUsual);
    if ('why' in subject) listener.onUnasked(subject);
    else subjects.push(subject);
  }
  const macs = new Set<string>(phones.map(({ mac }) => mac));
  const parts = wishes.map((each) => ({
    wish: each,
    subjects: subjects.filter(({ phone }) => goesBy(phone, each.scheme, own, isUsual)),
  }));
  const total = parts.reduce((sum, part) => sum + part.subjects.length, 0);
  let done = 0;
  listener.onProgress(0, total);
  for (const part of parts) {
    if (part.subjects.length === 0 || signal.aborted) continue;
    const { scheme } = part.wish;
    const siteBase = scheme === 'tftp' ? null : schemeBase(base, part.wish);
    const place = {
      scheme,
      asker,
      account,
      base: siteBase,
      host: base.hostname.replace(/^\[|\]$/g, ''),
      port: part.wish.port ?? TFTP_PORT,
      macs,
      signal,
    };
    const tls = scheme === 'https' && siteBase !== null ? await lookAtTls(siteBase, account.proxy, signal) : null;
    const controls = await runControls({ ...place, tls, isProved: true }, part.subjects);
    if (signal.aborted) return;
    listener.onSite({ scheme, controls, tls } satisfies SiteFinding);
    const site: Site = { ...place, tls, isProved: controls.every(({ result }) => result !== 'failed') };
    const silence = { inARow: 0 };
    await inParallel(part.subjects, 4, async (subject) => {
      if (signal.aborted) return;
      const files = await checkPhone(site, subject, wish.paths, silence);
      if (signal.aborted) return;
      done += 1;
      listener.onPhone(subject.listed.mac, scheme, files);
      listener.onProgress(done, total);
    });
  }
}

async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next]; item !== undefined; item = items[next]) {
      next += 1;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function toSubject(listed: ListedPhone, wishes: readonly SchemeWish[], isUsual: boolean): Subject | UnaskedPhone {
  const phone = identifyPhone(listed);
  if (phone === null) return { mac: listed.mac, why: 'unknown-model', vendor: '' };
  const vendor = phone.vendor.name;
  const files = filesOf(phone, listed.mac);
  if (!files.some(({ role }) => role === 'main' || role === 'master')) {
    return { mac: listed.mac, why: phone.vendor.filenames.length === 0 ? 'no-name' : 'unknown-model', vendor };
  }
  if (!isUsual && !wishes.some(({ scheme }) => schemesOf(phone).includes(scheme))) {
    return { mac: listed.mac, why: 'other-scheme', vendor };
  }
  if (schemesOf(phone).length === 0) return { mac: listed.mac, why: 'other-scheme', vendor };
  return { listed, phone, files, agent: agentOf(phone, listed.mac) };
}

/** Without a wish, a phone goes the account's own way, and by TFTP only where it knows nothing else. */
function goesBy(phone: KnownPhone, scheme: ConfigScheme, own: ConfigScheme, isUsual: boolean): boolean {
  const ways = schemesOf(phone);
  if (!isUsual) return ways.includes(scheme);
  if (scheme === own) return ways.includes(own) || (own === 'https' && ways.includes('http'));
  return ways.every((way) => way === 'tftp') && ways.length > 0;
}

function schemeBase(base: URL, { scheme, port }: SchemeWish): URL {
  const url = new URL(base);
  if (url.protocol !== `${scheme}:`) {
    url.port = '';
    url.protocol = `${scheme}:`;
  }
  if (port !== null) url.port = String(port);
  return url;
}

function targetOf(site: Site, name: string): AskTarget {
  if (site.base === null) return { kind: 'tftp', host: site.host, port: site.port, name };
  return { kind: 'http', url: new URL(encodePath(name), site.base) };
}

/** A name of a file as a path: what a URL would read as a mark of its own is escaped. */
function encodePath(name: string): string {
  return `./${name
    .replace(/^\/+/, '')
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/')}`;
}

function loginOf({ user, password }: OpenAccount) {
  return user === '' && password === '' ? null : { user, password };
}

/**
 * Runs the two controls: a MAC that can't exist must not get a file, nor must a wrong password.
 *
 * An answer that is empty or an error page counts as none: what is in a file is looked at anyway.
 */
async function runControls(site: Site, subjects: readonly Subject[]): Promise<readonly SiteControl[]> {
  const [first] = subjects;
  if (first === undefined) return [];
  const controls: SiteControl[] = [];
  const impossible = filesOf(first.phone, IMPOSSIBLE_MAC).find(({ role }) => role === 'main' || role === 'master');
  if (impossible !== undefined) {
    const agent = agentOf(first.phone, IMPOSSIBLE_MAC).text;
    const asked = await site.asker.ask(
      targetOf(site, impossible.name),
      { agent, login: loginOf(site.account), isBeginningEnough: false },
      site.signal,
    );
    const result = isAnswered(asked) ? (isFile(asked, first.phone, impossible.name) ? 'failed' : 'passed') : 'open';
    controls.push({ control: 'unknown-mac', result, file: impossible.name, answers: asked.answers });
    if (result === 'open') return controls;
  }
  const login = loginOf(site.account);
  if (site.base === null || login === null) return controls;
  for (const { listed, phone, files, agent } of subjects.slice(0, CONTROL_PHONES)) {
    const file = files.find(({ role }) => role === 'main' || role === 'master');
    if (file === undefined) continue;
    const asked = await site.asker.ask(
      targetOf(site, file.name),
      { agent: agent.text, login: { ...login, password: `${login.password}-wrong` }, isBeginningEnough: false },
      site.signal,
    );
    const isMissing = asked.end.kind === 'status' && asked.end.status === 404;
    const result = !isAnswered(asked) || isMissing ? 'open' : isFile(asked, phone, file.name) ? 'failed' : 'passed';
    if (result === 'open' && listed !== subjects[Math.min(subjects.length, CONTROL_PHONES) - 1]?.listed) continue;
    controls.push({ control: 'wrong-password', result, file: file.name, answers: asked.answers });
    break;
  }
  return controls;
}

function isAnswered({ end }: Asked): boolean {
  return end.kind === 'file' || end.kind === 'status' || end.kind === 'tftp-error';
}

function isFile({ end }: Asked, phone: KnownPhone, name: string): boolean {
  if (end.kind !== 'file') return false;
  const { finding } = inspectContent({
    name,
    role: 'main',
    phone,
    mac: IMPOSSIBLE_MAC,
    bytes: end.bytes,
    isComplete: end.isComplete,
  });
  return finding !== 'empty' && finding !== 'html';
}

/** Checks one phone, one way: its files, what they name, paths by hand; then what they say together. */
async function checkPhone(
  site: Site,
  subject: Subject,
  paths: readonly string[],
  silence: { inARow: number },
): Promise<readonly FileCheck[]> {
  const fetched: FetchedFile[] = [];
  const mac = subject.listed.mac;
  const take = (file: FetchedFile): FetchedFile => {
    fetched.push(file);
    return file;
  };
  if (silence.inARow >= SILENT_PHONES) {
    return subject.files
      .filter(({ role }) => role === 'main' || role === 'master')
      .map((file) => givenUp(site, subject, file));
  }
  const wasAsked = (name: string): boolean => fetched.some((each) => each.name === name);
  let isMasterRead = false;
  for (const file of subject.files) {
    if (site.signal.aborted) return [];
    // A phone that was told which files are its own asks for those.
    if (file.role === 'main' && isMasterRead) continue;
    if (wasAsked(file.name)) continue;
    const first = take(await fetchOne(site, subject, targetOf(site, file.name), file.name, file.role, false));
    silence.inARow = isSilent(first.asked) ? silence.inARow + 1 : 0;
    if (isNobody(first.asked)) break;
    const found = isMissing(first.asked) ? await tryAlternates(site, subject, file, first, take, wasAsked) : first;
    const links = found?.inspection?.links ?? [];
    if (file.role === 'master' && links.some(({ role }) => role === 'linked')) isMasterRead = true;
    if (found !== null) await followLinks(site, subject, found, links, take, wasAsked);
  }
  for (const path of paths) {
    if (site.signal.aborted || fetched.some(({ asked }) => isNobody(asked))) break;
    const name = path.replaceAll('{mac}', mac).replaceAll('{MAC}', mac.toUpperCase()).replace(/^\/+/, '');
    if (wasAsked(name)) continue;
    take(await fetchOne(site, subject, targetOf(site, name), name, 'hand', false));
  }
  compareTogether(subject, fetched);
  for (const file of fetched) file.check = withSite(site, subject, file.check);
  return fetched.map(({ check }) => check);
}

function isMissing({ end }: Asked): boolean {
  if (end.kind === 'tftp-error') return end.code === 1;
  return end.kind === 'status' && (end.status === 404 || end.status === 410);
}

/** Nobody answered at all. */
function isSilent({ end }: Asked): boolean {
  if (end.kind === 'tftp-failed') return end.how === 'silent';
  return end.kind === 'failure' && end.failure.reason === 'timeout';
}

/** Nothing answers there, so that the phone's other files would fare no better. */
function isNobody(asked: Asked): boolean {
  const { end } = asked;
  if (end.kind === 'tftp-failed') return end.how !== 'too-large' && end.how !== 'stalled';
  const isAway = end.kind === 'failure' && end.failure.reason === 'unreachable' && end.failure.aspect !== 'lost';
  return isAway || isSilent(asked);
}

async function tryAlternates(
  site: Site,
  subject: Subject,
  file: AskedFile,
  first: FetchedFile,
  take: (file: FetchedFile) => FetchedFile,
  wasAsked: (name: string) => boolean,
): Promise<FetchedFile | null> {
  for (const name of file.alternates) {
    if (site.signal.aborted) return null;
    if (wasAsked(name)) continue;
    const other = take(await fetchOne(site, subject, targetOf(site, name), name, file.role, true));
    if (isMissing(other.asked)) continue;
    if (other.asked.end.kind === 'file') {
      first.check = { ...first.check, aspect: 'other-name', detail: { name } };
      other.check = { ...other.check, notes: [...other.check.notes, 'other-case'] };
    }
    return other;
  }
  return null;
}

async function followLinks(
  site: Site,
  subject: Subject,
  from: FetchedFile,
  links: readonly ConfigLink[],
  take: (file: FetchedFile) => FetchedFile,
  wasAsked: (name: string) => boolean,
): Promise<void> {
  for (const { target, role } of links.slice(0, LONGEST_CHAIN)) {
    if (site.signal.aborted) return;
    const place = locate(site, from.name, target);
    if (place === null || wasAsked(place.shown)) continue;
    take(await fetchOne(site, subject, place.target, place.shown, role, false, place.isElsewhere));
  }
}

/** Where a file that another one names is; `null` where it can't be fetched in any way known here. */
function locate(
  site: Site,
  from: string,
  text: string,
): { readonly target: AskTarget; readonly shown: string; readonly isElsewhere: boolean } | null {
  if (/^tftp:\/\//i.test(text) && URL.canParse(text)) {
    const url = new URL(text);
    const name = decodeURIComponent(url.pathname.replace(/^\/+/, ''));
    const port = url.port === '' ? TFTP_PORT : Number(url.port);
    return { target: { kind: 'tftp', host: url.hostname, port, name }, shown: redactText(text), isElsewhere: true };
  }
  const isAddress = /^[a-z][a-z\d+.-]*:\/\//i.test(text);
  if (isAddress) {
    if (!/^https?:/i.test(text) || !URL.canParse(text)) return null;
    const url = new URL(text);
    url.username = '';
    url.password = '';
    const isElsewhere = url.origin !== site.base?.origin;
    const shown =
      site.base !== null && url.href.startsWith(site.base.href) ? url.href.slice(site.base.href.length) : url.href;
    return { target: { kind: 'http', url }, shown: redactText(shown), isElsewhere };
  }
  const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : '';
  const name = text.startsWith('/') ? text.replace(/^\/+/, '') : `${folder}${text}`;
  if (site.base !== null && text.startsWith('/')) {
    const url = new URL(site.base);
    url.pathname = text;
    const shown = url.href.startsWith(site.base.href) ? url.href.slice(site.base.href.length) : text;
    return { target: { kind: 'http', url }, shown, isElsewhere: false };
  }
  return { target: targetOf(site, name), shown: name, isElsewhere: false };
}

async function fetchOne(
  site: Site,
  subject: Subject,
  target: AskTarget,
  name: string,
  role: FileRole,
  isAlternate: boolean,
  isElsewhere = false,
): Promise<FetchedFile> {
  const { listed, phone, agent } = subject;
  const asked = await site.asker.ask(
    target,
    { agent: agent.text, login: isElsewhere ? null : loginOf(site.account), isBeginningEnough: role === 'firmware' },
    site.signal,
  );
  const inspection =
    asked.end.kind === 'file'
      ? inspectContent({
          name,
          role,
          phone,
          mac: listed.mac,
          bytes: asked.end.bytes,
          isComplete: asked.end.isComplete,
        })
      : null;
  const isNeeded = !isAlternate && role !== 'optional' && role !== 'directory' && role !== 'firmware';
  const judged = judgeAsked(asked, { scheme: site.scheme, isNeeded });
  const found = inspection === null ? judged : judgeContent(site, subject, name, role, inspection);
  const notes: CheckNote[] = [...(inspection?.notes ?? [])];
  if (phone.isGuess) notes.push('guessed');
  if (!agent.isOwn && target.kind === 'http') notes.push('neutral-agent');
  if (isElsewhere) notes.push('elsewhere');
  const check: FileCheck = {
    ...checkBase(subject, name, site.scheme, role),
    status: asked.status,
    answers: asked.answers,
    finding: found.finding,
    aspect: found.aspect,
    detail: found.detail,
    notes,
    bytes: asked.end.kind === 'file' ? asked.end.bytes.length : null,
    hash: inspection?.hash ?? '',
    summary: inspection?.summary ?? '',
  };
  return { name, role, isAlternate, asked, inspection, check };
}

function checkBase({ listed, phone }: Subject, file: string, scheme: ConfigScheme, role: FileRole) {
  return {
    mac: listed.mac,
    model: phone.model === null ? phone.vendor.name : `${phone.vendor.name} ${phone.model.model}`,
    file,
    scheme,
    role,
    checkedAt: new Date().toISOString(),
  };
}

/** A finding with the face and the facts of its sentence. */
export interface Finding {
  readonly finding: FileFinding;
  readonly aspect: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** What can be said of a file that is fine, where its account isn't compared: the face of its sentence. */
const OK_ASPECTS: Readonly<Partial<Record<FileRole, string>>> = {
  firmware: 'beginning',
  directory: 'readable',
  hand: 'readable',
  optional: 'readable',
  master: 'part',
  linked: 'part',
};

/** What a file's content says, the MAC in it compared. */
function judgeContent(
  site: Site,
  { listed, phone }: Subject,
  name: string,
  role: FileRole,
  content: Inspection,
): Finding {
  const { finding, aspect, detail, macs } = content;
  const isOwn = role === 'main' || role === 'master' || role === 'linked' || name.toLowerCase().includes(listed.mac);
  const fine: Finding = { finding, aspect: finding === 'ok' ? (OK_ASPECTS[role] ?? '') : aspect, detail };
  if (finding !== 'ok' || !isOwn || role === 'directory' || role === 'firmware' || role === 'hand') return fine;
  const isPhones = (mac: string): boolean =>
    site.macs.has(mac) ||
    mac.slice(0, 6) === listed.mac.slice(0, 6) ||
    phone.vendor.mac_prefixes.includes(mac.slice(0, 6));
  const isBinary = content.entries.some(({ key }) => key === 'gnkey') || content.summary.startsWith('grandstream');
  const other = macs.find((mac) => mac !== listed.mac && (isBinary || isPhones(mac)));
  if (other === undefined || macs.includes(listed.mac)) return fine;
  return { finding: 'wrong-mac', aspect: '', detail: { found: other } };
}

/**
 * Compares what a phone's files say together with its row of the list.
 *
 * Poly spreads one account over several files, so that they are read as one; the finding goes to the file that says it.
 */
function compareTogether({ listed }: Subject, fetched: readonly FetchedFile[]): void {
  const isConfiguration = ({ role }: FetchedFile): boolean => role === 'main' || role === 'linked';
  const master = fetched.find(({ role, check }) => role === 'master' && check.finding === 'ok');
  const candidates = fetched.filter((file) => isConfiguration(file));
  const good = candidates.filter(({ check, inspection }) => check.finding === 'ok' && inspection !== null);
  const all = good.length === 0 && candidates.length === 0 && master !== undefined ? [master] : good;
  const [first] = all;
  if (first !== undefined) {
    const entries = all.flatMap(({ inspection }) => inspection?.entries ?? []);
    const account = readAccount(entries);
    const comparison = compareAccount(account, entries, listed);
    const withUsers = all.find(({ inspection }) => inspection?.account.users.some((user) => user !== ''));
    const named = all.find(({ name }) => name.toLowerCase().includes(listed.mac)) ?? first;
    const speaker = withUsers ?? named;
    const isPartMissing = candidates.some(({ check, isAlternate }) => check.finding !== 'ok' && !isAlternate);
    switch (comparison.kind) {
      case 'none':
        if (!isPartMissing || candidates.length === 1 || named.name.includes(listed.mac)) {
          setFinding(named, 'no-account', account.users.length > 0 ? 'empty' : '', {});
        }
        break;
      case 'other': {
        const bySpeaker =
          comparison.field === 'server'
            ? (all.find(({ inspection }) => (inspection?.account.servers.length ?? 0) > 0) ?? speaker)
            : speaker;
        const isOnlyMissing = comparison.field === 'server' && comparison.found === '' && isPartMissing;
        if (!isOnlyMissing) {
          const { field, wanted, found } = comparison;
          const detail = { field, wanted: redactText(wanted), found: redactText(found).slice(0, 120) };
          setFinding(bySpeaker, 'wrong-account', found === '' ? `${field}-missing` : field, detail);
        }
        break;
      }
      case 'same':
        speaker.check = { ...speaker.check, aspect: '' };
        if (!comparison.isUserCompared && listed.user !== '') addNote(speaker, 'user-not-compared');
        if (!comparison.isRecognised) addNote(speaker, 'account-unrecognised');
    }
    addNote(named, account.hasAdminPassword ? 'admin-password' : 'no-admin-password');
  }
  // Another form of the same configuration (Grandstream's XML) must not say something else.
  for (const file of fetched) {
    if (file.role !== 'optional' || file.check.finding !== 'ok' || file.inspection === null) continue;
    if (!file.inspection.account.users.some((user) => user !== '')) continue;
    const other = compareAccount(file.inspection.account, file.inspection.entries, listed);
    if (other.kind === 'other' && file.name.toLowerCase().includes(listed.mac)) {
      const detail = { field: other.field, wanted: other.wanted, found: redactText(other.found).slice(0, 120) };
      setFinding(file, 'wrong-account', other.found === '' ? `${other.field}-missing` : other.field, detail);
    }
  }
}

function setFinding(file: FetchedFile, finding: FileFinding, aspect: string, detail: Finding['detail']): void {
  file.check = { ...file.check, finding, aspect, detail };
}

function addNote(file: FetchedFile, note: CheckNote): void {
  file.check = { ...file.check, notes: [...file.check.notes, note] };
}

/** What the site's own state makes of a finding: its controls, its certificate, its openness. */
function withSite(site: Site, { phone }: Subject, check: FileCheck): FileCheck {
  const notes = [...check.notes];
  const isFile = check.bytes !== null;
  if (isFile && check.scheme === 'tftp') {
    if (check.role === 'main' || check.role === 'master') notes.push('tftp-open');
    if (phone.vendor.id === 'yealink' && check.role === 'main') notes.push('tftp-version');
  }
  const certificate = site.tls?.kind ?? 'public';
  if (isFile && check.scheme === 'https' && !notes.includes('elsewhere')) {
    if (certificate === 'self-signed') notes.push('private-certificate');
    if (certificate !== 'public' && PICKY_VENDORS.has(phone.vendor.id) && check.finding === 'ok') {
      return { ...check, notes, finding: 'tls', aspect: `poly-${certificate}`, detail: {} };
    }
  }
  if (isFile && !site.isProved && !notes.includes('elsewhere')) {
    return { ...check, notes, finding: 'unproven', aspect: '', detail: { would: check.finding } };
  }
  return { ...check, notes };
}

function givenUp(site: Site, subject: Subject, { name, role }: AskedFile): FileCheck {
  return {
    ...checkBase(subject, name, site.scheme, role),
    status: null,
    answers: [],
    finding: 'unreachable',
    aspect: 'given-up',
    detail: { host: site.host },
    notes: [],
    bytes: null,
    hash: '',
    summary: '',
  };
}
