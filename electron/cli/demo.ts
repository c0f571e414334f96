import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * `npm run demo`: the main job from a technician's file to an outcome per phone, against practice services.
 *
 * Runs the real command line, each step as a process of its own, in a data folder that is removed at the end. Nothing
 * leaves this machine. Exit code 0 when every step ended as it should.
 */
const COMMAND_LINE = fileURLToPath(new URL('./index.ts', import.meta.url));
const LIST = fileURLToPath(new URL('../../assets/samples/practice-24.csv', import.meta.url));
const TARGET = 'https://pbx.example.net/prov/%MACD.xml';
const folder = mkdtempSync(join(tmpdir(), 'rollcall-demo-'));
const environment = {
  ...process.env,
  ROLLCALL_DATA: join(folder, 'data'),
  ROLLCALL_PASSPHRASE: randomBytes(12).toString('base64url'),
};
const nodeArguments = ['--disable-warning=ExperimentalWarning', COMMAND_LINE];

function say(text: string): void {
  process.stdout.write(`\n\u001b[1m${text}\u001b[0m\n`);
}

function step(explanation: string, words: readonly string[], expected: number, input = ''): void {
  say(`# ${explanation}\n$ rollcall ${words.map((word) => (/[\s%;]/.test(word) ? `'${word}'` : word)).join(' ')}`);
  const { status } = spawnSync(process.execPath, [...nodeArguments, ...words], {
    env: environment,
    input,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  if (status !== expected) throw new Error(`This step ended with ${status}, not with ${expected} as it should.`);
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: stream });
  const [line] = (await once(lines, 'line')) as [string];
  return line;
}

const practice = spawn(
  process.execPath,
  [...nodeArguments, 'practice', '--services', 'gigaset', '--fault', 'drop-after=0.5,write'],
  {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  },
);
try {
  const { gigaset } = JSON.parse(await firstLine(practice.stdout)) as {
    gigaset: { url: string; user: string; password: string };
  };
  say(
    '# A practice Gigaset runs on this machine. Half of its writing calls are carried out and then dropped without an answer.',
  );
  // What the account holds before: some phones point to an old server, some belong to somebody else.
  await fetch(new URL('/practice/seed', gigaset.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([
      { mac: '7C2F8020E5FA', url: 'https://old.example.net/%MACD.xml', name: 'demo', owner: 'me' },
      { mac: '7C2F804ADC35', url: TARGET, name: 'demo', owner: 'me' },
      { mac: '7C2F804E8DB4', url: 'https://elsewhere.example/%MACD.xml', name: 'another', owner: 'other' },
    ]),
  });
  const login = [
    '--service',
    'gigaset',
    '--url',
    gigaset.url,
    '--user',
    gigaset.user,
    '--password-stdin',
    '--batch',
    '8',
  ];
  step('The account; its password goes into the vault.', ['account', 'add', 'demo', ...login], 0, gigaset.password);
  step('A rollout, and the list a technician brought.', ['rollout', 'create', 'site'], 0);
  step('Every row becomes a device or a problem.', ['import', 'site', LIST], 0);
  const wish = ['--account', 'demo', '--action', 'register', '--url', TARGET];
  step('What would change? This only reads.', ['plan', 'site', ...wish], 0);
  step(
    'Now for real. What was dropped is read back; one phone is somebody else’s.',
    ['run', 'site', ...wish, '--yes'],
    1,
  );
  step('The result as a file.', ['export', 'site', join(folder, 'result.csv'), '--separator', ';'], 0);
  step('Everything back as it was before.', ['undo', 'site', '--yes'], 0);
  step('What the account holds now.', ['registered', '--account', 'demo'], 0);
} finally {
  practice.kill();
  rmSync(folder, { recursive: true, force: true });
}
