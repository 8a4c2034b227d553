'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown } from 'lucide-react';
import { type ComponentProps, type ComponentType, useState } from 'react';
import { callAction } from '#components/shell/use-action.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { MenuButton } from '#components/ui/menu-button.tsx';
import { viewerQuery } from '#components/viewer/queries.ts';
import { signOutEverywhereAction } from '#lib/bff/actions/administrator.ts';
import type { AdministratorView } from '#lib/contracts/administrator.ts';

type Items = ComponentType<ComponentProps<typeof import('#components/shell/account-items.tsx').AccountItems>>;

export function AccountMenu({ administrator: first }: { administrator: AdministratorView }) {
  const administrator = useQuery(viewerQuery()).data?.administrator ?? first;
  const [isAsking, setIsAsking] = useState(false);
  const [AccountItems, setItems] = useState<Items>();

  async function leave() {
    const { signOut } = await import('next-auth/react');
    await signOut({ redirect: false });
    // A full load: nothing read under this session stays in memory.
    window.location.assign('/sign-in');
  }

  return (
    <>
      <MenuButton
        className="flex h-10 max-w-full min-w-0 items-center gap-2 rounded-md px-2 text-left hover:bg-hover lg:w-full"
        contentClassName="w-60"
        loadItems={async () => {
          const part = await import('#components/shell/account-items.tsx');
          setItems(() => part.AccountItems);
        }}
        trigger={
          <>
            <span
              aria-hidden="true"
              className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent-strong"
            >
              {administrator.name.slice(0, 1).toUpperCase()}
            </span>
            <span className="hidden min-w-0 flex-1 truncate sm:block">{administrator.name}</span>
            <span className="sr-only">Your account</span>
            <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-faint" />
          </>
        }
      >
        {() =>
          AccountItems !== undefined && (
            <AccountItems
              administrator={administrator}
              onLeave={() => void leave()}
              onLeaveEverywhere={() => setIsAsking(true)}
            />
          )
        }
      </MenuButton>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title="Sign out everywhere?"
        description="Every browser you are signed in with, this one included, has to sign in again. Nothing else changes."
        confirmLabel="Sign out everywhere"
        isDangerous={false}
        onConfirm={async () => {
          const outcome = await callAction(() => signOutEverywhereAction(), undefined);
          if (!outcome.ok) return outcome.problem.message;
          await leave();
          return undefined;
        }}
      />
    </>
  );
}
