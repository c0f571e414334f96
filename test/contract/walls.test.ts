import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** A file in a room, what it imports, and whether the linter lets it. */
const IMPORTS = [
  ['shared/domain/a.ts', 'node:fs', false],
  ['shared/domain/b.ts', '../../electron/log/thing.ts', false],
  ['electron/transport/a.ts', '../services/service.ts', false],
  ['electron/storage/a.ts', '../rollouts/plan.ts', false],
  ['electron/files/a.ts', '../services/gigaset/index.ts', false],
  ['electron/sheets/a.ts', '../api/index.ts', false],
  ['electron/sheets/b.ts', 'electron', false],
  ['electron/services/gigaset/a.ts', '../snom/index.ts', false],
  ['electron/services/gigaset/b.ts', '../registry.ts', false],
  ['electron/services/snom/a.ts', '../../storage/vault.ts', false],
  ['electron/rollouts/a.ts', '../services/gigaset/index.ts', false],
  ['electron/rollouts/b.ts', '../services/registry.ts', false],
  ['electron/rollouts/c.ts', '../transport/http.ts', false],
  ['electron/cli/a.ts', '../rollouts/job.ts', false],
  ['electron/cli/b.ts', '../storage/store.ts', false],
  ['electron/main/a.ts', '../storage/store.ts', false],
  ['electron/cli/d.ts', '../sheets/page.ts', false],
  ['electron/main/f.ts', '../sheets/page.ts', false],
  ['electron/main/b.ts', '../loopback/server.ts', false],
  ['electron/loopback/a.ts', 'electron', false],
  ['electron/loopback/b.ts', '../rollouts/job.ts', false],
  ['electron/loopback/page/a.ts', '../../api/index.ts', false],
  ['electron/preload/a.ts', '../api/index.ts', false],
  ['electron/preload/b.ts', 'node:fs', false],
  ['electron/bundle/a.ts', 'electron', false],
  ['electron/api/a.ts', 'electron', false],
  ['electron/api/b.ts', '../main/ipc.ts', false],
  ['renderer/app/a.ts', '../../electron/api/index.ts', false],
  ['renderer/app/b.ts', 'node:fs', false],
  ['electron/main/c.ts', 'electron', true],
  ['electron/main/d.ts', '../api/index.ts', true],
  ['electron/main/e.ts', '../bundle/bundle.ts', true],
  ['electron/preload/c.ts', 'electron', true],
  ['electron/preload/d.ts', '../../shared/contract/bridge.ts', true],
  ['electron/loopback/c.ts', '../api/index.ts', true],
  ['electron/loopback/page/b.ts', '../../../shared/contract/bridge.ts', true],
  ['electron/sheets/c.ts', '../../shared/result.ts', true],
  ['electron/api/d.ts', '../sheets/page.ts', true],
  ['electron/api/c.ts', '../storage/store.ts', true],
  ['renderer/app/c.ts', '../../shared/contract/contract.ts', true],
  ['electron/services/gigaset/c.ts', '../service.ts', true],
  ['electron/services/gigaset/d.ts', '../../transport/http.ts', true],
  ['electron/services/gigaset/e.ts', './wire.ts', true],
  ['electron/rollouts/d.ts', '../services/service.ts', true],
  ['electron/cli/c.ts', '../api/index.ts', true],
] as const;

let folder: string;
let report: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-walls-'));
  for (const name of ['biome.json', '.gitignore']) copyFileSync(join(ROOT, name), join(folder, name));
  for (const [file, specifier] of IMPORTS) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), `import { thing } from '${specifier}';\nexport const wall = thing;\n`);
  }
  const { stdout } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/@biomejs/biome/bin/biome'), 'lint', '--max-diagnostics=none', '--reporter=github'],
    { cwd: folder, encoding: 'utf8' },
  );
  report = stdout;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(IMPORTS)('%s importing %s: allowed %s', (file, _specifier, isAllowed) => {
  const complaints = report.split('\n').filter((line) => line.includes('noRestrictedImports') && line.includes(file));
  expect(complaints.length === 0).toBe(isAllowed);
});
