import type { Certificate } from '#lib/pki/certificate/certificate.ts';

/** RFC 5280 section 4.2.1.10: "The name constraints extension, which MUST be used only in a CA certificate". Path validation does not look at any other (section 6.1.4). */
export function constrainsAsEndEntity({ extensionOids, basicConstraints }: Certificate): boolean {
  return extensionOids.includes('2.5.29.30') && basicConstraints?.isAuthority !== true;
}
