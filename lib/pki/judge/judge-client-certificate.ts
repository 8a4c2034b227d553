import type { JudgeCase } from '#lib/pki/judge/judge-case.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';

/** What a connector or the console knows when it judges a person's certificate. */
export type ClientCertificateCase = Omit<JudgeCase, 'purpose' | 'policies' | 'maxIntermediates'>;

/** Whether a client certificate is accepted by the CA certificates of a connection. */
export function judgeClientCertificate(one: ClientCertificateCase): Promise<Verdict> {
  return judgeCertificate({ ...one, purpose: { kind: 'client' } });
}
