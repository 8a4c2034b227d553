import { cva } from 'class-variance-authority';

/** How buttons look; for links that look like buttons, too. */
export const buttonStyles = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-strong',
        secondary: 'border-line-strong/60 bg-surface text-ink hover:bg-hover',
        ghost: 'border-transparent text-muted hover:bg-hover hover:text-ink',
        danger: 'border-transparent bg-bad text-on-bad hover:bg-bad-strong',
      },
      size: {
        small: 'h-7 px-2.5 text-xs',
        medium: 'h-9 px-3.5 text-sm',
        icon: 'size-8',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'medium' },
  },
);
