import type { CatalogueVendor, FileTemplate, KnownPhone } from './catalogue.ts';

/** A way in which a phone fetches its files. */
export const SCHEMES = ['http', 'https', 'tftp'] as const;

/** One of {@link SCHEMES}. */
export type Scheme = (typeof SCHEMES)[number];

/**
 * What a file is to the phone.
 *
 * - `main`: its configuration, without which it has no account
 * - `master`: names the files of its configuration (Poly)
 * - `linked`: named by a master
 * - `optional`: asked for by the phone, and no harm where it is missing
 * - `directory`: a phone book, with other people's names in it
 * - `firmware`: only its first bytes are of interest
 * - `hand`: a path a person typed
 */
export type FileRole = 'main' | 'master' | 'linked' | 'optional' | 'directory' | 'firmware' | 'hand';

/** A file that a phone asks for. */
export interface AskedFile {
  /** Path below the server's base, in the letter case the phone uses. */
  readonly name: string;
  readonly role: FileRole;
  /** Names to try where this one is missing, the likeliest first. */
  readonly alternates: readonly string[];
}

/** Asked by PUT, or by hand only. */
const NEVER_ASKED = /\.log$|^_directory\//;

/** The Cisco names go by the model: each has its own. */
const CISCO_NAMES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^79[46]0$/, ['SIP{MAC}.cnf']],
  [/^79/, ['SEP{MAC}.cnf.xml']],
  [/^(?:SPA|PAP)/, ['{mac}.cfg', 'spa.cfg']],
  [/./, ['{mac}.cfg']],
];

/**
 * The files a phone of this kind asks for, in its letter case, with the names to try after them.
 *
 * A template whose model or product number is not known is left out. Pure.
 *
 * @param mac 12 lower-case hex digits.
 * @returns empty where nobody publishes a name (Denwa).
 * Source: the device catalogue; for Cisco by model: wazo_cisco_sccp and wazo_cisco_spa.
 */
export function filesOf(phone: KnownPhone, mac: string): readonly AskedFile[] {
  const { vendor, model } = phone;
  const cisco = vendor.id === 'cisco' ? CISCO_NAMES.find(([pattern]) => pattern.test(model?.model ?? '')) : undefined;
  const files: AskedFile[] = [];
  const seen = new Set<string>();
  for (const template of vendor.filenames) {
    if (NEVER_ASKED.test(template.template)) continue;
    if (vendor.id === 'cisco' && !(cisco?.[1] ?? ['{mac}.cfg']).includes(template.template)) continue;
    if (vendor.id === 'alcatel' && isAleName(template) !== isAleModel(model?.model ?? '')) continue;
    const name = expandName(template.template, phone, mac);
    if (name === null || seen.has(name)) continue;
    seen.add(name);
    const alternates = [...template.alternates, ...moreAlternates(vendor, template)]
      .map((alternate) => expandName(alternate, phone, mac))
      .filter((alternate): alternate is string => alternate !== null && alternate !== name);
    files.push(orderNames(vendor, { name, role: roleOf(vendor, template), alternates: [...new Set(alternates)] }));
  }
  return files;
}

/** Names of ALE's own phones: the others are Temporis. */
function isAleName({ template }: FileTemplate): boolean {
  return template.startsWith('config.');
}

function isAleModel(model: string): boolean {
  return /^[HM]\d/.test(model);
}

function moreAlternates({ id }: CatalogueVendor, { template }: FileTemplate): readonly string[] {
  return id === 'alcatel' && isAleName({ template } as FileTemplate) ? ['Alcatel_{model}-{MAC}.cfg'] : [];
}

/** Poly's phone books end in `.xml` in the field and in `.cfg` on the page: the field's comes first. */
function orderNames({ id }: CatalogueVendor, file: AskedFile): AskedFile {
  const isPolyDirectory = (id === 'poly' || id === 'polycom') && file.role === 'directory';
  const [xml] = file.alternates;
  return isPolyDirectory && xml !== undefined ? { ...file, name: xml, alternates: [file.name] } : file;
}

function roleOf(vendor: CatalogueVendor, { role, template }: FileTemplate): FileRole {
  if (role.startsWith('master')) return 'master';
  if (/director/i.test(role)) return 'directory';
  if (vendor.id === 'cisco') return template === 'spa.cfg' ? 'optional' : 'main';
  if (vendor.id === 'alcatel') return 'main';
  return role.startsWith('main') ? 'main' : 'optional';
}

/** The model as the vendor writes it in names of files: without blanks, snom's without its brand. */
function modelInNames({ vendor, model }: KnownPhone): string | null {
  return model === null ? null : model.model.replace(/\s+/g, vendor.id === 'snom' ? '' : '-');
}

function expandName(template: string, phone: KnownPhone, mac: string): string | null {
  const model = modelInNames(phone);
  const values: Readonly<Record<string, string | null>> = {
    ...macForms(mac),
    model,
    MODEL: model?.toUpperCase() ?? null,
    PSN: model?.replace(/^SPA/, '') ?? null,
  };
  return fill(template, values)?.replace(/^\//, '') ?? null;
}

function macForms(mac: string): Readonly<Record<string, string>> {
  const colons = mac.match(/../g)?.join(':') ?? mac;
  return {
    mac,
    MAC: mac.toUpperCase(),
    'mac:colon': colons,
    'MAC:colon': colons.toUpperCase(),
    'MAC:dash': colons.toUpperCase().replaceAll(':', '-'),
  };
}

/** Puts values into a template; `null` where one isn't known. */
function fill(template: string, values: Readonly<Record<string, string | null>>): string | null {
  let isKnown = true;
  const filled = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = values[name] ?? null;
    if (value === null) isKnown = false;
    return value ?? '';
  });
  return isKnown ? filled : null;
}

/** Which models send which User-Agent, where the catalogue says so in words. */
const AGENT_CHOICES: Readonly<Record<string, (model: string) => number>> = {
  yealink: (model) => (/^(?:CP|W)/.test(model) ? 3 : model === 'T49G' ? 4 : 0),
  polycom: (model) => (/OBi/.test(model) ? 3 : /^VVX/.test(model) ? 2 : model === 'IP5000' ? 1 : 0),
  poly: (model) => (/^VVX\d/.test(model) ? 0 : 1),
  cisco: (model) => {
    if (/^79/.test(model)) return 5;
    if (/^SPA9/.test(model)) return 2;
    if (/^ATA/.test(model)) return 3;
    if (/^[678]8?\d/.test(model)) return 4;
    return model === 'SPA525G2' ? 1 : 0;
  },
  grandstream: (model) =>
    model === 'GXP2000' ? 2 : /^(?:HT[25678]|GXV)/.test(model) ? (/^HT[24]/.test(model) ? 3 : 1) : 0,
  snom: (model) => (/^M/.test(model) ? 3 : /^D[78]/.test(model) ? 2 : 0),
  gigaset: (model) => (/^N[68]/.test(model) ? 0 : 1),
  mitel: (model) => (/^69/.test(model) ? 0 : 1),
};

/** What stands in a User-Agent where Rollcall can't know it: any serial number, hardware or kernel will do. */
const AGENT_FILLERS: Readonly<Record<string, string>> = {
  serial: '000000000000',
  hw: '1.0',
  kernel: '1.1.5',
  boot: '1.0.0.0',
};

/** The User-Agent of a check, and whether it is the phone's own. */
export interface PhoneAgent {
  readonly text: string;
  /** False: nobody has published the phone's own, or its model is not known. */
  readonly isOwn: boolean;
}

/** The neutral name, where the phone's own isn't known. */
export const NEUTRAL_AGENT: PhoneAgent = { text: 'Rollcall', isOwn: false };

/**
 * The User-Agent as a phone sends it, its MAC and the catalogue's firmware in it.
 *
 * @param mac 12 lower-case hex digits.
 * Source: the catalogue's `user_agent`, from comments and patterns in wazo and FusionPBX.
 */
export function agentOf(phone: KnownPhone, mac: string): PhoneAgent {
  const { vendor, model } = phone;
  if (model === null) return NEUTRAL_AGENT;
  const chosen = vendor.user_agent[AGENT_CHOICES[vendor.id]?.(model.model) ?? 0];
  const template = chosen?.template ?? null;
  if (template === null) return NEUTRAL_AGENT;
  const name = model.user_agent_model ?? model.model;
  const number = /\d+/.exec(name)?.[0] ?? name;
  const text = fill(template.replace(' ... ', ' '), {
    ...macForms(mac),
    ...AGENT_FILLERS,
    model: name.replaceAll(' ', '_'),
    MODEL_: name.replace(/^(VVX)\s*/, '$1_'),
    Family: 'VVX',
    ATA: name.replaceAll(' ', ''),
    num: number,
    fw: model.firmware_version_only ?? model.firmware?.replace(/^v(?=\d)/, '') ?? '1.0.0',
  });
  return text === null ? NEUTRAL_AGENT : { text, isOwn: true };
}

/**
 * The ways in which a vendor's phones fetch their files.
 *
 * A word of the catalogue that isn't yes or no counts as yes: it is asked and shown. Cisco's 79xx fetch by TFTP only.
 */
export function schemesOf({ vendor, model }: KnownPhone): readonly Scheme[] {
  if (vendor.id === 'cisco' && /^79/.test(model?.model ?? '')) return ['tftp'];
  return SCHEMES.filter((scheme) => vendor.methods[scheme] !== false);
}
