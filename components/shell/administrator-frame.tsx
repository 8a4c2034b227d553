import type { ReactNode } from 'react';
import { InsecurePageNotice } from '#components/shell/insecure-page-notice.tsx';
import { Mark } from '#components/shell/mark.tsx';

/** Around the pages that lead administrators to the console. */
export function AdministratorFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <Mark className="text-base" />
      <InsecurePageNotice />
      {children}
    </>
  );
}
