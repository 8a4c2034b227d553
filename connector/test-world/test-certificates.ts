import type { Bytes } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { type Authority, issueAuthority, type TemplateRequest } from '#lib/pki/issue/issue-authority.ts';
import { issueClientCertificate } from '#lib/pki/issue/issue-client-certificate.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import { generateKeyPair, type KeyKind, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const day = 24 * 3600 * 1000;

/** A certificate with its key, and what it is called by. */
export type Minted = {
  readonly der: Bytes;
  readonly key: KeyPair;
  readonly fingerprint: string;
};

function common(name: string): Pick<TemplateRequest, 'subject' | 'serial' | 'notBefore' | 'notAfter'> {
  const serial = crypto.getRandomValues(new Uint8Array(12));
  serial[0] = 1;
  return { subject: [['CN', name]], serial, notBefore: Date.now() - day, notAfter: Date.now() + 90 * day };
}

export async function mintAuthority(
  name: string,
  more: Partial<TemplateRequest> = {},
): Promise<Authority & { fingerprint: string }> {
  const key = await generateKeyPair('P-256');
  const authority = await issueAuthority({ ...common(name), key, ...more });
  return { ...authority, fingerprint: await sha256Hex(authority.der) };
}

export async function mintServer(name: string, signer: Authority, kind: KeyKind = 'P-256'): Promise<Minted> {
  const key = await generateKeyPair(kind);
  const { der } = await issueServerCertificate({
    ...common(name),
    key,
    signer: signer.signer,
    alternativeNames: [
      { kind: 'dns', value: 'localhost' },
      { kind: 'ip', value: '127.0.0.1' },
    ],
  });
  return { der, key, fingerprint: await sha256Hex(der) };
}

export async function mintClient(
  name: string,
  signer: Authority,
  more: Partial<TemplateRequest> = {},
  kind: KeyKind = 'P-256',
): Promise<Minted> {
  const key = await generateKeyPair(kind);
  const { der } = await issueClientCertificate({
    ...common(name),
    key,
    signer: signer.signer,
    alternativeNames: [
      { kind: 'upn', value: `${name.toLowerCase()}@corp.example` },
      { kind: 'email', value: `${name.toLowerCase()}@example.com` },
    ],
    ...more,
  });
  return { der, key, fingerprint: await sha256Hex(der) };
}

export const yesterday = (): number => Date.now() - day / 2;
