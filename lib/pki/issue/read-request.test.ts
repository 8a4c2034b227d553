import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { issueServerRequest } from '#lib/pki/issue/issue-server-request.ts';
import { readRequest } from '#lib/pki/issue/read-request.ts';
import { generateKeyPair, type KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

const hosts = [
  { kind: 'dns', value: 'sso.fabrikam.example' },
  { kind: 'ip', value: '2001:db8::1' },
] as const;

function openssl(input: string | Uint8Array, command: string): string {
  return execFileSync('sh', ['-c', command], { input, encoding: 'utf8' });
}

describe('readRequest', () => {
  it.each<KeyKind>(['RSA-2048', 'P-256', 'P-384', 'Ed25519'])(
    'reads a request with a key of %s that OpenSSL verifies',
    async (kind) => {
      const key = await generateKeyPair(kind);
      const der = await issueServerRequest({ hosts, organisation: 'Fabrikam', country: 'SE' }, key);
      const text = openssl(toPem('CERTIFICATE REQUEST', der), 'openssl req -verify -noout -text 2>&1');
      expect(text).toContain('verify OK');
      expect(text).toContain('Subject: C = SE, O = Fabrikam, CN = sso.fabrikam.example');
      expect(text).toContain('TLS Web Server Authentication');
      expect(text.includes('Key Encipherment')).toBe(kind.startsWith('RSA'));
      expect(await readRequest(der)).toEqual({
        ok: true,
        value: { spkiFingerprint: await sha256Hex(key.spki), alternativeNames: hosts, signature: 'good' },
      });
    },
  );

  it('reads what OpenSSL made, and one that asks for nothing', async () => {
    const made = openssl(
      '',
      'openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -subj /CN=a.example -addext subjectAltName=DNS:a.example,IP:10.0.0.1 -outform DER 2>/dev/null | base64',
    );
    const der = new Uint8Array(Buffer.from(made, 'base64'));
    const spki = createPublicKey(openssl(der, 'openssl req -inform DER -pubkey -noout')).export({
      type: 'spki',
      format: 'der',
    });
    expect(await readRequest(der)).toEqual({
      ok: true,
      value: {
        spkiFingerprint: createHash('sha256').update(spki).digest('hex'),
        alternativeNames: [
          { kind: 'dns', value: 'a.example' },
          { kind: 'ip', value: '10.0.0.1' },
        ],
        signature: 'good',
      },
    });
    const bare = openssl(
      '',
      'openssl req -new -newkey ed25519 -nodes -keyout /dev/null -subj /CN=a.example -outform DER 2>/dev/null | base64',
    );
    const read = await readRequest(new Uint8Array(Buffer.from(bare, 'base64')));
    expect(read).toMatchObject({ ok: true, value: { alternativeNames: [], signature: 'good' } });
  });

  it('sees a name that was changed after signing', async () => {
    const der = await issueServerRequest({ hosts }, await generateKeyPair('P-256'));
    const changed = concatBytes(der);
    changed[Buffer.from(changed).lastIndexOf('sso.fabrikam')] = utf8('z')[0] ?? 0;
    const read = await readRequest(changed);
    expect(read).toMatchObject({ ok: true, value: { signature: 'bad' } });
    expect(read.ok && read.value.alternativeNames[0]).toEqual({ kind: 'dns', value: 'zso.fabrikam.example' });
  });

  it('leaves a name out of the subject that is too long for it', async () => {
    const long = `${'a'.repeat(60)}.fabrikam.example`;
    const der = await issueServerRequest({ hosts: [{ kind: 'dns', value: long }] }, await generateKeyPair('P-256'));
    const text = openssl(toPem('CERTIFICATE REQUEST', der), 'openssl req -verify -noout -text 2>&1');
    expect(text).toContain('verify OK');
    expect(text).toContain(`DNS:${long}`);
    expect(text).not.toContain('CN =');
  });

  it('gives a sentence about bytes that are no request, wherever they end', async () => {
    const der = await issueServerRequest({ hosts }, await generateKeyPair('P-256'));
    for (let length = 0; length < der.length; length += 1)
      expect((await readRequest(der.slice(0, length))).ok, `${length}`).toBe(false);
    expect((await readRequest(concatBytes(der, Uint8Array.of(0)))).ok).toBe(false);
    expect((await readRequest(new Uint8Array(64 * 1024 + 1))).ok).toBe(false);
  });
});
