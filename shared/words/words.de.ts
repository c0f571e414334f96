import { code } from './codes.de.ts';
import { configs } from './configs.de.ts';
import { files } from './files.de.ts';
import { innovaphone } from './innovaphone.de.ts';
import { input } from './input.de.ts';
import { ownership } from './ownership.de.ts';
import { problems } from './problems.de.ts';
import { reasons } from './reasons.de.ts';
import { terms } from './terms.de.ts';
import type { SameWords } from './tree.ts';
import type { words as english } from './words.en.ts';

/** Every German text: the same tree as the English one. */
export const words: SameWords<typeof english> = {
  ...terms,
  ...problems,
  ...input,
  ...configs,
  code,
  reason: reasons,
  files,
  innovaphone,
  ownership,
};
