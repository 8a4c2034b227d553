import type { Metadata } from 'next';
import { HoldStep } from '#components/door/hold-step.tsx';
import { isAway } from '#lib/bff/door-cookies.ts';
import { doorPage } from '#lib/bff/door-page.ts';

export const metadata: Metadata = { title: 'Looking for your certificate' };

export default async function CertificatePage({ params }: { params: Promise<{ signInId: string }> }) {
  const door = await doorPage((await params).signInId, 'certificate');
  return <HoldStep door={door} step={door.step} isAway={await isAway()} now={Date.now()} />;
}
