import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pushes } from '../../shared/contract/contract.ts';
import type { CallFromWindow } from '../api/open-for-window.ts';
import { type Bundle, type BundleFile, COMMON_HEADERS } from '../bundle/bundle.ts';
import { answerCall } from './answer-call.ts';
import { Guard } from './guard.ts';
import { PushStreams } from './pushes.ts';
import { readJsonBody } from './read-body.ts';

/** What the host serves. */
export interface LoopbackParts {
  readonly bundle: Bundle;
  /** The script that makes `window.rollcall` in a browser. */
  readonly bridge: Buffer;
  readonly call: CallFromWindow;
  /** Gets a line for each request that was turned away; never with a secret in it. */
  readonly onRefused: (line: string) => void;
}

/** A host that serves the window to a browser on this computer. */
export interface LoopbackHost {
  /** The address that opens the window, once: whoever opens it first has it. */
  readonly openingUrl: string;
  /** Tells every window that is open. */
  readonly send: <Name extends keyof Pushes>(name: Name, value: Pushes[Name]) => void;
  /** Ends every connection and stops listening. */
  readonly close: () => Promise<void>;
}

/** Where a page's script for the browser lies. */
export const BRIDGE_PATH = '/bridge.js';

/**
 * Starts serving the window on 127.0.0.1, at a port that the system chooses.
 *
 * Every request is checked by a {@link Guard} before anything else. Nothing is shared with other sites (no CORS), and
 * there is nothing to upgrade to.
 */
export async function startLoopback({ bundle, bridge, call, onRefused }: LoopbackParts): Promise<LoopbackHost> {
  const pushes = new PushStreams();
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const guard = new Guard((server.address() as AddressInfo).port);
  const { openingPath } = guard;

  function refuse(request: IncomingMessage, response: ServerResponse, status: number, cause: string): void {
    // The opening path may still be worth something.
    onRefused(`${status} ${cause}: ${request.method} ${pathOf(request).replace(/^\/open\/.*/, '/open/…')}`);
    response.writeHead(status, {
      ...COMMON_HEADERS,
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      // What is left of a body that nobody wants is not read.
      ...(request.complete ? null : { Connection: 'close' }),
    });
    response.end(`${SENTENCES[cause] ?? `Rollcall refused this request (${cause}).`}\n`);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request);
    const address = guard.checkAddress(request.headers);
    if (address !== null) return refuse(request, response, address.status, address.cause);
    if (path.startsWith('/open/') && request.method === 'GET') return openOnce(request, response, path);
    const session = guard.checkSession(request.headers, request.method !== 'GET');
    if (session !== null) return refuse(request, response, session.status, session.cause);
    if (path.startsWith('/call/')) return makeCall(request, response, path);
    if (request.method !== 'GET') return refuse(request, response, 405, 'method');
    if (path === '/pushes') return pushes.add(response);
    const part = path === BRIDGE_PATH ? scriptPart(bridge) : bundle.find(path);
    if (part === null) return refuse(request, response, 404, 'path');
    response.writeHead(200, part.headers).end(part.bytes);
  }

  function openOnce(request: IncomingMessage, response: ServerResponse, path: string): void {
    const isNew = guard.spend(path);
    // Reloading the spent address is fine for the browser that spent it.
    const isKnown = guard.checkSession({ ...request.headers, 'sec-fetch-site': 'none' }, false) === null;
    if (isNew || isKnown) forward(response, isNew);
    else refuse(request, response, 403, 'token');
  }

  function forward(response: ServerResponse, isNew: boolean): void {
    // A page of our own goes on to the window: after a redirect from elsewhere a strict cookie would not be sent.
    response.writeHead(200, {
      ...COMMON_HEADERS,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'",
      'Cache-Control': 'no-store',
      ...(isNew ? { 'Set-Cookie': guard.cookie } : null),
    });
    response.end('<!doctype html><title>Rollcall</title><meta http-equiv="refresh" content="0;url=/">\n');
  }

  async function makeCall(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method !== 'POST') return refuse(request, response, 405, 'method');
    const [, , group, name, ...rest] = path.split('/');
    const argument = await readJsonBody(request);
    if (!argument.ok) return refuse(request, response, argument.error, 'body');
    const work = rest.length > 0 ? null : call(group, name, argument.value);
    if (work === null) return refuse(request, response, 404, 'call');
    return answerCall(response, work);
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      onRefused(`500 bug: ${error instanceof Error ? error.stack : String(error)}`);
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain', Connection: 'close' });
      response.end();
    });
  });
  server.on('upgrade', (request, socket) => {
    onRefused(`403 upgrade: ${request.method}`);
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });

  return {
    openingUrl: `${guard.origin}${openingPath}`,
    send: (name, value) => pushes.send(name, value),
    close: async () => {
      pushes.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

const SENTENCES: Readonly<Record<string, string>> = {
  session: 'This address belongs to a Rollcall window. Open it with the address that Rollcall printed when it started.',
  token: 'This address was used already: it opens one window. Start Rollcall again for a new one.',
};

/** The path as it was sent, undecoded: whatever isn't a part's very name is not found. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

function scriptPart(bytes: Buffer): BundleFile {
  return {
    bytes,
    headers: { ...COMMON_HEADERS, 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' },
  };
}
