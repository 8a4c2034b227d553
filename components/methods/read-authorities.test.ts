import { expect, test } from 'vitest';
import {
  issuingKeys,
  readCertificatesOf,
  readUploadedList,
  uploadedNote,
} from '#components/methods/read-authorities.ts';
import { toBase64, utf8 } from '#lib/core/bytes.ts';
import { issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const at = Date.UTC(2026, 0, 15);
const day = 86_400_000;

async function mint(name: string, more: Partial<Parameters<typeof issueAuthority>[0]> = {}) {
  const key = await generateKeyPair('P-256');
  const validity = { notBefore: at - day, notAfter: at + 90 * day };
  return issueAuthority({ subject: [['CN', name]], serial: Uint8Array.of(1), key, ...validity, ...more });
}

test('a renewed authority is one, and a dropped list must be one of its own', async () => {
  const root = await mint('Root');
  const renewed = await mint('Root', { key: root.signer.key, serial: Uint8Array.of(2) });
  const other = await mint('Other');
  const certificates = await readCertificatesOf([root, renewed, other].map(({ der }) => toBase64(der)));
  const keys = issuingKeys(certificates);
  expect(keys.map(({ name }) => name)).toEqual(['Other', 'Root']);
  const authority = keys[1]?.authority ?? '';

  const list = ({ signer }: typeof root, nextUpdate = at + day) =>
    issueCrl({ signer, thisUpdate: at - day, nextUpdate, revoked: [{ serial: Uint8Array.of(7), at }] });
  const read = async (bytes: Uint8Array<ArrayBuffer>, key = authority) =>
    readUploadedList({ name: 'root.crl', bytes }, key, certificates, at);
  const good = await read(await list(root));
  expect(good).toMatchObject({ ok: true, note: '1 entry, until 16 January 2026' });
  expect(uploadedNote(good.ok ? good.list : '', at)).toBe('1 entry, until 16 January 2026');
  expect(await read(await list(root, at - 1_000))).toMatchObject({ ok: true, note: expect.stringContaining('ended') });
  expect(await read(await list(other))).toMatchObject({ problem: expect.stringContaining('not of “Root”') });
  const forged = await mint('Root');
  expect(await read(await list(forged))).toMatchObject({ ok: false });
  expect(await read(utf8('junk'))).toMatchObject({ problem: expect.stringContaining('no revocation list') });
  expect(await read(new Uint8Array(), 'f'.repeat(64))).toMatchObject({ ok: false });
});
