import type * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { Bytes } from '#lib/core/bytes.ts';

/** A connector that shall be able to open the key, by its sealing certificate. */
export type SealRecipient = { readonly connectorId: string; readonly certificate: Bytes };
/** What is stored and relayed: ContentInfo with EnvelopedData, readable by one connector alone. */
export type SealedKey = { readonly connectorId: string; readonly envelope: Bytes };

/**
 * Seals a private key (PKCS#8) to each connector: one CMS EnvelopedData (RFC 5652 section 6) each, the content key carried by RSAES-OAEP with
 * SHA-256 (RFC 3560), the content by AES-256-CBC (RFC 3565). The caller wipes `pkcs8` when the key is needed no more.
 */
export async function sealKey({
  pkcs8,
  recipients,
}: {
  readonly pkcs8: Bytes;
  readonly recipients: readonly SealRecipient[];
}): Promise<readonly SealedKey[]> {
  return Promise.all(
    recipients.map(async ({ connectorId, certificate }) => ({
      connectorId,
      envelope: await sealTo(pkijs.Certificate.fromBER(certificate), pkcs8),
    })),
  );
}

const rsaEncryption = '1.2.840.113549.1.1.1';

async function sealTo(recipient: pkijs.Certificate, pkcs8: Bytes): Promise<Bytes> {
  if (recipient.subjectPublicKeyInfo.algorithm.algorithmId !== rsaEncryption) {
    throw new TypeError('The sealing certificate of a connector must have an RSA key.');
  }
  const enveloped = new pkijs.EnvelopedData();
  // One OCTET STRING in definite length: DER, and what every reader understands.
  enveloped.policy.disableSplit = true;
  enveloped.addRecipientByCertificate(recipient, { useOAEP: true, oaepHashAlgorithm: 'SHA-256' });
  const isWholeBuffer = pkcs8.byteOffset === 0 && pkcs8.byteLength === pkcs8.buffer.byteLength;
  const content = isWholeBuffer ? pkcs8 : pkcs8.slice();
  try {
    // PKI.js reads an ArrayBuffer in place and copies a view.
    await enveloped.encrypt({ name: 'AES-CBC', length: 256 } as AesKeyGenParams, content.buffer);
  } finally {
    if (!isWholeBuffer) content.fill(0);
  }
  return writeEnvelope(enveloped);
}

function writeEnvelope(enveloped: pkijs.EnvelopedData): Bytes {
  // RFC 5652 section 6.1: version 0 where every recipient is named by issuer and serial number.
  enveloped.version = 0;
  const contentInfo = new pkijs.ContentInfo({
    contentType: pkijs.ContentInfo.ENVELOPED_DATA,
    content: enveloped.toSchema(),
  });
  return new Uint8Array((contentInfo.toSchema() as asn1js.Sequence).toBER(false));
}
