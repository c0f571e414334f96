import { spawn } from 'node:child_process';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // `start` would read an ampersand in the address as the next command; this doesn't go through the shell.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Asks the system to show an address in its browser. Where it has none nothing happens: the address was printed. */
export function openBrowser(url: string): void {
  const [command, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
