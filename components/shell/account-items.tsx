'use client';

import { LogOut, MonitorX, UserRound } from 'lucide-react';
import Link from 'next/link';
import { ThemeItems } from '#components/shell/theme-items.tsx';
import { MenuItem, MenuLabel, MenuSeparator } from '#components/ui/menu.tsx';
import type { AdministratorView } from '#lib/contracts/administrator.ts';

type AccountItemsProps = { administrator: AdministratorView; onLeave: () => void; onLeaveEverywhere: () => void };

/** What the account's menu holds; its code comes with the first opening. */
export function AccountItems({ administrator, onLeave, onLeaveEverywhere }: AccountItemsProps) {
  return (
    <>
      <MenuLabel className="truncate">
        {administrator.email} · {administrator.role}
      </MenuLabel>
      <MenuItem asChild>
        <Link href="/settings/account">
          <UserRound aria-hidden="true" />
          Your account
        </Link>
      </MenuItem>
      <MenuSeparator />
      <ThemeItems />
      <MenuSeparator />
      <MenuItem onSelect={onLeave}>
        <LogOut aria-hidden="true" />
        Sign out
      </MenuItem>
      <MenuItem onSelect={onLeaveEverywhere}>
        <MonitorX aria-hidden="true" />
        Sign out everywhere…
      </MenuItem>
    </>
  );
}
