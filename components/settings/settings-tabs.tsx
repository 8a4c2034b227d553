'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '#components/ui/cn.ts';

const tabs = [
  { href: '/settings/applications', label: 'Applications' },
  { href: '/settings/administrators', label: 'Administrators' },
  { href: '/settings/account', label: 'Your account' },
];

export function SettingsTabs() {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="overflow-x-auto border-b bg-surface px-2 lg:px-6">
      <ul className="flex">
        {tabs.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={pathname === href ? 'page' : undefined}
              className={cn(
                '-mb-px flex h-10 items-center border-b-2 border-transparent px-2.5 whitespace-nowrap text-muted -outline-offset-2 hover:text-ink',
                pathname === href && 'border-accent font-medium text-ink',
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
