import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** What the window's hosts differ in when they hand out its page. */
export interface PageHost {
  /** Whom the page may talk to: nobody in Electron, its own host in a browser. */
  readonly connect: 'none' | 'self';
  /** A script of the host's own that runs before the window's, by its path; it is told the system. `null`: none. */
  readonly script: string | null;
}

/** One answer to a request for a part of the window: bytes and the headers they need. */
export interface BundleFile {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The built window, as both its hosts serve it.
 *
 * Everything is read once: what isn't in it can't be asked for whatever the path looks like, and building again
 * doesn't change a window that is open.
 */
export class Bundle {
  readonly #files: ReadonlyMap<string, Buffer>;
  readonly #host: PageHost;

  /**
   * Reads the built window from disk.
   *
   * @throws the file system's error when the folder can't be read, and an Error when it holds no `index.html`.
   */
  static read(folder: string, host: PageHost): Bundle {
    const files = new Map<string, Buffer>();
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(`/${relative(folder, path).split(sep).join('/')}`, readFileSync(path));
    }
    if (!files.has('/index.html')) throw new Error(`${folder} holds no index.html: the window was not built.`);
    return new Bundle(files, host);
  }

  private constructor(files: ReadonlyMap<string, Buffer>, host: PageHost) {
    this.#files = files;
    this.#host = host;
  }

  /**
   * Finds a part of the window.
   *
   * @param path a URL's path as it was sent; `/` is the page itself, made anew with a nonce of its own.
   * @returns `null` when there is no such part.
   */
  find(path: string): BundleFile | null {
    if (path === '/' || path === '/index.html') return this.#page();
    const bytes = this.#files.get(path);
    if (bytes === undefined) return null;
    const type = CONTENT_TYPES[extname(path)] ?? 'application/octet-stream';
    return { bytes, headers: { ...COMMON_HEADERS, 'Content-Type': type, 'Cache-Control': 'no-cache' } };
  }

  #page(): BundleFile {
    const nonce = randomBytes(16).toString('base64');
    const { script } = this.#host;
    const head = [
      // React Aria takes the nonce of its one style element from here.
      `<meta property="csp-nonce" content="${nonce}" nonce="${nonce}">`,
      ...(script === null ? [] : [`<script src="${script}" data-platform="${process.platform}"></script>`]),
    ].join('');
    const page = (this.#files.get('/index.html') ?? Buffer.alloc(0)).toString().replace(/<head[^>]*>/i, `$&${head}`);
    return {
      bytes: Buffer.from(page),
      headers: {
        ...COMMON_HEADERS,
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Content-Security-Policy': contentSecurityPolicy(nonce, this.#host.connect),
      },
    };
  }
}

/** Headers that go with every part of the window. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** The window's content security policy: nothing but its own files, and styles with this load's nonce. */
export function contentSecurityPolicy(nonce: string, connect: PageHost['connect']): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src '${connect}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
