import type { Metadata } from 'next';
import { HoldStep } from '#components/door/hold-step.tsx';
import { isAway } from '#lib/bff/door-cookies.ts';
import { doorPage } from '#lib/bff/door-page.ts';

export const metadata: Metadata = { title: 'Looking for your computer’s sign-in' };

export default async function KerberosPage({ params }: { params: Promise<{ signInId: string }> }) {
  const door = await doorPage((await params).signInId, 'kerberos');
  return <HoldStep door={door} step={door.step} isAway={await isAway()} now={Date.now()} />;
}
