import type { ServerResponse } from 'node:http';

/** How long a call may be silent before something is sent, in milliseconds: some browsers give up after 300 s. */
const HEARTBEAT_MS = 20_000;

/**
 * Answers a call when it ends, however long that takes (a run may take hours).
 *
 * The body is JSON: `{"result": …}`, or `{"bug": message}` when the call threw. Blanks before it keep the connection
 * alive; JSON allows them.
 */
export async function answerCall(response: ServerResponse, work: Promise<unknown>): Promise<void> {
  const heartbeat = setInterval(() => response.write(' '), HEARTBEAT_MS);
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  let body: string;
  try {
    body = JSON.stringify({ result: await work });
  } catch (error) {
    body = JSON.stringify({ bug: error instanceof Error ? error.message : String(error) });
  }
  clearInterval(heartbeat);
  response.end(body);
}
