'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { readTheme, type Theme, themeCookie, themes } from '#components/shell/theme.ts';
import { MenuLabel, MenuRadioGroup, MenuRadioItem } from '#components/ui/menu.tsx';

const looks = {
  system: { icon: Monitor, label: 'As the device' },
  light: { icon: Sun, label: 'Light' },
  dark: { icon: Moon, label: 'Dark' },
} as const;

const yearInSeconds = 365 * 24 * 60 * 60;

/** The theme choice as items of a menu. */
export function ThemeItems() {
  const [theme, setTheme] = useState<Theme>(() => readTheme(document.documentElement.dataset['theme']));

  function choose(value: string) {
    const chosen = readTheme(value);
    setTheme(chosen);
    if (chosen === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = chosen;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API does not exist on plain http.
    document.cookie = `${themeCookie}=${chosen}; path=/; max-age=${yearInSeconds}; samesite=lax`;
  }

  return (
    <>
      <MenuLabel>Appearance</MenuLabel>
      <MenuRadioGroup value={theme} onValueChange={choose}>
        {themes.map((value) => {
          const { icon: Icon, label } = looks[value];
          return (
            <MenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
              <Icon aria-hidden="true" />
              {label}
            </MenuRadioItem>
          );
        })}
      </MenuRadioGroup>
    </>
  );
}
