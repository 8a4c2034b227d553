import type { ClientCheck } from '#connector/front/check-client.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { certificateFacts } from '#connector/sign-in/certificate-facts.ts';
import { type Ending, refused } from '#connector/sign-in/ending.ts';
import { mapCertificate } from '#connector/sign-in/map-certificate.ts';
import { noteSteps, type Steps } from '#connector/sign-in/note-steps.ts';
import { oneLine } from '#connector/sign-in/one-line.ts';
import type { RevocationCheck } from '#connector/sign-in/revocation/revocation-check.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';
import type { StepFacts } from '#lib/wire/dry-run-report.ts';
import type { MethodResult } from '#lib/wire/method-result.ts';

export type CertificateTry = {
  readonly check: ClientCheck;
  /** `TLS 1.3`. */
  readonly tlsVersion: string;
  readonly settings: Pick<ConnectorSettings, 'mapping' | 'revocation'>;
  /** Of the request, for its step. */
  readonly requestText: string;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly at: number;
};

export type CertificateParts = { readonly directory: Directory; readonly revocation: RevocationCheck };

/** One try with a client certificate, from the handshake to the person. */
export async function tryCertificate(one: CertificateTry, parts: CertificateParts): Promise<MethodResult> {
  const steps = noteSteps();
  const ending = await walk(one, parts, steps);
  const { certificate } = one.check;
  const facts = certificate === undefined ? {} : { certificate: certificateFacts(certificate) };
  return { ...ending, steps: steps.done(), ...facts };
}

async function walk(one: CertificateTry, parts: CertificateParts, steps: Steps): Promise<Ending> {
  const { presented } = one.check;
  steps.note('request', true, one.requestText);
  const certificates = `${presented} certificate${presented === 1 ? '' : 's'}`;
  steps.note('tls', presented > 0, `${one.tlsVersion}, ${certificates} presented`);
  return walkFromVerdict(one, parts, steps);
}

/** The way of a sign-in from the verdict on; a dry run begins here. */
export async function walkFromVerdict(
  { check, settings, at }: Pick<CertificateTry, 'check' | 'settings' | 'at'>,
  { directory, revocation }: CertificateParts,
  steps: Steps,
): Promise<Ending> {
  const { verdict, certificate, tlsCode } = check;
  if (!verdict.accepted || certificate === undefined) {
    const { refusal = 'unreadable', depth = 0, message = '' } = verdict.accepted ? {} : verdict;
    const detail = `${message} (depth ${depth}${tlsCode === undefined ? '' : `, OpenSSL: ${tlsCode}`})`;
    if (refusal !== 'no-certificate') steps.note('path', false, detail, pathFacts(verdict));
    return refused(refusal, detail);
  }
  steps.note('path', true, verdict.path.map((one) => displayName(one)).join(' ← '), pathFacts(verdict));
  const standing = await revocation(verdict.path, settings.revocation.mode, at);
  steps.note('revocation', standing.ending === undefined, standing.detail);
  return standing.ending ?? mapCertificate(certificate, settings.mapping, directory, at, steps);
}

function pathFacts(verdict: Verdict): StepFacts {
  if (!verdict.accepted) {
    const { refusal, depth, message } = verdict;
    return { kind: 'path', refusal, depth, message: oneLine(message, 1_000), path: [] };
  }
  const path = verdict.path.map((one) => ({ name: oneLine(displayName(one), 500), fingerprint: one.fingerprint }));
  return { kind: 'path', refusal: null, depth: 0, message: '', path };
}
