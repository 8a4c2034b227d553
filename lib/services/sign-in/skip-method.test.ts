import { describe, expect, it } from 'vitest';
import type { Settings } from '#lib/contracts/settings.ts';
import { ada, codeOf, prepareWorld, valueFrom } from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  aLinkedConnector,
  allMethods,
  answered,
  aSite,
  type Browser,
  inside,
  receipt,
  refusedAs,
  rowOf,
  sent,
} from '#lib/services/sign-in/door.test-support.ts';
import { readDoor } from '#lib/services/sign-in/read-door.ts';
import { retryCertificate } from '#lib/services/sign-in/retry-certificate.ts';
import { skipMethod } from '#lib/services/sign-in/skip-method.ts';
import { takeReturn } from '#lib/services/sign-in/take-return.ts';

const world = prepareWorld();

async function prepared(settings: Settings = allMethods) {
  const site = await aSite(world(), settings);
  const connector = await aLinkedConnector(world(), site.connectionId);
  return { site, connector, browser: await aBrowser(world(), site) };
}

const skip = async ({ key }: Browser, method: string, failure: string) =>
  valueFrom(await skipMethod(world().as(inside), { ...key, method, failure }));

async function refuseCertificate({ connector, browser }: Awaited<ReturnType<typeof prepared>>, reason = 'expired') {
  const request = await sent(world(), browser);
  await answered(world(), connector, request, refusedAs(reason));
  const brought = { requestId: request.jti, receipt, secretOf: browser.secretOf };
  return valueFrom(await takeReturn(world().as(inside), brought));
}

describe('skipMethod', () => {
  it('goes on to the next method, with the reason', async () => {
    const { browser } = await prepared();
    expect((await skip(browser, 'client-certificate', 'not-reachable')).path).toContain('/kerberos');
    expect((await skip(browser, 'kerberos', 'chosen')).path).toContain('/password');
    const { tries, reason } = await rowOf(world(), browser.begun.signInId);
    expect(tries).toMatchObject([
      { method: 'client-certificate', result: 'unavailable', reason: 'not-reachable' },
      { method: 'kerberos', result: 'skipped', reason: 'chosen' },
    ]);
    expect(reason).toBe('chosen');
  });

  it('changes nothing when said twice, at once too, or of a method that has not its turn', async () => {
    const { browser } = await prepared();
    const paths = await Promise.all([1, 2, 3].map(() => skip(browser, 'client-certificate', 'not-reachable')));
    expect(new Set(paths.map(({ path }) => path))).toEqual(new Set([`/door/${browser.begun.signInId}/kerberos`]));
    expect((await skip(browser, 'password', 'chosen')).path).toContain('/kerberos');
    expect((await rowOf(world(), browser.begun.signInId)).tries).toHaveLength(1);
  });

  it('leaves the last way in where it is, unless it cannot be reached', async () => {
    const { browser } = await prepared({
      ...allMethods,
      networks: [{ block: '198.51.100.0/24', label: '', methods: ['client-certificate'] }],
    });
    expect((await skip(browser, 'client-certificate', 'chosen')).path).toContain('/certificate');
    expect((await skip(browser, 'client-certificate', 'not-reachable')).path).toContain('/refused');
  });

  it('sends nobody to the same unreachable URL for the next method', async () => {
    const one = { ...allMethods, kerberos: { enabled: true, frontFacingUrl: '' } };
    const { browser } = await prepared(one);
    expect((await skip(browser, 'client-certificate', 'not-reachable')).path).toContain('/password');
    expect((await rowOf(world(), browser.begun.signInId)).tries).toMatchObject([
      { method: 'client-certificate', result: 'unavailable', reason: 'not-reachable' },
      { method: 'kerberos', result: 'unavailable', reason: 'not-reachable' },
    ]);
    const chosen = await prepared(one);
    expect((await skip(chosen.browser, 'client-certificate', 'chosen')).path).toContain('/kerberos');
  });

  it('takes no other reason, no other browser, nobody who is signed in', async () => {
    const { browser } = await prepared();
    const say = (more: object, actor: Parameters<ReturnType<typeof world>['as']>[0] = inside) =>
      skipMethod(world().as(actor), { ...browser.key, method: 'client-certificate', failure: 'chosen', ...more });
    expect(codeOf(await say({ failure: 'no-ticket' }))).toBe('invalid-input');
    expect(codeOf(await say({ method: 'magic' }))).toBe('invalid-input');
    expect(codeOf(await say({ secret: 'x' }))).toBe('not-found');
    expect(codeOf(await say({}, ada))).toBe('not-allowed');
    expect((await rowOf(world(), browser.begun.signInId)).position).toBe(0);
  });
});

describe('retryCertificate', () => {
  const retry = async ({ key }: Browser) => valueFrom(await retryCertificate(world().as(inside), key));
  const canRetry = async ({ key }: Browser) => valueFrom(await readDoor(world().as(inside), key)).canRetryCertificate;

  it('goes back to the certificate, from the next method and from the refusal', async () => {
    const all = await prepared();
    await refuseCertificate(all);
    expect(await canRetry(all.browser)).toBe(true);
    expect((await retry(all.browser)).path).toContain('/certificate');
    expect(await canRetry(all.browser)).toBe(false);

    const only = await prepared({
      ...allMethods,
      networks: [{ block: '198.51.100.0/24', label: '', methods: ['client-certificate'] }],
    });
    expect((await refuseCertificate(only)).path).toContain('/refused');
    expect((await retry(only.browser)).path).toContain('/certificate');
    expect(await rowOf(world(), only.browser.begun.signInId)).toMatchObject({ state: 'open', endedAt: null });
  });

  it('is offered a few times, and not for ever', async () => {
    const all = await prepared();
    for (let count = 0; count < 6; count += 1) {
      await refuseCertificate(all);
      expect(await canRetry(all.browser)).toBe(count < 5);
      await retry(all.browser);
    }
    const { position, tries } = await rowOf(world(), all.browser.begun.signInId);
    expect([position, tries.length]).toEqual([1, 6]);
  });

  it('changes nothing where it is not offered', async () => {
    const all = await prepared();
    await skip(all.browser, 'client-certificate', 'chosen');
    await skip(all.browser, 'kerberos', 'chosen');
    world().clock.now += 31 * 60_000;
    expect((await retry(all.browser)).path).toContain('/refused');
    const elsewhere = await aBrowser(world(), all.site, { kind: 'anonymous', address: '203.0.113.9' });
    expect((await retry(elsewhere)).path).toContain('/password');
    expect(codeOf(await retryCertificate(world().as(inside), { ...all.browser.key, secret: undefined }))).toBe(
      'not-found',
    );
    expect(codeOf(await retryCertificate(world().as(ada), all.browser.key))).toBe('not-allowed');
  });

  it('tells the last word on each method only', async () => {
    const all = await prepared();
    await refuseCertificate(all, 'expired');
    await retry(all.browser);
    await refuseCertificate(all, 'revoked');
    const { explanations } = valueFrom(await readDoor(world().as(inside), all.browser.key));
    expect(explanations).toHaveLength(1);
    expect(explanations[0]?.sentence).toMatch(/revoked/);
  });
});
