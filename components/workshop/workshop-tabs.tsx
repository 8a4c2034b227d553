'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { cn } from '#components/ui/cn.ts';
import { tools } from '#components/workshop/tools.ts';

// Nothing is fetched ahead: while a tool is used, the page asks the server for nothing.
const tabs = [{ path: '', label: 'All tools' }, ...tools];

export function WorkshopTabs() {
  const pathname = usePathname();
  const list = useRef<HTMLUListElement>(null);

  // On narrow screens the tabs are wider than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tab that is current follows from the path.
  useEffect(() => {
    const current = list.current?.querySelector('[aria-current]');
    current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [pathname]);

  return (
    <nav aria-label="Workshop" className="overflow-x-auto border-b bg-surface px-2 lg:px-6">
      <ul ref={list} className="flex">
        {tabs.map(({ path, label }) => {
          const href = path === '' ? '/workshop' : `/workshop/${path}`;
          const isCurrent = pathname === href;
          return (
            <li key={path}>
              <Link
                href={href}
                prefetch={false}
                aria-current={isCurrent ? 'page' : undefined}
                className={cn(
                  '-mb-px flex h-10 items-center border-b-2 border-transparent px-2.5 whitespace-nowrap text-muted -outline-offset-2 hover:text-ink',
                  isCurrent && 'border-accent font-medium text-ink',
                )}
              >
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
