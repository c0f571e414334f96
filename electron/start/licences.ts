import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package that is built into the program, with the text of its licence. */
interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  /** As its `package.json` says, an SPDX expression. */
  readonly licence: string;
  readonly text: string;
}

interface Description {
  readonly version?: string;
  readonly license?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

function readDescription(folder: string): Description {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Description;
}

/** Finds an installed package as Node does: in the nearest `node_modules`, going up. */
function findPackage(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return path;
    if (folder === dirname(folder)) return null;
  }
}

function readLicence(folder: string): string {
  const names = readdirSync(folder).filter((name) => LICENCE_FILE.test(name));
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n');
}

/**
 * Collects the licences of a project's production dependencies and of theirs, and of Electron, by name.
 *
 * @param root the project's folder, with its packages installed.
 */
export function collectLicences(root: string): readonly LicensedPackage[] {
  const found = new Map<string, LicensedPackage>();
  const visit = (name: string, from: string): void => {
    const folder = findPackage(name, from);
    if (folder === null || found.has(folder)) return;
    const { version = '', license, dependencies = {} } = readDescription(folder);
    const licence = typeof license === 'string' ? license : '';
    found.set(folder, { name, version, licence, text: readLicence(folder) || licence });
    for (const next of Object.keys(dependencies)) visit(next, folder);
  };
  for (const name of Object.keys(readDescription(root).dependencies ?? {})) visit(name, root);
  const electron = findPackage('electron', root);
  if (electron !== null) {
    const { version = '' } = readDescription(electron);
    found.set(electron, { name: 'electron', version, licence: 'MIT', text: readLicence(electron) });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Writes what {@link collectLicences} finds as `licences.json` into a folder. */
export function writeLicences(root: string, folder: string): void {
  writeFileSync(join(folder, 'licences.json'), `${JSON.stringify(collectLicences(root), null, 1)}\n`);
}
