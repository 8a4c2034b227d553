import type { ReactNode } from 'react';
import { WorkshopPromise } from '#components/workshop/workshop-promise.tsx';
import { WorkshopTabs } from '#components/workshop/workshop-tabs.tsx';

export default function WorkshopLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="flex flex-col gap-1 bg-surface px-4 pt-6 pb-3 lg:px-8">
        <h1 className="text-xl font-semibold tracking-tight">Workshop</h1>
        <WorkshopPromise />
      </header>
      <WorkshopTabs />
      <div className="px-4 py-6 lg:px-8">{children}</div>
    </>
  );
}
