import type { MacAddress } from '../../shared/domain/device.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Entry } from '../../shared/domain/outcome.ts';
import type { Reading, ServiceDevice, ServiceSession } from '../services/service.ts';
import { MAX_READS } from './machine.ts';
import type { Pace } from './pace.ts';

/** From how many devices on one listing of the whole account is cheaper than a read for each. */
export const LIST_FROM_DEVICES = 100;
/** How many devices that a listing lacks are asked for singly, to see whether the listing can be trusted. */
const SAMPLE_SIZE = 3;

/** The failure of a call that was never made since the person stopped the work. */
const NOT_MADE: Failure = { kind: 'cancelled', reason: 'cancelled', sent: 'no', concernsAccount: false };

/** Called for each device as soon as it was read. */
export type OnReading = (mac: MacAddress, reading: Reading) => void;

/**
 * Reads many devices: by one listing where the service has one and it pays, singly otherwise. Changes nothing.
 *
 * A device that the listing lacks counts as absent only after a sample of such devices, asked for singly, was absent
 * too: a listing that leaves out what is there would turn every phone into a new one.
 *
 * @returns a reading per device; `failed` where no usable answer came within four tries, or after `signal` or the
 *   pace stopped the work.
 */
export async function readMany(
  session: ServiceSession,
  pace: Pace,
  devices: readonly ServiceDevice[],
  signal: AbortSignal,
  onReading: OnReading = () => {},
): Promise<ReadonlyMap<MacAddress, Reading>> {
  const readings = new Map<MacAddress, Reading>();
  const keep: OnReading = (mac, reading) => {
    readings.set(mac, reading);
    onReading(mac, reading);
  };
  const listing = devices.length >= LIST_FROM_DEVICES ? await readListing(session, pace, signal) : null;
  if (listing === null) {
    await readEach(session, pace, devices, signal, keep);
    return readings;
  }
  const missing: ServiceDevice[] = [];
  const unclear: ServiceDevice[] = [];
  for (const device of devices) {
    const entry = listing.get(device.mac);
    if (entry === undefined) missing.push(device);
    else if (entry.url === null) unclear.push(device);
    else keep(device.mac, { kind: 'registered', entry, words: '' });
  }
  const sample = missing.filter((_, index) => index % Math.ceil(missing.length / SAMPLE_SIZE) === 0);
  await readEach(session, pace, [...unclear, ...sample], signal, keep);
  const isTrusted = sample.every((device) => readings.get(device.mac)?.kind !== 'registered');
  const rest = missing.filter((device) => !readings.has(device.mac));
  if (isTrusted) for (const device of rest) keep(device.mac, { kind: 'absent', words: '' });
  else await readEach(session, pace, rest, signal, keep);
  return readings;
}

async function readListing(
  session: ServiceSession,
  pace: Pace,
  signal: AbortSignal,
): Promise<ReadonlyMap<MacAddress, Entry> | null> {
  if (session.readAll === undefined || !(await pace.enter(signal))) return null;
  let cause: Failure | null = null;
  try {
    const listing = await session.readAll(signal);
    if (listing.ok) return listing.value;
    cause = listing.error;
    return null;
  } finally {
    pace.leave(cause);
  }
}

async function readEach(
  session: ServiceSession,
  pace: Pace,
  devices: readonly ServiceDevice[],
  signal: AbortSignal,
  keep: OnReading,
): Promise<void> {
  const queue = devices.map((device) => ({ device, tries: 0 }));
  let next = 0;
  const work = async (): Promise<void> => {
    for (let item = queue[next++]; item !== undefined; item = queue[next++]) {
      if (!(await pace.enter(signal))) {
        keep(item.device.mac, { kind: 'failed', failure: pace.stopCause ?? NOT_MADE });
        continue;
      }
      const reading = await session.readOne(item.device, signal);
      pace.leave(reading.kind === 'failed' ? reading.failure : null);
      if (reading.kind === 'failed' && item.tries + 1 < MAX_READS) queue.push({ ...item, tries: item.tries + 1 });
      else keep(item.device.mac, reading);
    }
  };
  await Promise.all(Array.from({ length: pace.concurrency }, work));
}
