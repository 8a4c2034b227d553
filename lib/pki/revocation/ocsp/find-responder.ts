import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { extensionName } from '#lib/pki/certificate/extension-name.ts';
import { isKeyWeak } from '#lib/pki/judge/checks/check-key-strength.ts';
import { weakHashes } from '#lib/pki/judge/checks/check-signature-strength.ts';
import { contradictsIssuer } from '#lib/pki/path/contradicts-issuer.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { type SignatureResult, verifySignature } from '#lib/pki/path/verify-signature.ts';
import type { OcspAnswer } from '#lib/pki/revocation/ocsp/ocsp-answer.ts';
import { ocspNoCheck, ocspSigning } from '#lib/pki/revocation/ocsp/ocsp-oids.ts';

/** Who signed an answer and may, or why nobody did who may, as the end of a sentence. */
export type ResponderFinding =
  | { readonly responder: Certificate; readonly isDelegated: boolean; readonly isExemptFromCheck: boolean }
  | { readonly fault: string };

/** Signature checks that an answer may cost. */
const mostCandidates = 8;

/**
 * RFC 6960 section 4.2.2.2: the answer is signed by the key that issued the certificate, or by the holder of a certificate that was "issued directly
 * by the CA that issued the certificate in question" and has id-kp-OCSPSigning; nobody is a responder for everything here.
 */
export async function findResponder(
  answer: OcspAnswer,
  issuer: Certificate,
  certificates: readonly Certificate[],
  at: number,
): Promise<ResponderFinding> {
  const { hash } = answer.signatureFacts;
  if (hash !== undefined && weakHashes.has(hash)) return { fault: `it is signed with ${hash}` };
  const candidates = [issuer, ...answer.certificates, ...certificates].filter((one) => isNamed(answer, one));
  const tried = new Set<string>();
  let why: string | undefined;
  for (const candidate of candidates) {
    if (tried.has(candidate.fingerprint)) continue;
    tried.add(candidate.fingerprint);
    if (tried.size > mostCandidates) break;
    const signature = await answerSignature(answer, candidate);
    if (signature !== 'good') {
      why ??= signature === 'bad' ? 'its signature is broken' : 'it is signed in a way that is not supported here';
      continue;
    }
    if (candidate.spkiFingerprint === issuer.spkiFingerprint && isSameName(candidate.subject, issuer.subject))
      return { responder: candidate, isDelegated: false, isExemptFromCheck: true };
    const fault = await delegationFault(candidate, issuer, at);
    const isExemptFromCheck = candidate.extensionOids.includes(ocspNoCheck);
    if (fault === undefined) return { responder: candidate, isDelegated: true, isExemptFromCheck };
    why = `its responder “${displayName(candidate)}” ${fault}`;
  }
  return { fault: why ?? 'the certificate of its responder is missing' };
}

/** RFC 6960 section 4.2.2.3. */
function isNamed({ responder }: OcspAnswer, candidate: Certificate): boolean {
  return responder.by === 'key'
    ? responder.keyDigest === candidate.publicKeyDigest
    : isSameName(responder.name, candidate.subject);
}

const known = new WeakMap<OcspAnswer, Map<string, Promise<SignatureResult>>>();

/** An answer is asked again until it ends; who signed it does not change. */
function answerSignature(answer: OcspAnswer, candidate: Certificate): Promise<SignatureResult> {
  const results = known.get(answer) ?? new Map<string, Promise<SignatureResult>>();
  known.set(answer, results);
  const before = results.get(candidate.spkiFingerprint);
  if (before !== undefined) return before;
  const result = verifySignature(answer, candidate);
  if (results.size < mostCandidates) results.set(candidate.spkiFingerprint, result);
  return result;
}

/** Why a certificate does not make its holder a responder of the issuer, with the rules of a path of these two (RFC 5280 section 6.1.3). */
async function delegationFault(responder: Certificate, issuer: Certificate, at: number): Promise<string | undefined> {
  if (!isSameName(responder.issuer, issuer.subject) || contradictsIssuer(responder, issuer))
    return 'was not appointed by the authority that issued the certificate';
  if (responder.extendedKeyUsage?.includes(ocspSigning) !== true)
    return 'must not answer for it (its extended key usage lacks OCSPSigning)';
  const { keyUsage, notBefore, notAfter, signatureFacts } = responder;
  if (keyUsage !== undefined && !keyUsage.includes('digitalSignature') && !keyUsage.includes('contentCommitment'))
    return 'must not sign (its key usage lacks digitalSignature)';
  if (at < notBefore) return `has a certificate that is valid from ${dayText(notBefore)} on`;
  if (at > notAfter) return `has a certificate that ended on ${dayText(notAfter)}`;
  const unknown = responder.unknownCriticalExtensions.find((oid) => oid !== ocspNoCheck);
  if (unknown !== undefined)
    return `has a certificate with a condition that is not understood here (${extensionName(unknown)})`;
  if (signatureFacts.hash !== undefined && weakHashes.has(signatureFacts.hash))
    return `has a certificate that is signed with ${signatureFacts.hash}`;
  if (isKeyWeak(responder.publicKey)) return 'has a key that is too short';
  const signature = await verifySignature(responder, issuer);
  return signature === 'good' ? undefined : 'has a certificate that the authority did not sign';
}
