import { findModel } from './catalogue.ts';
import { findMacs } from './macs.ts';

/** What a phone's User-Agent says of it. */
export interface AgentFacts {
  /** Vendor's name as it names itself, or empty. */
  readonly vendor: string;
  readonly model: string;
  readonly firmware: string;
  /** 12 lower-case hex digits; `null`: it names none. */
  readonly mac: string | null;
}

/** Model and firmware in the forms of the catalogue's `user_agent`. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['Yealink', /^yealink[ -](?:SIP[ -])?(?:VP-)?(\S+) ([\d.]+)/i],
  ['Polycom', /Poly(?:com)?[A-Za-z]*-([A-Z]+_?[\w]+)-UA\/([\d.]+)/],
  ['Cisco', /^Cisco-CP-(\w+)-3PCC\/(\S+)/],
  ['Cisco', /^(?:Cisco|Linksys)\/(ATA ?\w+)-MPP-([\w-]+)/],
  ['Cisco', /^(?:Cisco|Linksys)\/(SPA-?\w+|PAP2\w*|ATA\w+)-([\w.()]+)/],
  ['Grandstream', /^Grandstream Model HW (\S+)(?: V\S+)? SW ([\d.]+)/],
  ['Grandstream', /^Grandstream (\S+) \([^:]*:([\d.]+)/],
  ['Grandstream', /^Grandstream (\S+) ([\d.]+)/],
  ['Snom', /compatible; snom(\w+)-SIP ([\d.]+)/],
  ['Snom', /compatible; Snom (\w+) ([\d.]+)/],
  ['Fanvil', /^Fanvil (\S+) ([\d.]+)/i],
  ['Flyingvoice', /^Flyingvoice (\S+) V?([\d.]+)/i],
  ['HTek', /^Htek (\S+) ([\d.]+)/i],
  ['Panasonic', /^Panasonic_([\w-]+)\/([\d.]+)/],
  ['Gigaset', /^Gigaset ([^/]+)\/(\S+?);/],
  ['Avaya', /AVAYA\/(\w+)-([\d.]+)/],
  ['Aastra', /^Aastra(\w+) MAC:\S+ V:([\d.]+)/],
  ['Mitel', /^Mitel(\w+) MAC:\S+ V:([\d.]+)/],
  ['Alcatel', /^ALE (\S+) ([\d.]+)/],
];

/** Reads a User-Agent; what it doesn't say is empty. Pure. */
export function readAgent(text: string): AgentFacts {
  const bounded = text.slice(0, 500);
  const [mac = null] = findMacs(bounded);
  for (const [vendor, form] of FORMS) {
    const found = form.exec(bounded);
    if (found !== null) return { vendor, model: found[1] ?? '', firmware: found[2] ?? '', mac };
  }
  return { vendor: '', model: '', firmware: '', mac };
}

function numbersOf(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}

/**
 * Says whether the catalogue names a newer firmware than a phone has.
 *
 * The page doesn't say that its version is a minimum: a hint, no fault. Yealink's first number is the hardware's family,
 * not a version; versions of two families are not compared.
 *
 * @returns the catalogue's firmware, or empty.
 */
export function newerFirmware({ vendor, model, firmware }: AgentFacts): string {
  const known = findModel(model, vendor)?.model;
  const wanted = known?.firmware_version_only ?? known?.firmware ?? '';
  const [have, want] = [numbersOf(firmware), numbersOf(wanted)];
  if (have.length < 2 || want.length < 2 || (vendor === 'Yealink' && have[0] !== want[0])) return '';
  for (let at = 0; at < Math.max(have.length, want.length); at += 1) {
    const difference = (have[at] ?? 0) - (want[at] ?? 0);
    if (difference !== 0) return difference < 0 ? wanted : '';
  }
  return '';
}
