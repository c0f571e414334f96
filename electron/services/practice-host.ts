import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { failure, type Result, success } from '../../shared/result.ts';
import type { PracticeFault } from './practice-faults.ts';
import type { PracticeDevice, PracticeLogEntry, PracticeSeed, PracticeService } from './practice-service.ts';
import { PracticeStation } from './practice-station.ts';
import { makePracticeCertificate } from './practice-tls.ts';

export { PRACTICE_FAULTS, type PracticeFault, parseFault } from './practice-faults.ts';
export type { PracticeService } from './practice-service.ts';

const KEEP_ALIVE_MS = 60_000;

/** Where a practice service listens, and the login it takes: what an account needs. */
export interface PracticeAddress {
  /** The whole address, path included, without the login. */
  readonly url: string;
  readonly user: string;
  /** Random, new at every start. */
  readonly password: string;
  /** Path of the PEM file with the authority to trust; only with TLS. */
  readonly ca?: string;
  /** What a practice service with servers of its own tells besides. */
  readonly [extra: string]: unknown;
}

/** Practice services that are running. Every method throws for a service that isn't among them. */
export interface RunningPractice {
  /** By service id, in the order in which they were named. */
  readonly addresses: Readonly<Record<string, PracticeAddress>>;
  /** The devices a service holds, both accounts' devices, oldest first. */
  state(id: string): readonly PracticeDevice[];
  /** Every call a service received so far. */
  log(id: string): readonly PracticeLogEntry[];
  /** Puts devices in, over what is there; no call, so the log doesn't show it. Throws for what isn't a MAC. */
  seed(id: string, devices: readonly PracticeSeed[]): void;
  /** Switches on these faults, written as for {@link parseFault}, and all others off. Throws for what isn't a fault. */
  setFaults(id: string, faults: readonly string[]): void;
  /** Breaks all connections, frees the ports and removes the authority's file. Safe to repeat. */
  close(): Promise<void>;
}

/** How to start practice services. */
export interface PracticeHostOptions {
  /** Port of a service by its id, 0 for any free one. @default any free ports */
  readonly portOf?: (id: string) => number;
  /** @default false */
  readonly tls?: boolean;
  /** @default none */
  readonly faults?: readonly PracticeFault[];
}

/** Listens; the port, or `null` when it is taken or not to be had. */
async function listen(server: Server, port: number): Promise<number | null> {
  if (port > 65_535) return null;
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * Starts practice services, each on its own port of 127.0.0.1 and reachable from this computer only.
 *
 * Beside its own path every one serves a control interface without login, which is for programs on this computer:
 * `GET /practice/log` (one JSON {@link PracticeLogEntry} a line), `GET /practice/state` (array of
 * {@link PracticeDevice}), `POST /practice/faults` (array of texts as for {@link parseFault}; replaces what was on) and
 * `POST /practice/seed` (array of {@link PracticeSeed}).
 *
 * Keeps everything in memory; with TLS one file, the authority's certificate, lies in the temporary folder until it
 * is closed.
 *
 * @returns `busy`, aspect `port`, with the port as detail, when one can't be had; nothing runs then.
 */
export async function startPracticeHost(
  services: readonly PracticeService[],
  { portOf = () => 0, tls = false, faults = [] }: PracticeHostOptions,
): Promise<Result<RunningPractice>> {
  const closing = new AbortController();
  const certificate = tls ? await makePracticeCertificate() : null;
  const stations = new Map<string, PracticeStation>();
  const servers: Server[] = [];
  const addresses: Record<string, PracticeAddress> = {};
  const close = async () => {
    closing.abort();
    await Promise.all(servers.map(closeServer));
    await certificate?.remove();
  };

  for (const service of services) {
    const station = new PracticeStation(service, faults, closing.signal);
    const serve = (request: IncomingMessage, response: ServerResponse) => void station.serve(request, response);
    const server = certificate === null ? createHttpServer(serve) : createHttpsServer(certificate, serve);
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    const wanted = portOf(service.id);
    const port = await listen(server, wanted);
    if (port === null) {
      await close();
      return failure({
        kind: 'validation',
        reason: 'busy',
        aspect: 'port',
        detail: { port: wanted },
        sent: 'no',
        concernsAccount: true,
      });
    }
    servers.push(server);
    stations.set(service.id, station);
    addresses[service.id] = {
      url: `${certificate === null ? 'http' : 'https'}://127.0.0.1:${port}${service.path}`,
      user: service.user,
      password: station.password,
      ...(certificate && { ca: certificate.caFile }),
    };
  }

  const stationOf = (id: string) => {
    const station = stations.get(id);
    if (station === undefined) throw new Error(`No practice service "${id}" is running.`);
    return station;
  };
  return success({
    addresses,
    state: (id) => stationOf(id).devices,
    log: (id) => stationOf(id).log,
    seed: (id, devices) => stationOf(id).seed(devices),
    setFaults: (id, texts) => stationOf(id).setFaults(texts),
    close,
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  return closed;
}
