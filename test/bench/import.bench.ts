// A list of 100,000 rows imported (read, decoded, parsed, checked, stored) against papaparse alone on the same file, each
// time in a fresh process, in turns; then the same list once more, which must change nothing.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { ImportCost } from './import-worker.ts';
import { makeCsv } from './list-of-phones.ts';
import type { ParseCost } from './papaparse-worker.ts';
import { median, report, runWorker, withFolder } from './support.ts';

const ROWS = 100_000;
const ROUNDS = 5;
const HIGHEST_RATIO = 8;
const MOST_MEBIBYTES = 400;

function check(cost: ImportCost, added: number): ImportCost {
  if (cost.added === added && cost.updated === 0) return cost;
  throw new Error(`${cost.added} devices were added and ${cost.updated} updated; ${added} and 0 were due.`);
}

const bytes = makeCsv(ROWS);

/** What papaparse needs once it has run often enough to be compiled. */
function measureWarmPapaparse(): number {
  const times = Array.from({ length: 15 }, () => {
    const startedAt = performance.now();
    Papa.parse(new TextDecoder().decode(bytes));
    return performance.now() - startedAt;
  });
  return median(times.slice(5));
}

await withFolder(async (folder) => {
  const list = join(folder, 'list.csv');
  writeFileSync(list, bytes);
  const alone: number[] = [];
  const first: ImportCost[] = [];
  const second: ImportCost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { parseMs, rows } = await runWorker<ParseCost>('papaparse-worker.ts', ['--list', list]);
    if (rows < ROWS) throw new Error(`papaparse read ${rows} rows.`);
    alone.push(parseMs);
    const words = ['--folder', join(folder, `data-${round}`), '--list', list];
    first.push(check(await runWorker<ImportCost>('import-worker.ts', words), ROWS));
    second.push(check(await runWorker<ImportCost>('import-worker.ts', words), 0));
  }
  const aloneMs = median(alone);
  for (const [what, costs] of [
    ['first import', first],
    ['same file again', second],
  ] as const) {
    const importMs = median(costs.map((cost) => cost.importMs));
    const blocks = costs.map((cost) => cost.longestBlockMs);
    report({
      name: `import: ${what}`,
      measured: `${ROWS} rows in ${importMs.toFixed(0)} ms, papaparse alone ${aloneMs.toFixed(0)} ms`,
      value: importMs / aloneMs,
      unit: '',
      limit: HIGHEST_RATIO,
    });
    const peak = Math.max(...costs.map((cost) => cost.peakMebibytes));
    report({
      name: `import: ${what}, peak memory`,
      measured: 'whole process',
      value: peak,
      unit: 'MiB',
      limit: MOST_MEBIBYTES,
    });
    report({
      name: `import: ${what}, longest block`,
      measured: 'event loop',
      value: median(blocks),
      unit: 'ms',
      limit: null,
    });
  }
  const warmMs = measureWarmPapaparse();
  const importMs = median(first.map((cost) => cost.importMs));
  report({
    name: 'import: against papaparse compiled and warm',
    measured: `${importMs.toFixed(0)} ms in a fresh process, papaparse ${warmMs.toFixed(0)} ms`,
    value: importMs / warmMs,
    unit: '',
    limit: null,
  });
});
