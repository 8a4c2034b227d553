import type { ClientCheck } from '#connector/front/check-client.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { certificateFacts } from '#connector/sign-in/certificate-facts.ts';
import { type Ending, refused } from '#connector/sign-in/ending.ts';
import { mapCertificate } from '#connector/sign-in/map-certificate.ts';
import { noteSteps, type Steps } from '#connector/sign-in/note-steps.ts';
import type { RevocationCheck } from '#connector/sign-in/revocation/revocation-check.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';
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

async function walk(
  { check, tlsVersion, settings, requestText, at }: CertificateTry,
  { directory, revocation }: CertificateParts,
  steps: Steps,
): Promise<Ending> {
  const { verdict, certificate, presented, tlsCode } = check;
  steps.note('request', true, requestText);
  steps.note('tls', presented > 0, `${tlsVersion}, ${presented} certificate${presented === 1 ? '' : 's'} presented`);
  if (!verdict.accepted || certificate === undefined) {
    const { refusal = 'unreadable', depth = 0, message = '' } = verdict.accepted ? {} : verdict;
    const detail = `${message} (depth ${depth}${tlsCode === undefined ? '' : `, OpenSSL: ${tlsCode}`})`;
    if (refusal !== 'no-certificate') steps.note('path', false, detail);
    return refused(refusal, detail);
  }
  steps.note('path', true, verdict.path.map((one) => displayName(one)).join(' ← '));
  const standing = await revocation(verdict.path, settings.revocation.mode, at);
  steps.note('revocation', standing.ending === undefined, standing.detail);
  return standing.ending ?? mapCertificate(certificate, settings.mapping, directory, at, steps);
}
