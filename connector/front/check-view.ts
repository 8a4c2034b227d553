import type { ClientCheck } from '#connector/front/check-client.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import type { Refusal } from '#lib/pki/judge/verdict.ts';

export type CertificateView = {
  readonly name: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly serial: string;
  readonly fingerprint: string;
  readonly userPrincipalNames: readonly string[];
  readonly emailAddresses: readonly string[];
};

/** What the check page shows, and what it answers to a program. */
export type CheckView = {
  readonly accepted: boolean;
  readonly refusal: Refusal | null;
  readonly headline: string;
  readonly message: string;
  readonly remedy: string;
  readonly certificate: CertificateView | null;
  /** Only where no certificate was accepted: whose certificates would be. */
  readonly acceptedAuthorities: readonly string[];
  readonly connection: string;
  readonly connector: string;
  readonly revision: number;
  readonly tlsVersion: string;
  readonly address: string;
  /** ISO 8601, UTC. */
  readonly checkedAt: string;
};

const headlines: Record<Refusal, string> = {
  'no-certificate': 'No certificate was sent',
  unreadable: 'Your certificate cannot be read',
  expired: 'A certificate has expired',
  'not-yet-valid': 'A certificate is not valid yet',
  'unknown-authority': 'Your certificate is from another authority',
  'broken-signature': 'Your certificate is not genuine',
  'unsupported-algorithm': 'Your certificate uses an unknown method',
  'weak-signature': 'A signature is too weak',
  'weak-key': 'A key is too weak',
  'not-an-authority': 'The issuer is no authority',
  'path-too-long': 'The chain above your certificate is too long',
  'wrong-key-usage': 'Your certificate may not be used to sign in',
  'wrong-purpose': 'Your certificate is for another purpose',
  'unknown-critical-extension': 'Your certificate sets a condition that is unknown here',
  'malformed-extension': 'A part of a certificate cannot be read',
  'name-not-permitted': 'Your certificate carries a name its authority may not give',
  'policy-not-allowed': 'Your certificate was issued under another policy',
  'wrong-host': 'The certificate is for another host',
  'departs-from-profile': 'A certificate is not as the standard wants it',
  'too-much-work': 'There are too many ways above your certificate',
  revoked: 'A certificate was revoked',
  'revocation-unknown': 'Nobody can tell whether your certificate was revoked',
  'issuer-name-differs': 'The issuer’s name is written in two ways',
  'ambiguous-issuer': 'There are two authorities of one name',
  'tls-disagrees': 'Your certificate is not accepted',
};

export type CheckCircumstances = {
  readonly connector: string;
  readonly tlsVersion: string;
  readonly address: string;
  readonly at: number;
};

export function checkView(
  { verdict, certificate }: ClientCheck,
  { settings, rules: { authorities } }: ServableRevision,
  circumstances: CheckCircumstances,
): CheckView {
  const { connector, tlsVersion, address, at } = circumstances;
  const shared = {
    certificate: certificate === undefined ? null : certificateView(certificate),
    connection: settings.connectionName,
    connector,
    revision: settings.revision,
    tlsVersion,
    address,
    checkedAt: new Date(at).toISOString(),
  };
  if (verdict.accepted)
    return {
      accepted: true,
      refusal: null,
      headline: 'Accepted',
      message: 'Your certificate is accepted here.',
      remedy: 'There is nothing to do; you can close this page.',
      acceptedAuthorities: [],
      ...shared,
    };
  const { refusal, message, remedy } = verdict;
  return {
    accepted: false,
    refusal,
    headline: headlineOf(refusal, verdict.depth),
    message,
    remedy,
    acceptedAuthorities: [...new Set(authorities.map((authority) => displayName(authority)))].sort(),
    ...shared,
  };
}

function headlineOf(refusal: Refusal, depth: number): string {
  if (refusal === 'expired' && depth === 0) return 'Your certificate has expired';
  if (refusal === 'not-yet-valid' && depth === 0) return 'Your certificate is not valid yet';
  if (refusal === 'revoked' && depth === 0) return 'Your certificate was revoked';
  return headlines[refusal];
}

function certificateView(certificate: Certificate): CertificateView {
  const named = (kind: 'upn' | 'email') =>
    certificate.alternativeNames.filter((name) => name.kind === kind).map((name) => name.value);
  return {
    name: displayName(certificate),
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    validFrom: isoOf(certificate.notBefore),
    validUntil: isoOf(certificate.notAfter),
    serial: certificate.serial,
    fingerprint: certificate.fingerprint,
    userPrincipalNames: named('upn'),
    emailAddresses: named('email'),
  };
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** `3 May 2026, 14:05 UTC`. */
export function momentText(iso: string): string {
  return `${dayText(Date.parse(iso))}, ${iso.slice(11, 16)} UTC`;
}
