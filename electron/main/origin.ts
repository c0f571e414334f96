/** The scheme and host of the window's pages. */
export const APP_SCHEME = 'app';
/** See {@link APP_SCHEME}. */
export const APP_HOST = 'bundle';
/** The window's origin as Chromium writes it. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** What has to be known of a frame to trust it. */
export interface Frame {
  readonly origin: string;
  readonly parent: unknown;
}

/** Tells whether a frame is the window's own page: its top frame, on its own origin. */
export function isOwnFrame(frame: Frame | null | undefined): boolean {
  // `undefined` too: a frame that navigated away has none left.
  return frame != null && frame.parent === null && frame.origin === APP_ORIGIN;
}

/** Tells whether a URL is a part of the window. */
export function isOwnUrl(url: string): boolean {
  return url.startsWith(`${APP_ORIGIN}/`);
}
