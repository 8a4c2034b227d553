import { certificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { JudgePresented, PresentedJudgement, RuleReading } from '#components/pki-worker/dry-run-calls.ts';
import { type CertificateReader, readCertificates } from '#lib/contracts/read-settings-certificates.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { filterText } from '#lib/pki/mapping/filter.ts';
import { isMappingWeak } from '#lib/pki/mapping/is-mapping-weak.ts';
import type { MappingCandidate } from '#lib/pki/mapping/mapping-candidate.ts';
import { mappingCandidates } from '#lib/pki/mapping/mapping-candidates.ts';
import { orderChain } from '#lib/pki/path/build-chain.ts';

/** Judges what is presented by what connectors judge by. */
export async function judgePresented(
  { presented: bytes, settings, at }: JudgePresented,
  read: CertificateReader,
): Promise<PresentedJudgement> {
  const { certificates: presented } = await readCertificates(bytes, read);
  const { certificates: authorities } = await readCertificates(settings.caCertificates, read);
  const { partialChains } = settings.trust;
  const verdict = await judgeClientCertificate({ presented, authorities, at, partialChains, voice: 'administrator' });
  const [leaf] = presented;
  const rules = leaf === undefined ? [] : readRules(leaf, settings);
  if (verdict.accepted)
    return { verdict: { accepted: true }, chain: verdict.path.map((one) => certificateFacts(one)), rules };
  const { refusal, depth, message, remedy, paragraph } = verdict;
  const { chain, missing } =
    leaf === undefined ? { chain: [] } : await orderChain(leaf, [...presented, ...authorities]);
  return {
    verdict: { accepted: false, refusal, depth, message, remedy, paragraph },
    chain: chain.map((one) => certificateFacts(one)),
    ...(missing === undefined ? {} : { missing }),
    rules,
  };
}

function readRules(
  certificate: Certificate,
  { mapping, mappingStrength }: JudgePresented['settings'],
): readonly RuleReading[] {
  return mappingCandidates(certificate, mapping).map((candidate) => ({
    ...candidate.rule,
    isWeak: isMappingWeak(candidate.rule),
    ...readCandidate(candidate),
    ...(mappingStrength === 'strong' && isMappingWeak(candidate.rule) ? { problem: passedOver } : {}),
  }));
}

const passedOver = 'Passed over: it is weak, and the settings require strong mapping.';

function readCandidate(candidate: MappingCandidate): Pick<RuleReading, 'problem' | 'raw' | 'normalised' | 'filter'> {
  switch (candidate.kind) {
    case 'value': {
      const { raw, normalised, filter } = candidate;
      return { raw, normalised, filter: filterText(filter) };
    }
    case 'absent':
      return { problem: 'The certificate holds none.' };
    case 'ambiguous':
      return { problem: `The certificate holds ${candidate.values.length}: ${candidate.values.join(', ')}.` };
    case 'unusable':
      return { problem: candidate.detail };
  }
}
