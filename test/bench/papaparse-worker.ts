// Reads, decodes and parses one list with papaparse alone, in a process that does nothing else.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Papa from 'papaparse';

/** What papaparse alone took. */
export interface ParseCost {
  readonly parseMs: number;
  readonly rows: number;
}

const { values: wanted } = parseArgs({ options: { list: { type: 'string', default: '' } } });

const startedAt = performance.now();
const { data } = Papa.parse(new TextDecoder().decode(readFileSync(wanted.list)));
const cost: ParseCost = { parseMs: performance.now() - startedAt, rows: data.length };
console.log(JSON.stringify(cost));
