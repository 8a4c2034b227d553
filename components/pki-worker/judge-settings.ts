import { certificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { Judgement, JudgeSettings, TreeNode } from '#components/pki-worker/pki-calls.ts';
import { checkSettings } from '#lib/contracts/check-settings.ts';
import { type CertificateReader, readCertificates } from '#lib/contracts/read-settings-certificates.ts';
import type { Finding } from '#lib/core/finding.ts';
import { pkiFindingCatalogue } from '#lib/pki/findings/pki-finding-catalogue.ts';
import { buildForest, type ChainNode } from '#lib/pki/path/build-chain.ts';
import { hintNames } from '#lib/pki/path/hint-names.ts';

/** Everything that is true about settings at a time, by the same code the server asks before it publishes. */
export async function judgeSettings(
  { settings, connectors, at }: JudgeSettings,
  read: CertificateReader,
): Promise<Judgement> {
  const { certificates: sslChain } = await readCertificates(settings.sslCertificate?.chain ?? [], read);
  const { certificates: authorities } = await readCertificates(settings.caCertificates, read);
  const forest = await buildForest(authorities);
  const hints = hintNames(authorities);
  const findings = await checkSettings({ settings, at, connectors, read });
  return {
    certificates: Object.fromEntries(
      [...authorities, ...sslChain].map((one) => [one.fingerprint, certificateFacts(one)]),
    ),
    sslChain: sslChain.map((one) => one.fingerprint),
    caForest: forest.map(treeNode),
    findings,
    findingTitles: titlesOf(findings),
    hintNames: hints.names,
    hintBytes: hints.bytes,
  };
}

function treeNode({ certificate, isSelfSigned, missingParent, children }: ChainNode): TreeNode {
  return {
    fingerprint: certificate.fingerprint,
    isSelfSigned,
    ...(missingParent === undefined ? {} : { missingParent }),
    children: children.map(treeNode),
  };
}

function titlesOf(findings: readonly Finding[]): Record<string, string> {
  const titles: Record<string, string> = {};
  for (const { id } of findings) {
    if (id in pkiFindingCatalogue) titles[id] = pkiFindingCatalogue[id as keyof typeof pkiFindingCatalogue].title;
  }
  return titles;
}
