import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';

const SCRIPT = fileURLToPath(new URL('../support/practice-platform.ts', import.meta.url));
const KILLS = 4;
const CODES_PER_LIFE = 15;

interface Address {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly control: string;
}

const children = new Set<ChildProcess>();
const folder = mkdtempSync(join(tmpdir(), 'rollcall-platform-'));

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(port: number): Promise<{ readonly child: ChildProcess; readonly address: Address }> {
  const words = ['--state', join(folder, 'state.jsonl'), '--port', String(port), '--phones', '40'];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT, ...words], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  children.add(child);
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, address: JSON.parse(String(line)) as Address };
}

/** Asks for codes one after the other until the connection breaks; tells each one that was answered. */
async function askForCodes({ url, user, password }: Address, told: (code: string) => void): Promise<void> {
  const socket = new WebSocket(url);
  socket.on('error', () => {});
  await once(socket, 'open');
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as {
      readonly mt: string;
      readonly challenge?: string;
      readonly code?: string;
    };
    const answer = (body: object): void => socket.send(JSON.stringify(body));
    if (message.mt === 'AppChallengeResult') {
      const app = 'innovaphone-devices';
      const digest = createHash('sha256').update(`${app}:${user}::::${message.challenge}:${password}`).digest('hex');
      answer({ mt: 'AppLogin', app, domain: user, sip: '', guid: '', dn: '', digest });
    } else {
      if (message.code !== undefined) told(message.code);
      answer({ mt: 'GetProvisioningCode', category: 'IP Phone', rollout: true });
    }
  });
  socket.send(JSON.stringify({ mt: 'AppChallenge' }));
  await once(socket, 'close');
}

test('a practice platform that is killed again and again forgets no code and no phone that it told of', async () => {
  const told: string[] = [];
  let port = 0;
  let password = '';
  for (let life = 0; life < KILLS; life += 1) {
    const { child, address } = await start(port);
    port = Number(new URL(address.url).port);
    if (password !== '') expect(address.password).toBe(password);
    password = address.password;
    const before = told.length;
    await askForCodes(address, (code) => {
      told.push(code);
      // In the middle of its work: the next question is on its way.
      if (told.length === before + CODES_PER_LIFE) child.kill('SIGKILL');
    });
    // A kill that cut the last line in half.
    if (life === 2) appendFileSync(join(folder, 'state.jsonl'), '["code","9999');
  }
  expect(new Set(told).size).toBe(told.length);

  const { address } = await start(port);
  const commands = told.slice(0, 40).map((code, index) => ({ phone: index + 1, code }));
  const answers = await fetch(new URL('phones', address.control), { method: 'POST', body: JSON.stringify(commands) });
  const typed = (await answers.json()) as readonly { readonly typed: string }[];
  expect(typed.filter((each) => each.typed === 'provisioned')).toHaveLength(40);
  const state = await (await fetch(new URL('state', address.control))).json();
  const { codes } = state as { readonly codes: readonly { readonly code: string }[] };
  expect(codes.map(({ code }) => code)).toEqual(expect.arrayContaining(told));
});
