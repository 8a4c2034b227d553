import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '#lib/core/bytes.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { readHostName } from '#lib/pki/issue/host-name.ts';
import { issueRequest } from '#lib/pki/issue/issue-request.ts';
import { generateKeyPair, type KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

function opensslRequest(der: Uint8Array): string {
  return execFileSync('sh', ['-c', 'openssl req -verify -noout -text 2>&1'], {
    input: toPem('CERTIFICATE REQUEST', der),
    encoding: 'utf8',
  });
}

describe('issueRequest', () => {
  it.each<KeyKind>(['RSA-2048', 'P-256', 'P-384', 'Ed25519'])(
    'signs with %s so that OpenSSL verifies it',
    async (kind) => {
      const key = await generateKeyPair(kind);
      const der = await issueRequest({
        subject: [
          ['C', 'SE'],
          ['O', 'Fabrikam'],
          ['CN', 'sso.fabrikam.example'],
        ],
        key,
        alternativeNames: [
          { kind: 'dns', value: 'sso.fabrikam.example' },
          { kind: 'ip', value: '10.0.0.1' },
        ],
        keyUsage: ['digitalSignature', 'keyEncipherment'],
        extendedKeyUsage: [purpose.serverAuth],
      });
      const text = opensslRequest(der);
      expect(text).toMatch(/verify OK/);
      expect(text).toContain('Version: 1 (0x0)');
      expect(text).toContain('Subject: C = SE, O = Fabrikam, CN = sso.fabrikam.example');
      expect(text).toContain('DNS:sso.fabrikam.example, IP Address:10.0.0.1');
      expect(text).toContain('Digital Signature, Key Encipherment');
      expect(text).toContain('TLS Web Server Authentication');
    },
  );

  it('is refused when a letter of it is changed, and has an empty set of attributes where nothing is asked for', async () => {
    const key = await generateKeyPair('P-256');
    const der = await issueRequest({ subject: [['CN', 'Alice']], key, alternativeNames: [] });
    expect(opensslRequest(der)).toMatch(/verify OK/);
    expect(opensslRequest(der)).toMatch(/Attributes:\s+\(none\)/);
    const changed = concatBytes(der);
    const at = Buffer.from(changed).indexOf('Alice');
    changed[at] = 0x42;
    expect(opensslRequest(changed)).not.toMatch(/verify OK/);
  });

  it('marks the names critical where the subject is empty', async () => {
    const key = await generateKeyPair('P-256');
    const der = await issueRequest({ subject: [], key, alternativeNames: [{ kind: 'dns', value: 'a.example' }] });
    expect(opensslRequest(der)).toContain('X509v3 Subject Alternative Name: critical');
  });
});

describe('readHostName', () => {
  it.each([
    ['https://SSO.Fabrikam.example:8443/', 'dns', 'sso.fabrikam.example'],
    ['sso.fabrikam.example.', 'dns', 'sso.fabrikam.example'],
    ['*.fabrikam.example', 'dns', '*.fabrikam.example'],
    ['bücher.example', 'dns', 'xn--bcher-kva.example'],
    ['localhost', 'dns', 'localhost'],
    ['10.0.0.1', 'ip', '10.0.0.1'],
    ['2001:db8::1', 'ip', '2001:db8::1'],
    ['https://[2001:db8::1]:8443', 'ip', '2001:db8::1'],
  ])('reads %s as %s', (typed, kind, value) => {
    expect(readHostName(typed)).toEqual({ kind, value });
  });

  it.each([
    '',
    ' ',
    'a b',
    'a..b',
    '*',
    '*.example',
    'x.*.example',
    '-a.example',
    'a'.repeat(64),
    'user@host.example',
    'a/b?c d',
  ])('refuses “%s”', (typed) => {
    expect(readHostName(typed)).toBeUndefined();
  });
});
