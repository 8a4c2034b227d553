import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { extensionName } from '#lib/pki/certificate/extension-name.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { verifySignature } from '#lib/pki/path/verify-signature.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

/** Whether the list claims to be of this issuer and key (RFC 5280 sections 5.1.2.3 and 5.2.1). */
export function isListOf({ issuer: name, authorityKeyId }: RevocationList, issuer: Certificate): boolean {
  if (!isSameName(name, issuer.subject)) return false;
  return authorityKeyId === undefined || issuer.subjectKeyId === undefined || authorityKeyId === issuer.subjectKeyId;
}

/** Why what the list says must not be believed at all, as the end of a sentence; undefined where it may (RFC 5280 sections 6.3.3 (f) and (g)). */
export async function listFault(list: RevocationList, issuer: Certificate): Promise<string | undefined> {
  const { keyUsage } = issuer;
  if (keyUsage !== undefined && !keyUsage.includes('cRLSign'))
    return 'its authority must not sign lists (key usage lacks cRLSign)';
  const [unprocessed] = list.unprocessed;
  if (unprocessed !== undefined) return `it cannot be used here: ${partOf[unprocessed] ?? extensionName(unprocessed)}`;
  // As for certificates: who can make two documents of one SHA-1 can have the harmless one signed.
  const { hash } = list.signatureFacts;
  if (hash === 'SHA-1' || hash === 'MD5' || hash === 'MD2') return `it is signed with ${hash}`;
  const signature = await verifySignature(list, issuer);
  if (signature === 'bad') return 'it is not signed by the key of its authority';
  return signature === 'unsupported' ? 'it is signed in a way that is not supported here' : undefined;
}

const partOf: Readonly<Record<string, string>> = {
  '2.5.29.27': 'it lists changes only (deltaCRLIndicator)',
  '2.5.29.28': 'it covers only a part of the certificates (issuingDistributionPoint)',
  '2.5.29.29': 'it lists certificates of other authorities (certificateIssuer)',
};

/**
 * Why the list says nothing of who is not on it at this moment (RFC 5280 section 6.3.3 (a)). One without nextUpdate, against section 5.1.2.5,
 * stays current, as OpenSSL has it.
 */
export function staleness({ thisUpdate, nextUpdate }: RevocationList, at: number): string | undefined {
  if (at < thisUpdate) return `it begins on ${dayText(thisUpdate)}`;
  if (nextUpdate !== undefined && at > nextUpdate) return `it ended on ${dayText(nextUpdate)}`;
  return undefined;
}
