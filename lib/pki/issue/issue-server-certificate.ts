import type { Bytes } from '#lib/core/bytes.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import type { TemplateRequest } from '#lib/pki/issue/issue-authority.ts';
import { issueCertificate } from '#lib/pki/issue/issue-certificate.ts';

/** A certificate for a host: serverAuth, and the host among the alternative names (RFC 5280 section 4.2.1.12, RFC 6125 section 6.4). */
export async function issueServerCertificate(request: TemplateRequest): Promise<{ readonly der: Bytes }> {
  return issueCertificate({
    basicConstraints: { isAuthority: false },
    keyUsage: ['digitalSignature', ...(request.key.kind.startsWith('RSA') ? (['keyEncipherment'] as const) : [])],
    extendedKeyUsage: [purpose.serverAuth],
    ...request,
    signer: request.signer ?? { name: request.subject, key: request.key },
  });
}
