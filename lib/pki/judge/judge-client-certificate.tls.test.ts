import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { derBitString, derContext, derNull, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import { writeName } from '#lib/pki/issue/write-name.ts';
import { handshake } from '#lib/pki/judge/handshake.test-support.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const day = 86_400_000;
const now = Date.now();
const validity = { notBefore: now - 10 * day, notAfter: now + 100 * day };
const extension = (oid: string, value: Bytes, isCritical = false) => ({ oid, isCritical, value });
const critical = extension('1.2.3.4', derNull(), true);
const nobody = derContext(4, writeName([['CN', 'Nobody']]), true);
/** Authority key identifiers that point to somebody else (RFC 5280 section 4.2.1.1). */
const otherKey = {
  hasKeyIds: false,
  furtherExtensions: [extension('2.5.29.35', derSequence(derContext(0, utf8('another'), false)))],
};
const otherSerial = {
  hasKeyIds: false,
  furtherExtensions: [extension('2.5.29.35', derSequence(derContext(2, Uint8Array.of(7), false)))],
};
const otherIssuer = {
  hasKeyIds: false,
  furtherExtensions: [extension('2.5.29.35', derSequence(derContext(1, nobody, true)))],
};
const criticalKeyId = {
  hasKeyIds: false,
  furtherExtensions: [extension('2.5.29.14', derOctetString(Uint8Array.of(9)), true)],
};
const netscapeType = (bits: number) => ({
  furtherExtensions: [extension('2.16.840.1.113730.1.1', derBitString(Uint8Array.of(bits)))],
});
const proxy = {
  furtherExtensions: [extension('1.3.6.1.5.5.7.1.14', derSequence(derSequence(derOid('1.3.6.1.5.5.7.21.1'))))],
};
/** Not critical, as it must be, and heeded all the same. */
const onlyNobody = {
  furtherExtensions: [extension('2.5.29.30', derSequence(derContext(0, derSequence(nobody), true)))],
};

let root: Minted;
/** Shared, because making RSA keys is what takes the time. */
let rsaKeys: readonly [root: KeyPair, authority: KeyPair, leaf: KeyPair];

beforeAll(async () => {
  const [rootKey, authorityKey, leafKey] = await Promise.all([
    generateKeyPair('RSA-2048'),
    generateKeyPair('RSA-2048'),
    generateKeyPair('RSA-2048'),
  ]);
  rsaKeys = [rootKey, authorityKey, leafKey];
  root = await mintAuthority('Root', undefined, { ...validity, ownKey: rootKey });
});

type Row = {
  readonly name: string;
  readonly root?: MintOptions;
  readonly authority?: MintOptions;
  readonly leaf?: MintOptions;
};
const rows: readonly Row[] = [
  { name: 'all good' },
  { name: 'leaf expired', leaf: { notAfter: now - day } },
  { name: 'leaf to come', leaf: { notBefore: now + day } },
  { name: 'leaf for servers', leaf: { extendedKeyUsage: [purpose.serverAuth] } },
  { name: 'leaf for any purpose', leaf: { extendedKeyUsage: [purpose.any] } },
  { name: 'leaf for any purpose and clients', leaf: { extendedKeyUsage: [purpose.any, purpose.clientAuth] } },
  { name: 'leaf without extensions', leaf: { extendedKeyUsage: undefined, keyUsage: undefined } },
  { name: 'leaf without digitalSignature', leaf: { keyUsage: ['keyEncipherment'] } },
  { name: 'leaf for key agreement', leaf: { keyUsage: ['keyAgreement'] } },
  { name: 'leaf SHA-1', leaf: { hash: 'SHA-1' } },
  { name: 'leaf RSA-1024', leaf: { keyKind: 'RSA-1024' } },
  { name: 'leaf with critical extension', leaf: { furtherExtensions: [critical] } },
  { name: 'leaf names another key of its issuer', leaf: otherKey },
  { name: 'leaf names another serial number of its issuer', leaf: otherSerial },
  { name: 'leaf names another issuer of its issuer', leaf: otherIssuer },
  { name: 'leaf with a critical key identifier', leaf: criticalKeyId },
  { name: 'leaf of Netscape type server', leaf: netscapeType(0x40) },
  { name: 'leaf of Netscape type client', leaf: netscapeType(0x80) },
  { name: 'leaf is a proxy certificate', leaf: proxy },
  { name: 'leaf is an authority', leaf: { basicConstraints: { isAuthority: true } } },
  { name: 'leaf with a negative serial number', leaf: { serial: Uint8Array.of(0xff) } },
  { name: 'authority expired', authority: { notAfter: now - day } },
  { name: 'authority SHA-1', authority: { hash: 'SHA-1' } },
  { name: 'authority RSA-1024', authority: { keyKind: 'RSA-1024' } },
  { name: 'authority without basic constraints', authority: { basicConstraints: undefined } },
  { name: 'authority that is none', authority: { basicConstraints: { isAuthority: false } } },
  { name: 'authority without keyCertSign', authority: { keyUsage: ['digitalSignature'] } },
  { name: 'authority for servers', authority: { extendedKeyUsage: [purpose.serverAuth] } },
  { name: 'authority for any purpose', authority: { extendedKeyUsage: [purpose.any] } },
  { name: 'authority with critical extension', authority: { furtherExtensions: [critical] } },
  { name: 'authority names another key of its issuer', authority: otherKey },
  { name: 'authority names another serial number of its issuer', authority: otherSerial },
  { name: 'authority of Netscape type server', authority: netscapeType(0x40) },
  { name: 'authority is a proxy certificate', authority: proxy },
  { name: 'authority for other names only', authority: onlyNobody },
  { name: 'root names another serial number of its issuer', root: otherSerial },
  { name: 'root expired', root: { notAfter: now - day } },
  { name: 'root SHA-1', root: { hash: 'SHA-1' } },
  { name: 'root RSA-1024', root: { keyKind: 'RSA-1024' } },
  { name: 'root path length 0', root: { basicConstraints: { isAuthority: true, pathLength: 0 } } },
  { name: 'root without basic constraints', root: { basicConstraints: undefined } },
  { name: 'root without keyCertSign', root: { keyUsage: ['digitalSignature'] } },
  { name: 'root for servers', root: { extendedKeyUsage: [purpose.serverAuth] } },
  { name: 'root with critical extension', root: { furtherExtensions: [critical] } },
  { name: 'SHA-1 on root and leaf', root: { hash: 'SHA-1' }, leaf: { hash: 'SHA-1' } },
  { name: 'P-384 with SHA-512', authority: { keyKind: 'P-384', hash: 'SHA-512' }, leaf: { hash: 'SHA-512' } },
  { name: 'Ed25519', authority: { keyKind: 'Ed25519' } },
  {
    name: 'RSA-PSS',
    authority: { keyKind: 'RSA-2048', rsaPadding: 'PSS' },
    leaf: { rsaPadding: 'PSS', hash: 'SHA-384' },
  },
];

/** Where the judge is stricter than OpenSSL, on purpose. */
const stricter: ReadonlySet<string> = new Set([
  // TLS 1.3 signs with the key, and RFC 8446 section 4.4.2.2 wants digitalSignature for that.
  'leaf for key agreement',
  // OpenSSL takes a root with keyCertSign and without basicConstraints for an authority; RFC 5280 section 6.1.4 (k) does not.
  'root without basic constraints',
]);

describe('the judge and OpenSSL in a real handshake', () => {
  it.each(rows.map((row) => [row.name, row] as const))('agree: %s', async (name, row) => {
    const options = (depth: 0 | 1 | 2, more: MintOptions = {}): MintOptions => ({
      ...validity,
      ...(more.keyKind === undefined ? { ownKey: rsaKeys[depth] } : {}),
      ...more,
    });
    const top = await mintAuthority('Root', undefined, options(0, row.root));
    const authority = await mintAuthority('Issuing', top, options(1, row.authority));
    const leaf = await mintClient('Alice', authority, options(2, row.leaf));
    const judged = await judgeClientCertificate({
      presented: [leaf, authority].map((one) => one.certificate),
      authorities: [top.certificate],
      at: Date.now(),
    });
    const openssl = await handshake(leaf, [authority], [top]);
    expect(openssl).toBe(judged.accepted || stricter.has(name));
  });

  it('agree on a forged issuer, a stranger and a missing root', async () => {
    const authority = await mintAuthority('Issuing', root, validity);
    const stranger = await mintAuthority('Stranger', undefined, validity);
    const forger = { ...stranger, signer: { name: authority.signer.name, key: stranger.key } };
    const cases: readonly (readonly [Minted, readonly Minted[], readonly Minted[]])[] = [
      [await mintClient('Mallory', forger, validity), [], [root, authority]],
      [await mintClient('Mallory', stranger, validity), [stranger], [root, authority]],
      [await mintClient('Alice', authority, validity), [], [authority]],
      [await mintClient('Alice', authority, validity), [], [root]],
    ];
    for (const [leaf, sentAlong, authorities] of cases) {
      const judged = await judgeClientCertificate({
        presented: [leaf, ...sentAlong].map((one) => one.certificate),
        authorities: authorities.map((one) => one.certificate),
        at: Date.now(),
      });
      expect(judged.accepted).toBe(false);
      expect(await handshake(leaf, sentAlong, authorities)).toBe(false);
    }
  });
});
