// 1,000 practice phones that poll the update server every 10 seconds, each on a connection of its own, while the same
// process plans and registers 20,000 devices at a practice Gigaset.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PracticePhone } from '../../electron/services/innovaphone/practice/phone.ts';
import { TARGET } from './run-once.ts';
import type { RunCost } from './run-worker.ts';
import { median, report, runWorker, withFolder, withPractice } from './support.ts';

const PHONES = 1_000;
const POLL_MS = 10_000;
const DEVICES = 20_000;
const FAULTS = ['delay=30+3'];
const HIGHEST_MEDIAN_MS = 20;
const LEAST_POLLS = 1_500;

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function makePhone(index: number, updateUrl: string): PracticePhone {
  const options = {
    mac: (0x0090_3300_0000 + index).toString(16).padStart(12, '0'),
    model: 'IP112',
    updateUrl,
    pollMs: 0,
    hasDhcpUrl: false,
    codeParameter: 'code',
    http: false,
    address: '192.168.50.1',
  };
  return new PracticePhone(options, {
    ca: null,
    nowMs: Date.now,
    register: () => false,
    isRegistered: () => false,
    keep: () => {},
  });
}

await withPractice(FAULTS, (login) =>
  withFolder(async (folder) => {
    const port = await findFreePort();
    const options = { folder, devices: DEVICES, batch: 50, concurrency: 4, target: TARGET, serve: port, ...login };
    const words = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
    let isGoing = true;
    const run = runWorker<RunCost>('run-worker.ts', words).finally(() => {
      isGoing = false;
    });
    const url = `http://127.0.0.1:${port}/innovaphone/update?mac=#m&hw=#h&type=#t&ip=#i`;
    const [first, ...others] = Array.from({ length: PHONES }, (_, index) => makePhone(index, url));
    // The first one stands at the door until it is opened, after the import.
    while (isGoing && (await first?.poll()) === null) await sleep(100);

    const timesMs: number[] = [];
    /** How many answers had come when a poll failed. */
    const failedAfter: number[] = [];
    const pollOn = async (phone: PracticePhone, index: number): Promise<void> => {
      await sleep((index * POLL_MS) / PHONES);
      while (isGoing) {
        const startedAt = performance.now();
        await phone.poll();
        const { lastPollMs, lastError } = phone.view;
        // After its last answer the server was closed, with the run.
        if (lastError === '') timesMs.push(lastPollMs);
        else if (isGoing) failedAfter.push(timesMs.length);
        const restMs = POLL_MS - (performance.now() - startedAt);
        await Promise.race([sleep(restMs, undefined, { ref: false }), run.catch(() => {})]);
      }
    };
    const polls = others.map(pollOn);
    const cost = await run;
    await Promise.all(polls);
    const failed = failedAfter.filter((answers) => answers < timesMs.length).length;
    if (failed > 0) throw new Error(`${failed} polls failed.`);
    if (timesMs.length < LEAST_POLLS) throw new Error(`Only ${timesMs.length} polls came about during the run.`);
    const sorted = timesMs.toSorted((one, other) => one - other);
    const measured = `${timesMs.length} polls of ${PHONES} phones in a run of ${(cost.wholeMs / 1000).toFixed(0)} s`;
    const name = 'update-server: answer to a phone';
    report({ name, measured, value: median(timesMs), unit: 'ms', limit: HIGHEST_MEDIAN_MS });
    report({
      name: `${name}, 99 of 100`,
      measured,
      value: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
      unit: 'ms',
      limit: null,
    });
  }),
);
