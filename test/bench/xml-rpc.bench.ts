// Decoding a 10,000-value answer: our codec against npm's `xmlrpc`, in turns, medians of the same run.
// Exits with 1 when ours is not the faster one.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { decodeResponse, encodeResponse, type XmlRpcValue } from '../../electron/transport/xml-rpc.ts';

const VALUES = 10_000;
const ROUNDS = 15;

interface Deserializer {
  deserializeMethodResponse(stream: Readable, callback: (error: Error | null, value: unknown) => void): void;
}

const PeerDeserializer: new (encoding?: string) => Deserializer = createRequire(import.meta.url)(
  'xmlrpc/lib/deserializer.js',
);

/** Rows as a Gigaset account lists them: 2,000 arrays of five values. */
function createListing(): XmlRpcValue {
  return Array.from({ length: VALUES / 5 }, (_, row) => [
    row.toString(16).toUpperCase().padStart(12, '0'),
    'Provider & Sons',
    'https://provisioning.example/%MACD.xml',
    '20261120T14:08:55',
    row % 2 === 0,
  ]);
}

async function decodeWithOurs(bytes: Uint8Array): Promise<unknown> {
  const result = await decodeResponse(bytes);
  assert(result.ok && result.value.kind === 'value');
  return result.value.value;
}

function decodeWithPeer(bytes: Uint8Array): Promise<unknown> {
  return new Promise((resolve, reject) => {
    new PeerDeserializer().deserializeMethodResponse(Readable.from([Buffer.from(bytes)]), (error, value) => {
      if (error) reject(error);
      else resolve(value);
    });
  });
}

async function measureMs(decode: (bytes: Uint8Array) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await decode(bytes);
  return performance.now() - start;
}

function findMedian(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const listing = createListing();
const bytes = new TextEncoder().encode(encodeResponse(listing));
assert.deepEqual(await decodeWithOurs(bytes), listing);
assert.deepEqual(await decodeWithPeer(bytes), listing);

const oursMs: number[] = [];
const peerMs: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  oursMs.push(await measureMs(decodeWithOurs));
  peerMs.push(await measureMs(decodeWithPeer));
}

const ours = findMedian(oursMs);
const peer = findMedian(peerMs);
console.log(
  `xml-rpc: decoding ${VALUES} values takes ${(ours / peer).toFixed(2)} of the time of npm's xmlrpc ` +
    `(${ours.toFixed(1)} ms against ${peer.toFixed(1)} ms; must stay under 1)`,
);
process.exitCode = ours < peer ? 0 : 1;
