/** `system` follows the device. The choice is a cookie: the server draws it at once, and no script runs before the page. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const themeCookie = 'gatehouse-theme';

export function readTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}
