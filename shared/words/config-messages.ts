import type { FetchedPhone, FileCheck, FileFinding } from '../domain/config-check.ts';
import type { Translate } from './translate.ts';

/**
 * Words what was found of a file: what it means for the phone, what to do, and what is remarkable besides.
 *
 * @returns one to five sentences. The raw answers are not in it: show them beside it.
 */
export function configMessage(
  translate: Translate,
  { finding, aspect, detail, notes }: Pick<FileCheck, 'finding' | 'aspect' | 'detail' | 'notes'>,
): string {
  const would =
    detail.would === undefined ? {} : { would: translate(`configs.finding.${detail.would as FileFinding}`) };
  const sentence = translate(`configs.message.${finding}`, { ...detail, ...would, context: aspect || undefined });
  return [sentence, ...[...new Set(notes)].map((note) => translate(`configs.note.${note}`))].join(' ');
}

/** Words how a phone stands by the access log: what it did, what to do, and what is odd about it. */
export function fetchMessage(translate: Translate, phone: FetchedPhone): string {
  const sentence = translate(`configs.state-message.${phone.state}`, { address: phone.address });
  const newer = phone.newerFirmware === '' ? [] : [translate('configs.newer', { firmware: phone.newerFirmware })];
  return [sentence, ...phone.oddities.map((oddity) => translate(`configs.oddity.${oddity}`)), ...newer].join(' ');
}
