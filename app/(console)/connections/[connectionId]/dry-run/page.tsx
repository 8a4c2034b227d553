import type { Metadata } from 'next';
import { DryRunPanel } from '#components/dry-run/dry-run-panel.tsx';

export const metadata: Metadata = { title: 'Dry run' };

export default async function DryRunPage({ params }: { params: Promise<{ connectionId: string }> }) {
  return <DryRunPanel connectionId={(await params).connectionId} />;
}
