'use client';

import { DropdownMenu } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';

/** Not modal, and in its place in the document: what reads the page aloud keeps the rest of it. */
export function Menu(props: ComponentProps<typeof DropdownMenu.Root>) {
  return <DropdownMenu.Root modal={false} {...props} />;
}

export const MenuTrigger = DropdownMenu.Trigger;
export const MenuRadioGroup = DropdownMenu.RadioGroup;

export function MenuContent({ className, ...rest }: ComponentProps<typeof DropdownMenu.Content>) {
  return (
    <DropdownMenu.Content
      align="end"
      sideOffset={6}
      collisionPadding={8}
      {...rest}
      className={cn('z-50 min-w-52 animate-appear rounded-lg border bg-surface p-1 shadow-float', className)}
    />
  );
}

const itemStyles =
  'flex w-full cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 outline-none select-none data-[disabled]:opacity-55 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';

export function MenuItem({
  className,
  isDangerous = false,
  ...rest
}: ComponentProps<typeof DropdownMenu.Item> & { isDangerous?: boolean }) {
  return (
    <DropdownMenu.Item
      {...rest}
      className={cn(itemStyles, isDangerous && 'text-bad data-[highlighted]:bg-bad-soft [&_svg]:text-bad', className)}
    />
  );
}

export function MenuRadioItem({ className, children, ...rest }: ComponentProps<typeof DropdownMenu.RadioItem>) {
  return (
    <DropdownMenu.RadioItem
      {...rest}
      className={cn(itemStyles, 'data-[state=checked]:font-medium data-[state=checked]:text-accent-strong', className)}
    >
      {children}
    </DropdownMenu.RadioItem>
  );
}

export function MenuLabel({ className, ...rest }: ComponentProps<typeof DropdownMenu.Label>) {
  return <DropdownMenu.Label {...rest} className={cn('px-2.5 pt-2 pb-1 text-xs text-muted', className)} />;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
