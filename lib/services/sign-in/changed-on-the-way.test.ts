import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { connections } from '#lib/db/schema.ts';
import { revokeConnector } from '#lib/services/revoke-connector.ts';
import { ada, codeOf, prepareWorld, system, valueFrom } from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  accepted,
  aLinkedConnector,
  allMethods,
  answered,
  aSite,
  inside,
  outside,
  peopleOf,
  publish,
  receipt,
  rowOf,
  sent,
} from '#lib/services/sign-in/door.test-support.ts';
import { finishSignIn } from '#lib/services/sign-in/finish-sign-in.ts';
import { goToConnector } from '#lib/services/sign-in/go-to-connector.ts';
import { aPasswordSite, right } from '#lib/services/sign-in/password.test-support.ts';
import { readDoor } from '#lib/services/sign-in/read-door.ts';
import { signInWithPassword } from '#lib/services/sign-in/sign-in-with-password.ts';
import { takeReturn } from '#lib/services/sign-in/take-return.ts';

const world = prepareWorld();

/** A browser for which a connector has answered that it is Alice's, on its way back. */
async function onTheWayBack() {
  const site = await aSite(world());
  const connector = await aLinkedConnector(world(), site.connectionId);
  const browser = await aBrowser(world(), site);
  const { jti: requestId, ...request } = await sent(world(), browser);
  expect(await answered(world(), connector, { ...request, jti: requestId }, accepted())).toBe(true);
  const comeBack = () => takeReturn(world().as(inside), { secretOf: browser.secretOf, requestId, receipt });
  return { site, connector, browser, comeBack };
}

function deleteConnection({ connectionId }: { readonly connectionId: string }) {
  return world().database.db.delete(connections).where(eq(connections.id, connectionId));
}

describe('a browser on its way back from a connector', () => {
  it('is not signed in by the word of one that was revoked, but led to the next method', async () => {
    const { connector, browser, comeBack } = await onTheWayBack();
    valueFrom(await revokeConnector(world().as(ada), { connectorId: connector.id }));
    expect(valueFrom(await comeBack()).path).not.toContain('/done');
    const row = await rowOf(world(), browser.begun.signInId);
    expect(row).toMatchObject({ state: 'open', personId: null });
    expect(row.tries[0]).toMatchObject({ result: 'unavailable', reason: 'not-delivered' });
    expect(await peopleOf(world())).toEqual([]);
  });

  it('is not signed in with a method that was switched off', async () => {
    const { site, browser, comeBack } = await onTheWayBack();
    await publish(world(), site.connectionId, { ...allMethods, clientCertificate: { enabled: false } });
    expect(await comeBack()).toMatchObject({ ok: false, problem: { refusal: 'not-its-turn' } });
    const row = await rowOf(world(), browser.begun.signInId);
    expect(row).toMatchObject({ state: 'open', position: 1, personId: null });
    expect(row.tries).toMatchObject([{ reason: 'method-off' }]);
  });

  it('is signed in where other settings changed', async () => {
    const { site, browser, comeBack } = await onTheWayBack();
    await publish(world(), site.connectionId, { ...allMethods, frontFacingUrl: 'https://new.fabrikam.example' });
    expect(valueFrom(await comeBack()).path).toBe(`/door/${browser.begun.signInId}/done`);
  });

  it('is at no door any more where the connection was deleted', async () => {
    const { site, browser, comeBack } = await onTheWayBack();
    await deleteConnection(site);
    expect(await comeBack()).toMatchObject({ ok: false, problem: { refusal: 'unknown-request' } });
    expect(codeOf(await readDoor(world().as(inside), browser.key))).toBe('not-found');
    expect(codeOf(await goToConnector(world().as(inside), browser.key))).toBe('not-found');
  });
});

describe('a password that is being checked', () => {
  it('signs nobody in to a connection that was deleted meanwhile', async () => {
    const { site, connectors, browser } = await aPasswordSite(world(), ['hq-1']);
    for (const { passwords } of connectors)
      passwords.answer = async () => {
        await deleteConnection(site);
        return accepted();
      };
    const typed = { ...browser.key, userName: 'alice', password: right };
    expect(codeOf(await signInWithPassword(world().as(outside), typed))).toBe('not-found');
    const { interactionId, secretOf } = browser;
    expect(codeOf(await finishSignIn(world().as(system), { interactionId, secretOf }))).toBe('not-found');
    expect(await peopleOf(world())).toEqual([]);
  });
});
