import { expect, test } from 'vitest';
import { findParent, treeRows } from '#components/certificates/tree-rows.ts';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { TreeNode } from '#components/pki-worker/pki-calls.ts';

function facts(name: string, more: Partial<CertificateFacts> = {}): CertificateFacts {
  return { fingerprint: name, name, subject: `CN=${name}`, issuer: '', isAuthority: true, ...more } as CertificateFacts;
}

const certificates = Object.fromEntries(['Root', 'Issuing', 'Orphan 1', 'Orphan 2'].map((name) => [name, facts(name)]));
const missingParent = { name: 'Lost Root', keyId: '01', urls: [] };
const forest: TreeNode[] = [
  {
    fingerprint: 'Root',
    isSelfSigned: true,
    children: [{ fingerprint: 'Issuing', isSelfSigned: false, children: [] }],
  },
  { fingerprint: 'Orphan 1', isSelfSigned: false, missingParent, children: [] },
  { fingerprint: 'Orphan 2', isSelfSigned: false, missingParent, children: [] },
];

test('issuers stand above what they issued, a missing one once above all that need it', () => {
  expect(
    treeRows(forest, certificates).map((row) =>
      row.kind === 'missing'
        ? `missing ${row.issuer.name}`
        : `${row.depth} ${row.certificate.name} < ${row.issuerName}`,
    ),
  ).toEqual([
    '0 Root < undefined',
    '1 Issuing < Root',
    'missing Lost Root',
    '1 Orphan 1 < Lost Root',
    '1 Orphan 2 < Lost Root',
  ]);
});

test('a filter leaves the matching ones, flat', () => {
  expect(treeRows(forest, certificates, 'ORPHAN').map((row) => row.key)).toEqual(['Orphan 1', 'Orphan 2']);
});

test('a parent is an authority of that name whose key is not known to be another', () => {
  const child = facts('Child', { issuer: 'CN=Root', authorityKeyId: 'aa' });
  const other = facts('Root', { subjectKeyId: 'bb' });
  const right = facts('Root', { subjectKeyId: 'aa', fingerprint: 'right' });
  expect(findParent(child, [other, right])?.fingerprint).toBe('right');
  expect(findParent(child, [other, facts('Root', { isAuthority: false })])).toBeUndefined();
});
