import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { TreeNode } from '#components/pki-worker/pki-calls.ts';
import type { MissingIssuer } from '#lib/pki/path/build-chain.ts';

/** One line of the tree of CA certificates. */
export type TreeRow =
  | CertificateTreeRow
  /** An issuer that is not among them, above those that need it. */
  | {
      readonly kind: 'missing';
      readonly key: string;
      readonly issuer: MissingIssuer;
      readonly child: CertificateFacts;
    };

export type CertificateTreeRow = {
  readonly kind: 'certificate';
  readonly key: string;
  readonly certificate: CertificateFacts;
  /** 0 for roots. */
  readonly depth: number;
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
      const { fingerprint } = node;
      rows.push({ kind: 'certificate', key: fingerprint, certificate, depth: wanted === '' ? depth : 0, issuerName });
    }
    for (const child of node.children) visit(child, depth + 1, certificate.name);
  };
  for (const node of forest) if (node.missingParent === undefined) visit(node, 0, undefined);
  const orphans = forest.filter((node) => node.missingParent !== undefined);
  for (const [key, siblings] of Map.groupBy(
    orphans,
    ({ missingParent }) => `${missingParent?.name} ${missingParent?.keyId}`,
  )) {
    const first = siblings[0];
    const child = certificates[first?.fingerprint ?? ''];
    if (first?.missingParent === undefined || child === undefined) continue;
    if (wanted === '') rows.push({ kind: 'missing', key: `missing ${key}`, issuer: first.missingParent, child });
    for (const node of siblings) visit(node, 1, first.missingParent.name);
  }
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
