import { useEffect } from 'react';

/**
 * Gives the focus a place when what held it is gone: the open tab, else the screen.
 *
 * @param step What is shown; another one may have taken the focused button away.
 */
export function useFocusKept(step: string): void {
  useEffect(() => {
    if (step === '' || document.activeElement !== document.body) return;
    const place = document.querySelector<HTMLElement>('.tab[aria-current]') ?? document.getElementById('screen');
    place?.focus();
  }, [step]);
}
