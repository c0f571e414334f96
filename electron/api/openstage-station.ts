import { createSocket } from 'node:dgram';
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type ApiFailure, inputFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { PHONE_TIMES, type PhoneTimes } from '../rollouts/openstage/phone-job.ts';
import { openstagePhones } from '../services/openstage/index.ts';
import type { PhoneAddress, PhoneStation, StationListener, StationTimes } from '../services/phone-service.ts';
import type { Store } from '../storage/store.ts';

/** How long phones are waited for, in milliseconds. */
export interface PhoneWaits extends PhoneTimes, StationTimes {
  /** Between two addresses of a range. */
  readonly sweepPauseMs: number;
}

/** See {@link PhoneWaits}. */
export const PHONE_WAITS: PhoneWaits = { ...PHONE_TIMES, replyMs: 30_000, fileMs: 600_000, sweepPauseMs: 1_000 };

/** The most addresses of a range. */
const RANGE_MAX = 512;

/** One of this computer's IPv4 addresses. */
export interface OwnAddress {
  readonly name: string;
  readonly address: string;
  /** Length of the network's prefix, 0..32. */
  readonly prefix: number;
}

/** This computer's IPv4 addresses, the loopback last. */
export function listOwnAddresses(): readonly OwnAddress[] {
  const own = Object.entries(networkInterfaces()).flatMap(([name, list]) =>
    (list ?? [])
      .filter(({ family }) => family === 'IPv4')
      .map(({ address, cidr }) => ({ name, address, prefix: Number(cidr?.split('/')[1] ?? 32) })),
  );
  return own.sort((a, b) => Number(a.address.startsWith('127.')) - Number(b.address.startsWith('127.')));
}

/** The address from which this computer reaches another one; asks the system, sends nothing. */
async function findOwnAddress(host: string): Promise<string | null> {
  const socket = createSocket('udp4');
  try {
    return await new Promise((resolve) => {
      socket.once('error', () => resolve(null));
      socket.connect(9, host, () => resolve(socket.address().address));
    });
  } finally {
    socket.close();
  }
}

/** Takes `address` or `address:port` apart; `null` for what is no IPv4 address. */
export function parsePhoneAddress(text: string): { readonly host: string; readonly port: string } | null {
  const [, host = '', port = ''] = /^([\d.]+)(?::([1-9]\d{0,4}))?$/.exec(text.trim()) ?? [];
  return isIPv4(host) && Number(port || 1) < 65_536 ? { host, port } : null;
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/**
 * The addresses of a range; only where all of it lies in the subnet of one of this computer's addresses.
 *
 * @returns `null` for any other range, and for one of more than 512 addresses.
 */
export function addressesInOwnSubnet(
  first: string,
  last: string,
  own: readonly OwnAddress[] = listOwnAddresses(),
): readonly string[] | null {
  if (!isIPv4(first) || !isIPv4(last)) return null;
  const [from, to] = [toNumber(first), toNumber(last)];
  if (to < from || to - from >= RANGE_MAX) return null;
  const isInside = own.some(({ address, prefix }) => {
    const size = 2 ** (32 - prefix);
    const start = Math.floor(toNumber(address) / size) * size;
    return from >= start && to < start + size;
  });
  return isInside ? Array.from({ length: to - from + 1 }, (_, at) => toAddress(from + at)) : null;
}

/**
 * Opens a station for the phones of one job.
 *
 * Makes the certificate when there is none yet and keeps it. Without an address the one is taken from which the first
 * phone is reached.
 */
export async function openStationFor(
  store: Store,
  wanted: { readonly address: string; readonly port: number },
  phones: readonly PhoneAddress[],
  waits: PhoneWaits,
  listener: StationListener,
): Promise<Result<PhoneStation, ApiFailure>> {
  const [first] = phones;
  const address =
    wanted.address !== '' ? wanted.address : first === undefined ? null : await findOwnAddress(hostOf(first.address));
  if (address === null || !isIPv4(address)) {
    return failure(inputFailure('input.bad-address', { address: wanted.address || (first?.address ?? '') }));
  }
  const kept = store.openstage.certificate();
  const certificate = kept ?? (await openstagePhones.makeCertificate());
  if (kept === null) store.openstage.keepCertificate(certificate);
  const opened = await openstagePhones.openStation({
    address,
    port: wanted.port,
    certificate,
    phones,
    hearsStrangers: phones.length === 0,
    times: waits,
    listener,
  });
  return opened.ok ? success(opened.value) : failure(serviceFailure(opened.error));
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}
