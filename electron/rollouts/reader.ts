import type { MacAddress } from '../../shared/domain/device.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Entry } from '../../shared/domain/outcome.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import type { Reading, RedirectionSession, ServiceDevice } from '../services/service.ts';
import { MAX_READS } from './machine.ts';
import type { Pace } from './pace.ts';

/** From how many devices on one listing of the whole account is cheaper than a read for each. */
export const LIST_FROM_DEVICES = 100;
/** How many devices that a listing lacks are asked for singly, to see whether the listing can be trusted. */
const SAMPLE_SIZE = 3;

/** Failures of a listing after which it may well come the next time. */
const PASSES: ReadonlySet<Reason> = new Set(['rate-limited', 'unreachable', 'timeout', 'server-error']);

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
 * @param tries how often each device is read before it counts as failed, 1 or more.
 * @returns a reading per device; `failed` where no usable answer came, or after `signal` or the pace stopped the work.
 */
export async function readMany(
  session: RedirectionSession,
  pace: Pace,
  devices: readonly ServiceDevice[],
  signal: AbortSignal,
  onReading: OnReading = () => {},
  tries: number = MAX_READS,
): Promise<ReadonlyMap<MacAddress, Reading>> {
  const readings = new Map<MacAddress, Reading>();
  const keep: OnReading = (mac, reading) => {
    readings.set(mac, reading);
    onReading(mac, reading);
  };
  const listing = devices.length >= LIST_FROM_DEVICES ? await readListing(session, pace, signal) : null;
  const each = (some: readonly ServiceDevice[]) => readEach(session, pace, some, signal, keep, tries);
  if (listing === null) {
    await each(devices);
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
  await each([...unclear, ...sample]);
  const isTrusted = confirmsAbsence(sample.map((device) => readings.get(device.mac)));
  const rest = missing.filter((device) => !readings.has(device.mac));
  if (isTrusted) for (const device of rest) keep(device.mac, { kind: 'absent', words: '' });
  else await each(rest);
  return readings;
}

/** Whether single reads of devices that a listing lacks bear it out; what could not be read bears out nothing. */
function confirmsAbsence(sample: readonly (Reading | undefined)[]): boolean {
  const kinds = new Set(sample.map((reading) => reading?.kind));
  const isContradicted = kinds.has('registered') || kinds.has('failed') || kinds.has('unclear');
  return !isContradicted && (kinds.has('absent') || kinds.has('foreign'));
}

async function readListing(
  session: RedirectionSession,
  pace: Pace,
  signal: AbortSignal,
): Promise<ReadonlyMap<MacAddress, Entry> | null> {
  if (session.readAll === undefined) return null;
  for (let tries = 0; tries < MAX_READS; tries += 1) {
    if (!(await pace.enter(signal))) return null;
    const listing = await session.readAll(signal);
    pace.leave(listing.ok ? null : listing.error, tries > 0);
    if (listing.ok) return listing.value;
    // A listing that is too large or can't be understood stays so; single reads may still do.
    if (!PASSES.has(listing.error.reason)) return null;
  }
  return null;
}

async function readEach(
  session: RedirectionSession,
  pace: Pace,
  devices: readonly ServiceDevice[],
  signal: AbortSignal,
  keep: OnReading,
  tries: number,
): Promise<void> {
  const queue = devices.map((device) => ({ device, failedTries: 0 }));
  let next = 0;
  // Never past the end: a device to be read again is put there.
  const take = () => (next < queue.length ? queue[next++] : undefined);
  const work = async (): Promise<void> => {
    for (let item = take(); item !== undefined; item = take()) {
      if (!(await pace.enter(signal))) {
        keep(item.device.mac, { kind: 'failed', failure: pace.stopCause ?? NOT_MADE });
        continue;
      }
      const reading = await session.readOne(item.device, signal);
      pace.leave(reading.kind === 'failed' ? reading.failure : null, item.failedTries > 0);
      const failedTries = item.failedTries + 1;
      if (reading.kind === 'failed' && failedTries < tries) queue.push({ ...item, failedTries });
      else keep(item.device.mac, reading);
    }
  };
  await Promise.all(Array.from({ length: pace.concurrency }, work));
}
