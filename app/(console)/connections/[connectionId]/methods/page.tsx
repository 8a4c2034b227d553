import type { Metadata } from 'next';
import { MethodsPanel } from '#components/methods/methods-panel.tsx';

export const metadata: Metadata = { title: 'Methods' };

export default async function MethodsPage({ params }: { params: Promise<{ connectionId: string }> }) {
  return <MethodsPanel connectionId={(await params).connectionId} />;
}
