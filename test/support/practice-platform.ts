// Starts a practice platform that keeps its state in a file, for tests that kill it and start it again. Prints its
// addresses as one line of JSON.
import { parseArgs } from 'node:util';
import { readSettings } from '../../electron/services/innovaphone/practice/faults.ts';
import { startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';

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
const options = { port: Number(values.port), phones: Number(values.phones), certificate: null, faults };
const running = await startPracticePlatform(options, values.state ?? null);
if (running === null) throw new Error(`Port ${values.port} can't be had.`);
process.stdout.write(`${JSON.stringify(running.address)}\n`);
// Nobody is left to use it when who started it is gone, and it would keep a test run from ending.
process.stdin.resume().once('close', () => process.exit());
