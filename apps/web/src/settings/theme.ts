import { create } from 'zustand';
import { themeKey } from './theme-script';

export type ThemeChoice = 'system' | 'light' | 'dark';

const stored = (): ThemeChoice => {
  const value = typeof localStorage === 'undefined' ? null : localStorage.getItem(themeKey);
  return value === 'light' || value === 'dark' ? value : 'system';
};

function apply(choice: ThemeChoice): void {
  const dark = choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  // The browser's own bars follow the choice, not the system.
  for (const bar of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) bar.content = dark ? '#16130f' : '#f8f6f1';
}

/** Light, dark, or whatever the system says. */
export const useTheme = create<{ choice: ThemeChoice; choose(choice: ThemeChoice): void }>()((set) => ({
  choice: stored(),
  choose(choice) {
    if (choice === 'system') localStorage.removeItem(themeKey);
    else localStorage.setItem(themeKey, choice);
    apply(choice);
    set({ choice });
  },
}));

/** Follows the system, and a choice made in another tab. Returns how to stop. */
export function followTheme(): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const update = (): void => {
    useTheme.setState({ choice: stored() });
    apply(stored());
  };
  system.addEventListener('change', update);
  window.addEventListener('storage', update);
  return () => {
    system.removeEventListener('change', update);
    window.removeEventListener('storage', update);
  };
}
