'use client';

import type { ComponentProps } from 'react';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { cn } from '#components/ui/cn.ts';
import { Spinner } from '#components/ui/spinner.tsx';

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
  'aria-disabled': isRefused,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      // A disabled button would lose the keyboard's place; a busy one keeps it and ignores presses.
      aria-disabled={isBusy || isRefused}
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
