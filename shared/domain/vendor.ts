import oui from '../../assets/data/oui.json' with { type: 'json' };
import type { MacAddress } from './device.ts';
import type { RowWarning } from './problem.ts';

/** What a MAC's block says of its phone: a hint, never a decision, since hardware is resold under other brands. */
export interface VendorGuess {
  /** Vendor id as in the OUI data, for instance `gigaset` or `poly`. */
  readonly vendor: string;
  /** The vendor's name as people write it. */
  readonly title: string;
  /** Model, where a sub-range or one of snom's prefix rules names it; else empty. */
  readonly model: string;
  /** The redirection service its phones ask: `gigaset`, `snom` or `grape`; empty for every other vendor. */
  readonly service: string;
}

/** What is odd about registering a phone at a service. */
export interface VendorWarning {
  /** `other-vendor`: built by somebody else. `other-service`: right brand perhaps, but its phones ask elsewhere. */
  readonly warning: Extract<RowWarning, 'other-vendor' | 'other-service'>;
  /** For the sentence: `vendor` (title), `model` (may be empty), `service` (title of the right service, may be empty). */
  readonly detail: Readonly<Record<string, string | number>>;
}

/**
 * The model names snom's `redirect.listPhones` takes.
 *
 * There is no call that lists every phone, so a whole account is read model by model. D8xx models are in no public
 * list. Source: snom's command-line client RDS-CLI 1.4.3 and peoplefone's provisioning-rpc.
 */
export const SNOM_MODELS = [
  'snom300',
  'snom320',
  'snom360',
  'snom370',
  'snom710',
  'snom715',
  'snom720',
  'snom725',
  'snom760',
  'snom820',
  'snom821',
  'snom870',
  'snomC520',
  'snomC620',
  'snomD120',
  'snomD305',
  'snomD315',
  'snomD335',
  'snomD345',
  'snomD375',
  'snomD385',
  'snomD712',
  'snomD717',
  'snomD735',
  'snomD745',
  'snomD765',
  'snomD785',
  'snomM100',
  'snomM100KLE',
  'snomM200SC',
  'snomM300',
  'snomM400SC',
  'snomM700',
  'snomM900',
  'snomm9',
  'snomMP',
  'snomPA1',
] as const;

const TITLES: Readonly<Record<keyof typeof oui.vendors, string>> = {
  snom: 'snom',
  gigaset: 'Gigaset',
  yealink: 'Yealink',
  fanvil: 'Fanvil',
  htek: 'Htek',
  grandstream: 'Grandstream',
  poly: 'Poly',
  'poly-plantronics': 'Poly (Plantronics)',
  'panasonic-comm': 'Panasonic',
  'mitel-aastra': 'Mitel',
  ale: 'Alcatel-Lucent Enterprise',
  auerswald: 'Auerswald',
  akuvox: 'Akuvox',
  flyingvoice: 'Flyingvoice',
  innovaphone: 'innovaphone',
  unify: 'Unify',
  sangoma: 'Sangoma',
  digium: 'Digium',
  rtx: 'RTX',
  tiptel: 'tiptel',
  escene: 'Escene',
  '2n': '2N',
  algo: 'Algo',
  obihai: 'Obihai',
  avm: 'AVM',
  agfeo: 'AGFEO',
  spectralink: 'Spectralink',
  vtech: 'VTech',
  avaya: 'Avaya',
  nethesis: 'Nethesis',
  wildix: 'Wildix',
  yeastar: 'Yeastar',
  konftel: 'Konftel',
  atcom: 'ATCOM',
  cisco: 'Cisco',
  linksys: 'Linksys',
  bittel: 'Bittel',
};

const SERVICE_TITLES: Readonly<Record<string, string>> = {
  gigaset: 'Gigaset',
  snom: 'snom',
  grape: 'Gigaset GRAPE',
};

/** The vendors whose phones ask a service; one that isn't named here takes every vendor's. */
const SERVICE_VENDORS: Readonly<Record<string, string>> = { gigaset: 'gigaset', snom: 'snom', grape: 'gigaset' };

/**
 * Blocks that the data gives to two vendors, and whose they are by the IEEE registry.
 * snom's DECT bases in RTX's block are known by snom's prefix rules.
 */
const SHARED_BLOCKS: Readonly<Record<string, string>> = {
  '00087b': 'rtx',
  '00907a': 'spectralink',
  '9c7514': 'wildix',
};

/** Blocks of which only sub-ranges are known to belong to the vendor. */
const PARTIAL_BLOCKS: ReadonlySet<string> = new Set(['00acdc']);

/** IP PRO phones beyond the listed sub-ranges: the public list breaks off within this block. */
const GRAPE_PREFIX = '589ec69';

interface SubRange {
  readonly from: string;
  readonly to: string;
  readonly model: string;
}

/** One of snom's prefix rules: what must follow the first eight digits. */
interface ModelRule {
  readonly rest: RegExp;
  readonly model: string;
}

const VENDOR_BY_PREFIX = readPrefixes();
/** Longest first. */
const PREFIX_LENGTHS = [...new Set([...VENDOR_BY_PREFIX.keys()].map((prefix) => prefix.length))].sort((a, b) => b - a);
const SUB_RANGES_BY_BLOCK = readSubRanges();
const SNOM_RULES_BY_PREFIX = readSnomRules();

/**
 * Says whether a MAC (12 lower-case hex digits) lies in one of Gigaset's own blocks, whichever service its phone asks.
 *
 * Only such phones carry a check code.
 */
export function isGigasetMac(digits: string): boolean {
  return vendorOf(digits) === 'gigaset';
}

/**
 * Guesses a phone's vendor, model and service from its MAC: sub-ranges first, then snom's model rules, then the
 * longest prefix.
 *
 * Gigaset's IP PRO phones (P710, P810 …) are built by snom, have MACs in snom's and Gigaset's blocks, and ask GRAPE.
 *
 * @returns `null` for a block nobody is known for.
 * Source: IEEE registry; NethServer (IP PRO sub-ranges); snom's RDS-CLI 1.4.3 (models by prefix).
 */
export function guessVendor(mac: MacAddress): VendorGuess | null {
  const subRange = SUB_RANGES_BY_BLOCK.get(mac.slice(0, 6))?.find(({ from, to }) => mac >= from && mac <= to);
  if (subRange !== undefined || mac.startsWith(GRAPE_PREFIX)) {
    return { vendor: 'gigaset', title: TITLES.gigaset, model: subRange?.model ?? '', service: 'grape' };
  }
  const rest = mac.slice(8);
  const rule = SNOM_RULES_BY_PREFIX.get(mac.slice(0, 8))?.find((candidate) => candidate.rest.test(rest));
  if (rule !== undefined) return { vendor: 'snom', title: TITLES.snom, model: rule.model, service: 'snom' };
  const vendor = vendorOf(mac);
  if (vendor === null) return null;
  const service = vendor === 'gigaset' || vendor === 'snom' ? vendor : '';
  return { vendor, title: TITLES[vendor], model: '', service };
}

/**
 * Warns where a MAC's block speaks for another vendor or service than the one the phone is meant for.
 *
 * A warning, never a reason to refuse: a block suggests and doesn't decide.
 *
 * @param serviceId `gigaset`, `snom` or `grape`; any other service takes phones of every vendor.
 * @returns `null` where nothing is odd or nothing is known.
 */
export function vendorWarning(mac: MacAddress, serviceId: string): VendorWarning | null {
  const expected = SERVICE_VENDORS[serviceId];
  if (expected === undefined) return null;
  const guess = guessVendor(mac);
  if (guess === null || guess.service === serviceId) return null;
  const isOtherService = guess.service === 'grape' || guess.vendor === expected;
  return {
    warning: isOtherService ? 'other-service' : 'other-vendor',
    detail: { vendor: guess.title, model: guess.model, service: SERVICE_TITLES[guess.service] ?? '' },
  };
}

function vendorOf(digits: string): keyof typeof TITLES | null {
  for (const length of PREFIX_LENGTHS) {
    const vendor = VENDOR_BY_PREFIX.get(digits.slice(0, length));
    if (vendor !== undefined) return vendor;
  }
  return null;
}

function readPrefixes(): ReadonlyMap<string, keyof typeof TITLES> {
  const vendors = new Map<string, keyof typeof TITLES>();
  for (const [vendor, blocks] of Object.entries(oui.vendors)) {
    for (const block of Object.keys(blocks)) {
      const prefix = block.toLowerCase();
      const owner = SHARED_BLOCKS[prefix] ?? vendor;
      if (isVendor(vendor) && owner === vendor && !PARTIAL_BLOCKS.has(prefix)) vendors.set(prefix, vendor);
    }
  }
  return vendors;
}

function isVendor(id: string): id is keyof typeof TITLES {
  return Object.hasOwn(TITLES, id);
}

function readSubRanges(): ReadonlyMap<string, readonly SubRange[]> {
  const ranges = oui.sub_ranges.map(({ from, to, model }) => ({
    from: from.toLowerCase(),
    to: to.toLowerCase(),
    model: model.replace(/ \(.*$/, ''),
  }));
  return Map.groupBy(ranges, ({ from }) => from.slice(0, 6));
}

/**
 * Sorts snom's rules, regular expressions over the whole MAC, by the first eight digits, so that a look-up tries one
 * or two of them instead of all. Their order is kept: the first match wins. As in snom's client a rule need not
 * reach to the last digit: one of them ends after eleven.
 */
function readSnomRules(): ReadonlyMap<string, readonly ModelRule[]> {
  const rules = new Map<string, ModelRule[]>();
  for (const [pattern = '', model = ''] of oui.snom_model_by_prefix.rules) {
    for (const alternative of pattern.match(/(?:\([^)]*\)|[^|])+/g) ?? []) {
      const parts = /^([0-9A-F]{6})(?:([0-9A-F]{2})|\(([0-9A-F|]+)\))(.+)$/.exec(alternative);
      if (parts === null) throw new Error(`Unexpected snom model rule: ${alternative}`);
      const [, block = '', single = '', several = '', rest = ''] = parts;
      for (const byte of (single || several).split('|')) {
        const prefix = `${block}${byte}`.toLowerCase();
        const known = rules.get(prefix) ?? [];
        known.push({ rest: new RegExp(`^${rest}`, 'i'), model });
        rules.set(prefix, known);
      }
    }
  }
  return rules;
}
