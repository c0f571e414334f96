import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { Desk } from '../support/command-line.ts';

let desk: Desk;

beforeAll(() => {
  desk = new Desk();
});

test('a rollout is saved, opened into another one, and opening it again changes nothing', async () => {
  await desk.succeed('rollout', 'create', 'Site');
  await desk.succeed('import', 'Site', desk.bring('site.csv', 'MAC;Raum\n7C2F80000100;1.01\n7C2F80000101;1.02\n'));
  const file = desk.out('Site.rollcall');
  const saved = await desk.json('rollout', 'save', 'Site', file);
  expect(saved.code).toBe(0);
  expect(saved.objects).toEqual([{ file, devices: 2, secretsLeftOut: 0 }]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ rollout: 'Site', devices: [{ room: '1.01' }, {}] });

  const opened = await desk.json('rollout', 'open', file, '--rollout', 'Copy');
  expect(opened.objects).toEqual([{ rollout: 'Copy', isNew: true, devices: 2, added: 2, updated: 0, kept: 0 }]);
  await desk.succeed('import', 'Copy', desk.bring('copy.csv', 'MAC;Raum\n7C2F80000100;9.99\n'));
  const kept = await desk.json('rollout', 'open', file, '--rollout', 'Copy');
  expect(kept.objects).toMatchObject([{ isNew: false, added: 0, updated: 0, kept: 1 }]);
  const taken = await desk.json('rollout', 'open', file, '--rollout', 'Copy', '--take', 'theirs');
  expect(taken.objects).toMatchObject([{ added: 0, updated: 1, kept: 0 }]);
});

test('what is no rollout file, and a choice that is none, change nothing and exit with 2', async () => {
  const junk = desk.bring('junk.rollcall', 'MAC\n7C2F80000100\n');
  const refused = await desk.json('rollout', 'open', junk, '--rollout', 'Junk');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('is no .rollcall file');
  expect((await desk.json('rollout', 'open', junk, '--take', 'both')).code).toBe(2);
  const rollouts = await desk.json('rollout', 'list');
  expect(rollouts.objects.map(({ name }) => name)).not.toContain('Junk');
});
