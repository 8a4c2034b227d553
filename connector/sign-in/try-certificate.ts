import { type ClientCheck, differenceWords, isAboutRevocation } from '#connector/front/check-client.ts';
import { certificateFacts } from '#connector/sign-in/certificate-facts.ts';
import { revocationFacts } from '#connector/sign-in/dry-run/revocation-facts.ts';
import { type Ending, refused, unavailable } from '#connector/sign-in/ending.ts';
import { type MappingParts, mapCertificate } from '#connector/sign-in/map-certificate.ts';
import { noteSteps, type Steps } from '#connector/sign-in/note-steps.ts';
import { oneLine } from '#connector/sign-in/one-line.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';
import type { StepFacts } from '#lib/wire/dry-run-report.ts';
import type { Mapped, MethodResult } from '#lib/wire/method-result.ts';

export type CertificateTry = {
  readonly check: ClientCheck;
  /** `TLS 1.3`. */
  readonly tlsVersion: string;
  readonly settings: Pick<ConnectorSettings, 'mapping' | 'mappingStrength' | 'revocation'>;
  /** Of the request, for its step. */
  readonly requestText: string;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly at: number;
};

/** One try with a client certificate, from the handshake to the person. */
export async function tryCertificate(one: CertificateTry, parts: MappingParts): Promise<MethodResult> {
  const steps = noteSteps();
  const found: { mapped?: Mapped } = {};
  const onMapped = (mapped: Mapped) => {
    found.mapped = mapped;
  };
  const ending = await walk(one, { ...parts, onMapped }, steps);
  const { certificate } = one.check;
  const facts = certificate === undefined ? {} : { certificate: certificateFacts(certificate, found.mapped) };
  return { ...ending, steps: steps.done(), ...facts };
}

async function walk(one: CertificateTry, parts: MappingParts, steps: Steps): Promise<Ending> {
  const { presented } = one.check;
  steps.note('request', true, one.requestText);
  const certificates = `${presented} certificate${presented === 1 ? '' : 's'}`;
  steps.note('tls', presented > 0, `${one.tlsVersion}, ${certificates} presented`);
  return walkFromVerdict(one, parts, steps);
}

/** The way of a sign-in from the verdict on; a dry run begins here. */
export async function walkFromVerdict(
  { check, settings, at }: Pick<CertificateTry, 'check' | 'settings' | 'at'>,
  parts: MappingParts,
  steps: Steps,
): Promise<Ending> {
  const { verdict, certificate, lookUp } = check;
  if (!verdict.accepted && lookUp !== undefined && isAboutRevocation(verdict.refusal)) {
    notePath(lookUp.path, steps);
    steps.note('revocation', false, lookUp.detail, revocationFacts(lookUp.statuses));
    const end = verdict.refusal === 'revoked' ? refused : unavailable;
    return end(verdict.refusal, lookUp.detail);
  }
  if (!verdict.accepted || certificate === undefined) {
    const { refusal = 'unreadable' } = verdict.accepted ? {} : verdict;
    const detail = refusalWords(check);
    if (refusal !== 'no-certificate') steps.note('path', false, detail, pathFacts(verdict));
    return refused(refusal, detail);
  }
  notePath(verdict.path, steps);
  if (lookUp !== undefined) steps.note('revocation', true, lookUp.detail, revocationFacts(lookUp.statuses));
  return mapCertificate(certificate, settings, parts, at, steps);
}

function notePath(path: readonly Certificate[], steps: Steps): void {
  const detail = path.map((one) => displayName(one)).join(' ← ');
  steps.note('path', true, detail, pathFacts({ accepted: true, path }));
}

/** Administrators read it: it names the depth, OpenSSL's code, and where OpenSSL and the rules differ. */
function refusalWords({ verdict, tlsCode, difference }: ClientCheck): string {
  const { depth = 0, message = '' } = verdict.accepted ? {} : verdict;
  const codes =
    difference === undefined ? (tlsCode === undefined ? [] : [`OpenSSL: ${tlsCode}`]) : [differenceWords(difference)];
  return `${message} (${[`depth ${depth}`, ...codes].join(', ')})`;
}

function pathFacts(verdict: Verdict): StepFacts {
  if (!verdict.accepted) {
    const { refusal, depth, message } = verdict;
    return { kind: 'path', refusal, depth, message: oneLine(message, 1_000), path: [] };
  }
  const path = verdict.path.map((one) => ({ name: oneLine(displayName(one), 500), fingerprint: one.fingerprint }));
  return { kind: 'path', refusal: null, depth: 0, message: '', path };
}
