import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccountPanel } from '#components/account/account-panel.tsx';
import { currentAdministrator } from '#lib/bff/session.ts';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountPage() {
  const administrator = await currentAdministrator();
  if (administrator === undefined) redirect('/sign-in?next=/settings/account');
  return <AccountPanel administrator={administrator} />;
}
