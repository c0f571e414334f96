import { useEffect } from 'react';
import type { WindowSettings } from '../../shared/contract/settings.ts';

const DARK = '(prefers-color-scheme: dark)';

/** Shows the chosen theme and density; the system's theme is followed live. */
export function useTheme({ theme, density }: Pick<WindowSettings, 'theme' | 'density'>): void {
  useEffect(() => {
    const media = window.matchMedia(DARK);
    function show(): void {
      const isDark = theme === 'dark' || (theme === 'system' && media.matches);
      document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    }
    show();
    media.addEventListener('change', show);
    return () => media.removeEventListener('change', show);
  }, [theme]);
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
}
