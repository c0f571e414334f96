/** The largest file that is taken for a logo, in bytes. */
export const LOGO_LIMIT_BYTES = 512 * 1024;

const PNG_MARK = '89504e470d0a1a0a';

/** Why a file is no logo. */
export type LogoProblem = 'too-large' | 'no-picture';

/**
 * Makes a picture fit to be put into a page: PNG or SVG, at most 512 KiB.
 *
 * The page shows it as an image, in which a browser runs no script and loads nothing.
 *
 * @returns a `data:` address, or why the file can't be used.
 */
export function toLogo(bytes: Uint8Array): { readonly address: string } | { readonly problem: LogoProblem } {
  if (bytes.length > LOGO_LIMIT_BYTES) return { problem: 'too-large' };
  const data = Buffer.from(bytes);
  if (data.subarray(0, 8).toString('hex') === PNG_MARK)
    return { address: `data:image/png;base64,${data.toString('base64')}` };
  const start = data
    .subarray(0, 4096)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const isSvg = /^\s*(?:<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*>|\s)*<svg[\s>]/i.test(start);
  return isSvg ? { address: `data:image/svg+xml;base64,${data.toString('base64')}` } : { problem: 'no-picture' };
}
