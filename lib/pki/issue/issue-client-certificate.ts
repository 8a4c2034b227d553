import type { Bytes } from '#lib/core/bytes.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import type { TemplateRequest } from '#lib/pki/issue/issue-authority.ts';
import { issueCertificate } from '#lib/pki/issue/issue-certificate.ts';

/** A certificate a person's device presents: digitalSignature and clientAuth (RFC 5280 sections 4.2.1.3 and 4.2.1.12). */
export async function issueClientCertificate(request: TemplateRequest): Promise<{ readonly der: Bytes }> {
  return issueCertificate({
    basicConstraints: { isAuthority: false },
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [purpose.clientAuth],
    ...request,
    signer: request.signer ?? { name: request.subject, key: request.key },
  });
}
