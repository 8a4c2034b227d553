import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';
import { nameFault } from '#lib/pki/mapping/name-fault.ts';
import { windowsName } from '#lib/pki/mapping/windows-name.ts';

/** The whole subject (RFC 5280 section 4.1.2.6). KB5014754: `X509:<I>…<S>…`, or `X509:<S>…` where the issuer does not matter. */
export function readSubject({ subject, issuer }: Certificate): SourceReading {
  // RFC 5280 section 4.1.2.6: an empty sequence, where the alternative names alone name somebody.
  if (subject.rdns.length === 0) return { kind: 'absent' };
  const fault = nameFault(subject.text) ?? nameFault(issuer.text);
  if (fault !== undefined) return { kind: 'unusable', detail: fault };
  const name = windowsName(subject);
  const identities = [`X509:<I>${windowsName(issuer)}<S>${name}`, `X509:<S>${name}`];
  return { kind: 'value', raw: subject.text, plain: subject.text, identities };
}
