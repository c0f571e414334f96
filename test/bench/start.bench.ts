// From the start of the built program in Electron to a window that can be used: its rail and its first screen are there.
import { performance } from 'node:perf_hooks';
import { BUILD_MS, buildOnce, closeHosts, openInElectron, temporaryFolder, whyNoElectron } from '../e2e/hosts.ts';
import { median, report } from './support.ts';

const ROUNDS = 5;
const LIMIT_MS = 2_000;

const missing = whyNoElectron();
if (missing !== null) throw new Error(`Electron can't be started: ${missing}.`);
setTimeout(() => process.exit(1), BUILD_MS * 2).unref();
await buildOnce();
const data = temporaryFolder();
const times: number[] = [];
// The first start makes what later ones find: the data folder and Chromium's profile.
for (let round = 0; round <= ROUNDS; round += 1) {
  const startedAtMs = performance.now();
  const window = await openInElectron({ data });
  await window.page.getByRole('heading', { level: 1 }).waitFor();
  if (round > 0) times.push(performance.now() - startedAtMs);
  await window.close();
}
await closeHosts();
const measured = `median of ${ROUNDS} starts`;
report({ name: 'start: Electron to a usable window', measured, value: median(times), unit: 'ms', limit: LIMIT_MS });
process.exit();
