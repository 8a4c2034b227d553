import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { withoutDuplicates } from '#lib/pki/path/issuer-index.ts';
import { nameKey } from '#lib/pki/path/same-name.ts';

export type HintName = { readonly name: string; readonly bytes: number };

/**
 * What goes out in the TLS request for a certificate (RFC 8446 section 4.2.4, `DistinguishedName authorities<3..2^16-1>`; RFC 5246 section 7.4.4):
 * the subject of every CA certificate, each with a length of two octets. Browsers offer people only certificates below one of these names.
 */
export function hintNames(authorities: readonly Certificate[]): {
  /** Each name once, in the order of the certificates. */
  readonly names: readonly HintName[];
  /** Of the whole list, names that occur twice counted twice as they are sent. */
  readonly bytes: number;
} {
  const sent = withoutDuplicates(authorities);
  const first = new Map<string, HintName>();
  for (const { subject } of sent) {
    const key = nameKey(subject);
    if (!first.has(key)) first.set(key, { name: subject.text, bytes: subject.der.length + 2 });
  }
  return {
    names: [...first.values()],
    bytes: sent.reduce((sum, { subject }) => sum + subject.der.length + 2, 0),
  };
}
