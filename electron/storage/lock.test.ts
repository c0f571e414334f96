import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeDataLock } from './lock.ts';
import { startCompanion, temporaryFolder, unwrap } from './storage-testing.ts';
import { openStoreForChanges, openStoreForReading } from './store.ts';

const HOLD = `
  const { takeDataLock } = await load('./lock.ts');
  const lock = await takeDataLock(folder);
  say(lock.ok ? 'held' : lock.error.reason);
  setInterval(() => {}, 1000);`;

test('one process has the lock; when it is killed, the next has it at once', async () => {
  const folder = temporaryFolder();
  const holder = startCompanion(folder, HOLD);
  expect(await holder.nextLine()).toBe('held');
  const waitedFromMs = performance.now();
  const refused = await takeDataLock(folder, 300);
  expect(refused).toMatchObject({ ok: false, error: { reason: 'locked', detail: { folder } } });
  expect(performance.now() - waitedFromMs).toBeGreaterThanOrEqual(300);
  expect(performance.now() - waitedFromMs).toBeLessThan(4_000);
  await holder.kill();
  // Without any wait at all.
  unwrap(await takeDataLock(folder, 0)).release();
});

test('who waits has the lock as soon as it is released', async () => {
  const folder = temporaryFolder();
  const first = unwrap(await takeDataLock(folder));
  const second = takeDataLock(folder, 5_000);
  setTimeout(() => first.release(), 100);
  const startedAtMs = performance.now();
  unwrap(await second).release();
  expect(performance.now() - startedAtMs).toBeLessThan(4_000);
});

test('the lock holds within one process, too', async () => {
  const folder = temporaryFolder();
  const first = unwrap(await takeDataLock(folder));
  expect(await takeDataLock(folder, 0)).toMatchObject({ ok: false, error: { reason: 'locked' } });
  // Giving up must not take the lock away from who has it.
  expect(await takeDataLock(folder, 0)).toMatchObject({ ok: false, error: { reason: 'locked' } });
  first.release();
  unwrap(await takeDataLock(folder, 0)).release();
});

test('who wants to change a folder that another process changes gives up after five seconds', async () => {
  const folder = temporaryFolder();
  unwrap(await openStoreForChanges(folder)).close();
  const holder = startCompanion(folder, HOLD);
  expect(await holder.nextLine()).toBe('held');
  const startedAtMs = performance.now();
  expect(await openStoreForChanges(folder)).toMatchObject({
    ok: false,
    error: { reason: 'locked', detail: { folder, seconds: 5 } },
  });
  const tookMs = performance.now() - startedAtMs;
  expect(tookMs).toBeGreaterThanOrEqual(5_000);
  expect(tookMs).toBeLessThan(8_000);
});

test('who only reads is not held up by a process that writes all the time', async () => {
  const folder = temporaryFolder();
  const writer = startCompanion(
    folder,
    `
    const { openStoreForChanges } = await load('./store.ts');
    const opened = await openStoreForChanges(folder);
    for (let n = 0; ; n += 1) {
      opened.value.rollouts.add('site ' + n);
      if (n === 20) say('writing');
      if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }`,
  );
  expect(await writer.nextLine()).toBe('writing');
  for (let round = 0; round < 5; round += 1) {
    const startedAtMs = performance.now();
    const store = unwrap(await openStoreForReading(folder));
    expect(store.rollouts.list().length).toBeGreaterThan(20);
    store.close();
    expect(performance.now() - startedAtMs).toBeLessThan(4_000);
  }
});

test("a folder that can not be used is named with the system's words", async () => {
  const file = join(temporaryFolder(), 'missing', 'folder');
  expect(await takeDataLock(file, 0)).toMatchObject({
    ok: false,
    error: { reason: 'unusable-folder', detail: { folder: file, error: expect.stringContaining('unable to open') } },
  });
  const folder = join(temporaryFolder(), 'closed');
  mkdirSync(folder);
  chmodSync(folder, 0o500);
  const opened = await openStoreForChanges(join(folder, 'data\0'));
  expect(opened).toMatchObject({ ok: false, error: { reason: 'unusable-folder' } });
});

test('a damaged lock file, which holds no data, keeps nobody out', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'lock.db'), 'x'.repeat(5_000));
  unwrap(await takeDataLock(folder)).release();
});
