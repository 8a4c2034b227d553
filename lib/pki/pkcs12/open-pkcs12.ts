import { OctetString } from 'asn1js';
import { AuthenticatedSafe, type ContentInfo, EncryptedData, type MacData, PFX } from 'pkijs';
import type { Bytes } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { parseAsn1 } from '#lib/pki/parse-asn1.ts';

const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';

/** One ContentInfo of the authenticated safe, RFC 7292 section 4.1. */
export type Safe =
  | { readonly kind: 'plain'; readonly contents: Bytes }
  | { readonly kind: 'encrypted'; readonly encryptedData: EncryptedData }
  | { readonly kind: 'unread'; readonly why: string };

/** A PFX taken apart as far as no passphrase is needed. */
export type OpenedPkcs12 = {
  /** What the MAC is over. */
  readonly content: Bytes;
  readonly macData: MacData | undefined;
  readonly safes: readonly Safe[];
};

/** Which part of a PFX is broken, and how. */
export type Pkcs12Fault = { readonly part: string; readonly offset: number; readonly message: string };

/**
 * ```asn1
 * PFX ::= SEQUENCE { version INTEGER (v3), authSafe ContentInfo, macData MacData OPTIONAL }
 * AuthenticatedSafe ::= SEQUENCE OF ContentInfo
 * ```
 * RFC 7292 section 4.
 */
export function openPkcs12(bytes: Bytes): Outcome<OpenedPkcs12, Pkcs12Fault> {
  const outer = parseAsn1(bytes, 'BER');
  if (!outer.ok) return { ok: false, problem: { part: '', ...outer.problem } };
  const pfx = build('PFX', () => new PFX({ schema: outer.value }));
  if (!pfx.ok) return pfx;
  const { authSafe, macData } = pfx.value;
  if (authSafe.contentType !== data || !(authSafe.content instanceof OctetString)) {
    return fault('PFX.authSafe', 'it is protected by a certificate and not by a passphrase, which is not read here');
  }
  const content = new Uint8Array(authSafe.content.getValue());
  const inner = parseAsn1(content, 'BER');
  if (!inner.ok) return { ok: false, problem: { part: 'authenticated safe', ...inner.problem } };
  const safes = build('authenticated safe', () => {
    const { safeContents } = new AuthenticatedSafe({ schema: inner.value });
    return safeContents.map(openSafe);
  });
  return safes.ok ? { ok: true, value: { content, macData, safes: safes.value } } : safes;
}

function openSafe({ contentType, content }: ContentInfo): Safe {
  if (contentType === data && content instanceof OctetString) {
    return { kind: 'plain', contents: new Uint8Array(content.getValue()) };
  }
  if (contentType === encryptedData)
    return { kind: 'encrypted', encryptedData: new EncryptedData({ schema: content }) };
  return { kind: 'unread', why: 'It is encrypted to a certificate and not with a passphrase.' };
}

/** PKI.js throws where a structure has not the fields it should have. */
function build<Value>(part: string, make: () => Value): Outcome<Value, Pkcs12Fault> {
  try {
    return { ok: true, value: make() };
  } catch {
    return fault(part, 'its fields are not where RFC 7292 puts them');
  }
}

function fault(part: string, message: string): { readonly ok: false; readonly problem: Pkcs12Fault } {
  return { ok: false, problem: { part, offset: 0, message } };
}
