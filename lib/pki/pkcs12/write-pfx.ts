import type { Bytes } from '#lib/core/bytes.ts';
import type { FillRandom } from '#lib/core/ids.ts';
import {
  derBmpString,
  derContext,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derSetOf,
} from '#lib/pki/asn1/write-der.ts';
import { type EncryptedPart, encryptForPfx, type PfxEncryption } from '#lib/pki/pkcs12/encrypt-for-pfx.ts';
import { bmpPassphrase } from '#lib/pki/pkcs12/passphrase.ts';
import { derivePkcs12Key, purpose } from '#lib/pki/pkcs12/pkcs12-key.ts';
import { WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

const oid = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
} as const;

export type PfxRequest = {
  /** DER, the key's own certificate first. */
  readonly certificates: readonly Bytes[];
  /** Absent for a file with certificates alone. */
  readonly pkcs8?: Bytes;
  readonly passphrase: string;
  /** `3des` is what Windows wrote before Server 2019, with a SHA-1 MAC. */
  readonly encryption: PfxEncryption;
  readonly friendlyName?: string;
  /** Rounds of the MAC's key derivation; 2048, as OpenSSL writes it, unless told. Few rounds here undo many in the encryption. */
  readonly macRounds?: number;
  readonly fillRandom: FillRandom;
};

/**
 * A PKCS#12 file (RFC 7292 section 4):
 *
 * ```asn1
 * PFX ::= SEQUENCE { version INTEGER {v3(3)}, authSafe ContentInfo, macData MacData OPTIONAL }
 * AuthenticatedSafe ::= SEQUENCE OF ContentInfo
 * SafeContents ::= SEQUENCE OF SafeBag
 * SafeBag ::= SEQUENCE { bagId OBJECT IDENTIFIER, bagValue [0] EXPLICIT ANY, bagAttributes SET OF PKCS12Attribute OPTIONAL }
 * ```
 */
export async function writePfx(request: PfxRequest): Promise<Bytes> {
  const { encryption, passphrase, fillRandom } = request;
  const encrypt = (data: Bytes): Promise<EncryptedPart> => encryptForPfx({ encryption, passphrase, data, fillRandom });
  const certificateBags = request.certificates.map((der, index) =>
    safeBag(
      oid.certBag,
      derSequence(derOid(oid.x509Certificate), derContext(0, derOctetString(der), true)),
      index === 0 && request.pkcs8 !== undefined ? attributes(request.friendlyName) : undefined,
    ),
  );
  const parts: Bytes[] = [];
  if (certificateBags.length > 0) parts.push(encryptedData(await encrypt(derSequence(...certificateBags))));
  if (request.pkcs8 !== undefined) {
    const shrouded = await encrypt(request.pkcs8);
    const bag = safeBag(
      oid.shroudedKeyBag,
      derSequence(shrouded.algorithm, derOctetString(shrouded.encrypted)),
      attributes(request.friendlyName),
    );
    parts.push(data(derSequence(bag)));
  }
  const authenticatedSafe = derSequence(...parts);
  return derSequence(derInteger(3), data(authenticatedSafe), await macData(request, authenticatedSafe));
}

/** `ContentInfo` of type data, RFC 5652 section 4. */
function data(content: Bytes): Bytes {
  return derSequence(derOid(oid.data), derContext(0, derOctetString(content), true));
}

/** `ContentInfo` with `EncryptedData ::= SEQUENCE { version, encryptedContentInfo }`, RFC 5652 section 8. */
function encryptedData({ algorithm, encrypted }: EncryptedPart): Bytes {
  const contentInfo = derSequence(derOid(oid.data), algorithm, derContext(0, encrypted, false));
  return derSequence(derOid(oid.encryptedData), derContext(0, derSequence(derInteger(0), contentInfo), true));
}

function safeBag(bagId: string, value: Bytes, bagAttributes?: Bytes): Bytes {
  return derSequence(
    derOid(bagId),
    derContext(0, value, true),
    ...(bagAttributes === undefined ? [] : [bagAttributes]),
  );
}

/** The key and its certificate find each other by `localKeyId`, RFC 7292 section 4.2. */
function attributes(friendlyName: string | undefined): Bytes {
  const localKeyId = derSequence(derOid(oid.localKeyId), derSetOf(derOctetString(Uint8Array.of(1, 0, 0, 0))));
  if (friendlyName === undefined) return derSetOf(localKeyId);
  return derSetOf(localKeyId, derSequence(derOid(oid.friendlyName), derSetOf(derBmpString(friendlyName))));
}

/** `MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER }`, RFC 7292 section 4. */
async function macData(request: PfxRequest, authenticatedSafe: Bytes): Promise<Bytes> {
  const isLegacy = request.encryption === '3des';
  const hash = isLegacy ? 'SHA-1' : 'SHA-256';
  const salt = request.fillRandom(new Uint8Array(isLegacy ? 20 : 16));
  const rounds = request.macRounds ?? 2048;
  const derivation = {
    hash,
    bmp: bmpPassphrase(request.passphrase),
    salt,
    rounds,
    length: isLegacy ? 20 : 32,
  } as const;
  const key = derivePkcs12Key(purpose.mac, derivation, new WorkBudget());
  const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign']);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, authenticatedSafe));
  const algorithm = derSequence(derOid(isLegacy ? '1.3.14.3.2.26' : '2.16.840.1.101.3.4.2.1'), derNull());
  return derSequence(derSequence(algorithm, derOctetString(mac)), derOctetString(salt), derInteger(rounds));
}
