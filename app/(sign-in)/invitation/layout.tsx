import type { ReactNode } from 'react';
import { AdministratorFrame } from '#components/shell/administrator-frame.tsx';

export default function AdministratorLayout({ children }: { children: ReactNode }) {
  return <AdministratorFrame>{children}</AdministratorFrame>;
}
