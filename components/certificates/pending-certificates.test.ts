import { expect, test } from 'vitest';
import {
  addAuthorities,
  describePending,
  nothingPending,
  removeAuthorities,
  withPending,
} from '#components/certificates/pending-certificates.ts';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import { emptySettings } from '#lib/contracts/settings.ts';

function authority(base64: string): CertificateFacts {
  return {
    fingerprint: `print of ${base64}`,
    thumbprint: '',
    spkiFingerprint: base64,
    name: base64,
    subject: '',
    issuer: '',
    issuerName: '',
    serial: '',
    notBefore: 0,
    notAfter: 0,
    publicKey: { algorithm: 'RSA', oid: '', bits: 2048 },
    signature: { oid: '', algorithm: 'RSA-PKCS1' },
    alternativeNames: [],
    isAuthority: true,
    pathLength: undefined,
    keyUsage: undefined,
    extendedKeyUsage: undefined,
    base64,
    authorityKeyId: undefined,
    subjectKeyId: undefined,
  };
}

const saved = { ...emptySettings, caCertificates: ['ONE', 'TWO'] };

test('adding what is there already changes nothing', () => {
  const pending = addAuthorities(nothingPending, saved.caCertificates, [authority('ONE')]);
  expect(withPending(saved, pending)).toBe(saved);
  expect(describePending(pending, saved)).toEqual([]);
});

test('removing and adding again leaves no trace', () => {
  const removed = removeAuthorities(nothingPending, saved.caCertificates, [authority('TWO')]);
  expect(withPending(saved, removed).caCertificates).toEqual(['ONE']);
  const back = addAuthorities(removed, saved.caCertificates, [authority('TWO')]);
  expect(back).toEqual(nothingPending);
});

test('the change holds on settings somebody else saved meanwhile', () => {
  const pending = removeAuthorities(
    addAuthorities(nothingPending, saved.caCertificates, [authority('THREE')]),
    saved.caCertificates,
    [authority('ONE')],
  );
  const theirs = { ...saved, caCertificates: ['ONE', 'TWO', 'FOUR', 'THREE'] };
  expect(withPending(theirs, pending).caCertificates).toEqual(['TWO', 'FOUR', 'THREE']);
});

test('an empty chain removes the SSL certificate, an absent one keeps it', () => {
  const withSsl = { ...saved, sslCertificate: { chain: ['LEAF'] } };
  expect(withPending(withSsl, nothingPending).sslCertificate).toEqual({ chain: ['LEAF'] });
  expect(withPending(withSsl, { ...nothingPending, ssl: { chain: [] } }).sslCertificate).toBeNull();
});

test('says what saving will do', () => {
  const pending = {
    ...addAuthorities(nothingPending, saved.caCertificates, [authority('A'), authority('B')]),
    ssl: { chain: [authority('LEAF')], keyFingerprint: 'LEAF' },
  };
  expect(describePending(pending, saved)).toEqual([
    'SSL certificate added',
    'key to be sealed',
    '2 CA certificates added',
  ]);
  const sameAgain = { ...saved, sslCertificate: { chain: ['LEAF'] } };
  expect(describePending({ ...nothingPending, ssl: pending.ssl }, sameAgain)).toEqual(['key to be sealed']);
});
