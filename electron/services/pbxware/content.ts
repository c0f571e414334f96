import { createHash } from 'node:crypto';
import type { CheckNote, FileFinding } from '../../../shared/domain/config-check.ts';
import { redactText } from '../../../shared/domain/redact.ts';
import { type ConfigAccount, readAccount } from './account.ts';
import type { KnownPhone } from './catalogue.ts';
import { type ConfigEntry, maskValue } from './entries.ts';
import type { FileRole } from './files.ts';
import { looksLikeGrandstream, readGrandstream } from './grandstream.ts';
import { findMacs } from './macs.ts';
import { decodeText, readText } from './text-entries.ts';
import { readXml } from './xml-entries.ts';

/** What a file's bytes say by themselves, before they are compared with a list. */
export interface Inspection {
  readonly finding: Extract<FileFinding, 'ok' | 'empty' | 'html' | 'bad-xml' | 'bad-text' | 'bad-checksum'>;
  readonly aspect: string;
  readonly detail: Readonly<Record<string, string | number>>;
  readonly notes: readonly CheckNote[];
  /** MACs the content names, 12 lower-case hex digits each. */
  readonly macs: readonly string[];
  readonly entries: readonly ConfigEntry[];
  readonly account: ConfigAccount;
  /** Files the content names, to be fetched after it. */
  readonly links: readonly ConfigLink[];
  /** SHA-256, hex. */
  readonly hash: string;
  /** Nothing secret: passwords as their length. */
  readonly summary: string;
}

/** A file that another one names. */
export interface ConfigLink {
  /** Path or address as written. */
  readonly target: string;
  readonly role: Extract<FileRole, 'linked' | 'firmware'>;
}

/** Which file the bytes are said to be. */
export interface InspectedFile {
  readonly name: string;
  readonly role: FileRole;
  /** `null` where nothing is known of the phone. */
  readonly phone: KnownPhone | null;
  /** 12 lower-case hex digits. */
  readonly mac: string;
  readonly bytes: Uint8Array;
  /** False where the connection broke off before the announced length. */
  readonly isComplete: boolean;
}

const BEGINNING_BYTES = 512;
const LONGEST_SUMMARY = 600;

/** Root elements that other servers' files have; any other is remarked on, not refused. */
const KNOWN_ROOTS = new Set([
  'device',
  'flat-profile',
  'APPLICATION',
  'PHONE_CONFIG',
  'polycomConfig',
  'gs_provision',
  'hl_provision',
  'sysConf',
  'VOIP_CONFIG_FILE',
  'settings',
  'ParameterList',
  'directory',
]);

/** Vendors whose phones take nothing but text. */
const TEXT_ONLY = new Set(['yealink', 'avaya', 'aastra', 'mitel', 'flyingvoice', 'readynet']);

/** The 44 bytes a Panasonic file begins with. */
const PANASONIC_MARK = '# Panasonic SIP Phone Standard Format File #';

type Judged = Pick<Inspection, 'finding' | 'aspect' | 'detail' | 'notes' | 'entries' | 'macs'> & {
  readonly form: string;
};

/**
 * Looks at the bytes of a file: not empty, no error page, the phone's format, and what they say.
 *
 * Pure; keeps nothing of the bytes but a hash, and values of secrets only as their length in the summary.
 *
 * Source: PBXware page (XML for XML devices), FusionPBX and wazo (roots and first lines), Panasonic's guide (44-byte
 * line), Snom's mass deployment FAQ (`<html><pre>`).
 */
export function inspectContent(file: InspectedFile): Inspection {
  const { bytes } = file;
  const judged = judge(file);
  const account = readAccount(judged.entries);
  const isOk = judged.finding === 'ok';
  return {
    finding: judged.finding,
    aspect: judged.aspect,
    detail: judged.detail,
    notes: judged.notes,
    macs: judged.macs,
    entries: judged.entries,
    account,
    links: isOk ? linksOf(file, judged.entries) : [],
    hash: createHash('sha256').update(bytes).digest('hex'),
    summary: isOk ? summarise(judged, account) : '',
  };
}

function broken(finding: Judged['finding'], aspect = '', detail: Judged['detail'] = {}): Judged {
  return { finding, aspect, detail, notes: [], entries: [], macs: [], form: '' };
}

function judge(file: InspectedFile): Judged {
  const { bytes, role, phone, isComplete } = file;
  const beginning = Buffer.from(bytes.subarray(0, BEGINNING_BYTES)).toString('latin1');
  if (bytes.length === 0 && !isComplete) return broken(brokenWord(phone?.vendor.content.format ?? ''), 'cut');
  if (bytes.length === 0 || beginning.trim() === '') return broken('empty');
  const errorPage = judgeErrorPage(beginning, phone?.vendor.id === 'snom');
  if (errorPage !== null) return errorPage;
  if (role === 'firmware') return { ...broken('ok'), form: 'bytes' };
  if (beginning.startsWith('Salted__')) return broken('bad-xml', 'encrypted');
  const judged = judgeFormat(file, beginning);
  if (!isComplete && judged.finding === 'ok') return broken(brokenWord(judged.form), 'cut');
  return isComplete ? judged : { ...judged, aspect: 'cut' };
}

function brokenWord(form: string): 'bad-xml' | 'bad-text' | 'bad-checksum' {
  if (form.startsWith('xml')) return 'bad-xml';
  return form === 'grandstream' || form === 'binary' ? 'bad-checksum' : 'bad-text';
}

function judgeErrorPage(beginning: string, isSnom: boolean): Judged | null {
  const lower = beginning.toLowerCase();
  const isPage = lower.includes('<!doctype html') || /<html[\s>]/.test(lower);
  // snom's text files may stand in a page of their own
  if (isPage && !(isSnom && lower.includes('<pre'))) {
    const title = /<title[^>]*>([^<]{1,80})/i.exec(beginning)?.[1]?.trim() ?? '';
    return broken('html', title === '' ? '' : 'title', title === '' ? {} : { title });
  }
  const isErrorText = /^[\s\ufeff]*(?:error[\s:]*)?(?:http[\s/.\d]*)?(?:40[0-9]|50[0-9])[\s:-]+[a-z]/i.test(beginning);
  return isErrorText || lower.includes('404 not found') ? broken('html', 'text') : null;
}

/** Reads the bytes in the format the phone expects; where that isn't known, in the one they look like. */
function judgeFormat(file: InspectedFile, beginning: string): Judged {
  const { name, phone, role, bytes } = file;
  const vendor = phone?.vendor.id ?? '';
  const isMarkup = /^(?:\xef\xbb\xbf)?\s*</.test(beginning) || /^(?:\xff\xfe|\xfe\xff)/.test(beginning);
  if (role === 'hand' && !isMarkup)
    return isPrintable(bytes) ? judgeAnyText(bytes) : { ...broken('ok'), form: 'bytes' };
  const format = phone?.vendor.content.format ?? 'unknown';
  const isBinaryName = /^cfg[0-9a-f]{12}$/i.test(name.split('/').at(-1) ?? '');
  const isBinary = looksLikeGrandstream(bytes);
  if (vendor === 'grandstream' && isBinaryName && !isMarkup) {
    return isBinary || bytes.includes(0) || !isPrintable(bytes)
      ? judgeBinary(bytes)
      : broken('bad-text', 'grandstream');
  }
  if (isBinary && !isMarkup) return judgeBinary(bytes);
  if (role === 'directory' || /\.csv$/i.test(name)) return isMarkup ? judgeXml(bytes, role) : judgeAnyText(bytes);
  const wantsXml = /\.xml$/i.test(name) || (format.startsWith('xml') && !/^SIP/.test(name) && !/\.txt$/.test(name));
  const isFanvilText = beginning.trimStart().startsWith('<<');
  if (wantsXml) return judgeXml(bytes, role);
  if (isMarkup && !isFanvilText && !TEXT_ONLY.has(vendor) && !/<pre|<html/i.test(beginning))
    return judgeXml(bytes, role);
  return judgeText(file, isMarkup && !isFanvilText);
}

/** Whether bytes could be words: hardly any control characters among them. */
function isPrintable(bytes: Uint8Array): boolean {
  const controls = bytes.filter((byte) => byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09).length;
  return controls * 50 <= bytes.length;
}

function judgeBinary(bytes: Uint8Array): Judged {
  const reading = readGrandstream(bytes);
  if (reading.kind === 'bad-length') {
    return broken('bad-checksum', 'length', { promised: reading.promised, bytes: bytes.length });
  }
  if (reading.kind === 'bad-checksum') return broken('bad-checksum');
  const notes: CheckNote[] = [];
  if (reading.gnkey === null) notes.push('no-gnkey');
  if (reading.duplicates.length > 0) notes.push('duplicate-numbers');
  return {
    finding: 'ok',
    aspect: '',
    detail: {},
    notes,
    entries: reading.entries,
    // The header's own MAC is the one that counts.
    macs: [reading.mac],
    form: 'grandstream',
  };
}

function judgeXml(bytes: Uint8Array, role: FileRole): Judged {
  const reading = readXml(bytes);
  if (reading.kind === 'bad-xml') {
    const { problem, line, column } = reading;
    return { ...broken('bad-xml', problem, { line, column }), form: 'xml' };
  }
  const { root, entries } = reading;
  const isStrange = !KNOWN_ROOTS.has(root) && role !== 'directory' && role !== 'linked';
  return {
    finding: 'ok',
    aspect: '',
    detail: isStrange ? { root } : {},
    notes: isStrange ? ['unknown-root'] : [],
    entries,
    macs: findMacs(entries.map(({ value }) => value).join('\n')),
    form: `xml <${root}>`,
  };
}

function judgeAnyText(bytes: Uint8Array): Judged {
  const text = decodeText(bytes);
  if (text === null) return broken('bad-text', 'nul');
  return { ...broken('ok'), macs: findMacs(text), form: 'text' };
}

function judgeText(file: InspectedFile, isMarkup: boolean): Judged {
  const { phone, role, bytes } = file;
  const text = decodeText(bytes);
  if (text === null) return broken('bad-text', 'nul');
  const vendor = phone?.vendor.id ?? '';
  const { firstLine, entries, strangeLines } = readText(text);
  const wrong = (aspect: string): Judged => broken('bad-text', aspect, { line: firstLine.slice(0, 60) });
  if (isMarkup && TEXT_ONLY.has(vendor)) return wrong('markup');
  if (role === 'main' || role === 'optional' || role === 'linked' || role === 'master') {
    const mark = firstLine.replace(/^\ufeff/, '');
    if (vendor === 'yealink' && wantsVersionLine(phone) && !/^#!version:1\.0\.0\.1\b/.test(mark)) {
      return wrong('yealink');
    }
    if (vendor === 'panasonic' && !mark.startsWith(PANASONIC_MARK)) return wrong('panasonic');
    if (vendor === 'avaya' && !/^\s*SET\s+\S+/m.test(text)) return wrong('avaya');
    if (entries.length === 0) return wrong('no-settings');
    if (strangeLines > entries.length) return wrong('no-settings');
  }
  return { ...broken('ok'), entries, macs: findMacs(text), form: 'text' };
}

/** Yealink's firmware from v70 on wants the line; the second number of a firmware is its version. */
function wantsVersionLine(phone: KnownPhone | null): boolean {
  const version = Number(phone?.model?.firmware?.split('.')[1] ?? '70');
  return version >= 70;
}

const LINK_PLACEHOLDERS = /\[(?:PHONE_MAC_ADDRESS|MACADDRESS)\]/g;

/** The files that a configuration names: Poly's master, and Yealink's firmware and ring tones. */
function linksOf({ phone, role, mac }: InspectedFile, entries: readonly ConfigEntry[]): readonly ConfigLink[] {
  const vendor = phone?.vendor.id ?? '';
  const links: ConfigLink[] = [];
  const add = (text: string, linkRole: ConfigLink['role']): void => {
    const target = text.trim().replace(LINK_PLACEHOLDERS, mac);
    if (target !== '' && !target.includes('[') && !links.some((link) => link.target === target)) {
      links.push({ target, role: linkRole });
    }
  };
  for (const { key, value } of entries) {
    if ((vendor === 'poly' || vendor === 'polycom') && role === 'master') {
      if (key === 'CONFIG_FILES') for (const part of value.split(',')) add(part, 'linked');
      if (key === 'APP_FILE_PATH') for (const part of value.split(/[,\s]+/)) add(part, 'firmware');
    }
    if (vendor === 'yealink' && role === 'main' && /^(?:static\.)?(?:firmware|ringtone)\.url$/.test(key)) {
      add(value, 'firmware');
    }
  }
  return links.sort((a, b) => Number(a.role === 'firmware') - Number(b.role === 'firmware'));
}

function summarise({ form }: Judged, account: ConfigAccount): string {
  const parts = [form];
  const users = [...new Set(account.users.filter((user) => user !== ''))];
  if (users.length > 0) parts.push(`user ${users.slice(0, 4).join(', ')}`);
  if (account.servers.length > 0) parts.push(`server ${[...new Set(account.servers)].slice(0, 3).join(', ')}`);
  if (account.labels.length > 0) parts.push(`label ${[...new Set(account.labels)].slice(0, 3).join(', ')}`);
  if (account.passwordLength !== null) {
    parts.push(`password ${maskValue({ key: 'password', value: ''.padEnd(account.passwordLength) })}`);
  }
  return redactText(parts.join(' · ')).slice(0, LONGEST_SUMMARY);
}
