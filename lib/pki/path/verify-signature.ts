import type { Bytes } from '#lib/core/bytes.ts';
import { childOctets } from '#lib/pki/asn1/child-octets.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { ecdsaSignatureToRaw } from '#lib/pki/path/ecdsa-signature-form.ts';
import { plainRsaKey } from '#lib/pki/path/plain-rsa-key.ts';
import { pssParameters } from '#lib/pki/path/pss-parameters.ts';

/** What is signed: a certificate, or a revocation list (RFC 5280 sections 4.1.1 and 5.1.1 build both alike). */
export type SignedObject = Pick<Certificate, 'der' | 'tbs' | 'signature' | 'signatureFacts'>;

export type SignatureResult = 'good' | 'bad' | 'unsupported';

type Verification = {
  readonly keyAlgorithm: RsaHashedImportParams | EcKeyImportParams | { readonly name: string };
  readonly algorithm: RsaPssParams | EcdsaParams | { readonly name: string };
  readonly spki: Bytes;
  readonly signature: Bytes;
};

/**
 * Whether the holder of the issuer's key signed the certificate or revocation list, over the bytes as received (RFC 5280 section 6.1.3 (a)(1)).
 * `unsupported`: an algorithm, hash or curve that WebCrypto here does not have.
 */
export async function verifySignature(
  signed: SignedObject,
  issuer: Pick<Certificate, 'spki' | 'publicKey'>,
): Promise<SignatureResult> {
  const verification = verificationFor(signed, issuer);
  if (typeof verification === 'string') return verification;
  const { keyAlgorithm, algorithm, spki, signature } = verification;
  try {
    const key = await crypto.subtle.importKey('spki', spki, keyAlgorithm, false, ['verify']);
    return (await crypto.subtle.verify(algorithm, key, signature, signed.tbs)) ? 'good' : 'bad';
  } catch {
    // A key that WebCrypto does not take: an odd exponent, a point off the curve, an algorithm the browser lacks.
    return 'unsupported';
  }
}

function verificationFor(
  signed: SignedObject,
  issuer: Pick<Certificate, 'spki' | 'publicKey'>,
): Verification | SignatureResult {
  const { signatureFacts, signature } = signed;
  const algorithm = signatureAlgorithmBytes(signed);
  if (algorithm === undefined) return 'bad';
  const hash = signatureFacts.hash;
  const spki = issuer.spki;
  switch (signatureFacts.algorithm) {
    case 'RSA-PKCS1': {
      if (issuer.publicKey.algorithm !== 'RSA') return 'bad';
      if (hash === undefined || !isHashKnown(hash)) return 'unsupported';
      const name = 'RSASSA-PKCS1-v1_5';
      return { keyAlgorithm: { name, hash }, algorithm: { name }, spki, signature };
    }
    case 'RSA-PSS': {
      if (issuer.publicKey.algorithm !== 'RSA') return 'bad';
      const parameters = pssParameters(algorithm);
      if (parameters === undefined) return 'unsupported';
      const name = 'RSA-PSS';
      const plain = plainRsaKey(spki);
      if (plain === undefined) return 'bad';
      return {
        keyAlgorithm: { name, hash: parameters.hash },
        algorithm: { name, saltLength: parameters.saltLength },
        spki: plain,
        signature,
      };
    }
    case 'ECDSA': {
      const namedCurve = issuer.publicKey.curve;
      if (issuer.publicKey.algorithm !== 'EC') return 'bad';
      if (hash === undefined || !isHashKnown(hash) || namedCurve === undefined) return 'unsupported';
      const halfLength = halfLengths[namedCurve];
      if (halfLength === undefined) return 'unsupported';
      const raw = ecdsaSignatureToRaw(signature, halfLength);
      if (raw === undefined) return 'bad';
      const name = 'ECDSA';
      return { keyAlgorithm: { name, namedCurve }, algorithm: { name, hash }, spki, signature: raw };
    }
    case 'Ed25519': {
      if (issuer.publicKey.algorithm !== 'Ed25519') return 'bad';
      const name = 'Ed25519';
      return { keyAlgorithm: { name }, algorithm: { name }, spki, signature };
    }
    default:
      return 'unsupported';
  }
}

const halfLengths: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

function isHashKnown(hash: string): boolean {
  return hash === 'SHA-1' || hash === 'SHA-256' || hash === 'SHA-384' || hash === 'SHA-512';
}

/** The AlgorithmIdentifier beside the signature (RFC 5280 section 4.1.1.2); reading has compared it with the one inside the signed part. */
function signatureAlgorithmBytes({ der }: SignedObject): Bytes | undefined {
  return childOctets(der)[1];
}
