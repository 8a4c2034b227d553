import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { TreeNode } from '#components/pki-worker/pki-calls.ts';
import type { MissingIssuer } from '#lib/pki/build-chain.ts';

/** One line of the tree of CA certificates. */
export type TreeRow = {
  readonly certificate: CertificateFacts;
  /** 0 for roots and those whose issuer is missing. */
  readonly depth: number;
  readonly isSelfSigned: boolean;
  readonly missingParent: MissingIssuer | undefined;
  readonly issuerName: string | undefined;
};

/** The forest as lines, each authority before those it issued. With a filter: those whose name or subject holds it. */
export function treeRows(
  forest: readonly TreeNode[],
  certificates: Readonly<Record<string, CertificateFacts>>,
  filter = '',
): TreeRow[] {
  const rows: TreeRow[] = [];
  const wanted = filter.trim().toLowerCase();
  const visit = (node: TreeNode, depth: number, issuerName: string | undefined): void => {
    const certificate = certificates[node.fingerprint];
    if (certificate === undefined) return;
    if (wanted === '' || `${certificate.name} ${certificate.subject}`.toLowerCase().includes(wanted)) {
      const { isSelfSigned, missingParent } = node;
      rows.push({ certificate, depth: wanted === '' ? depth : 0, isSelfSigned, missingParent, issuerName });
    }
    for (const child of node.children) visit(child, depth + 1, certificate.name);
  };
  for (const node of forest) visit(node, 0, undefined);
  return rows;
}

/** The authority that a certificate lacks, if it is among the given ones. */
export function findParent(
  child: Pick<CertificateFacts, 'issuer' | 'authorityKeyId' | 'fingerprint'>,
  among: readonly CertificateFacts[],
): CertificateFacts | undefined {
  return among.find(
    (one) =>
      one.isAuthority &&
      one.fingerprint !== child.fingerprint &&
      one.subject === child.issuer &&
      (child.authorityKeyId === undefined ||
        one.subjectKeyId === undefined ||
        one.subjectKeyId === child.authorityKeyId),
  );
}
