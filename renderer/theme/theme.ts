/** Puts the chosen or the system's theme on the document, and keeps it there. */
import { bridge } from '../bridge.ts';
import { onPreferences, preferences } from '../preferences.ts';

export function keepTheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme } = preferences();
    document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    bridge().setTheme(theme);
  };
  dark.addEventListener('change', apply);
  onPreferences(apply);
  apply();
}
