import { code } from './codes.en.ts';
import { configs } from './configs.en.ts';
import { files } from './files.en.ts';
import { innovaphone } from './innovaphone.en.ts';
import { input } from './input.en.ts';
import { ownership } from './ownership.en.ts';
import { problems } from './problems.en.ts';
import { reasons } from './reasons.en.ts';
import { terms } from './terms.en.ts';

/**
 * Every English text that more than one room needs: the tree the keys are typed by.
 *
 * A new tree is one line here and one in `words.de.ts`.
 */
export const words = {
  ...terms,
  ...problems,
  ...input,
  ...configs,
  code,
  reason: reasons,
  files,
  innovaphone,
  ownership,
} as const;
