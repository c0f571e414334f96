import catalogueData from '../../../assets/data/device-catalog.json' with { type: 'json' };

/** How a file's name holds the MAC in the phone's own requests. */
export interface FileTemplate {
  /** Name with placeholders, for instance `snom{model}-{MAC}.htm`. */
  readonly template: string;
  /** What it is for, in the catalogue's words. */
  readonly role: string;
  /** Which letter case the phone uses, as far as that is known. */
  readonly mac_case: string;
  readonly mac_case_confidence: string;
  /** Names to try after it. */
  readonly alternates: readonly string[];
  /** What the server's own documentation prints; `null`: it doesn't offer this file. */
  readonly page_text?: string | null;
  readonly needs_model?: boolean;
  readonly notes?: string;
  readonly evidence: readonly string[];
}

/** How a phone names itself when it asks over HTTP. */
export interface UserAgentTemplate {
  /** `null`: nobody has published one. */
  readonly template: string | null;
  readonly example: string | null;
  /** Which models send it, in the catalogue's words. */
  readonly applies: string;
  readonly confidence: string;
  readonly source?: readonly string[];
}

/** One model of a vendor. */
export interface CatalogueModel {
  readonly model: string;
  /** The firmware the vendor's page names for it; `null`: none. */
  readonly firmware: string | null;
  /** How sure the division into model and firmware is. */
  readonly split: string;
  /** The firmware without what the page prints before it. */
  readonly firmware_version_only?: string;
  /** Its name in the User-Agent where that differs. */
  readonly user_agent_model?: string;
  readonly note?: string;
}

/** Whether a vendor's phones fetch their files one way: yes, no, or a word that says on what it depends. */
export type MethodWord = boolean | 'unknown' | 'model-dependent' | 'ca-signed-only';

/** Everything the catalogue knows of one vendor. */
export interface CatalogueVendor {
  readonly id: string;
  readonly name: string;
  readonly methods: { readonly http: MethodWord; readonly https: MethodWord; readonly tftp: MethodWord };
  readonly filenames: readonly FileTemplate[];
  readonly content: { readonly format: string; readonly markers: readonly string[]; readonly note: string };
  readonly user_agent: readonly UserAgentTemplate[];
  /** First six hex digits of MACs, lower case; lists are incomplete. */
  readonly mac_prefixes: readonly string[];
  readonly notes: readonly string[];
  readonly discrepancies: readonly string[];
  readonly models: readonly CatalogueModel[];
  readonly account_fields?: {
    readonly user?: string | null;
    readonly auth?: string | null;
    readonly secret?: string | null;
    readonly server?: string | null;
    readonly name?: string | null;
    readonly admin_secret?: string | null;
  };
}

/**
 * Vendors and models of phones that ask a configuration server for files.
 *
 * Sources, named in the data itself: the public page "Dynamic Auto Provisioning" of Bicom, and the provisioning servers
 * FusionPBX, wazo, Provisioner and GS3 for letter cases and User-Agents.
 */
export const CATALOGUE: readonly CatalogueVendor[] = catalogueData.vendors as unknown as readonly CatalogueVendor[];

/** A model of the catalogue with its vendor. `model` is `null` where only the vendor is known. */
export interface KnownPhone {
  readonly vendor: CatalogueVendor;
  readonly model: CatalogueModel | null;
  /** The vendor was guessed from the MAC's block, which suggests and doesn't decide. */
  readonly isGuess: boolean;
}

/** Words people put before a model's name, by vendor id, squeezed. Longer ones first. */
const MODEL_PREFIXES: Readonly<Record<string, readonly string[]>> = {
  yealink: ['yealinksip', 'yealink', 'sipvp', 'sip'],
  snom: ['snom'],
  poly: ['polycom', 'poly', 'plcm'],
  polycom: ['polycom', 'poly', 'soundpointip', 'soundpoint', 'soundstationip', 'soundstation'],
  cisco: ['linksys', 'cisco', 'cp'],
  gigaset: ['gigaset'],
  grandstream: ['grandstream'],
  obihai: ['obihai', 'obi'],
  alcatel: ['alcatellucent', 'alcateltemporis', 'alcatel', 'temporis', 'ale'],
  mitel: ['mitel', 'aastra'],
  aastra: ['aastra', 'mitel'],
};

/** Ends of a model's name that say nothing of the phone, by vendor id. */
const MODEL_SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  cisco: ['3pcc', 'mpp'],
  gigaset: ['ippro', 'pro', 'multicell', 'multicells', 'ip'],
  fanvil: ['pro', 'lite', 'v2'],
  yealink: ['e2', 'dect'],
};

/** Other names of vendors, squeezed. */
const VENDOR_NAMES: Readonly<Record<string, string>> = {
  linksys: 'cisco',
  polycom: 'polycom',
  plantronics: 'poly',
  alcatellucent: 'alcatel',
  ale: 'alcatel',
  obi: 'obihai',
  escene: '',
};

/** Takes away what spellings differ in: case, blanks, dashes, dots, underscores. */
export function squeeze(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9+]/g, '');
}

/** Finds a vendor by its name in any spelling; `null` where the catalogue has none. */
export function findVendor(text: string): CatalogueVendor | null {
  const name = squeeze(text);
  if (name === '') return null;
  const id = VENDOR_NAMES[name] ?? name;
  return (
    CATALOGUE.find((vendor) => vendor.id === id || squeeze(vendor.name) === id) ??
    CATALOGUE.find((vendor) => squeeze(vendor.name).includes(id) || id.startsWith(vendor.id)) ??
    null
  );
}

/** The names under which a model can be meant, squeezed; the first is its own. */
function namesOf(vendor: CatalogueVendor, model: CatalogueModel): readonly string[] {
  const own = squeeze(model.model);
  const names = [own, ...(model.user_agent_model === undefined ? [] : [squeeze(model.user_agent_model)])];
  for (const suffix of MODEL_SUFFIXES[vendor.id] ?? []) names.push(`${own}${suffix}`);
  for (const prefix of ['obi', 'kx', 'ip', 'spa']) {
    if (own.startsWith(prefix) && own.length > prefix.length + 2) names.push(own.slice(prefix.length));
  }
  return names;
}

function stripVendor(vendor: CatalogueVendor, squeezed: string): readonly string[] {
  const stripped = [squeezed];
  for (const prefix of [squeeze(vendor.name), vendor.id, ...(MODEL_PREFIXES[vendor.id] ?? [])]) {
    for (const text of [...stripped]) {
      if (text.startsWith(prefix) && text.length > prefix.length) stripped.push(text.slice(prefix.length));
    }
  }
  return stripped;
}

/** How well a text names a model: 0 not at all, 3 to the letter. */
function matchModel(vendor: CatalogueVendor, model: CatalogueModel, squeezed: string): number {
  const names = namesOf(vendor, model);
  let best = 0;
  for (const [index, text] of stripVendor(vendor, squeezed).entries()) {
    const at = names.indexOf(text);
    if (at === 0) best = Math.max(best, index === 0 ? 2 : 3);
    else if (at > 0) best = Math.max(best, 1);
  }
  return best;
}

/**
 * Finds the model a person means, in any spelling: `T46 G`, `yealink t46g`, `SIP-T46G`, `snomD785`.
 *
 * @param text Model, the vendor before it or not; a firmware or anything else after it finds nothing.
 * @param vendorText What the list says of the vendor; empty: nothing. It decides between models of the same name.
 * @returns `null` where no model, or more than one vendor's, has the name.
 */
export function findModel(text: string, vendorText: string): KnownPhone | null {
  const squeezed = squeeze(text);
  if (squeezed === '') return null;
  const wanted = findVendor(vendorText);
  const found: { readonly phone: KnownPhone; readonly score: number }[] = [];
  for (const vendor of CATALOGUE) {
    if (wanted !== null && !isSameVendor(vendor, wanted)) continue;
    for (const model of vendor.models) {
      const score = matchModel(vendor, model, squeezed) + (vendor.id === wanted?.id ? 0.5 : 0);
      if (score >= 1) found.push({ phone: { vendor, model, isGuess: false }, score });
    }
  }
  found.sort((a, b) => b.score - a.score);
  const [first, second] = found;
  if (first === undefined) return null;
  const isAmbiguous =
    second !== undefined && second.score === first.score && !isSameVendor(first.phone.vendor, second.phone.vendor);
  return isAmbiguous ? null : first.phone;
}

/** Poly and Polycom, Mitel and Aastra are two tables of one maker each. */
function isSameVendor(a: CatalogueVendor, b: CatalogueVendor): boolean {
  const family = (id: string): string => ({ polycom: 'poly', aastra: 'mitel' })[id] ?? id;
  return family(a.id) === family(b.id);
}

/** Guesses a phone's vendor from its MAC's block: a guess, to be offered as one. */
export function guessPhone(mac: string): KnownPhone | null {
  const prefix = mac.slice(0, 6).toLowerCase();
  const vendor = CATALOGUE.find(({ mac_prefixes }) => mac_prefixes.includes(prefix));
  return vendor === undefined ? null : { vendor, model: null, isGuess: true };
}

/**
 * Says which phone a row of a list is: by its model, else by its vendor, else guessed from its MAC.
 *
 * Where the model is sold by several vendors the MAC's block may decide; `isGuess` says so.
 */
export function identifyPhone(row: {
  readonly mac: string;
  readonly vendor: string;
  readonly model: string;
}): KnownPhone | null {
  const byModel = findModel(row.model, row.vendor);
  if (byModel !== null) return byModel;
  const guess = guessPhone(row.mac);
  if (guess !== null && row.vendor === '') {
    const model = findModel(row.model, guess.vendor.name);
    if (model !== null) return { ...model, isGuess: true };
  }
  const vendor = findVendor(row.vendor) ?? findVendor(row.model.split(/[\s-]/)[0] ?? '');
  if (vendor !== null) return { vendor, model: null, isGuess: false };
  return guess;
}

/**
 * Looks through the catalogue for a text: vendors and models that contain it in any spelling.
 *
 * @param text Empty: everything.
 */
export function searchCatalogue(text: string): readonly KnownPhone[] {
  const exact = findModel(text, '');
  const squeezed = squeeze(text);
  const found: KnownPhone[] = [];
  for (const vendor of CATALOGUE) {
    const isVendor = squeeze(vendor.name).includes(squeezed) || vendor.id.includes(squeezed);
    const models = vendor.models.filter(
      (model) =>
        isVendor ||
        stripVendor(vendor, squeezed).some((part) => part.length > 1 && namesOf(vendor, model)[0]?.includes(part)),
    );
    for (const model of models) found.push({ vendor, model, isGuess: false });
    if (isVendor && vendor.models.length === 0) found.push({ vendor, model: null, isGuess: false });
  }
  if (exact === null) return found;
  return [exact, ...found.filter(({ model }) => model !== exact.model)];
}
