import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toBase64 } from '#lib/core/bytes.ts';
import { type Authority, issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueCertificate } from '#lib/pki/issue/issue-certificate.ts';
import { issueClientCertificate } from '#lib/pki/issue/issue-client-certificate.ts';
import { generateKeyPair, type KeyKind, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const notBefore = Date.UTC(2026, 0, 1);
const notAfter = Date.UTC(2056, 0, 1);
const at = String(Date.UTC(2026, 6, 1) / 1000);

let folder: string;
let rootKey: KeyPair;
let root: Authority;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-issue-'));
  rootKey = await generateKeyPair('RSA-2048');
  root = await issueAuthority({
    subject: [
      ['C', 'SE'],
      ['O', 'Fabrikam'],
      ['CN', 'Root CA 1'],
    ],
    key: rootKey,
    serial: Uint8Array.of(1),
    notBefore,
    notAfter,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pemFile(name: string, der: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    `-----BEGIN CERTIFICATE-----\n${toBase64(der).replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`,
  );
  return path;
}

function opensslVerify(leaf: Uint8Array, ...options: string[]): string {
  const args = [
    'verify',
    '-attime',
    at,
    '-CAfile',
    pemFile('root.pem', root.der),
    ...options,
    pemFile('leaf.pem', leaf),
  ];
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
}

describe('issueCertificate', () => {
  it.each<KeyKind>(['RSA-2048', 'P-256', 'P-384', 'P-521', 'Ed25519'])(
    'makes a path under %s that OpenSSL verifies',
    async (kind) => {
      const key = await generateKeyPair(kind);
      const issuing = await issueAuthority({
        subject: [['CN', `Issuing ${kind}`]],
        key,
        signer: root.signer,
        serial: Uint8Array.of(2),
        notBefore,
        notAfter,
        basicConstraints: { isAuthority: true, pathLength: 0 },
      });
      const { der } = await issueClientCertificate({
        subject: [['CN', 'Alice']],
        key,
        signer: issuing.signer,
        serial: Uint8Array.of(3),
        notBefore,
        notAfter,
      });
      const chain = pemFile('issuing.pem', issuing.der);
      expect(opensslVerify(der, '-untrusted', chain, '-purpose', 'sslclient', '-x509_strict')).toContain('OK');
      expect(() => opensslVerify(der, '-untrusted', chain, '-purpose', 'sslserver')).toThrow(/purpose/);
    },
  );

  it('signs with RSA-PSS so that OpenSSL verifies it', async () => {
    const { der } = await issueClientCertificate({
      subject: [['CN', 'Alice']],
      key: rootKey,
      signer: root.signer,
      serial: Uint8Array.of(3),
      notBefore,
      notAfter,
      hash: 'SHA-384',
      rsaPadding: 'PSS',
    });
    expect(opensslVerify(der)).toContain('OK');
  });

  it('writes every extension where OpenSSL finds it', async () => {
    const { der } = await issueCertificate({
      subject: [],
      key: rootKey,
      signer: root.signer,
      serial: Uint8Array.of(0x80, 0x01),
      notBefore,
      notAfter,
      alternativeNames: [
        { kind: 'dns', value: 'localhost' },
        { kind: 'ip', value: '127.0.0.1' },
        { kind: 'ip', value: '2001:db8::ffff:10.0.0.1' },
        { kind: 'upn', value: 'alice@fabrikam.example' },
        { kind: 'email', value: 'alice@mail.example' },
        { kind: 'uri', value: 'https://a.example/' },
      ],
      basicConstraints: { isAuthority: true, pathLength: 3 },
      keyUsage: ['digitalSignature', 'keyCertSign', 'decipherOnly'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'],
      furtherExtensions: [{ oid: '1.2.3.4.128.5', isCritical: true, value: Uint8Array.of(5, 0) }],
      hash: 'SHA-1',
    });
    const text = execFileSync('openssl', ['x509', '-noout', '-text', '-in', pemFile('all.pem', der)], {
      encoding: 'utf8',
    });
    expect(text).toContain('Serial Number: -32767');
    expect(text).toContain('Signature Algorithm: sha1WithRSAEncryption');
    expect(text).toContain('Not After : Jan  1 00:00:00 2056 GMT');
    expect(text).toContain('X509v3 Subject Alternative Name: critical');
    expect(text).toContain(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:2001:DB8:0:0:0:FFFF:A00:1, othername: UPN::alice@fabrikam.example, email:alice@mail.example, URI:https://a.example/',
    );
    expect(text).toContain('CA:TRUE, pathlen:3');
    expect(text).toContain('Digital Signature, Certificate Sign, Decipher Only');
    expect(text).toContain('TLS Web Client Authentication, Any Extended Key Usage');
    expect(text).toMatch(/1\.2\.3\.4\.128\.5: critical/);
    const ids = [...text.matchAll(/Key Identifier: ?\n\s+(?:keyid:)?([0-9A-F:]+)/g)].map((match) => match[1]);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('lets a forger write another authority’s name', async () => {
    const key = await generateKeyPair('P-256');
    const { der } = await issueClientCertificate({
      subject: [['CN', 'Mallory']],
      key,
      signer: { name: root.signer.name, key },
      serial: Uint8Array.of(9),
      notBefore,
      notAfter,
    });
    expect(new X509Certificate(der).issuer).toBe(new X509Certificate(root.der).subject);
    expect(() => opensslVerify(der)).toThrow();
  });
});
