import { expect, it } from 'vitest';
import { keyring } from '#lib/db/schema.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { fillRandom, noon, prepareWorld } from '#lib/services/service-world.test-support.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';
import { openSignedSettings, signSettings } from '#lib/wire/signed-settings.ts';

const world = prepareWorld();
const secret = crypto.getRandomValues(new Uint8Array(32));
const load = (masterSecret = secret) => loadKeyring(world().database.db, masterSecret, fillRandom, () => noon);

it('makes one key, of several starts at once too, and finds it again', async () => {
  const keyrings = await Promise.all([load(), load(), load()]);
  expect(new Set([...keyrings, await load()].map(({ fingerprint }) => fingerprint)).size).toBe(1);
  const [first] = keyrings;
  const signed = await signSettings(
    {
      format: 1,
      connectionId: 'con_1',
      connectionName: 'x',
      revision: 1,
      publishedAt: noon,
      clientCertificate: { enabled: false },
      kerberos: { enabled: false, frontFacingUrl: '' },
      frontFacingUrl: '',
      gatehouseUrl: '',
      mapping: [],
      mappingStrength: 'any',
      trust: { partialChains: false },
      revocation: { mode: 'off' },
      sslChain: null,
      caCertificates: [],
    },
    (await load()).privateKey,
  );
  const opened = await openSignedSettings(signed, await importPublicKey(first?.publicKey ?? ''));
  expect(opened.ok).toBe(true);
});

it('does not open with another master secret, or with a public half that was swapped', async () => {
  await load();
  await expect(load(new Uint8Array(32))).rejects.toThrow('The master secret does not open the signing key');
  const other = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const publicKey = Buffer.from(await crypto.subtle.exportKey('spki', other.publicKey)).toString('base64');
  await world().database.db.update(keyring).set({ publicKey });
  await expect(load()).rejects.toThrow('The master secret does not open the signing key');
});

it('hands out a private key that cannot be taken out of the process', async () => {
  const { privateKey } = await load();
  await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
});
