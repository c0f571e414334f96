/** What the account and the rollout for practice are called, by the language of whoever starts the services first. */
export const PRACTICE_NAMES: Readonly<Record<'de' | 'en', { readonly account: string; readonly rollout: string }>> = {
  en: { account: 'Practice Gigaset', rollout: 'Practice' },
  de: { account: 'Übung Gigaset', rollout: 'Übung' },
};

/** Tells whether an account is the one for practice: its services have another address and password at every start. */
export function isPracticeAccount(name: string): boolean {
  return Object.values(PRACTICE_NAMES).some(({ account }) => account === name);
}
