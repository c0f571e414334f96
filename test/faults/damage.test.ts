import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Desk } from '../support/command-line.ts';

/** SQLite's default page size: the first page holds the header and the schema. */
const PAGE_BYTES = 4096;

test('a database whose damage shows only in use is set aside whole, and the next command begins anew', async () => {
  const desk = new Desk();
  await desk.run('rollout', 'create', 'site');
  const path = join(desk.dataFolder, 'rollcall.db');
  const damaged = readFileSync(path);
  damaged.fill(0xff, PAGE_BYTES);
  writeFileSync(path, damaged);

  // Reading looks through no pages when it opens: the damage shows at the first row.
  const ended = await desk.run('rollout', 'list');
  const [aside] = readdirSync(desk.dataFolder).filter((name) => name.startsWith('damaged-'));
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(aside);
  expect(readFileSync(join(desk.dataFolder, aside ?? '')).equals(damaged)).toBe(true);
  expect(existsSync(path)).toBe(false);
  expect(await desk.run('rollout', 'list')).toMatchObject({ code: 0 });
});
