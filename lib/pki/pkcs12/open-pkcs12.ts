import { EncryptedData } from 'pkijs';
import type { Bytes } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import type { ElementBudget } from '#lib/pki/asn1/der-scan.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';

const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';

/** One ContentInfo of the authenticated safe, RFC 7292 section 4.1. */
export type Safe =
  | { readonly kind: 'plain'; readonly contents: Bytes }
  | { readonly kind: 'encrypted'; readonly encryptedData: EncryptedData }
  | { readonly kind: 'unread'; readonly why: string };

/** `MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }`, RFC 7292 section 4. */
export type MacFields = {
  /** Reads the fields of the digest algorithm. */
  readonly algorithm: BlockReader;
  readonly digest: Bytes;
  readonly salt: Bytes;
  readonly rounds: number;
};

/** A PFX taken apart as far as no passphrase is needed. */
export type OpenedPkcs12 = {
  /** What the MAC is over. */
  readonly content: Bytes;
  /** Makes a fresh reader each time, because a reader goes through its fields once. */
  readonly mac: (() => MacFields) | undefined;
  readonly safes: readonly Safe[];
};

/** Which part of a PFX is broken, and how. */
export type Pkcs12Fault = { readonly part: string; readonly offset: number; readonly message: string };

/**
 * ```asn1
 * PFX ::= SEQUENCE { version INTEGER (v3), authSafe ContentInfo, macData MacData OPTIONAL }
 * AuthenticatedSafe ::= SEQUENCE OF ContentInfo
 * ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
 * ```
 * RFC 7292 section 4.
 */
export function openPkcs12(bytes: Bytes, budget: ElementBudget): Outcome<OpenedPkcs12, Pkcs12Fault> {
  try {
    const pfx = readerOf(bytes, 'PFX', '', budget);
    pfx.integer('version');
    const authSafe = pfx.sequence('authSafe');
    if (authSafe.oid('contentType') !== data) {
      throw new EncodingFault(
        'is protected by a certificate and not by a passphrase, which is not read here',
        'PFX.authSafe',
        0,
      );
    }
    const content = authSafe.explicit('content', tag.context0).octetString('data');
    const macBlock = pfx.hasMore ? pfx.block('macData', tag.sequence) : undefined;
    const mac = macBlock && (() => readMac(new BlockReader(macBlock, 'PFX.macData', bytes.byteOffset)));
    mac?.();
    return { ok: true, value: { content, mac, safes: readSafes(content, budget) } };
  } catch (error) {
    if (!(error instanceof EncodingFault)) throw error;
    const { part, offset, message } = error;
    return { ok: false, problem: { part, offset, message } };
  }
}

function readMac(macData: BlockReader): MacFields {
  const mac = macData.sequence('mac');
  const algorithm = mac.sequence('digestAlgorithm');
  const digest = mac.octetString('digest');
  const salt = macData.octetString('macSalt');
  const rounds = macData.hasMore ? macData.smallInteger('iterations') : 1;
  return { algorithm, digest, salt, rounds };
}

function readSafes(content: Bytes, budget: ElementBudget): readonly Safe[] {
  const part = 'authenticated safe';
  const contentInfos = readerOf(content, part, part, budget);
  const safes: Safe[] = [];
  while (contentInfos.hasMore) safes.push(readSafe(contentInfos.sequence('contentInfo')));
  return safes;
}

function readSafe(contentInfo: BlockReader): Safe {
  const type = contentInfo.oid('contentType');
  const content = contentInfo.explicit('content', tag.context0);
  if (type === data) return { kind: 'plain', contents: content.octetString('data') };
  if (type !== encryptedData)
    return { kind: 'unread', why: 'It is encrypted to a certificate and not with a passphrase.' };
  const block = content.block('encryptedData', tag.sequence);
  try {
    return { kind: 'encrypted', encryptedData: new EncryptedData({ schema: block }) };
  } catch {
    return contentInfo.refuse('encryptedData', 'has its fields not where RFC 5652 puts them');
  }
}

function readerOf(bytes: Bytes, part: string, faultPart: string, budget: ElementBudget): BlockReader {
  const parsed = parseAsn1(bytes, 'BER', budget);
  if (!parsed.ok) throw new EncodingFault(parsed.problem.message, faultPart, parsed.problem.offset);
  return new BlockReader(parsed.value, part, bytes.byteOffset);
}
