import type { Metadata } from 'next';
import type { ReactNode } from 'react';

export const metadata: Metadata = {
  title: { default: 'Sign in', template: '%s' },
  // Forms of a page without a referrer come from `null`, which looks like another site's where nothing else tells (Fetch section 3.2).
  referrer: 'same-origin',
  robots: { index: false },
};

export default function DoorLayout({ children }: { children: ReactNode }) {
  return children;
}
