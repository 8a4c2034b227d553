import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { firstAudit } from '#app/(console)/audit/first-audit.ts';
import { AuditPanel } from '#components/audit/audit-panel.tsx';
import { CheckPanel } from '#components/audit/check-panel.tsx';

export const metadata: Metadata = { title: 'Audit log' };

type Props = { searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function AuditPage({ searchParams }: Props) {
  return (
    <HydrationBoundary state={await firstAudit(await searchParams)}>
      <div className="flex min-w-0 flex-col gap-6 px-4 py-6 lg:px-8">
        <h1 className="text-xl font-semibold tracking-tight">Audit log</h1>
        <CheckPanel />
        <AuditPanel />
      </div>
    </HydrationBoundary>
  );
}
