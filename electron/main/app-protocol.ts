import { protocol, type Session } from 'electron';
import type { Bundle } from '../bundle/bundle.ts';
import { APP_HOST, APP_SCHEME } from './origin.ts';

/** Makes `app://` a scheme like https, with an origin of its own. Must come before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the window's parts at `app://bundle/`: GET only, nothing else there. */
export function serveAppProtocol(session: Session, bundle: Bundle): void {
  session.protocol.handle(APP_SCHEME, ({ method, url }) => {
    const { host, pathname } = new URL(url);
    if (method !== 'GET' || host !== APP_HOST) return new Response(null, { status: 403 });
    const part = bundle.find(pathname);
    if (part === null) return new Response(null, { status: 404 });
    return new Response(new Uint8Array(part.bytes), { headers: { ...part.headers } });
  });
}
