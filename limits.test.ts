import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { saveDraftSchema } from '#lib/contracts/connection.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import { maxHubFrameBytes, maxSettingsBytes } from '#lib/wire/limits.ts';
import { openSignedSettings, signSettings } from '#lib/wire/signed-settings.ts';
import { maxBodyBytes } from '#server/check-change.ts';

const mebibyte = 1024 * 1024;

/** Base64 that does not pack. */
function certificates(count: number, characters: number): string[] {
  return Array.from({ length: count }, () => {
    const bytes = new Uint8Array((characters / 4) * 3);
    for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    return Buffer.from(bytes).toString('base64');
  });
}

/** The largest draft that the contract takes. */
const largest = {
  connectionId: 'con_1',
  baseVersion: 0,
  settings: { ...emptySettings, caCertificates: certificates(35, 87_384) },
  sealedKeys: Array.from({ length: 2_000 }, (_, place) => ({
    connectorId: `cnr_${place}`.padEnd(64, 'x'),
    spkiFingerprint: 'a'.repeat(64),
    envelope: 'A'.repeat(4_716),
  })),
};

test('the largest draft that is taken fits into one request, and a little more is not taken', () => {
  expect(saveDraftSchema.safeParse(largest).success).toBe(true);
  const bodyBytes = Buffer.byteLength(JSON.stringify(largest));
  expect(bodyBytes).toBeGreaterThan(12 * mebibyte);
  expect(bodyBytes).toBeLessThan(maxBodyBytes - mebibyte);
  const nextConfig = readFileSync(new URL('next.config.js', import.meta.url), 'utf8');
  expect(nextConfig).toContain(`bodySizeLimit: '${maxBodyBytes / mebibyte}mb'`);
  const more = [...largest.settings.caCertificates, ...certificates(1, 87_384)];
  expect(
    saveDraftSchema.safeParse({ ...largest, settings: { ...largest.settings, caCertificates: more } }).success,
  ).toBe(false);
});

test('the largest draft that is taken fits into one frame to a connector, and is read there', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const signed = await signSettings(
    {
      format: 1,
      connectionId: 'con_1',
      connectionName: 'x'.repeat(120),
      revision: 1,
      publishedAt: 0,
      clientCertificate: { enabled: true },
      kerberos: { enabled: true, frontFacingUrl: '' },
      frontFacingUrl: '',
      gatehouseUrl: '',
      mapping: [],
      mappingStrength: 'any',
      trust: { partialChains: false },
      revocation: { mode: 'off' },
      sslChain: null,
      caCertificates: largest.settings.caCertificates,
    },
    pair.privateKey,
  );
  const frame = { t: 'revision', revision: 1, ...signed, sealedKey: 'A'.repeat(64_000) };
  expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThan(maxHubFrameBytes / 2);
  expect(Buffer.byteLength(JSON.stringify(largest.settings))).toBeLessThan(maxSettingsBytes);
  expect(await openSignedSettings(signed, pair.publicKey)).toMatchObject({ ok: true });
});
