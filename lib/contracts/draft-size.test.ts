import { expect, it } from 'vitest';
import { saveDraftSchema } from '#lib/contracts/connection.ts';
import { sealedKeysSizeProblem, settingsSizeProblem } from '#lib/contracts/draft-size.ts';
import { emptySettings } from '#lib/contracts/settings.ts';

const certificates = (count: number, characters: number) => Array.from({ length: count }, () => 'A'.repeat(characters));
const keys = (count: number, characters: number) =>
  Array.from({ length: count }, (_, place) => ({
    connectorId: `cnr_${place}`,
    spkiFingerprint: 'a'.repeat(64),
    envelope: 'A'.repeat(characters),
  }));
const save = (more: object, sealedKeys: object[] = []) =>
  saveDraftSchema.safeParse({
    connectionId: 'con_1',
    baseVersion: 0,
    settings: { ...emptySettings, ...more },
    sealedKeys,
  });

it('takes 500 ordinary CA certificates, and a key sealed to 2,000 connectors', () => {
  expect(save({ caCertificates: certificates(500, 4000) }, keys(2000, 4400)).success).toBe(true);
});

it('says how much is too much, before a request would be cut off', () => {
  const settings = { ...emptySettings, caCertificates: certificates(80, 60_000) };
  const sentence = settingsSizeProblem(settings) ?? '';
  expect(sentence).toMatch(/4\.6 MiB.* at most 3 MiB/);
  expect(save(settings).error?.issues).toMatchObject([{ path: ['settings'], message: sentence }]);
  const sealed = keys(400, 64_000);
  expect(sealedKeysSizeProblem(sealed)).toMatch(/400 connectors.* at most 9 MiB/);
  expect(save({}, sealed).error?.issues).toMatchObject([{ path: ['sealedKeys'] }]);
});

it('counts bytes, not characters', () => {
  const networks = (label: string) =>
    Array.from({ length: 10_000 }, (_, place) => ({
      block: `10.${place >> 8}.${place & 255}.0/24`,
      label: label.repeat(80),
      methods: ['client-certificate', 'kerberos', 'password'],
    }));
  expect(settingsSizeProblem({ ...emptySettings, networks: networks('a') })).toBeUndefined();
  expect(settingsSizeProblem({ ...emptySettings, networks: networks('社') })).toBeDefined();
});

it('has a sentence for every limit of the settings', () => {
  const tooMany = [
    { caCertificates: certificates(501, 4) },
    { caCertificates: certificates(1, 87_388) },
    { networks: Array.from({ length: 10_001 }, () => ({ block: '10.0.0.0/8', label: '' })) },
    { networks: [{ block: '10.0.0.0/8', label: 'x'.repeat(81) }] },
    { sslCertificate: { chain: certificates(21, 4) } },
    { frontFacingUrl: `https://${'a'.repeat(300)}.example` },
  ];
  for (const more of tooMany) {
    const [issue] = save(more).error?.issues ?? [];
    expect(issue?.message).toMatch(/^[A-Z][^<>]*\.$/);
  }
});
