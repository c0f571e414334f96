import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { languageOfLocale } from '../../shared/words/language.ts';
import { createTranslator } from '../../shared/words/translate.ts';
import { defaultDataFolder } from '../api/index.ts';
import { openForWindow } from '../api/open-for-window.ts';
import { Bundle } from '../bundle/bundle.ts';
import { openBrowser } from './open-browser.ts';
import { parseLoopbackOptions } from './options.ts';
import { BRIDGE_PATH, type LoopbackHost, startLoopback } from './server.ts';

// Both from out/loopback and from the sources: two folders up is the project or the package.
const OUT = resolve(import.meta.dirname, '../../out');

const { LC_ALL, LC_MESSAGES, LANG } = process.env;
const translate = createTranslator(languageOfLocale(LC_ALL || LC_MESSAGES || LANG || ''));
// Connections that something still holds open must not keep a host that has ended.
process.exit(await serve(process.argv.slice(2)));

/** Serves the window until the process is told to stop; returns the exit code. */
async function serve(text: readonly string[]): Promise<number> {
  const options = parseLoopbackOptions(text);
  if (!options.ok) return complain(options.error);
  let host: LoopbackHost | null = null;
  const folder = resolve(options.value.data || defaultDataFolder(process.env));
  const opened = await openForWindow(folder, (name, value) => host?.send(name, value));
  if (!opened.ok) return complain(translate(`storage.${opened.error.reason}`, opened.error.detail));
  const { call, close } = opened.value;
  host = await startLoopback({
    bundle: Bundle.read(resolve(OUT, 'renderer'), { connect: 'self', script: BRIDGE_PATH }),
    bridge: readFileSync(resolve(OUT, 'bridge/bridge.js')),
    call,
    onRefused: (line) => process.stderr.write(`refused ${line}\n`),
  });
  // Listened for first: whoever reads the address may stop the host at once.
  const stop = stopped();
  process.stdout.write(`${host.openingUrl}\n`);
  if (options.value.opensBrowser) openBrowser(host.openingUrl);
  await stop;
  await host.close();
  await close();
  return 0;
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}

/** Waits for a signal, or for the end of the process that started this one. */
function stopped(): Promise<void> {
  return new Promise((end) => {
    // Not only once: a second Ctrl+C must not cut short what the first one set going.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end());
    process.once('disconnect', () => end());
  });
}
