import { type RevocationPlan, readRevocationPlan } from '#connector/sign-in/revocation/revocation-plan.ts';
import { fromBase64, utf8 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

/** What client certificates are judged by. */
export type JudgingRules = {
  readonly authorities: readonly Certificate[];
  readonly partialChains: boolean;
  readonly revocation: RevocationPlan;
  /** The same for the same trust: authorities, and what may end a path. */
  readonly trustId: string;
  /** The same for the same rules, revocation included. */
  readonly rulesId: string;
};

export type ReadRules = {
  readonly rules: JudgingRules;
  /** What is wrong with those CA certificates that could not be read. */
  readonly faults: readonly string[];
};

export async function readRules(
  settings: Pick<ConnectorSettings, 'caCertificates' | 'trust' | 'revocation'>,
): Promise<ReadRules> {
  const { caCertificates, trust } = settings;
  const authorities: Certificate[] = [];
  const faults: string[] = [];
  for (const [index, text] of caCertificates.entries()) {
    const der = fromBase64(text);
    const parsed = der === undefined ? undefined : await parseCertificate(der);
    if (parsed?.ok) authorities.push(parsed.value);
    else faults.push(`CA certificate ${index + 1}: ${parsed?.problem.message ?? 'it is not base64'}.`);
  }
  const revocation = await readRevocationPlan(settings.revocation, authorities);
  const trustId = await sha256Hex(utf8(`${trust.partialChains} ${caCertificates.join()}`));
  return {
    rules: {
      authorities,
      partialChains: trust.partialChains,
      revocation,
      trustId,
      rulesId: `${trustId} ${revocation.id}`,
    },
    faults,
  };
}
