import type { Finding } from '#lib/core/finding.ts';
import type { CaRule, PlacedAuthority } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';
import type { PkiFindingId } from '#lib/pki/findings/pki-finding-catalogue.ts';
import { checkMalformedExtensions } from '#lib/pki/judge/checks/check-malformed-extensions.ts';
import type { PathRule } from '#lib/pki/judge/checks/path-rule.ts';
import { checkNameForm } from '#lib/pki/judge/tls/check-name-form.ts';
import { checkTimeForm } from '#lib/pki/judge/tls/check-time-form.ts';

/** RFC 5280 sections 4.2 and 6.1: what limits a path and cannot be read ends every path through its certificate. */
export const caMalformedExtension: CaRule = ({ placed, at }) =>
  placed.flatMap((one) => broken('CA-MALFORMED-EXTENSION', checkMalformedExtensions, one, at));

/** RFC 5280 section 4.1.2.5, as OpenSSL holds every certificate of a path to it. */
export const caTimeForm: CaRule = ({ placed, at }) =>
  placed.flatMap((one) => broken('CA-TIME-FORM', checkTimeForm, one, at));

/** RFC 5280 section 4.1.2.4: a CA certificate that connectors’ TLS library cannot read, though it can be looked at here. */
export const caNameForm: CaRule = ({ placed, at }) =>
  placed.flatMap((one) => broken('CA-NAME-FORM', checkNameForm, one, at));

/** As if a person's certificate from this authority were judged: it stands at depth 0, the authority at depth 1. */
function broken(
  id: PkiFindingId,
  rule: PathRule,
  { certificate, above, isRoot }: PlacedAuthority,
  at: number,
): readonly Finding[] {
  const spoken = { purpose: { kind: 'client' }, voice: 'administrator' } as const;
  const path = [certificate, certificate, ...above];
  const refusal = rule({ path, depth: 1, certificate, isAnchor: isRoot, at, ...spoken });
  if (refusal === undefined) return [];
  const message = `${refusal.message} People with certificates from it are refused (${refusal.paragraph}).`;
  return [aboutCertificate(id, certificate, message)];
}
