import type { JobRow } from '../../../shared/contract/update-server.ts';
import { useSpeech } from '../../app/words.tsx';

/** How jobs are called. */
export function useJobWords() {
  const { t } = useSpeech();
  return {
    /** `Software for IP112, IP222`, `Configuration PHONE`. */
    nameOf: ({ type, models }: JobRow): string =>
      type === null
        ? t('ui.jobs.software-for', { models: models.map((model) => model.toUpperCase()).join(', ') })
        : t('ui.jobs.configuration-of', { type }),
    categoryOf: ({ category }: JobRow): string => (category === '' ? t('ui.jobs.every-category') : category),
  };
}
