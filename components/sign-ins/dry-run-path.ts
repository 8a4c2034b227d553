import type { SignInView } from '#lib/contracts/sign-in.ts';

/** The dry run with what is known of a sign-in filled in, as the fragment that dry-run-link.ts reads. Certificates are not kept in the log. */
export function dryRunPath({
  connectionId,
  address,
  startedAt,
  person,
  tries,
}: Pick<SignInView, 'connectionId' | 'address' | 'startedAt' | 'person' | 'tries'>): string {
  const user = person?.userName ?? tries.findLast(({ method }) => method === 'password')?.claimedName ?? '';
  const filled = new URLSearchParams({ address, at: String(startedAt), ...(user === '' ? {} : { user }) });
  return `/connections/${connectionId}/dry-run#${filled}`;
}
