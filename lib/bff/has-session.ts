import { decode } from 'next-auth/jwt';

/**
 * Whether these cookies hold a session that was begun here and has not run out. Enough to tell a stranger by; whether the administrator
 * has signed out everywhere since is asked of the database where something is read or changed.
 */
export async function hasSession(
  cookies: string | undefined,
  { authSecret, publicUrl }: { readonly authSecret: string; readonly publicUrl: string },
): Promise<boolean> {
  const name = `${publicUrl.startsWith('https://') ? '__Secure-' : ''}next-auth.session-token=`;
  const token = (cookies ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith(name))
    ?.slice(name.length);
  if (token === undefined || token === '') return false;
  try {
    return (await decode({ token, secret: authSecret })) !== null;
  } catch {
    return false;
  }
}
