import 'server-only';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { runtime } from '#lib/bff/runtime.ts';

/*
 * What a browser keeps for the door from one page to the next, beside the secret of its sign-in. All of it is for showing only: nothing
 * is decided by it, and what a stranger puts there says nothing on a page.
 */

const awayCookie = 'gatehouse-away';
const awaySeconds = 600;
const noteCookie = 'gatehouse-door-note';
const noteSeconds = 120;

/** Notes that the browser leaves for a host. */
export async function setAway(): Promise<void> {
  (await cookies()).set(awayCookie, 'yes', { ...options('/door'), maxAge: awaySeconds });
}

/** Notes that it is back. */
export async function clearAway(): Promise<void> {
  (await cookies()).set(awayCookie, '', { ...options('/door'), maxAge: 0 });
}

export async function isAway(): Promise<boolean> {
  return (await cookies()).has(awayCookie);
}

const noteSchema = z.object({ code: z.string().max(60), userName: z.string().max(256), keep: z.boolean() });
/** What the password page is to show again after a press that led nowhere. */
export type PasswordNote = z.infer<typeof noteSchema>;

export async function setPasswordNote(signInId: string, note: PasswordNote): Promise<void> {
  const value = Buffer.from(JSON.stringify(note)).toString('base64url');
  (await cookies()).set(noteCookie, value, { ...options(`/door/${signInId}`), maxAge: noteSeconds });
}

export async function clearPasswordNote(signInId: string): Promise<void> {
  (await cookies()).set(noteCookie, '', { ...options(`/door/${signInId}`), maxAge: 0 });
}

export async function readPasswordNote(): Promise<PasswordNote | undefined> {
  const value = (await cookies()).get(noteCookie)?.value;
  if (value === undefined || value.length > 2_000) return undefined;
  try {
    return noteSchema.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}

function options(path: string) {
  return { path, httpOnly: true, sameSite: 'lax', secure: runtime().publicUrl.startsWith('https://') } as const;
}
