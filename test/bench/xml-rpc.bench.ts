// Decoding a 10,000-value answer: our codec against npm's `xmlrpc`, in turns, medians of the same run.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { decodeResponse, encodeResponse, type XmlRpcValue } from '../../electron/transport/xml-rpc.ts';
import { median, report } from './support.ts';

const VALUES = 10_000;
const ROUNDS = 15;
const HIGHEST_RATIO = 1;

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

const ours = median(oursMs);
const peer = median(peerMs);
report({
  name: "xml-rpc: decoding against npm's xmlrpc",
  measured: `${VALUES} values in ${ours.toFixed(1)} ms, xmlrpc ${peer.toFixed(1)} ms`,
  value: ours / peer,
  unit: '',
  limit: HIGHEST_RATIO,
});
