import { beforeAll, expect, test } from 'vitest';
import { checkRevocation } from '#lib/contracts/check-revocation.ts';
import { type AuthorityRevocation, emptySettings } from '#lib/contracts/settings.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { type Authority, issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const at = Date.UTC(2026, 0, 15);
const day = 86_400_000;

let root: Authority;
let other: Authority;
let authorities: readonly Certificate[];

async function mint(name: string): Promise<Authority> {
  const key = await generateKeyPair('P-256');
  const validity = { notBefore: at - day, notAfter: at + 90 * day };
  return issueAuthority({ subject: [['CN', name]], serial: Uint8Array.of(1), key, ...validity });
}

beforeAll(async () => {
  root = await mint('Root');
  other = await mint('Other');
  const read = await Promise.all([root, other].map(({ der }) => parseCertificate(der)));
  authorities = read.flatMap((one) => (one.ok ? [one.value] : []));
});

const listOf = async ({ signer }: Authority, nextUpdate = at + day) =>
  toBase64(await issueCrl({ signer, thisUpdate: at - day, nextUpdate, revoked: [] }));

async function found(source: AuthorityRevocation['source'], authority = authorities[0]?.spkiFingerprint ?? '') {
  const revocation = { mode: 'off', authorities: [{ authority, mode: 'fail-closed', source }] } as const;
  const settings = { ...emptySettings, revocation: { ...revocation, authorities: [...revocation.authorities] } };
  return (await checkRevocation(settings, authorities, at)).map(({ id, subject }) => `${id} ${subject}`);
}

test('an uploaded list is read, and must be that of its authority, signed by it, and current', async () => {
  const uploaded = (...lists: string[]) => found({ kind: 'uploaded', lists });
  expect(await uploaded(await listOf(root))).toEqual([]);
  expect(await uploaded('AAAA')).toEqual(['REVOCATION-LIST-UNUSABLE Root']);
  expect(await uploaded(await listOf(other))).toEqual(['REVOCATION-LIST-UNUSABLE Root']);
  const impostor = await mint('Root');
  expect(await uploaded(await listOf(impostor))).toEqual(['REVOCATION-LIST-UNUSABLE Root']);
  expect(await uploaded(await listOf(root, at - 1_000))).toEqual(['REVOCATION-LIST-ENDED Root']);
});

test('a rule for an authority that is not accepted is told', async () => {
  expect(await found({ kind: 'certificate' }, 'f'.repeat(64))).toEqual(['REVOCATION-RULE-UNUSED ffffffffffff…']);
});
