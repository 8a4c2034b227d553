import type { Metadata } from 'next';
import { DoneStep } from '#components/door/done-step.tsx';
import { doorPage } from '#lib/bff/door-page.ts';

export const metadata: Metadata = { title: 'Signed in' };

export default async function DonePage({ params }: { params: Promise<{ signInId: string }> }) {
  const door = await doorPage((await params).signInId, 'done');
  return <DoneStep door={door} finishUrl={door.step.finishUrl} />;
}
