import type { MappingRule, MappingSource } from '#lib/core/mapping-rule.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { certificateAssertion } from '#lib/pki/mapping/certificate-assertion.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';
import type { MappingCandidate, SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';
import { mappingProblem } from '#lib/pki/mapping/mapping-problem.ts';
import { readIssuerSerial } from '#lib/pki/mapping/sources/issuer-serial.ts';
import { readSanEmail } from '#lib/pki/mapping/sources/san-email.ts';
import { readSanUpn } from '#lib/pki/mapping/sources/san-upn.ts';
import { readSha1PublicKey } from '#lib/pki/mapping/sources/sha1-public-key.ts';
import { readSid } from '#lib/pki/mapping/sources/sid.ts';
import { readSubject } from '#lib/pki/mapping/sources/subject.ts';
import { readSubjectCn } from '#lib/pki/mapping/sources/subject-cn.ts';
import { readSubjectKeyId } from '#lib/pki/mapping/sources/subject-key-id.ts';

const readers: Readonly<Record<MappingSource, (certificate: Certificate) => SourceReading>> = {
  'san-upn': readSanUpn,
  'san-email': readSanEmail,
  'subject-cn': readSubjectCn,
  subject: readSubject,
  'subject-key-id': readSubjectKeyId,
  'issuer-serial': readIssuerSerial,
  'sha1-public-key': readSha1PublicKey,
  sid: readSid,
};

/** Whom the rules would look for by this certificate, in their order; one candidate for each rule. */
export function mappingCandidates(
  certificate: Certificate,
  rules: readonly MappingRule[],
): readonly MappingCandidate[] {
  return rules.map((rule) => {
    const problem = mappingProblem(rule);
    if (problem !== undefined) return { rule, kind: 'unusable', detail: problem };
    const reading = readers[rule.source](certificate);
    return reading.kind === 'value' ? candidate(rule, reading, certificate) : { rule, ...reading };
  });
}

function candidate(
  rule: MappingRule,
  reading: Extract<SourceReading, { kind: 'value' }>,
  certificate: Certificate,
): MappingCandidate {
  const { raw, plain, identities, octets } = reading;
  const { attribute } = rule;
  const found = (normalised: string, filter: Filter) => ({ rule, kind: 'value', raw, normalised, filter }) as const;
  switch (attribute.toLowerCase()) {
    case 'altsecurityidentities': {
      const values = identities ?? [];
      return found(values.join(' or '), anyOf(attribute, values));
    }
    case 'usercertificate': {
      // AD and Samba compare octets; directories with matching rules find by assertion, and are asked for it by RFC 4523 section 2.1.
      const assertion = certificateAssertion(certificate);
      return found(assertion, anyOf(attribute, [certificate.der, assertion]));
    }
    case 'objectsid':
      return octets === undefined
        ? { rule, kind: 'unusable', detail: 'The certificate holds no SID.' }
        : found(plain, { kind: 'equal', attribute, value: octets });
    default:
      return found(plain, { kind: 'equal', attribute, value: plain });
  }
}

function anyOf(attribute: string, values: readonly (Filter & { kind: 'equal' })['value'][]): Filter {
  const filters = values.map((value): Filter => ({ kind: 'equal', attribute, value }));
  return filters.length === 1 && filters[0] !== undefined ? filters[0] : { kind: 'or', filters };
}
