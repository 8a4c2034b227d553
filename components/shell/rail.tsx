'use client';

import { useQuery } from '@tanstack/react-query';
import { LogIn, type LucideIcon, ScrollText, Settings, Waypoints, Wrench } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { connectionsQuery } from '#components/connection/queries.ts';
import { AccountMenu } from '#components/shell/account-menu.tsx';
import { Mark } from '#components/shell/mark.tsx';
import { cn } from '#components/ui/cn.ts';
import type { AdministratorView } from '#lib/contracts/administrator.ts';

const shownConnections = 12;

/** A rail on the left; on narrow screens a bar above the page. */
export function Rail({ administrator }: { administrator: AdministratorView }) {
  const pathname = usePathname();
  const connections = useQuery(connectionsQuery()).data ?? [];
  const inside = connections.length <= shownConnections ? connections : [];
  return (
    <header className="flex items-center gap-2 border-b bg-surface px-3 py-1.5 lg:sticky lg:top-0 lg:z-30 lg:h-dvh lg:w-56 lg:shrink-0 lg:flex-col lg:items-stretch lg:gap-4 lg:border-r lg:border-b-0 lg:px-3 lg:py-4">
      <Link href="/connections" className="rounded-md px-2 py-1" aria-label="Gatehouse, all connections">
        {/* On telephones its name would push the places under the account. */}
        <Mark className="max-sm:[&>span]:sr-only" />
      </Link>
      <nav aria-label="Main" className="min-w-0 flex-1 lg:overflow-y-auto">
        <ul className="flex lg:flex-col">
          <li>
            <RailLink
              href="/connections"
              icon={Waypoints}
              label="Connections"
              isCurrent={pathname === '/connections'}
            />
          </li>
          {inside.map((connection) => (
            <li key={connection.id} className="hidden lg:block">
              <RailLink
                href={`/connections/${connection.id}`}
                label={connection.name}
                isCurrent={pathname.startsWith(`/connections/${connection.id}`)}
              />
            </li>
          ))}
          <li>
            <RailLink href="/sign-ins" icon={LogIn} label="Sign-ins" isCurrent={pathname.startsWith('/sign-ins')} />
          </li>
          <li>
            <RailLink href="/workshop" icon={Wrench} label="Workshop" isCurrent={pathname.startsWith('/workshop')} />
          </li>
          <li>
            <RailLink href="/audit" icon={ScrollText} label="Audit log" isCurrent={pathname.startsWith('/audit')} />
          </li>
          <li>
            <RailLink
              href="/settings/applications"
              icon={Settings}
              label="Settings"
              isCurrent={pathname.startsWith('/settings')}
            />
          </li>
        </ul>
      </nav>
      <AccountMenu administrator={administrator} />
    </header>
  );
}

type RailLinkProps = { href: string; label: string; isCurrent: boolean; icon?: LucideIcon };

/** On telephones the icons stand for all places but the one that is open. */
function RailLink({ href, label, isCurrent, icon: Icon }: RailLinkProps) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className={cn(
        'flex h-8 min-w-0 items-center gap-2 rounded-md px-2 text-muted hover:bg-hover hover:text-ink',
        isCurrent && 'bg-hover font-medium text-ink',
        Icon === undefined && 'pl-8',
      )}
    >
      {Icon !== undefined && <Icon aria-hidden="true" className="size-4 shrink-0" />}
      <span className={cn('truncate', !isCurrent && 'max-sm:sr-only')}>{label}</span>
    </Link>
  );
}
