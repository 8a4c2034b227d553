import type { Metadata } from 'next';
import { PasswordStep } from '#components/door/password-step.tsx';
import { readPasswordNote } from '#lib/bff/door-cookies.ts';
import { doorPage } from '#lib/bff/door-page.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function PasswordPage({ params }: { params: Promise<{ signInId: string }> }) {
  const door = await doorPage((await params).signInId, 'password');
  return <PasswordStep door={door} step={door.step} note={await readPasswordNote()} now={Date.now()} />;
}
