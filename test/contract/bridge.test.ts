import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openForWindow, type WindowApi } from '../../electron/api/open-for-window.ts';
import { type IpcServer, registerIpc } from '../../electron/main/ipc.ts';
import { isOwnUrl } from '../../electron/main/origin.ts';
import { createBridge } from '../../electron/preload/bridge.ts';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { CHANNELS } from '../../shared/contract/channels.ts';
import { contract } from '../../shared/contract/contract.ts';

type Listener = Parameters<IpcServer['handle']>[1];
type Frame = Parameters<Listener>[0]['senderFrame'];

const OWN: Frame = { origin: 'app://bundle', parent: null };

let folder: string;
let core: WindowApi;
let channels: Map<string, Listener>;
let refused: string[];
let saved: { name: string; bytes: Uint8Array }[];
let tell: (name: string, value: unknown) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-bridge-'));
  channels = new Map();
  refused = [];
  saved = [];
  const opened = await openForWindow(folder, () => {});
  if (!opened.ok) throw new Error(opened.error.reason);
  core = opened.value;
  registerIpc(
    { handle: (channel, listener) => channels.set(channel, listener) },
    {
      call: core.call,
      saveFile: async (name, bytes) => {
        saved.push({ name, bytes });
        return `/downloads/${name}`;
      },
      onRefused: (line) => refused.push(line),
    },
  );
});

afterEach(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends a message the way Electron does: cloned, and rejected with the message of what is thrown. */
async function send(channel: string, frame: Frame, ...values: readonly unknown[]): Promise<unknown> {
  const listener = channels.get(channel);
  if (listener === undefined) throw new Error(`No handler for ${channel}`);
  return structuredClone(await listener({ senderFrame: frame }, ...structuredClone(values)));
}

/** The window's bridge, wired to the host in the same process. */
function openBridge(frame: Frame): RollcallBridge {
  return createBridge(
    {
      invoke: (channel, ...values) => send(channel, frame, ...values),
      on: (_channel, listener) => {
        tell = (name, value) => listener({ sender: 'of Electron' }, name, value);
      },
    },
    'linux',
  );
}

describe('a call', () => {
  it('reaches the core and brings its value back', async () => {
    const bridge = openBridge(OWN);
    expect(await bridge.call('rollouts', 'create', { name: 'Site' })).toEqual({ ok: true, value: {} });
    expect(await bridge.call('rollouts', 'list', {})).toMatchObject({
      ok: true,
      value: { rollouts: [{ name: 'Site' }] },
    });
  });

  it.each<[string, Frame]>([
    ['none (it went elsewhere)', null],
    ['a frame inside the window', { origin: 'app://bundle', parent: { origin: 'app://bundle' } }],
    ['another site', { origin: 'https://evil.example', parent: null }],
    ['another host of the scheme', { origin: 'app://evil', parent: null }],
    ['a look-alike', { origin: 'app://bundle.evil.example', parent: null }],
    ['a page without an origin', { origin: 'null', parent: null }],
    ['a file', { origin: 'file://', parent: null }],
  ])('from %s is refused, and rejects', async (_name, frame) => {
    await expect(openBridge(frame).call('rollouts', 'create', { name: 'intruder' })).rejects.toThrow('foreign frame');
    await expect(openBridge(frame).saveFile('a.csv', new Uint8Array(1))).rejects.toThrow('foreign frame');
    expect(saved).toEqual([]);
    expect(refused).toHaveLength(2);
    expect(await openBridge(OWN).call('rollouts', 'list', {})).toEqual({ ok: true, value: { rollouts: [] } });
  });

  it.each<[unknown, unknown]>([
    ['rollouts', 'destroy'],
    ['nothing', 'list'],
    ['constructor', 'name'],
    ['__proto__', 'toString'],
    ['rollouts', '__proto__'],
    ['rollouts', 'hasOwnProperty'],
    ['rollouts', ['list']],
    [['rollouts'], 'list'],
    [null, null],
    [undefined, undefined],
    [1, 2],
    [{ toString: 'rollouts' }, 'list'],
  ])('of %j.%j is refused, and rejects', async (group, name) => {
    await expect(send(CHANNELS.call, OWN, group, name, {})).rejects.toThrow('unknown call');
  });

  const calls = Object.entries(contract).flatMap(([group, names]) => Object.keys(names).map((name) => [group, name]));

  it.each(calls)('%s.%s turns junk away as its own answer', async (group, name) => {
    const junk = [undefined, null, 0, 'text', true, []];
    for (const argument of junk) {
      expect(await send(CHANNELS.call, OWN, group, name, argument)).toMatchObject({
        ok: false,
        error: { concern: 'input', words: 'input.bad-argument' },
      });
    }
    expect(refused).toEqual([]);
  });

  it.each([
    ['lists', 'import', 'path'],
    ['lists', 'macs', 'path'],
    ['exports', 'results', 'path'],
    ['exports', 'prepare', 'folder'],
    ['services', 'registered', 'path'],
    ['accounts', 'add', 'caFile'],
  ])('%s.%s names no place on the disk in %s', async (group, name, field) => {
    expect(await send(CHANNELS.call, OWN, group, name, { [field]: '/etc/passwd' })).toMatchObject({
      ok: false,
      error: { words: 'input.bad-argument', detail: { field } },
    });
  });
});

describe('a file', () => {
  it('is handed to the person', async () => {
    const bytes = new TextEncoder().encode('MAC;Raum\r\n');
    expect(await openBridge(OWN).saveFile('Übergabe 3. OG.csv', bytes)).toBe('/downloads/Übergabe 3. OG.csv');
    expect(saved).toEqual([{ name: 'Übergabe 3. OG.csv', bytes }]);
  });

  it.each([
    '',
    '.',
    '..',
    '../up.csv',
    'a/b.csv',
    'a\\b.csv',
    '/etc/passwd',
    'C:evil.exe',
    '.bashrc',
    'a\u0000.csv',
    'x'.repeat(201),
    7,
    null,
    {},
  ])('with the name %j is refused', async (name) => {
    await expect(send(CHANNELS.save, OWN, name, new Uint8Array(1))).rejects.toThrow('bad file name');
    expect(saved).toEqual([]);
  });

  it.each([['text'], [null], [[1, 2]], [{ length: 3 }]])('with %j for its bytes is refused', async (bytes) => {
    await expect(send(CHANNELS.save, OWN, 'a.csv', bytes)).rejects.toThrow('bad bytes');
    expect(saved).toEqual([]);
  });
});

describe('a push', () => {
  it('reaches who listens to its name, without Electron’s objects, until they stop', () => {
    const bridge = openBridge(OWN);
    const heard: unknown[][] = [];
    const listener = (...values: unknown[]) => heard.push(values);
    const stop = bridge.listen('progress', listener);
    bridge.listen('progress', listener);
    tell('progress', { phase: 'run', done: 1, total: 2 });
    tell('wait', { waitMs: 1 });
    expect(heard).toEqual([[{ phase: 'run', done: 1, total: 2 }], [{ phase: 'run', done: 1, total: 2 }]]);
    stop();
    tell('progress', { phase: 'run', done: 2, total: 2 });
    expect(heard).toHaveLength(3);
  });
});

it('the bridge offers nothing but its six members', () => {
  expect(Object.keys(openBridge(OWN)).sort()).toEqual(['call', 'host', 'listen', 'platform', 'saveFile', 'watchHost']);
});

it.each([
  'app://bundle',
  'app://bundle.evil/',
  'app://evil/',
  'https://bundle/',
  'file:///etc/passwd',
  'data:text/html,x',
])('%s is no part of the window', (url) => expect(isOwnUrl(url)).toBe(false));
