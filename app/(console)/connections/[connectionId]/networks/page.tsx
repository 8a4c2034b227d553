import type { Metadata } from 'next';
import { NetworksPanel } from '#components/networks/networks-panel.tsx';

export const metadata: Metadata = { title: 'Networks' };

export default async function NetworksPage({ params }: { params: Promise<{ connectionId: string }> }) {
  return <NetworksPanel connectionId={(await params).connectionId} />;
}
