import { homedir } from 'node:os';
import { join } from 'node:path';

/** Environment variables as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Tells where Rollcall keeps its data unless told otherwise.
 *
 * `ROLLCALL_DATA`, else the system's place: `%APPDATA%\Rollcall`, `~/Library/Application Support/Rollcall`, or
 * `$XDG_DATA_HOME/rollcall` (`~/.local/share/rollcall`). Touches no disk.
 */
export function defaultDataFolder(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  if (environment.ROLLCALL_DATA) return environment.ROLLCALL_DATA;
  if (platform === 'win32') return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Rollcall');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Rollcall');
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'rollcall');
}
