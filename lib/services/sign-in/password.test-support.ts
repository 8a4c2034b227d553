import type { Actor } from '#lib/services/context.ts';
import { valueFrom, type World } from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  accepted,
  aLinkedConnector,
  aSite,
  type Browser,
  outside,
  refusedAs,
  type TestConnector,
} from '#lib/services/sign-in/door.test-support.ts';
import { signInWithPassword } from '#lib/services/sign-in/sign-in-with-password.ts';

/** Alice's password. */
export const right = 'Corréct horse & battery 7391';

export function knowsAlice({ passwords }: TestConnector): void {
  passwords.answer = async (userName, password) =>
    userName.toLowerCase() === 'alice' && password === right ? accepted() : refusedAs('wrong-password');
}

/** A connection with connectors that know Alice, and a browser at its password form. */
export async function aPasswordSite(world: World, names: readonly string[]) {
  const site = await aSite(world);
  const connectors: TestConnector[] = [];
  for (const name of names) connectors.push(await aLinkedConnector(world, site.connectionId, { name }));
  for (const connector of connectors) knowsAlice(connector);
  return { site, connectors, browser: await aBrowser(world, site, outside) };
}

export async function typePassword(
  world: World,
  { key }: Browser,
  typed: { readonly userName: string; readonly password: string; readonly keep?: boolean },
  actor: Actor = outside,
) {
  return valueFrom(await signInWithPassword(world.as(actor), { ...key, ...typed }));
}
