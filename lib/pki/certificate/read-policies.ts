import type { BaseBlock } from 'asn1js';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf, EncodingFault, identifierOf, octetsOf } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';
import type { PolicyConstraints, PolicyMapping } from '#lib/pki/certificate/certificate.ts';
import { skipCertificates, smallNumber } from '#lib/pki/certificate/skip-certificates.ts';

/**
 * RFC 5280 section 4.2.1.4: "A certificate policy OID MUST NOT appear more than once in a certificate policies extension."
 *
 * ```asn1
 * certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation
 * PolicyInformation ::= SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo OPTIONAL }
 * ```
 */
export function readPolicies(value: BaseBlock, origin: number): readonly string[] {
  const list = new BlockReader(value, 'certificatePolicies', origin);
  if (!list.hasMore) list.refuse('policyInformation', 'is missing');
  const policies = new Set<string>();
  while (list.hasMore) {
    const information = list.sequence('policyInformation');
    const policy = information.oid('policyIdentifier');
    if (policies.has(policy)) information.refuse('policyIdentifier', `is there twice (${policy})`);
    policies.add(policy);
    if (information.hasMore) information.sequence('policyQualifiers');
    information.end();
  }
  return [...policies];
}

/** `PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy CertPolicyId, subjectDomainPolicy CertPolicyId }`, RFC 5280 section 4.2.1.5. */
export function readPolicyMappings(value: BaseBlock, origin: number): readonly PolicyMapping[] {
  const list = new BlockReader(value, 'policyMappings', origin);
  if (!list.hasMore) list.refuse('mapping', 'is missing');
  const policyMappings: PolicyMapping[] = [];
  while (list.hasMore) {
    const mapping = list.sequence('mapping');
    const issuerDomainPolicy = mapping.oid('issuerDomainPolicy');
    policyMappings.push({ issuerDomainPolicy, subjectDomainPolicy: mapping.oid('subjectDomainPolicy') });
    mapping.end();
  }
  return policyMappings;
}

/**
 * RFC 5280 section 4.2.1.11: "Conforming CAs MUST NOT issue certificates where policy constraints is an empty sequence."
 *
 * ```asn1
 * PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] INTEGER (0..MAX) OPTIONAL, inhibitPolicyMapping [1] INTEGER (0..MAX) OPTIONAL }
 * ```
 */
export function readPolicyConstraints(value: BaseBlock, origin: number): PolicyConstraints {
  const fields = new BlockReader(value, 'policyConstraints', origin);
  if (!fields.hasMore) fields.refuse('requireExplicitPolicy', 'and inhibitPolicyMapping are both missing');
  const constraints: PolicyConstraints = {
    ...(fields.isNext(0x80) ? { requireExplicitPolicy: skipCertificates(fields, 'requireExplicitPolicy') } : {}),
    ...(fields.isNext(0x81) ? { inhibitPolicyMapping: skipCertificates(fields, 'inhibitPolicyMapping') } : {}),
  };
  fields.end();
  return constraints;
}

/** `InhibitAnyPolicy ::= SkipCerts`, `SkipCerts ::= INTEGER (0..MAX)`, RFC 5280 section 4.2.1.14. */
export function readInhibitAnyPolicy(value: BaseBlock, origin: number): number {
  const at = octetsOf(value).byteOffset - origin;
  if (identifierOf(value) !== tag.integer) throw new EncodingFault('has the wrong type', 'inhibitAnyPolicy', at);
  const number = smallNumber(contentOf(value));
  if (number === undefined) throw new EncodingFault('is out of range', 'inhibitAnyPolicy', at);
  return number;
}
