import 'server-only';
import { cookies } from 'next/headers';
import { runtime } from '#lib/bff/runtime.ts';
import { viewerAddress } from '#lib/bff/session.ts';
import { doorCookieName } from '#lib/contracts/door.ts';
import type { Context } from '#lib/services/context.ts';
import { interactionOf } from '#lib/services/sign-in/browser-secret.ts';

/** The services' context for a person at the door; an administrator who is signed in to the console is nobody special here. */
export async function doorContext(): Promise<Context> {
  return { ...runtime().context, actor: { kind: 'anonymous', address: (await viewerAddress()).address } };
}

/** What shows that this browser began the sign-in; undefined where it did not. */
export async function doorSecret(signInId: string): Promise<string | undefined> {
  return (await doorSecrets())(signInId);
}

export async function doorSecrets(): Promise<(signInId: string) => string | undefined> {
  const all = await cookies();
  const isSecure = runtime().publicUrl.startsWith('https:');
  return (signInId) => all.get(doorCookieName(signInId, isSecure))?.value;
}

/** Where the application is told that nobody signed in; undefined where this browser did not begin the sign-in. */
export async function leaveUrl(signInId: string): Promise<string | undefined> {
  const secret = await doorSecret(signInId);
  return secret === undefined ? undefined : `/oidc/interaction/${encodeURIComponent(interactionOf(secret))}/cancel`;
}
