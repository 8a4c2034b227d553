import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';
import { readIssuerSerial } from '#lib/pki/mapping/sources/issuer-serial.ts';
import { readSha1PublicKey } from '#lib/pki/mapping/sources/sha1-public-key.ts';
import { readSid } from '#lib/pki/mapping/sources/sid.ts';
import { readSubjectKeyId } from '#lib/pki/mapping/sources/subject-key-id.ts';
import type { StrongForm } from '#lib/pki/mapping/strong-form.ts';

/**
 * By what a certificate can be mapped strongly (KB5014754): values of altSecurityIdentities as Active Directory writes them, and the SID that
 * its authority wrote into it (`S-1-5-21-…`). What it has none of is absent.
 */
export type StrongNames = { readonly [Form in StrongForm]?: string } & { readonly sid?: string };

/** A longer name is left out: half of it would be another name. */
const mostCharacters = 4_000;

export function strongNames(certificate: Certificate): StrongNames {
  const forms: [StrongForm, SourceReading][] = [
    ['issuer-serial', readIssuerSerial(certificate)],
    ['subject-key-id', readSubjectKeyId(certificate)],
    ['sha1-public-key', readSha1PublicKey(certificate)],
  ];
  const names = forms.flatMap(([form, reading]) => {
    const name = reading.kind === 'value' ? reading.identities?.[0] : undefined;
    return name === undefined || name.length > mostCharacters ? [] : [[form, name] as const];
  });
  const sid = readSid(certificate);
  return { ...Object.fromEntries(names), ...(sid.kind === 'value' ? { sid: sid.plain } : {}) };
}
