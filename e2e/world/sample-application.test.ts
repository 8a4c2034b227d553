import { expect, it } from 'vitest';
import { prepareOidcWorld } from '#oidc/oidc-world.test-support.ts';
import { createTestBrowser, type TestBrowser } from '#oidc/test-browser.test-support.ts';
import { freePort } from './free-port.ts';
import { type SampleApplication, startSampleApplication } from './sample-application.ts';

const world = prepareOidcWorld();

it.each(['confidential', 'public'] as const)('a %s application signs in, refreshes and signs out', async (kind) => {
  const connectionId = await world().aConnection('Fabrikam');
  const personId = await world().aPerson(connectionId);
  const port = await freePort();
  const uris = {
    redirectUris: [`http://localhost:${port}/callback`],
    postLogoutRedirectUris: [`http://localhost:${port}/`],
  };
  const { id, secret } = await world().anApplication(connectionId, { kind, ...uris });
  const application = await startSampleApplication({
    port,
    issuer: world().issuer.href,
    clientId: id,
    ...(secret === null ? {} : { clientSecret: secret }),
  });
  try {
    await walk(application, personId);
  } finally {
    await application.close();
  }
});

async function walk({ url }: SampleApplication, personId: string): Promise<void> {
  const [there, here]: [TestBrowser, TestBrowser] = [createTestBrowser(url), world().browser()];
  const home = async () => (await there.visit(`${url}/`)).text;
  const to = async (path: string) => (await there.visit(`${url}${path}`)).location ?? new URL('none:');
  expect(await home()).toContain('>Sign in<');

  const atDoor = await here.follow(await to('/sign-in'));
  const back = await here.follow(await world().passDoor(atDoor, personId));
  await there.visit(back.location ?? '');
  expect(await home()).toContain('Signed in as Alice Lidell');

  await there.visit(`${url}/refresh`);
  expect(await home()).toContain('Refreshed 1 times');

  // Signing in again needs no door, until the person signs out.
  const again = await here.follow(await to('/sign-in'));
  expect(again.location?.origin).toBe(url);
  expect((await there.visit(again.location ?? '')).status).toBe(303);
  const out = await here.follow(await to('/sign-out'));
  expect(out.location?.href).toBe(`${url}/`);
  expect(await home()).toContain('Nobody is signed in');
  expect((await here.follow(await to('/sign-in'))).location?.pathname).toMatch(/^\/door\//);

  // An answer that nobody asked for is not taken.
  const strange = await createTestBrowser(url).visit(again.location ?? '');
  expect([strange.status, strange.text.includes('Nobody asked')]).toEqual([400, true]);
}
