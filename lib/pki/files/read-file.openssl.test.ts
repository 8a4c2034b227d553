import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasOpenssl, opensslFolder } from '#lib/pki/files/openssl-folder.test-support.ts';

const { openssl, path, read, thumbprints } = opensslFolder();

describe.skipIf(!hasOpenssl)('bundles and neighbours that OpenSSL writes', () => {
  it('reads PKCS#7 in PEM and DER', async () => {
    for (const form of ['PEM', 'DER']) {
      const files = ['-certfile', 'ca.pem', '-certfile', 'rsa.pem'];
      openssl('crl2pkcs7', '-nocrl', ...files, '-outform', form, '-out', `bundle.${form}`);
      const reading = await read(`bundle.${form}`);
      expect(reading.certificates.map(({ thumbprint }) => thumbprint)).toEqual(thumbprints('ca.pem', 'rsa.pem'));
      expect(reading.format).toBe(form === 'PEM' ? 'PEM' : 'PKCS#7');
    }
  });

  it('reads the certificates of a signed message in indefinite lengths', async () => {
    writeFileSync(path('message.txt'), 'hello');
    const signer = ['-signer', 'rsa.pem', '-inkey', 'rsa.key', '-certfile', 'ca.pem'];
    const form = ['-outform', 'DER', '-stream', '-nodetach', '-binary'];
    openssl('smime', '-sign', '-in', 'message.txt', ...signer, ...form, '-out', 'signed.p7m');
    expect(readFileSync(path('signed.p7m'))[1]).toBe(0x80);
    const reading = await read('signed.p7m');
    expect(reading.certificates.map(({ thumbprint }) => thumbprint).toSorted()).toEqual(
      thumbprints('ca.pem', 'rsa.pem').toSorted(),
    );
    expect(reading.problems).toEqual([]);
  });

  it('reads a trusted certificate without its trust', async () => {
    openssl('x509', '-in', 'ca.pem', '-addtrust', 'clientAuth', '-setalias', 'x', '-trustout', '-out', 'trusted.pem');
    const reading = await read('trusted.pem');
    expect(reading.certificates.map(({ thumbprint }) => thumbprint)).toEqual(thumbprints('ca.pem'));
    expect(reading.problems).toEqual([]);
  });

  it('names a certificate request and a revocation list', async () => {
    openssl('req', '-new', '-key', 'rsa.key', '-subj', '/CN=request', '-out', 'request.pem');
    expect((await read('request.pem')).problems.map(({ refusal }) => refusal)).toEqual(['certificate-request']);
    openssl('req', '-in', 'request.pem', '-outform', 'DER', '-out', 'request.der');
    expect((await read('request.der')).problems.map(({ refusal }) => refusal)).toEqual(['certificate-request']);
    writeFileSync(path('index.txt'), '');
    writeFileSync(path('ca.cnf'), '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\n');
    const authority = ['-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-crldays', '30'];
    openssl('ca', '-gencrl', ...authority, '-out', 'list.pem');
    expect((await read('list.pem')).problems.map(({ refusal }) => refusal)).toEqual(['revocation-list']);
  });
});
