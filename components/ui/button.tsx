'use client';

import { cva } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Spinner } from '#components/ui/spinner.tsx';

/** For links that look like buttons, too. */
export const buttonStyles = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors select-none disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
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

type ButtonProps = ComponentProps<'button'> & {
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger';
  size?: 'small' | 'medium' | 'icon';
  isBusy?: boolean;
};

export function Button({
  variant = 'secondary',
  size = 'medium',
  isBusy = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      // A disabled button would lose the keyboard's place; a busy one keeps it and ignores presses.
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
      className={cn(buttonStyles({ variant, size }), className)}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  );
}
