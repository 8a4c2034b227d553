import { fromBase64 } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { PathPurpose } from '#lib/pki/judge/checks/path-rule.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import { parseOcspResponse } from '#lib/pki/revocation/ocsp/parse-ocsp-response.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';

/** A case that can be sent to a page; certificates, lists and answers in DER, as base64. */
export type WrittenCase = {
  readonly id: string;
  /** The certificate itself first. */
  readonly presented: readonly string[];
  readonly authorities: readonly string[];
  /** Of revocation that is asked for; absent: nobody asks. */
  readonly lists?: readonly string[];
  /** Of responders (OCSP), beside the lists. */
  readonly answers?: readonly string[];
  readonly at: number;
  readonly purpose: PathPurpose;
};

/** One line a case, whoever runs this: the id, and accepted, or refused with the reason and the depth. */
export async function judgeLines(cases: readonly WrittenCase[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const one of cases) lines.push(`${one.id}\t${await judge(one)}`);
  return lines;
}

async function judge({ presented, authorities, lists, answers = [], at, purpose }: WrittenCase): Promise<string> {
  const [leaf, ...sentAlong] = await Promise.all(presented.map(certificateOf));
  if (leaf === undefined) return 'refused\tunreadable\t0';
  const crls = (lists ?? []).flatMap((list) => {
    const parsed = parseCrl(fromBase64(list) ?? new Uint8Array());
    return parsed.ok ? [parsed.value] : [];
  });
  const ocsp = (
    await Promise.all(answers.map((answer) => parseOcspResponse(fromBase64(answer) ?? new Uint8Array())))
  ).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
  const verdict = await judgeCertificate({
    presented: [leaf, ...sentAlong.filter((other) => other !== undefined)],
    authorities: (await Promise.all(authorities.map(certificateOf))).filter((other) => other !== undefined),
    at,
    purpose,
    ...(lists === undefined
      ? {}
      : { revocation: { modeOf: () => 'fail-closed', gather: async () => ({ crls, ocsp }) } }),
  });
  return verdict.accepted ? 'accepted' : `refused\t${verdict.refusal}\t${verdict.depth}`;
}

async function certificateOf(text: string): Promise<Certificate | undefined> {
  const parsed = await parseCertificate(fromBase64(text) ?? new Uint8Array());
  return parsed.ok ? parsed.value : undefined;
}
