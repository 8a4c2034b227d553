import type { ReactNode } from 'react';

/** One column in the middle of the page, on telephones all of it. */
export default function SignInLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-4 py-10">{children}</main>
  );
}
