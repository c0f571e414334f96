// Reading 100,000 rows as a list (decoded, parsed, checked) against papaparse alone on the same bytes, in turns in one process.
import Papa from 'papaparse';
import { openList } from '../../electron/files/read-list.ts';
import { makeCsv } from './list-of-phones.ts';
import { median, report } from './support.ts';

const ROWS = 100_000;
const ROUNDS = 7;
const HIGHEST_RATIO = 4;

async function time(run: () => Promise<number> | number): Promise<number> {
  const start = performance.now();
  const rows = await run();
  if (rows < ROWS) throw new Error(`Only ${rows} of ${ROWS} rows were read.`);
  return performance.now() - start;
}

async function readList(bytes: Uint8Array): Promise<number> {
  const list = await openList({ name: 'bench.csv', bytes });
  if (!list.ok) throw new Error(list.error.reason);
  const batches = list.value.batches();
  let step = await batches.next();
  while (step.done !== true) step = await batches.next();
  return step.value.devices;
}

function parseAlone(bytes: Uint8Array): number {
  return Papa.parse(new TextDecoder().decode(bytes)).data.length;
}

for (const isQuoted of [false, true]) {
  const bytes = makeCsv(ROWS, isQuoted);
  const own: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(await time(() => parseAlone(bytes)));
    own.push(await time(() => readList(bytes)));
  }
  report({
    name: `read-list: ${isQuoted ? 'quoted' : 'plain'} cells against papaparse`,
    measured: `${ROWS} rows in ${median(own).toFixed(0)} ms, papaparse alone ${median(alone).toFixed(0)} ms`,
    value: median(own) / median(alone),
    unit: '',
    limit: HIGHEST_RATIO,
  });
}
