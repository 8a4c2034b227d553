import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { extensionName } from '#lib/pki/certificate/extension-name.ts';
import { contradictsIssuer } from '#lib/pki/path/contradicts-issuer.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import type { SignatureResult } from '#lib/pki/path/verify-signature.ts';
import { verifySignature } from '#lib/pki/path/verify-signature.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

/** Whether the list claims to be of this authority and key (RFC 5280 sections 5.1.2.3 and 5.2.1). */
export function isListOf(list: RevocationList, signer: Certificate): boolean {
  return isSameName(list.issuer, signer.subject) && !contradictsIssuer(list, signer);
}

/** Why what the list says must not be believed at all, whoever signed it, as the end of a sentence. */
export function contentFault({ unprocessed, signatureFacts }: RevocationList): string | undefined {
  const [first] = unprocessed;
  // RFC 5280 section 5.2: "If a CRL contains a critical extension that the application cannot process, then the application MUST NOT use that CRL".
  if (first !== undefined) return `it makes a condition that is not understood here (${extensionName(first)})`;
  // As for certificates: who can make two documents of one SHA-1 can have the harmless one signed.
  const { hash } = signatureFacts;
  if (hash === 'SHA-1' || hash === 'MD5' || hash === 'MD2') return `it is signed with ${hash}`;
  return undefined;
}

/** Why what the list says must not be believed as said by this authority, as the end of a sentence; undefined where it may (RFC 5280 sections 6.3.3 (f) and (g)). */
export async function listFault(list: RevocationList, signer: Certificate): Promise<string | undefined> {
  const { keyUsage } = signer;
  if (keyUsage !== undefined && !keyUsage.includes('cRLSign'))
    return 'its authority must not sign lists (key usage lacks cRLSign)';
  const fault = contentFault(list);
  if (fault !== undefined) return fault;
  const signature = await listSignature(list, signer);
  if (signature === 'bad') return 'it is not signed by the key of its authority';
  return signature === 'unsupported' ? 'it is signed in a way that is not supported here' : undefined;
}

const known = new WeakMap<RevocationList, Map<string, Promise<SignatureResult>>>();
const mostKeys = 16;

/** Hashing fifty megabytes takes a while, and the same list is asked for everybody: the answer for a key stays with the list. */
function listSignature(list: RevocationList, signer: Certificate): Promise<SignatureResult> {
  const results = known.get(list) ?? new Map<string, Promise<SignatureResult>>();
  known.set(list, results);
  const before = results.get(signer.spkiFingerprint);
  if (before !== undefined) return before;
  const result = verifySignature(list, signer);
  if (results.size < mostKeys) results.set(signer.spkiFingerprint, result);
  return result;
}

/**
 * Why the list says nothing of who is not on it at this moment (RFC 5280 section 6.3.3 (a)). One without nextUpdate, against section 5.1.2.5,
 * stays current, as OpenSSL has it.
 */
export function staleness(
  { thisUpdate, nextUpdate }: Pick<RevocationList, 'thisUpdate' | 'nextUpdate'>,
  at: number,
): string | undefined {
  if (at < thisUpdate) return `it begins on ${dayText(thisUpdate)}`;
  if (nextUpdate !== undefined && at > nextUpdate) return `it ended on ${dayText(nextUpdate)}`;
  return undefined;
}
