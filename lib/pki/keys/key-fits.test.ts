import { expect, it } from 'vitest';
import { mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { findCertificateFor } from '#lib/pki/keys/key-fits.ts';

it('finds the certificate of a key among others, after a renewal the newer one', async () => {
  const other = await mintClient('other');
  const old = await mintClient('Ada');
  const renewed = await mintClient('Ada', undefined, { ownKey: old.key, notAfter: mintedAt + 9_000_000_000_000 });
  const key = { spkiFingerprint: old.certificate.spkiFingerprint };
  const all = [other.certificate, renewed.certificate, old.certificate];
  expect(findCertificateFor(key, all)).toBe(renewed.certificate);
  expect(findCertificateFor(key, [other.certificate])).toBeUndefined();
});
