import Papa from 'papaparse';
import { openList } from '../../electron/files/read-list.ts';

/** Reads 100,000 rows as a list, and the same bytes with papaparse alone, in turns; prints the ratio of the medians. */

const ROWS = 100_000;
const ROUNDS = 7;
const HIGHEST_RATIO = 4;

function makeList(isQuoted: boolean): Uint8Array {
  const lines = ['MAC;Modell;Benutzer;Durchwahl;Raum;Bemerkung'];
  for (let row = 0; row < ROWS; row++) {
    const mac = `7C2F80${row.toString(16).padStart(6, '0').toUpperCase()}`;
    const code = (row % 65_536).toString(16).padStart(4, '0').toUpperCase();
    const user = isQuoted ? `"Müller, ""Hans"" ${row}"` : `Müller Hans ${row}`;
    lines.push(`${mac}-${code};Maxwell 3;${user};${1000 + (row % 9000)};Raum ${row % 500};Geliefert am ${row % 28}.`);
  }
  return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`, 'utf8');
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

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
  const bytes = makeList(isQuoted);
  const own: number[] = [];
  const alone: number[] = [];
  const before = process.memoryUsage().rss;
  let highest = before;
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(await time(() => parseAlone(bytes)));
    own.push(await time(() => readList(bytes)));
    highest = Math.max(highest, process.memoryUsage().rss);
  }
  const ratio = median(own) / median(alone);
  const mebibytes = (bytesHeld: number): string => (bytesHeld / 1024 / 1024).toFixed(0);
  console.log(
    `read-list ${isQuoted ? 'quoted' : 'plain'}: ${ROWS} rows, ${mebibytes(bytes.length)} MiB: ` +
      `${median(own).toFixed(0)} ms, papaparse alone ${median(alone).toFixed(0)} ms, ratio ${ratio.toFixed(2)} ` +
      `(at most ${HIGHEST_RATIO}); memory grew by ${mebibytes(highest - before)} MiB (both readers)`,
  );
  if (ratio > HIGHEST_RATIO) process.exitCode = 1;
}
