import type { ReactNode } from 'react';
import { InsecurePageNotice } from '#components/shell/insecure-page-notice.tsx';
import { Mark } from '#components/shell/mark.tsx';

export default function SignInLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-4 py-10">
      <Mark className="text-base" />
      <InsecurePageNotice />
      {children}
    </main>
  );
}
