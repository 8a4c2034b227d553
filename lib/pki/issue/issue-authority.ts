import type { Bytes } from '#lib/core/bytes.ts';
import { type CertificateRequest, issueCertificate, type Signer } from '#lib/pki/issue/issue-certificate.ts';
import type { NameParts } from '#lib/pki/issue/write-name.ts';
import type { KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

/** What a template leaves to the caller; anything of a CertificateRequest may be overridden. */
export type TemplateRequest = {
  readonly subject: NameParts | Bytes;
  readonly key: KeyPair;
  /** Absent: the certificate signs itself. */
  readonly signer?: Signer;
  readonly serial: Bytes;
  readonly notBefore: number;
  readonly notAfter: number;
} & Partial<CertificateRequest>;

/** A certificate together with what signs in its name. */
export type Authority = { readonly der: Bytes; readonly signer: Signer };

/** A certification authority: a root where no signer is given, else an authority under it (RFC 5280 sections 4.2.1.3 and 4.2.1.9). */
export async function issueAuthority(request: TemplateRequest): Promise<Authority> {
  const own: Signer = { name: request.subject, key: request.key };
  const { der } = await issueCertificate({
    basicConstraints: { isAuthority: true },
    keyUsage: ['keyCertSign', 'cRLSign'],
    ...request,
    signer: request.signer ?? own,
  });
  return { der, signer: own };
}
