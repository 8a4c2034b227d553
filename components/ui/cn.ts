import { type ClassValue, clsx } from 'clsx';
import { createTailwindMerge } from 'tailwind-merge';

const colours =
  /^(transparent|current|paper|surface|sunken|hover|veil|ink|muted|faint|line(-strong)?|on-(accent|bad)|(accent|good|attention|bad)(-strong|-soft)?)$/;
const sizes = /^(2xs|xs|sm|base|lg|xl|\[\d+px\])$/;
const isColour = (value: string) => colours.test(value);
const isSize = (value: string) => sizes.test(value);
const isAny = () => true;

// The library's own table of every class there is would be five times the library.
const merge = createTailwindMerge(() => ({
  cacheSize: 200,
  theme: {},
  classGroups: {
    display: ['block', 'inline-block', 'inline-flex', 'flex', 'grid', 'hidden', 'contents'],
    background: [{ bg: [isColour] }],
    border: [{ border: [isColour] }],
    text: [{ text: [isColour] }],
    size: [{ text: [isSize] }],
    height: [{ h: [isAny] }],
    width: [{ w: [isAny] }],
  },
  conflictingClassGroups: {},
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [],
}));

/** Joins class names; of two that set the same display, colour, size, height or width the later wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
