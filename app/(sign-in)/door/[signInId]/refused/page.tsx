import type { Metadata } from 'next';
import { RefusedStep } from '#components/door/refused-step.tsx';
import { leaveUrl } from '#lib/bff/door-context.ts';
import { doorPage } from '#lib/bff/door-page.ts';

export const metadata: Metadata = { title: 'You were not signed in' };

export default async function RefusedPage({ params }: { params: Promise<{ signInId: string }> }) {
  const door = await doorPage((await params).signInId, 'refused');
  return <RefusedStep door={door} leaveUrl={await leaveUrl(door.signInId)} now={Date.now()} />;
}
