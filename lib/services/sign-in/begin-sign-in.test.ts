import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowSettings, type Settings } from '#lib/contracts/settings.ts';
import { signIns } from '#lib/db/schema.ts';
import { compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { ada, codeOf, prepareWorld, system, valueFrom } from '#lib/services/service-world.test-support.ts';
import { beginSignIn } from '#lib/services/sign-in/begin-sign-in.ts';
import {
  aBrowser,
  aLinkedConnector,
  allMethods,
  aSite,
  inside,
  outside,
  publish,
  rowOf,
} from '#lib/services/sign-in/door.test-support.ts';

const world = prepareWorld();
const off: Settings = {
  ...allMethods,
  clientCertificate: { enabled: false },
  kerberos: { ...allMethods.kerberos, enabled: false },
};
const own = (methods: Settings['networks'][number]['methods']): Settings => ({
  ...allMethods,
  networks: [{ block: '198.51.100.0/24', label: 'Head office', methods }],
});

describe('beginSignIn', () => {
  it.each([
    [
      'a network with the connection’s methods',
      allMethods,
      inside,
      'certificate',
      ['client-certificate', 'kerberos', 'password'],
    ],
    ['a network with its own methods', own(['kerberos', 'password']), inside, 'kerberos', ['kerberos', 'password']],
    [
      'a network that ends before the password',
      own(['client-certificate']),
      inside,
      'certificate',
      ['client-certificate'],
    ],
    ['a network whose methods are off', { ...own(['kerberos']), ...{ kerberos: off.kerberos } }, inside, 'refused', []],
    ['everyone else', allMethods, outside, 'password', ['password']],
    ['everyone else, where nobody is let in', { ...allMethods, outside: 'refuse' as const }, outside, 'refused', []],
    ['methods that are off', off, inside, 'password', ['password']],
  ])('sends %s to its first method', async (_case, settings, from, step, methods) => {
    const site = await aSite(world(), settings);
    await aLinkedConnector(world(), site.connectionId);
    const { begun } = await aBrowser(world(), site, from);
    expect(begun.path).toBe(`/door/${begun.signInId}/${step}`);
    const row = await rowOf(world(), begun.signInId);
    expect(row.methods).toEqual(methods);
    expect(row.state).toBe(methods.length === 0 ? 'refused' : 'open');
  });

  it('stores the very decision that the preview makes, also for where connectors are seen from', async () => {
    const settings: Settings = {
      ...allMethods,
      networks: [
        ...allMethods.networks,
        { block: '198.51.100.128/25', label: 'Branch', methods: ['kerberos', 'password'] },
      ],
    };
    const site = await aSite(world(), settings);
    await aLinkedConnector(world(), site.connectionId, { name: 'hq-1', seenFrom: '192.0.2.44' });
    await aLinkedConnector(world(), site.connectionId, { name: 'hq-2', seenFrom: '2001:db8::7' });
    const flow = compileFlow(flowSettings(settings), [
      { address: '192.0.2.44', connector: 'hq-1' },
      { address: '2001:db8::7', connector: 'hq-2' },
    ]);
    const addresses = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.integer({ min: 0, max: 255 }).map((last) => `198.51.100.${last}`),
      fc.constantFrom('192.0.2.44', '2001:db8::7', '::ffff:198.51.100.200', 'fe80::1%eth0'),
    );
    let count = 0;
    await fc.assert(
      fc.asyncProperty(addresses, async (address) => {
        count += 1;
        const input = { applicationId: site.applicationId, interactionId: `preview-${count}`, via: ['192.0.2.1'] };
        const begun = valueFrom(await beginSignIn(world().as({ kind: 'anonymous', address }), input));
        const { address: stored, methods, matched, sentence, reasonCodes, via } = await rowOf(world(), begun.signInId);
        const preview = valueFrom(decideFlow(flow, address));
        expect({ address: stored, methods, matched, sentence, reasonCodes, via }).toEqual({
          address: preview.address,
          methods: preview.methods,
          matched: preview.matched,
          sentence: preview.sentence,
          reasonCodes: preview.reasons.map(({ code }) => code),
          via: ['192.0.2.1'],
        });
      }),
      { numRuns: 150 },
    );
  });

  it('follows what is published and where connectors move, at once', async () => {
    const site = await aSite(world(), off);
    expect((await aBrowser(world(), site)).begun.path).toContain('/password');
    await aLinkedConnector(world(), site.connectionId, { seenFrom: outside.address });
    await publish(world(), site.connectionId, allMethods);
    expect((await aBrowser(world(), site, inside)).begun.path).toContain('/certificate');
    const implicit = await rowOf(world(), (await aBrowser(world(), site, outside)).begun.signInId);
    expect(implicit.matched).toMatchObject({ kind: 'implicit', connectors: ['hq-1'] });
    expect(implicit.revision).toBe(2);
  });

  it('keeps hashes only, of ids and secrets that cannot be guessed', async () => {
    const { begun, interactionId } = await aBrowser(world(), await aSite(world()));
    expect(begun.signInId).toMatch(/^sig_[\w-]{16}$/);
    expect(begun.secret).toMatch(/^[\w-]{43}\./);
    const everything = JSON.stringify(await world().database.db.select().from(signIns));
    expect(everything).toContain(begun.signInId);
    expect(everything).not.toContain(interactionId);
    expect(everything).not.toContain(begun.secret.split('.')[0]);
  });

  it('lets the same browser go on with its request, by its secret or by being asked for it, and no other', async () => {
    const site = await aSite(world());
    const { begun, interactionId, secretOf } = await aBrowser(world(), site);
    const again = { applicationId: site.applicationId, interactionId, via: [] };
    expect(valueFrom(await beginSignIn(world().as(inside), { ...again, secret: begun.secret }))).toEqual(begun);
    expect(valueFrom(await beginSignIn(world().as(outside), { ...again, secretOf }))).toEqual(begun);
    const [, other] = [0, await aBrowser(world(), site)];
    for (const secret of [undefined, '', other.begun.secret]) {
      expect(codeOf(await beginSignIn(world().as(inside), { ...again, secret }))).toBe('not-allowed');
    }
    expect(await world().database.db.select().from(signIns)).toHaveLength(2);
  });

  it('of two browsers that come with one request at once, lets one begin', async () => {
    const site = await aSite(world());
    const input = { applicationId: site.applicationId, interactionId: 'the-one-request', via: [] };
    const begun = await Promise.all([1, 2, 3, 4].map(() => beginSignIn(world().as(inside), input)));
    expect(begun.map(codeOf).toSorted()).toEqual(['not-allowed', 'not-allowed', 'not-allowed', 'went well']);
  });

  it('says what is to be done where nothing was ever published, and logs it', async () => {
    const site = await aSite(world(), null);
    const begun = await beginSignIn(world().as(inside), {
      applicationId: site.applicationId,
      interactionId: 'too-early',
      via: [],
    });
    expect(begun).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
    expect(begun.ok || begun.problem.message).toMatch(/“Fabrikam HQ”.*publishes/);
    expect(world().logged.join()).toContain(site.connectionId);
  });

  it('refuses unknown applications, requests that are none, addresses that are none, and whoever is not a stranger', async () => {
    const { applicationId } = await aSite(world());
    const begin = (more: object, actor: Parameters<ReturnType<typeof world>['as']>[0] = inside) =>
      beginSignIn(world().as(actor), { applicationId, interactionId: 'interaction', via: [], ...more });
    expect(codeOf(await begin({ applicationId: 'app_none' }))).toBe('not-found');
    expect(codeOf(await begin({ applicationId: 'a\0' }))).toBe('not-found');
    expect(codeOf(await begin({ interactionId: '../../x' }))).toBe('not-found');
    expect(codeOf(await begin({}, { kind: 'anonymous', address: 'unknown' }))).toBe('unavailable');
    expect(codeOf(await begin({}, ada))).toBe('not-allowed');
    expect(codeOf(await begin({}, system))).toBe('not-allowed');
    expect(await world().database.db.select().from(signIns)).toEqual([]);
  });
});
