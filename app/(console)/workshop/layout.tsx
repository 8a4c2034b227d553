import { ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { WorkshopTabs } from '#components/workshop/workshop-tabs.tsx';

export default function WorkshopLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="flex flex-col gap-1 bg-surface px-4 pt-6 pb-3 lg:px-8">
        <h1 className="text-xl font-semibold tracking-tight">Workshop</h1>
        <p className="flex items-start gap-1.5 text-pretty text-muted">
          <ShieldCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" />
          Nothing on this page is sent anywhere. Files are read and written in this browser, keys too.
        </p>
      </header>
      <WorkshopTabs />
      <div className="px-4 py-6 lg:px-8">{children}</div>
    </>
  );
}
