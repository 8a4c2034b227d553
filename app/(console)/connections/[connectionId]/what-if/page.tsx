import type { Metadata } from 'next';
import { WhatIfPanel } from '#components/what-if/what-if-panel.tsx';

export const metadata: Metadata = { title: 'What if' };

export default async function WhatIfPage({ params }: { params: Promise<{ connectionId: string }> }) {
  return <WhatIfPanel connectionId={(await params).connectionId} />;
}
