import type { BaseBlock } from 'asn1js';
import { fromUtf8 } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf } from '#lib/pki/asn1/parse-asn1.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { readStrictGeneralName, readStrictGeneralNames } from '#lib/pki/certificate/general-names.ts';
import { checkDistributionPoints } from '#lib/pki/certificate/read-distribution-points.ts';
import { readNameConstraints } from '#lib/pki/certificate/read-name-constraints.ts';
import {
  readInhibitAnyPolicy,
  readPolicies,
  readPolicyConstraints,
  readPolicyMappings,
} from '#lib/pki/certificate/read-policies.ts';

/** What a certificate can be looked at without. */
export type JudgedFacts = Pick<
  Certificate,
  'nameConstraints' | 'policies' | 'policyMappings' | 'policyConstraints' | 'inhibitAnyPolicy'
>;

type Read = (value: BaseBlock, origin: number) => JudgedFacts & { readonly issuerUrls?: readonly string[] };

/**
 * Extensions whose broken values leave a certificate readable, so that it can be looked at, and have the judge refuse it: each reads the value as its
 * RFC defines it, or throws an EncodingFault.
 */
export const judgedExtensions: Readonly<Record<string, Read>> = {
  /** Read a second time, held to the forms that there are (RFC 5280 section 4.2.1.6): OpenSSL ends the path at any other. */
  '2.5.29.17': (value, origin) => {
    readStrictGeneralNames(new BlockReader(value, 'subjectAltName', origin), origin);
    return {};
  },
  /** Read a second time, to its end: RFC 5280 section 4.2.1.1 has three fields and no more. */
  '2.5.29.35': (value, origin) => {
    const fields = new BlockReader(value, 'authorityKeyIdentifier', origin);
    if (fields.isNext(0x80)) fields.any('keyIdentifier');
    if (fields.isNext(0xa1)) readStrictGeneralNames(fields.explicit('authorityCertIssuer', 0xa1), origin);
    if (fields.isNext(0x82)) fields.any('authorityCertSerialNumber');
    fields.end();
    return {};
  },
  '2.5.29.30': (value, origin) => ({ nameConstraints: readNameConstraints(value, origin) }),
  '2.5.29.31': (value, origin) => {
    checkDistributionPoints(value, origin);
    return {};
  },
  /** `FreshestCRL ::= CRLDistributionPoints`, RFC 5280 section 4.2.1.15. */
  '2.5.29.46': (value, origin) => {
    checkDistributionPoints(value, origin);
    return {};
  },
  '2.5.29.32': (value, origin) => ({ policies: readPolicies(value, origin) }),
  '2.5.29.33': (value, origin) => ({ policyMappings: readPolicyMappings(value, origin) }),
  '2.5.29.36': (value, origin) => ({ policyConstraints: readPolicyConstraints(value, origin) }),
  '2.5.29.54': (value, origin) => ({ inhibitAnyPolicy: readInhibitAnyPolicy(value, origin) }),
  /** `AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }`, RFC 5280 section 4.2.2.1. */
  '1.3.6.1.5.5.7.1.1': (value, origin) => {
    const descriptions = new BlockReader(value, 'authorityInfoAccess', origin);
    if (!descriptions.hasMore) descriptions.refuse('accessDescription', 'is missing');
    const issuerUrls: string[] = [];
    while (descriptions.hasMore) {
      const description = descriptions.sequence('accessDescription');
      const isIssuer = description.oid('accessMethod') === caIssuers;
      const isUrl = description.isNext(0x86);
      const location = description.any('accessLocation');
      readStrictGeneralName(location, `${description.part}.accessLocation`, origin);
      description.end();
      const url = fromUtf8(contentOf(location));
      if (isIssuer && isUrl && /^https?:\/\//i.test(url)) issuerUrls.push(url);
    }
    return { issuerUrls };
  },
};

const caIssuers = '1.3.6.1.5.5.7.48.2';
