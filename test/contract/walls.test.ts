import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** Asks the linter, by this one rule, about a file in a room that imports something; nothing is written. */
function isRefused(file: string, specifier: string): boolean {
  const { status } = spawnSync(
    process.execPath,
    [
      resolve(ROOT, 'node_modules/@biomejs/biome/bin/biome'),
      'lint',
      '--only=style/noRestrictedImports',
      `--stdin-file-path=${file}`,
    ],
    { cwd: ROOT, input: `import { thing } from '${specifier}';\nexport const wall = thing;\n` },
  );
  return status !== 0;
}

it.each([
  ['shared/domain/wall.ts', 'node:fs'],
  ['shared/domain/wall.ts', '../../electron/log/thing.ts'],
  ['electron/transport/wall.ts', '../services/service.ts'],
  ['electron/storage/wall.ts', '../rollouts/plan.ts'],
  ['electron/files/wall.ts', '../services/gigaset/index.ts'],
  ['electron/services/gigaset/wall.ts', '../snom/index.ts'],
  ['electron/services/gigaset/wall.ts', '../registry.ts'],
  ['electron/services/snom/wall.ts', '../../storage/vault.ts'],
  ['electron/rollouts/wall.ts', '../services/gigaset/index.ts'],
  ['electron/rollouts/wall.ts', '../services/registry.ts'],
  ['electron/rollouts/wall.ts', '../transport/http.ts'],
  ['electron/cli/wall.ts', '../rollouts/job.ts'],
  ['electron/cli/wall.ts', '../storage/store.ts'],
])('%s may not import %s', (file, specifier) => {
  expect(isRefused(file, specifier)).toBe(true);
});

it.each([
  ['electron/services/gigaset/wall.ts', '../service.ts'],
  ['electron/services/gigaset/wall.ts', '../../transport/http.ts'],
  ['electron/services/gigaset/wall.ts', './wire.ts'],
  ['electron/rollouts/wall.ts', '../services/service.ts'],
  ['electron/cli/wall.ts', '../api/index.ts'],
])('%s may import %s', (file, specifier) => {
  expect(isRefused(file, specifier)).toBe(false);
});
