import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { type Bytes, equalBytes } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { success } from '#lib/core/outcome.ts';

/** Why an envelope is not taken; stable names. */
export type EnvelopeRefusal =
  | 'not-an-envelope'
  | 'wrong-recipient'
  | 'wrong-algorithm'
  | 'wrong-length'
  | 'cannot-open';
export type EnvelopeProblem = { readonly code: EnvelopeRefusal; readonly message: string };

/** The largest envelope that is looked into: an RSA-8192 key sealed takes under 8 KiB. */
export const maxEnvelopeBytes = 32 * 1024;

const oid = {
  rsaesOaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  sha256: '2.16.840.1.101.3.4.2.1',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
} as const;

export function envelopeRefusal(code: EnvelopeRefusal, message: string): { ok: false; problem: EnvelopeProblem } {
  return { ok: false, problem: { code, message } };
}

/**
 * Checks, without any private key, that the bytes are an EnvelopedData (RFC 5652 section 6.1) for exactly the given sealing certificate with
 * RSAES-OAEP/SHA-256 and AES-256-CBC, and returns it parsed.
 */
export function inspectEnvelope({
  envelope,
  certificate,
}: {
  readonly envelope: Bytes;
  readonly certificate: Bytes;
}): Outcome<pkijs.EnvelopedData, EnvelopeProblem> {
  const enveloped = parseEnvelope(envelope);
  if (enveloped === undefined) {
    return envelopeRefusal('not-an-envelope', 'The sealed key is not a CMS EnvelopedData. Seal the key again.');
  }
  const recipient = parseRecipient(certificate);
  const [only, ...others] = enveloped.recipientInfos;
  const transport = only?.value;
  const isAlone = transport instanceof pkijs.KeyTransRecipientInfo && others.length === 0;
  if (recipient === undefined || !isAlone || !isFor(transport, recipient)) {
    return envelopeRefusal('wrong-recipient', 'The sealed key is not for this connector alone. Seal the key again.');
  }
  if (!hasExpectedAlgorithms(transport, enveloped)) {
    return envelopeRefusal(
      'wrong-algorithm',
      'The key is not sealed with RSA-OAEP (SHA-256) and AES-256-CBC. Seal the key again.',
    );
  }
  const contentLength = enveloped.encryptedContentInfo.encryptedContent?.valueBlock.valueHexView.length ?? 0;
  if (contentLength === 0 || contentLength % 16 !== 0 || contentKeyLength(transport) !== modulusLength(recipient)) {
    return envelopeRefusal('wrong-length', 'The sealed key is cut short. Seal the key again.');
  }
  return success(enveloped);
}

function parseEnvelope(envelope: Bytes): pkijs.EnvelopedData | undefined {
  if (envelope.length > maxEnvelopeBytes) return undefined;
  try {
    const parsed = asn1js.fromBER(envelope);
    if (parsed.offset !== envelope.length) return undefined;
    const contentInfo = new pkijs.ContentInfo({ schema: parsed.result });
    if (contentInfo.contentType !== pkijs.ContentInfo.ENVELOPED_DATA) return undefined;
    return new pkijs.EnvelopedData({ schema: contentInfo.content });
  } catch {
    return undefined;
  }
}

function parseRecipient(certificate: Bytes): pkijs.Certificate | undefined {
  try {
    return pkijs.Certificate.fromBER(certificate);
  } catch {
    return undefined;
  }
}

function isFor(transport: pkijs.KeyTransRecipientInfo, recipient: pkijs.Certificate): boolean {
  const rid = transport.rid;
  return (
    rid instanceof pkijs.IssuerAndSerialNumber &&
    equalBytes(
      new Uint8Array(rid.issuer.toSchema().toBER(false)),
      new Uint8Array(recipient.issuer.toSchema().toBER(false)),
    ) &&
    equalBytes(rid.serialNumber.valueBlock.valueHexView, recipient.serialNumber.valueBlock.valueHexView)
  );
}

function hasExpectedAlgorithms(transport: pkijs.KeyTransRecipientInfo, enveloped: pkijs.EnvelopedData): boolean {
  const { algorithmId, algorithmParams } = transport.keyEncryptionAlgorithm;
  const content = enveloped.encryptedContentInfo;
  if (algorithmId !== oid.rsaesOaep || content.contentEncryptionAlgorithm.algorithmId !== oid.aes256Cbc) return false;
  try {
    const oaep = new pkijs.RSAESOAEPParams({ schema: algorithmParams });
    const maskHash = new pkijs.AlgorithmIdentifier({ schema: oaep.maskGenAlgorithm.algorithmParams });
    return (
      oaep.hashAlgorithm.algorithmId === oid.sha256 &&
      oaep.maskGenAlgorithm.algorithmId === oid.mgf1 &&
      maskHash.algorithmId === oid.sha256
    );
  } catch {
    return false;
  }
}

function contentKeyLength(transport: pkijs.KeyTransRecipientInfo): number {
  return transport.encryptedKey.valueBlock.valueHexView.length;
}

function modulusLength(recipient: pkijs.Certificate): number {
  const key = recipient.subjectPublicKeyInfo.parsedKey;
  if (!(key instanceof pkijs.RSAPublicKey)) return -1;
  const modulus = key.modulus.valueBlock.valueHexView;
  return modulus[0] === 0 ? modulus.length - 1 : modulus.length;
}
