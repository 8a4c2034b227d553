import { describe, expect, it } from 'vitest';
import type { Actor } from '#lib/services/context.ts';
import { prepareWorld } from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  aLinkedConnector,
  aSite,
  type Browser,
  outside,
  rowOf,
  type Site,
  unavailableAs,
} from '#lib/services/sign-in/door.test-support.ts';
import { aPasswordSite, knowsAlice, right, typePassword } from '#lib/services/sign-in/password.test-support.ts';

const world = prepareWorld();
const prepared = (names: readonly string[] = ['hq-1']) => aPasswordSite(world(), names);
const type = (browser: Browser, userName: string, password: string, actor: Actor = outside, keep = false) =>
  typePassword(world(), browser, { userName, password, keep }, actor);
const from = (address: string): Actor => ({ kind: 'anonymous', address });
const lastTry = async (browser: Browser) => (await rowOf(world(), browser.begun.signInId)).tries.at(-1);

describe('the throttle', () => {
  const guess = async (site: Site, userName: string, address: string, password = 'wrong') => {
    const browser = await aBrowser(world(), site, outside);
    return { browser, ...(await type(browser, userName, password, from(address))) };
  };

  it('stops guessing at one name from many places, however it is written, without asking the directory', async () => {
    const { site, connectors } = await prepared();
    const writings = ['ALICE', 'ａlice', 'álice', 'al\u00adice', 'alice\u200b', 'ANY\\alice', 'OTHER\\ alice '];
    for (let count = 0; count < 10; count += 1) {
      const userName = writings[count % writings.length] ?? '';
      expect((await guess(site, userName, `198.51.100.${count}`)).result).toBe('refused');
    }
    const { browser, result } = await guess(site, 'alice', '192.0.2.1', right);
    expect(result).toBe('throttled');
    expect(connectors[0]?.asked).toHaveLength(10);
    expect(await lastTry(browser)).toMatchObject({ result: 'refused', reason: 'throttled', claimedName: 'alice' });
    await type(browser, 'alice', right, from('192.0.2.1'));
    expect((await rowOf(world(), browser.begun.signInId)).tries).toHaveLength(1);
    expect((await guess(site, 'bob', '192.0.2.1')).result).toBe('refused');
    world().clock.now += 15 * 60_000 + 1;
    expect((await guess(site, 'alice', '192.0.2.1', right)).result).toBe('accepted');
  });

  it('counts names of each connection apart', async () => {
    const { site } = await prepared();
    const contoso = await aSite(world(), undefined, 'Contoso');
    knowsAlice(await aLinkedConnector(world(), contoso.connectionId));
    for (let count = 0; count < 11; count += 1) await guess(site, 'alice', `198.51.100.${count}`);
    expect((await guess(contoso, 'alice', '192.0.2.1', right)).result).toBe('accepted');
  });

  it('stops guessing from one place, which then counts against no name; an IPv6 place is its /64', async () => {
    const { site, connectors } = await prepared();
    let browser = await aBrowser(world(), site, outside);
    const place = (count: number) => from(`2001:db8:1:2::${count.toString(16)}`);
    for (let count = 0; count < 200; count += 1) {
      if (count % 50 === 49) browser = await aBrowser(world(), site, outside);
      await type(browser, `user${count}`, 'wrong', place(count));
    }
    const before = connectors[0]?.asked.length;
    for (let count = 0; count < 12; count += 1) {
      expect((await guess(site, 'alice', `2001:db8:1:2::a${count}`)).result).toBe('throttled');
    }
    expect(connectors[0]?.asked.length).toBe(before);
    expect((await guess(site, 'alice', '2001:db8:1:3::1', right)).result).toBe('accepted');
  });

  it('does not let many guesses at once slip through', async () => {
    const { site, connectors } = await prepared();
    const browsers = await Promise.all(Array.from({ length: 25 }, () => aBrowser(world(), site, outside)));
    await Promise.all(
      browsers.map((browser, count) => type(browser, 'alice', `guess ${count}`, from(`198.51.100.${count}`))),
    );
    expect(connectors[0]?.asked).toHaveLength(10);
  });

  it('forgets after a success, and does not count what no directory saw', async () => {
    const { site, connectors } = await prepared();
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 9; count += 1) await guess(site, 'alice', `198.51.100.${count}`);
      expect((await guess(site, 'alice', '198.51.100.9', right)).result).toBe('accepted');
    }
    for (const { passwords } of connectors) passwords.answer = async () => unavailableAs('directory-unreachable');
    for (let count = 0; count < 15; count += 1) {
      expect((await guess(site, 'alice', '198.51.100.9', right)).result).toBe('unavailable');
    }
    // An answer that never came may have been counted by the directory.
    for (const { passwords } of connectors) passwords.answer = async () => 'no-answer';
    for (let count = 0; count < 10; count += 1) await guess(site, 'alice', '198.51.100.9', right);
    expect((await guess(site, 'alice', '198.51.100.9', right)).result).toBe('throttled');
  });
});
