import { expect, test } from 'vitest';
import { emptySettings, settingsSchema } from '#lib/contracts/settings.ts';
import { connectorSettingsOf } from '#lib/services/connector-settings-of.ts';
import { openSignedSettings, signSettings } from '#lib/wire/signed-settings.ts';

const about = { connectionId: 'cnn_1', connectionName: 'HQ', revision: 3, publishedAt: 5, gatehouseUrl: 'https://g' };

async function overTheWire(settings: unknown) {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const signed = await signSettings(connectorSettingsOf(settingsSchema.parse(settings), about), pair.privateKey);
  return openSignedSettings(signed, pair.publicKey);
}

test('trust, mapping strength and the revocation of each authority reach the connector as they were decided', async () => {
  const decided = {
    mappingStrength: 'strong',
    trust: { partialChains: true },
    revocation: {
      mode: 'fail-open',
      authorities: [
        { authority: 'a'.repeat(64), mode: 'fail-closed', source: { kind: 'certificate' } },
        {
          authority: 'b'.repeat(64),
          mode: 'fail-closed',
          source: { kind: 'url', crlUrl: 'http://crl.example/b.crl', deltaUrl: 'http://crl.example/b-delta.crl' },
        },
        { authority: 'c'.repeat(64), mode: 'fail-open', source: { kind: 'ocsp', url: 'http://ocsp.example/' } },
        { authority: 'd'.repeat(64), mode: 'fail-closed', source: { kind: 'uploaded', lists: ['AAAA'] } },
        { authority: 'e'.repeat(64), mode: 'off', source: { kind: 'certificate' } },
      ],
    },
  };
  expect(await overTheWire({ ...emptySettings, ...decided })).toMatchObject({
    ok: true,
    settings: { ...about, ...decided },
  });
});

test('settings from before they were decided are read as before', async () => {
  const { trust, mappingStrength, ...older } = emptySettings;
  expect([trust, mappingStrength]).toEqual([{ partialChains: false }, 'any']);
  expect(await overTheWire(older)).toMatchObject({
    ok: true,
    settings: { trust: { partialChains: false }, mappingStrength: 'any', revocation: { mode: 'off' } },
  });
});
