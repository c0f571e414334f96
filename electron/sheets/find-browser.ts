import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Environment variables as `process.env` has them. */
type Environment = Readonly<Record<string, string | undefined>>;

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
] as const;

const MAC_PROGRAMS = ['Google Chrome', 'Chromium', 'Microsoft Edge'] as const;

const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
] as const;

/**
 * Finds an installed Chromium, Chrome or Edge: in `PATH` and in the usual places of the three systems.
 *
 * `ROLLCALL_CHROMIUM` names another program, or `none` for no browser at all; then nothing else is looked for. Reads
 * the disk, starts nothing.
 *
 * @returns the program's path, or `null`.
 */
export function findBrowser(environment: Environment, platform: NodeJS.Platform = process.platform): string | null {
  const wanted = environment.ROLLCALL_CHROMIUM?.trim();
  if (wanted === 'none') return null;
  if (wanted) return isProgram(wanted) ? wanted : null;
  return candidates(environment, platform).find(isProgram) ?? null;
}

function candidates(environment: Environment, platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') {
    const { ProgramFiles, LOCALAPPDATA } = environment;
    const roots = [ProgramFiles, environment['ProgramFiles(x86)'], LOCALAPPDATA].filter((root) => root !== undefined);
    return roots.flatMap((root) => WINDOWS_PROGRAMS.map((path) => join(root, ...path)));
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const inPath = COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name)));
  if (platform !== 'darwin') return [...inPath, '/snap/bin/chromium', '/opt/google/chrome/chrome'];
  const applications = ['/Applications', join(homedir(), 'Applications')];
  return [
    ...applications.flatMap((folder) =>
      MAC_PROGRAMS.map((name) => join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
    ),
    ...inPath,
  ];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
