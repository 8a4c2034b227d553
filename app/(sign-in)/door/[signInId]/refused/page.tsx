import type { Metadata } from 'next';
import { RefusedStep } from '#components/door/refused-step.tsx';
import { doorPage } from '#lib/bff/door-page.ts';

export const metadata: Metadata = { title: 'You were not signed in' };

export default async function RefusedPage({ params }: { params: Promise<{ signInId: string }> }) {
  return <RefusedStep door={await doorPage((await params).signInId, 'refused')} now={Date.now()} />;
}
