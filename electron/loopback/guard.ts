import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is turned away; its number is the HTTP status. */
export type Refusal =
  | { readonly status: 403; readonly cause: 'origin' | 'site' | 'session' }
  | { readonly status: 421; readonly cause: 'host' };

/**
 * Decides who may talk to the window's host on this computer.
 *
 * A one-time token in the first URL becomes a cookie that scripts can't read and other sites can't send. `Host` must
 * be the very address (a name that was made to point here is another site), `Origin` the window's own.
 */
export class Guard {
  readonly #host: string;
  readonly #cookieName: string;
  readonly #session = secret();
  #token: string | null = secret();

  /** @param port the port the host listens on, on 127.0.0.1. */
  constructor(port: number) {
    this.#host = `127.0.0.1:${port}`;
    // Cookies don't know ports: two hosts on one computer would overwrite each other's.
    this.#cookieName = `rollcall-${port}`;
  }

  /** The window's origin, for instance `http://127.0.0.1:40123`. */
  get origin(): string {
    return `http://${this.#host}`;
  }

  /** The path that opens the window once; `null` when it was used. */
  get openingPath(): string | null {
    return this.#token === null ? null : `/open/${this.#token}`;
  }

  /** The value of `Set-Cookie` for who brought the token. */
  get cookie(): string {
    return `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Checks what every request and upgrade must fulfil, with or without a session. */
  checkAddress(headers: IncomingHttpHeaders): Refusal | null {
    if (headers.host !== this.#host) return { status: 421, cause: 'host' };
    if (headers.origin !== undefined && headers.origin !== this.origin) return { status: 403, cause: 'origin' };
    return null;
  }

  /**
   * Checks a request for anything but the opening.
   *
   * @param changes whether it may change something: then its `Origin` has to be there.
   */
  checkSession(headers: IncomingHttpHeaders, changes: boolean): Refusal | null {
    if (changes && headers.origin === undefined) return { status: 403, cause: 'origin' };
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return { status: 403, cause: 'site' };
    return this.#hasSession(headers) ? null : { status: 403, cause: 'session' };
  }

  /** Takes the token out of the path; true once in a life. */
  spend(path: string): boolean {
    if (this.#token === null || !isSame(path, `/open/${this.#token}`)) return false;
    this.#token = null;
    return true;
  }

  #hasSession(headers: IncomingHttpHeaders): boolean {
    const cookies = headers.cookie?.split(';') ?? [];
    return cookies.some((cookie) => {
      const [name, value] = cookie.trim().split('=', 2);
      return name === this.#cookieName && isSame(value ?? '', this.#session);
    });
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells nothing of where the two differ. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());
}
