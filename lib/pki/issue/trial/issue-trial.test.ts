import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Bytes } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { issueCertificate } from '#lib/pki/issue/issue-certificate.ts';
import { signerOf } from '#lib/pki/issue/signer-of.ts';
import { issueTrialAuthority, issueTrialClient, issueTrialServer } from '#lib/pki/issue/trial/issue-trial.ts';
import { isTrialName, trialMark } from '#lib/pki/issue/trial/trial-name.ts';
import { generateKeyPair, type KeyKind } from '#lib/pki/keys/generate-key-pair.ts';
import { readSid } from '#lib/pki/mapping/sources/sid.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-trial-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const now = Date.UTC(2026, 5, 1, 12);
const dayMs = 86_400_000;
const fillRandom = (target: Bytes) => crypto.getRandomValues(target);
const basics = (commonName: string, keyKind: KeyKind, days: number) => ({ commonName, keyKind, days, now, fillRandom });

async function parsed(der: Bytes): Promise<Certificate> {
  const outcome = await parseCertificate(der);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

function verify(leaf: Bytes, purpose: string, root: Bytes, ...above: Bytes[]): string {
  const file = (name: string, ...ders: Bytes[]) => {
    const path = join(folder, name);
    writeFileSync(path, ders.map((der) => toPem('CERTIFICATE', der)).join(''));
    return path;
  };
  const untrusted = above.length === 0 ? [] : ['-untrusted', file('above.pem', ...above)];
  const options = ['-x509_strict', '-purpose', purpose, '-attime', `${now / 1000}`, '-CAfile', file('root.pem', root)];
  return execFileSync('openssl', ['verify', ...options, ...untrusted, file('leaf.pem', leaf)], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

describe.each<KeyKind>(['RSA-2048', 'P-256', 'Ed25519'])('a trial authority under %s', (kind) => {
  it('issues to servers and people through an issuing authority, and OpenSSL takes them', async () => {
    const root = await issueTrialAuthority(basics('Trial root', kind, 3650));
    const rootCertificate = await parsed(root.der);
    const issuing = await issueTrialAuthority({
      ...basics('Trial issuing', kind, 1825),
      issuer: { signer: root.signer, notAfter: rootCertificate.notAfter },
    });
    const issuer = { signer: issuing.signer, notAfter: (await parsed(issuing.der)).notAfter };
    const server = await issueTrialServer({
      ...basics('sso.fabrikam.example', 'P-256', 90),
      issuer,
      hosts: [{ kind: 'dns', value: 'sso.fabrikam.example' }],
    });
    expect(verify(server.der, 'sslserver', root.der, issuing.der)).toContain('OK');
    expect(() => verify(server.der, 'sslclient', root.der, issuing.der)).toThrow();
    const client = await issueTrialClient({
      ...basics('Alice', kind, 90),
      issuer,
      upn: 'alice@fabrikam.example',
      email: 'alice@mail.example',
      sid: 'S-1-5-21-1004336348-1177238915-682003330-1104',
    });
    expect(verify(client.der, 'sslclient', root.der, issuing.der)).toContain('OK');
    const read = await parsed(client.der);
    expect(read.alternativeNames).toEqual([
      { kind: 'upn', value: 'alice@fabrikam.example' },
      { kind: 'email', value: 'alice@mail.example' },
    ]);
    expect(readSid(read)).toMatchObject({ kind: 'value', raw: 'S-1-5-21-1004336348-1177238915-682003330-1104' });
    for (const der of [root.der, issuing.der, server.der, client.der]) {
      const certificate = await parsed(der);
      expect(isTrialName(certificate.subject) && isTrialName(certificate.issuer)).toBe(true);
    }
  });
});

describe('a trial certificate', () => {
  it('never outlives the authority that issued it, and leaves out a common name that does not fit', async () => {
    const root = await issueTrialAuthority(basics('Trial root', 'P-256', 10));
    const issuer = { signer: root.signer, notAfter: (await parsed(root.der)).notAfter };
    const host = `${'a'.repeat(60)}.fabrikam.example`;
    const { der } = await issueTrialServer({
      ...basics(host, 'P-256', 90),
      issuer,
      hosts: [{ kind: 'dns', value: host }],
    });
    const certificate = await parsed(der);
    expect(certificate.notAfter).toBe(issuer.notAfter);
    expect(certificate.notAfter).toBeLessThan(now + 11 * dayMs);
    expect(certificate.subject.text).toBe(`O=${trialMark}`);
    expect(verify(der, 'sslserver', root.der)).toContain('OK');
  });
});

describe('signerOf', () => {
  it('signs in the exact name and under the key identifier of an authority read from a file', async () => {
    const key = await generateKeyPair('RSA-2048');
    // PrintableString and a key identifier of its own choice, as Windows' authorities write them.
    const name = Uint8Array.from(Buffer.from('301431123010060355040313095472696c20526f6f74', 'hex'));
    const { der } = await issueCertificate({
      subject: name,
      key,
      signer: { name, key, keyId: Uint8Array.of(1, 2, 3, 0xff) },
      serial: Uint8Array.of(1),
      notBefore: now - dayMs,
      notAfter: now + 100 * dayMs,
      basicConstraints: { isAuthority: true },
      keyUsage: ['keyCertSign', 'cRLSign'],
      hasKeyIds: false,
      furtherExtensions: [{ oid: '2.5.29.14', isCritical: false, value: Uint8Array.of(4, 4, 1, 2, 3, 0xff) }],
    });
    const authority = await parsed(der);
    const signer = await signerOf(authority, key.pkcs8);
    const client = await issueTrialClient({
      ...basics('Alice', 'P-256', 30),
      issuer: { signer, notAfter: authority.notAfter },
    });
    const read = await parsed(client.der);
    expect(read.issuer.der).toEqual(authority.subject.der);
    expect(read.authorityKeyId).toBe('010203ff');
    expect(verify(client.der, 'sslclient', der)).toContain('OK');
  });
});
