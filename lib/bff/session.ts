import 'server-only';
import { headers } from 'next/headers';
import { getServerSession } from 'next-auth';
import { cache } from 'react';
import { z } from 'zod';
import { authOptions } from '#lib/bff/auth-options.ts';
import { runtime } from '#lib/bff/runtime.ts';
import type { AdministratorView } from '#lib/contracts/administrator.ts';
import { readAdministrator } from '#lib/services/administrators/read-administrator.ts';
import type { Context } from '#lib/services/context.ts';

const sessionSchema = z.object({ administratorId: z.string(), sessionEpoch: z.number() });

/** The administrator of this request; undefined where nobody is signed in or the session was ended. */
export const currentAdministrator = cache(async (): Promise<AdministratorView | undefined> => {
  const session = sessionSchema.safeParse(await getServerSession(authOptions()));
  if (!session.success) return undefined;
  const outcome = await readAdministrator(
    { ...runtime().context, actor: { kind: 'system' } },
    { id: session.data.administratorId, sessionEpoch: session.data.sessionEpoch },
  );
  return outcome.ok ? outcome.value : undefined;
});

/** Whether this browser brings a session that was begun here and has been ended since: too old, signed out elsewhere, or removed. */
export async function isSessionEnded(): Promise<boolean> {
  if ((await currentAdministrator()) !== undefined) return false;
  return (await getServerSession(authOptions())) !== null;
}

/** The services' context in the name of whoever sends this request. */
export const requestContext = cache(async (): Promise<Context> => {
  const administrator = await currentAdministrator();
  return {
    ...runtime().context,
    actor:
      administrator === undefined
        ? { kind: 'anonymous', address: (await viewerAddress()).address }
        : { kind: 'administrator', id: administrator.id, email: administrator.email, role: administrator.role },
  };
});

/** Where Gatehouse sees this request come from; the composition root computed it once and overwrote the header. */
export async function viewerAddress(): Promise<{ address: string; via: string[] }> {
  const all = await headers();
  return {
    address: all.get('x-gatehouse-address') ?? 'unknown',
    via: (all.get('x-gatehouse-via') ?? '').split(',').filter((hop) => hop !== ''),
  };
}
