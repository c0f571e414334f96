// Starts a practice platform that keeps its state in a file, for tests that kill it and start it again. Prints its
// addresses as one line of JSON.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readSettings } from '../../electron/services/innovaphone/practice/faults.ts';
import { startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';

/** How often and how soon a port is asked for again: it may be held for a moment by a connection that ends. */
const TRIES = 50;
const PAUSE_MS = 100;

const { values } = parseArgs({
  options: {
    state: { type: 'string' },
    port: { type: 'string', default: '0' },
    phones: { type: 'string', default: '0' },
    fault: { type: 'string', multiple: true, default: [] },
  },
});

const faults = readSettings(values.fault);
if (typeof faults === 'string') throw new Error(faults);
const options = { phones: Number(values.phones), certificate: null, faults };
const start = (port: number) => startPracticePlatform({ ...options, port }, values.state ?? null);

// A port that no system hands out by itself: nobody gets it between a kill and the next start.
const port = Number(values.port) || 20_000 + Math.floor(Math.random() * 12_000);
let running = await start(port);
for (let tries = 1; running === null && tries < TRIES; tries += 1) {
  await sleep(PAUSE_MS);
  running = await start(port);
}
if (running === null) throw new Error(`Port ${port} can't be had.`);
process.stdout.write(`${JSON.stringify(running.address)}\n`);
// Nobody is left to use it when who started it is gone, and it would keep a test run from ending.
process.stdin.resume().once('close', () => process.exit());
