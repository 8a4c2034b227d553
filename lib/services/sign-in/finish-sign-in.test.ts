import { describe, expect, it } from 'vitest';
import type { Actor } from '#lib/services/context.ts';
import { ada, codeOf, noon, prepareWorld, system, valueFrom } from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  accepted,
  aLinkedConnector,
  alice,
  aSite,
  type Browser,
  outside,
  rowOf,
} from '#lib/services/sign-in/door.test-support.ts';
import { findPerson } from '#lib/services/sign-in/find-person.ts';
import { finishSignIn } from '#lib/services/sign-in/finish-sign-in.ts';
import { signInWithPassword } from '#lib/services/sign-in/sign-in-with-password.ts';

const world = prepareWorld();

async function signedIn(keep = false) {
  const site = await aSite(world());
  (await aLinkedConnector(world(), site.connectionId)).passwords.answer = async () => accepted();
  const browser = await aBrowser(world(), site, outside);
  const typed = { ...browser.key, userName: 'alice', password: 'correct', keep };
  valueFrom(await signInWithPassword(world().as(outside), typed));
  return { site, browser };
}

const finish = ({ interactionId, secretOf }: Pick<Browser, 'interactionId' | 'secretOf'>, actor: Actor = system) =>
  finishSignIn(world().as(actor), { interactionId, secretOf });

describe('finishSignIn', () => {
  it('tells whom the application’s request is answered with, and for how long', async () => {
    const { browser } = await signedIn(true);
    const { personId } = await rowOf(world(), browser.begun.signInId);
    expect(valueFrom(await finish(browser))).toEqual({
      signInId: browser.begun.signInId,
      personId,
      method: 'password',
      at: noon,
      keepSignedIn: true,
      sessionHours: 8,
      keepDays: 30,
    });
  });

  it('does so once, of many at once too', async () => {
    const { browser } = await signedIn();
    const codes = (await Promise.all([1, 2, 3].map(() => finish(browser)))).map(codeOf);
    expect(codes.toSorted()).toEqual(['already-exists', 'already-exists', 'went well']);
    expect(codeOf(await finish(browser))).toBe('already-exists');
  });

  it('does so for the browser and the request that signed in, and for Gatehouse itself', async () => {
    const { browser, site } = await signedIn();
    const other = await aBrowser(world(), site, outside);
    const { interactionId } = browser;
    expect(codeOf(await finish({ interactionId, secretOf: () => undefined }))).toBe('not-found');
    expect(codeOf(await finish({ interactionId, secretOf: () => other.key.secret }))).toBe('not-found');
    expect(codeOf(await finish({ ...other, interactionId }))).toBe('not-found');
    expect(codeOf(await finish({ interactionId: 'another-request', secretOf: browser.secretOf }))).toBe('not-found');
    expect(codeOf(await finish({ interactionId: '\0', secretOf: browser.secretOf }))).toBe('not-found');
    expect(codeOf(await finish(browser, outside))).toBe('not-allowed');
    expect(codeOf(await finish(browser, ada))).toBe('not-allowed');
    expect(codeOf(await finish(browser))).toBe('went well');
  });

  it('does so for nobody who has not signed in, or long ago', async () => {
    const { browser, site } = await signedIn();
    expect(codeOf(await finish(await aBrowser(world(), site, outside)))).toBe('not-signed-in');
    world().clock.now += 10 * 60_000 + 1;
    expect(codeOf(await finish(browser))).toBe('not-signed-in');
  });
});

describe('findPerson', () => {
  it('tells what the directory said of them when they signed in last', async () => {
    const { browser, site } = await signedIn();
    const { personId } = await rowOf(world(), browser.begun.signInId);
    expect(await findPerson(world().as(system), personId ?? '')).toEqual({
      id: personId,
      connectionId: site.connectionId,
      profile: alice,
    });
    expect(await findPerson(world().as(system), 'per_none')).toBeUndefined();
    expect(await findPerson(world().as(system), '\0')).toBeUndefined();
    await expect(findPerson(world().as(ada), personId ?? '')).rejects.toThrow('Only Gatehouse itself');
  });

  it('keeps people of two connections apart, whatever their directories call them', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    const ids = await Promise.all(
      [here, there].map(async ({ browser }) => (await rowOf(world(), browser.begun.signInId)).personId),
    );
    expect(new Set(ids).size).toBe(2);
  });
});
