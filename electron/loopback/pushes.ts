import type { ServerResponse } from 'node:http';
import type { Pushes } from '../../shared/contract/contract.ts';

/** How often a silent stream is kept alive, in milliseconds. */
const HEARTBEAT_MS = 15_000;
/** What may wait for a window that doesn't read before its stream is cut, in bytes; it comes back and asks anew. */
const BACKLOG_BYTES = 8 * 1024 * 1024;

/** The streams of server-sent events to the windows that are open. */
export class PushStreams {
  readonly #streams = new Set<ServerResponse>();
  readonly #heartbeat = setInterval(() => this.#write(':\n\n'), HEARTBEAT_MS).unref();

  /** Makes an answer one of the streams until its window goes. */
  add(response: ServerResponse): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    response.write('retry: 1000\n\n');
    this.#streams.add(response);
    response.once('close', () => this.#streams.delete(response));
  }

  /** Tells every window. */
  send<Name extends keyof Pushes>(name: Name, value: Pushes[Name]): void {
    this.#write(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`);
  }

  /** Ends every stream. */
  close(): void {
    clearInterval(this.#heartbeat);
    for (const stream of this.#streams) stream.end();
  }

  #write(text: string): void {
    for (const stream of this.#streams) {
      stream.write(text);
      if (stream.writableLength > BACKLOG_BYTES) stream.destroy();
    }
  }
}
