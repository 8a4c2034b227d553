import type { Metadata } from 'next';
import { MappingPanel } from '#components/mapping/mapping-panel.tsx';

export const metadata: Metadata = { title: 'Mapping' };

export default async function MappingPage({ params }: { params: Promise<{ connectionId: string }> }) {
  return <MappingPanel connectionId={(await params).connectionId} />;
}
