import { Pool } from 'undici';
import { encodeCall } from '../../electron/transport/xml-rpc.ts';
import { checkCodeOf, macOf } from './list-of-phones.ts';
import type { PracticeLogin } from './support.ts';

/**
 * Sends the `registerDeviceList` calls of a run and nothing else, and tells how long they took, in milliseconds.
 *
 * The calls are written before the clock starts; an answer is received whole, and of it only looked at that it says yes.
 * No plan, no database, no outcomes: what the network and the service need by themselves.
 */
export async function timeBareCalls(
  { url, user, password }: PracticeLogin,
  wanted: { readonly devices: number; readonly batch: number; readonly concurrency: number; readonly target: string },
): Promise<number> {
  const { devices, batch, concurrency, target } = wanted;
  const macIds = Array.from({ length: devices }, (_, index) => `${macOf(index).toUpperCase()}-${checkCodeOf(index)}`);
  const bodies: string[] = [];
  for (let start = 0; start < devices; start += batch) {
    bodies.push(encodeCall('autoprov.registerDeviceList', [macIds.slice(start, start + batch), target, 'Bench']));
  }
  const { origin, pathname } = new URL(url);
  const headers = {
    'Content-Type': 'text/xml',
    Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  };
  const pool = new Pool(origin, { connections: concurrency });
  const startedAt = performance.now();
  let next = 0;
  const work = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const response = await pool.request({ method: 'POST', path: pathname, headers, body });
      const text = await response.body.text();
      if (!text.includes('<data><value><boolean>1</boolean></value>')) throw new Error('A bare call was refused.');
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const tookMs = performance.now() - startedAt;
  await pool.close();
  return tookMs;
}
