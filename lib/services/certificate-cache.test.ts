import { expect, it } from 'vitest';
import { createCertificateCache } from '#lib/services/certificate-cache.ts';
import { aServerCertificate } from '#lib/services/fleet.test-support.ts';

it('reads a certificate once, and forgets what was not used for longest', async () => {
  const [a, b, c] = (await Promise.all([aServerCertificate(), aServerCertificate(), aServerCertificate()])).map(
    ({ base64 }) => base64,
  ) as [string, string, string];
  const read = createCertificateCache(2);
  const [firstA, firstB] = [await read(a), await read(b)];
  expect(firstA).toMatchObject({ ok: true, value: { version: 3 } });
  expect(await read(a)).toBe(firstA);
  await read(c);
  expect(await read(a)).toBe(firstA);
  expect(await read(b)).not.toBe(firstB);
  expect(await read(b)).toEqual(firstB);
});

it('remembers what is no certificate, too', async () => {
  const read = createCertificateCache(2);
  expect((await read('AAAA')).ok).toBe(false);
  expect(await read('AAAA')).toBe(await read('AAAA'));
});
