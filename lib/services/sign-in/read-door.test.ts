import { describe, expect, it } from 'vitest';
import type { Settings } from '#lib/contracts/settings.ts';
import { ada, codeOf, noon, prepareWorld, valueFrom } from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  aLinkedConnector,
  allMethods,
  aSite,
  type Browser,
  inside,
  outside,
  publish,
  rowOf,
  sent,
} from '#lib/services/sign-in/door.test-support.ts';
import { readDoor } from '#lib/services/sign-in/read-door.ts';

const world = prepareWorld();
const minuteMs = 60_000;
const certificateOnly: Settings = {
  ...allMethods,
  networks: [{ block: '198.51.100.0/24', label: 'Head office', methods: ['client-certificate'] }],
};
const read = async ({ key }: Browser) => valueFrom(await readDoor(world().as(inside), key));

describe('readDoor', () => {
  it('shows the method whose turn it is, where the browser goes and what follows', async () => {
    const site = await aSite(world());
    await aLinkedConnector(world(), site.connectionId);
    const browser = await aBrowser(world(), site);
    expect(await read(browser)).toMatchObject({
      signInId: browser.begun.signInId,
      connectionName: 'Fabrikam HQ',
      applicationName: 'Timesheets',
      explanations: [],
      step: {
        kind: 'connector',
        method: 'client-certificate',
        host: 'sso.fabrikam.example',
        wasSent: false,
        next: 'kerberos',
      },
      canRetryCertificate: false,
    });
    await sent(world(), browser);
    expect((await read(browser)).step).toMatchObject({ wasSent: true });
  });

  it.each([
    ['no connector is online', async () => undefined],
    [
      'no listener serves',
      async (connectionId: string) => void (await aLinkedConnector(world(), connectionId, { listener: 'failed' })),
    ],
  ])('passes over methods where %s, and says why', async (_case, prepare) => {
    const site = await aSite(world());
    await prepare(site.connectionId);
    const browser = await aBrowser(world(), site);
    expect(browser.begun.path).toBe(`/door/${browser.begun.signInId}/password`);
    const door = await read(browser);
    expect(door.step.kind).toBe('password');
    expect(door.explanations.map(({ method }) => method)).toEqual(['client-certificate', 'kerberos']);
    const { tries, reason, position } = await rowOf(world(), browser.begun.signInId);
    expect(tries.map(({ method, result, reason: why }) => `${method} ${result} ${why}`)).toEqual([
      'client-certificate unavailable no-connector',
      'kerberos unavailable no-connector',
    ]);
    expect([reason, position]).toEqual(['no-connector', 2]);
  });

  it('does not take a connector of another connection for one of this', async () => {
    const site = await aSite(world());
    const other = await aSite(world(), allMethods, 'Contoso');
    await aLinkedConnector(world(), other.connectionId);
    expect((await aBrowser(world(), site)).begun.path).toContain('/password');
    expect((await aBrowser(world(), other)).begun.path).toContain('/certificate');
  });

  it('goes on when the connector goes away while the person is on the way', async () => {
    const site = await aSite(world());
    const connector = await aLinkedConnector(world(), site.connectionId);
    const browser = await aBrowser(world(), site);
    await sent(world(), browser);
    world().links.delete(connector.id);
    world().clock.now += 4_000;
    expect((await read(browser)).step.kind).toBe('password');
    const { tries } = await rowOf(world(), browser.begun.signInId);
    expect(tries[0]).toMatchObject({ result: 'unavailable', reason: 'no-connector', startedAt: noon, tookMs: 4_000 });
    expect(tries).toHaveLength(2);
  });

  it('passes over a method that was switched off, or that has no URL, since the sign-in began', async () => {
    const site = await aSite(world());
    await aLinkedConnector(world(), site.connectionId);
    const browser = await aBrowser(world(), site);
    const kerberos = { enabled: true, frontFacingUrl: '' };
    await publish(world(), site.connectionId, {
      ...allMethods,
      clientCertificate: { enabled: false },
      kerberos,
      frontFacingUrl: '',
    });
    expect((await read(browser)).step.kind).toBe('password');
    const { tries, methods } = await rowOf(world(), browser.begun.signInId);
    expect(tries.map(({ reason }) => reason)).toEqual(['method-off', 'no-front-facing-url']);
    // What was decided stays decided.
    expect(methods).toEqual(['client-certificate', 'kerberos', 'password']);
  });

  it('ends refused where nothing is left, with the last reason, and tells watching pages', async () => {
    const site = await aSite(world(), certificateOnly);
    const browser = await aBrowser(world(), site);
    expect(browser.begun.path).toContain('/refused');
    const door = await read(browser);
    expect(door.step).toEqual({ kind: 'refused' });
    expect(door.explanations[0]?.sentence).toMatch(/not available/);
    expect(await rowOf(world(), browser.begun.signInId)).toMatchObject({
      state: 'refused',
      reason: 'no-connector',
      endedAt: noon,
    });
    expect(world().events).toContainEqual({ t: 'sign-ins-changed', connectionId: site.connectionId });
  });

  it('tells whoever is let in nowhere where that would be otherwise', async () => {
    const browser = await aBrowser(world(), await aSite(world(), { ...allMethods, outside: 'refuse' }), outside);
    const door = await read(browser);
    expect(door.step.kind).toBe('refused');
    expect(door.explanations[0]?.sentence).toBe('Nobody is let in from where you are.');
    expect((await rowOf(world(), browser.begun.signInId)).reason).toBe('outside-refuse');
  });

  it('ends after half an hour', async () => {
    const site = await aSite(world());
    await aLinkedConnector(world(), site.connectionId);
    const browser = await aBrowser(world(), site);
    await sent(world(), browser);
    world().clock.now += 30 * minuteMs;
    expect((await read(browser)).step.kind).toBe('connector');
    world().clock.now += 1;
    expect((await read(browser)).step.kind).toBe('refused');
    const row = await rowOf(world(), browser.begun.signInId);
    expect(row).toMatchObject({ state: 'refused', reason: 'timed-out' });
    expect(row.tries).toMatchObject([{ result: 'skipped', reason: 'timed-out' }]);
    expect((await read(browser)).canRetryCertificate).toBe(false);
  });

  it('offers to stay signed in as the settings say, and says when no password can be checked', async () => {
    const site = await aSite(world());
    const browser = await aBrowser(world(), site, outside);
    expect((await read(browser)).step).toEqual({ kind: 'password', keepDays: 30, canCheck: false });
    const connector = await aLinkedConnector(world(), site.connectionId, { directory: 'none' });
    expect((await read(browser)).step).toMatchObject({ canCheck: false });
    world().links.delete(connector.id);
    await aLinkedConnector(world(), site.connectionId, { name: 'hq-2', directory: 'failing' });
    expect((await read(browser)).step).toMatchObject({ canCheck: true });
  });

  it('shows nothing to another browser, not even that there is something', async () => {
    const site = await aSite(world());
    const { key } = await aBrowser(world(), site);
    const other = await aBrowser(world(), site);
    const wrong = [
      { ...key, secret: undefined },
      { ...key, secret: other.key.secret },
      { ...key, secret: `${key.secret}x` },
      { ...key, signInId: other.key.signInId },
      { signInId: 'sig_none', secret: key.secret },
      { signInId: '\0', secret: key.secret },
    ];
    const answers = await Promise.all(wrong.map((one) => readDoor(world().as(inside), one)));
    expect(answers.map(codeOf)).toEqual(wrong.map(() => 'not-found'));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(codeOf(await readDoor(world().as(ada), key))).toBe('not-allowed');
  });
});
