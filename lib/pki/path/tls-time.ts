import type { Bytes } from '#lib/core/bytes.ts';
import { childrenOf, contentOf, readTlv, tag } from '#lib/pki/asn1/tlv.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';

type Timed = Pick<Certificate, 'tbs' | 'notBefore' | 'notAfter'>;

/**
 * RFC 5280 section 4.1.2.5: UTCTime is YYMMDDHHMMSSZ, GeneralizedTime is YYYYMMDDHHMMSSZ; seconds are always there, fractions and offsets never. OpenSSL
 * knows no other times (X509_cmp_time in crypto/x509/x509_vfy.c), nor a sixtieth second (ossl_asn1_time_to_tm), and some it does not even read.
 */
export function hasPlainTimes({ tbs }: Pick<Certificate, 'tbs'>): boolean {
  const times = timesIn(tbs);
  return times.length === 2 && times.every(([identifier, text]) => forms.get(identifier)?.test(text) === true);
}

const forms: ReadonlyMap<number, RegExp> = new Map([
  [tag.utcTime, /^\d{10}[0-5]\dZ$/],
  [tag.generalizedTime, /^\d{12}[0-5]\dZ$/],
]);

/** Serial number, algorithm, issuer, validity: the fourth, behind the version where there is one (RFC 5280 section 4.1). */
function timesIn(tbs: Bytes): readonly (readonly [identifier: number, text: string])[] {
  const whole = readTlv(tbs);
  const fields = whole === undefined ? [] : childrenOf(tbs, whole);
  const validity = fields.filter(({ identifier }) => identifier !== tag.context0)[3];
  const times = validity === undefined ? [] : childrenOf(tbs, validity);
  return times.map((time) => [time.identifier, String.fromCharCode(...contentOf(tbs, time).subarray(0, 40))]);
}

/** Whether OpenSSL takes it for valid at a moment in milliseconds: unlike RFC 5280 section 4.1.2.5 it counts the last second as being over. */
export function isInTimeForTls(certificate: Timed, at: number): boolean {
  return at >= certificate.notBefore && at < certificate.notAfter && hasPlainTimes(certificate);
}
