// Runs every bench, each in a process of its own and one after the other, and prints one table. Exits with 1 when a
// figure is over its limit or a bench didn't come to its end. Words after the command choose benches by name.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type Figure, formatLimit, formatValue, formatVerdict, isKept } from './support.ts';

const ENDING = '.bench.ts';

async function runBench(name: string): Promise<readonly Figure[] | null> {
  const figures: Figure[] = [];
  const child = fork(new URL(`${name}${ENDING}`, import.meta.url));
  child.on('message', (figure) => figures.push(figure as Figure));
  const [code] = await once(child, 'exit');
  const isWhole = figures.length > 0 && (code === 0 || figures.some((figure) => !isKept(figure)));
  return isWhole ? figures : null;
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

const chosen = process.argv.slice(2);
const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length))
  .filter((name) => chosen.length === 0 || chosen.includes(name))
  .sort();
const rows = [['name', 'measured', 'ratio', 'limit', 'ok?']];
let isGood = names.length > 0;
for (const name of names) {
  process.stderr.write(`${name} ...\n`);
  const figures = await runBench(name);
  if (figures === null) rows.push([name, 'did not come to its end', '', '', 'broken']);
  for (const figure of figures ?? []) {
    rows.push([
      figure.name,
      figure.measured,
      formatValue(figure.value, figure.unit),
      formatLimit(figure),
      formatVerdict(figure),
    ]);
  }
  isGood &&= figures?.every(isKept) ?? false;
}
printTable(rows);
process.exitCode = isGood ? 0 : 1;
