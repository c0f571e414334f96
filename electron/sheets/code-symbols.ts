import bwip from 'bwip-js/node';
import type { ProvisioningCode } from '../../shared/domain/code.ts';
import { type Html, rawHtml } from './html.ts';

/**
 * Draws a code as a QR symbol of its 12 digits and nothing else: no address, no password, so that it says no more than
 * the paper around it.
 *
 * @returns an SVG with its quiet zone; its size is the style sheet's.
 */
export function drawQrCode(code: ProvisioningCode): Html {
  // Level Q survives a fold or a stain; twelve digits are a symbol of 21 modules all the same.
  const options = { bcid: 'qrcode', text: code, eclevel: 'Q', paddingwidth: 4, paddingheight: 4 };
  return rawHtml(bwip.toSVG(options));
}

/** What a slip's bar code begins with, before the number of the user: `RC12`. */
export const ROW_MARK = 'RC';

/** Draws the number of a slip's user as Code 128, to be scanned when the phone stands on its desk. */
export function drawRowId(userId: number): Html {
  return rawHtml(bwip.toSVG({ bcid: 'code128', text: `${ROW_MARK}${userId}`, height: 6, paddingwidth: 4 }));
}

/** Which key a phone wants after the code. */
export type ConfirmKey = 'ok' | 'hash' | 'either';

const HASH_MODELS = /^ip10[12](?!\d)/;
const OK_MODELS = /^ip(?:11[12]|150|152|153|154|2[234]2|72)(?!\d)/;

/**
 * Tells which key a phone wants after the code: `#` on IP101 and IP102, OK on the others; both where the model isn't known.
 *
 * Source: innovaphone wiki, Concept Provisioning (13r1).
 */
export function confirmKeyOf(model: string): ConfirmKey {
  const plain = model.toLowerCase().replaceAll(/innovaphone|[^a-z0-9]/g, '');
  if (HASH_MODELS.test(plain)) return 'hash';
  return OK_MODELS.test(plain) ? 'ok' : 'either';
}

const KEY_OK = `<svg class="key" viewBox="0 0 60 40" role="img" aria-label="OK"><rect x="1.5" y="1.5" width="57" height="37" rx="9" fill="#fff" stroke="#000" stroke-width="3"/><text x="30" y="28" text-anchor="middle" font-size="22" font-weight="700" font-family="sans-serif">OK</text></svg>`;
const KEY_HASH = `<svg class="key" viewBox="0 0 60 40" role="img" aria-label="#"><rect x="1.5" y="1.5" width="57" height="37" rx="9" fill="#fff" stroke="#000" stroke-width="3"/><path d="M26 9 L22 31 M38 9 L34 31 M19 16 H42 M18 24 H41" fill="none" stroke="#000" stroke-width="3.2" stroke-linecap="round"/></svg>`;

/** Draws the key, or keys, to press. */
export function drawKey(key: ConfirmKey): Html {
  if (key === 'either') return rawHtml(`${KEY_OK} ${KEY_HASH}`);
  return rawHtml(key === 'ok' ? KEY_OK : KEY_HASH);
}
