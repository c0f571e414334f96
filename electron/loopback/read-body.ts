import type { IncomingMessage } from 'node:http';
import { failure, type Result, success } from '../../shared/result.ts';

/** The most a call's argument may weigh, in bytes: a rollout file of 64 MiB as base64 and something around it. */
export const BODY_CAP_BYTES = 96 * 1024 * 1024;

/**
 * Reads a request's body as JSON.
 *
 * @returns the HTTP status that says what is wrong: 415 unless its type is `application/json` (which no form and no
 *   other site can send unasked), 413 over {@link BODY_CAP_BYTES}, 400 when it is no JSON.
 */
export async function readJsonBody(request: IncomingMessage): Promise<Result<unknown, 400 | 413 | 415>> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json' || request.headers['content-encoding'] !== undefined) {
    return failure(415);
  }
  if (Number(request.headers['content-length'] ?? 0) > BODY_CAP_BYTES) return failure(413);
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > BODY_CAP_BYTES) return failure(413);
      pieces.push(piece);
    }
    return success(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))));
  } catch {
    return failure(400);
  }
}
