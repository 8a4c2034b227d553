import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { type CertificateRequest, issueCertificate, type Signer } from '#lib/pki/issue/issue-certificate.ts';
import type { NameParts } from '#lib/pki/issue/write-name.ts';
import { generateKeyPair, type KeyKind, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

/* Certificates for tests, in few words. Every default is that of a good certificate at `mintedAt`. */

const day = 86_400_000;
/** The moment at which minted certificates are good unless a test says otherwise. */
export const mintedAt = Date.UTC(2026, 5, 1, 12);

export type Minted = { readonly certificate: Certificate; readonly key: KeyPair; readonly signer: Signer };
export type MintOptions = Partial<CertificateRequest> & { readonly ownKey?: KeyPair; readonly keyKind?: KeyKind };

let lastSerial = 0;

async function mint(name: string, by: Minted | undefined, defaults: Partial<CertificateRequest>, more: MintOptions) {
  const { ownKey, keyKind, ...request } = more;
  const key = ownKey ?? (await generateKeyPair(keyKind ?? 'P-256'));
  const subject: NameParts = [
    ['O', 'Fabrikam'],
    ['CN', name],
  ];
  lastSerial += 1;
  const { der } = await issueCertificate({
    subject,
    key,
    serial: Uint8Array.of(0x10, lastSerial >> 8, lastSerial & 0xff),
    notBefore: mintedAt - 100 * day,
    notAfter: mintedAt + 1000 * day,
    signer: by?.signer ?? { name: request.subject ?? subject, key },
    ...defaults,
    ...request,
  });
  const parsed = await parseCertificate(der);
  if (!parsed.ok) throw new Error(`${name}: ${parsed.problem.message}`);
  return { certificate: parsed.value, key, signer: { name: request.subject ?? subject, key } };
}

/** An authority: a root where nobody signs it (RFC 5280 section 4.2.1.9). */
export async function mintAuthority(name: string, by?: Minted, more: MintOptions = {}): Promise<Minted> {
  return mint(name, by, { basicConstraints: { isAuthority: true }, keyUsage: ['keyCertSign', 'cRLSign'] }, more);
}

/** What a person presents (RFC 5280 section 4.2.1.12). */
export async function mintClient(name: string, by?: Minted, more: MintOptions = {}): Promise<Minted> {
  return mint(name, by, { keyUsage: ['digitalSignature'], extendedKeyUsage: [purpose.clientAuth] }, more);
}

/** What a host presents, by default under its name as the only alternative name (RFC 6125 section 6.4). */
export async function mintServer(host: string, by?: Minted, more: MintOptions = {}): Promise<Minted> {
  const defaults: Partial<CertificateRequest> = {
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [purpose.serverAuth],
    alternativeNames: [{ kind: 'dns', value: host }],
  };
  return mint(host, by, defaults, more);
}
