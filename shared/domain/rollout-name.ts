/**
 * What no name of a rollout may hold, since nobody sees it or it makes the text around it look like another: control
 * characters, line and paragraph separators, what turns the direction of writing (Unicode `Bidi_Control`), halves of
 * surrogate pairs.
 */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u;

/** A name without what it may not hold: for names that are taken from elsewhere, such as a file's. */
export function dropUnseenCharacters(name: string): string {
  return Array.from(name)
    .filter((character) => !UNSEEN.test(character))
    .join('');
}

/**
 * Finds the first character of a rollout's name that it may not hold.
 *
 * @returns its position, counted in characters from 1, and its code as `U+202E`; `null` for a name that is good.
 */
export function findUnseenCharacter(
  name: string,
): { readonly position: number; readonly character: `U+${string}` } | null {
  const characters = Array.from(name);
  const index = characters.findIndex((character) => UNSEEN.test(character));
  if (index < 0) return null;
  const code = (characters[index]?.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return { position: index + 1, character: `U+${code}` };
}
