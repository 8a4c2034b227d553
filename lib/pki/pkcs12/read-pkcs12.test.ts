import { createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Bytes, concatBytes, utf8 } from '#lib/core/bytes.ts';
import { childrenOf, contentOf, isConstructed, readTlv } from '#lib/pki/asn1/tlv.ts';
import { derContext, derInteger, derNull, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import { readFile } from '#lib/pki/files/read-file.ts';
import { mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import { WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';
import { writePfx } from '#lib/pki/pkcs12/write-pfx.ts';

const root = await mintAuthority('Root');
const leaf = await mintClient('Ada', root);
const fillRandom = (target: Bytes) => crypto.getRandomValues(target);
const certificates = [leaf.certificate.der, root.certificate.der];

function data(content: Bytes): Bytes {
  return derSequence(derOid('1.2.840.113549.1.7.1'), derContext(0, derOctetString(content), true));
}

function bag(oid: string, value: Bytes): Bytes {
  return derSequence(derOid(`1.2.840.113549.1.12.10.1.${oid}`), derContext(0, value, true));
}

function certificateBag(der: Bytes): Bytes {
  return bag('3', derSequence(derOid('1.2.840.113549.1.9.22.1'), derContext(0, derOctetString(der), true)));
}

function pfx(authenticatedSafe: Bytes, ...macData: readonly Bytes[]): Bytes {
  return derSequence(derInteger(3), data(authenticatedSafe), ...macData);
}

/** The same structure with indefinite lengths, and with its larger octet strings in pieces (X.690 sections 8.1.3.6 and 8.7.3). */
function toBer(der: Bytes): Bytes {
  const element = readTlv(der);
  if (element === undefined) return der;
  const end = new Uint8Array(2);
  const content = contentOf(der, element);
  if (isConstructed(element)) {
    const children = childrenOf(der, element).map((child) => toBer(der.slice(child.start, child.end)));
    return concatBytes(Uint8Array.of(element.identifier, 0x80), ...children, end);
  }
  const isLong = content.length > 100 && (element.identifier === 0x04 || element.identifier === 0x80);
  if (!isLong) return der;
  const pieces = [content.slice(0, 70), content.slice(70)].map((piece) => derOctetString(piece));
  return concatBytes(Uint8Array.of(element.identifier | 0x20, 0x80), ...pieces, end);
}

function read(bytes: Bytes, passphrase?: string) {
  return readFile({ name: 'x.pfx', bytes, ...(passphrase === undefined ? {} : { passphrase }) });
}

describe('a PFX', () => {
  it.each(['3des', 'aes-256'] as const)('that we wrote ourselves (%s) is read back', async (encryption) => {
    const written = await writePfx({ certificates, pkcs8: leaf.key.pkcs8, passphrase: 'Ää 1', encryption, fillRandom });
    const reading = await read(written, 'Ää 1');
    expect(reading.certificates.map(({ fingerprint }) => fingerprint).toSorted()).toEqual(
      [leaf, root].map(({ certificate }) => certificate.fingerprint).toSorted(),
    );
    expect(reading.privateKeys.map(({ spkiFingerprint }) => spkiFingerprint)).toEqual([
      leaf.certificate.spkiFingerprint,
    ]);
    expect(reading.isLegacyEncryption).toBe(encryption === '3des');
  });

  it('keeps its good bags next to odd and broken ones, also in a nested safe', async () => {
    const inner = bag('6', derSequence(certificateBag(root.certificate.der), bag('1', leaf.key.pkcs8)));
    const broken = certificateBag(root.certificate.der.slice(0, 50));
    const contents = derSequence(
      certificateBag(leaf.certificate.der),
      bag('5', derSequence()),
      broken,
      derInteger(1),
      inner,
    );
    const reading = await read(pfx(derSequence(data(contents))));
    expect(reading.certificates).toHaveLength(2);
    expect(reading.privateKeys).toHaveLength(1);
    expect(reading.ignored).toMatchObject([{ what: 'safe 1, bag 2' }]);
    expect(reading.problems.map(({ refusal, where }) => [refusal, where])).toEqual([
      ['broken-encoding', expect.stringContaining('safe 1, bag 3')],
      ['broken-encoding', expect.stringContaining('safe 1, bag 4')],
    ]);
  });

  it('with PBMAC1 is checked and read (RFC 9579)', async () => {
    const safe = derSequence(data(derSequence(certificateBag(root.certificate.der))));
    const salt = fillRandom(new Uint8Array(8));
    const key = pbkdf2Sync(utf8('päss'), salt, 2048, 32, 'sha256');
    const digest = new Uint8Array(createHmac('sha256', key).update(safe).digest());
    const hmac = derSequence(derOid('1.2.840.113549.2.9'), derNull());
    const kdf = derSequence(derOctetString(salt), derInteger(2048), derInteger(32), hmac);
    const parameters = derSequence(derSequence(derOid('1.2.840.113549.1.5.12'), kdf), hmac);
    const algorithm = derSequence(derOid('1.2.840.113549.1.5.14'), parameters);
    const mac = derSequence(
      derSequence(algorithm, derOctetString(digest)),
      derOctetString(utf8('unused')),
      derInteger(1),
    );
    expect((await read(pfx(safe, mac), 'päss')).certificates).toHaveLength(1);
    expect((await read(pfx(safe, mac), 'pass')).problems.map(({ refusal }) => refusal)).toEqual(['wrong-passphrase']);
  });

  it.each([0, 2_000_000, 2 ** 31, 2 ** 40])(
    'that asks for %d rounds is refused before they are run',
    async (rounds) => {
      const safe = derSequence(data(derSequence(certificateBag(root.certificate.der))));
      const digest = derSequence(derSequence(derOid('1.3.14.3.2.26'), derNull()), derOctetString(new Uint8Array(20)));
      const mac = derSequence(digest, derOctetString(new Uint8Array(8)), derInteger(rounds));
      const [problem, ...others] = (await read(pfx(safe, mac), 'x')).problems;
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ refusal: 'unsupported-encryption', where: 'MAC' });
      expect(problem?.message).toContain(`${rounds} rounds`);
    },
  );

  it('that says its passphrase is right and is damaged all the same says so', async () => {
    const written = await writePfx({
      certificates,
      pkcs8: leaf.key.pkcs8,
      passphrase: 'x',
      encryption: '3des',
      fillRandom,
    });
    const [problem] = (await read(concatBytes(written.slice(0, 60), written.slice(61)), 'x')).problems;
    expect(problem?.refusal).toBe('broken-encoding');
  });

  it('in the indefinite lengths and pieces that Java libraries write is read', async () => {
    const written = await writePfx({
      certificates,
      pkcs8: leaf.key.pkcs8,
      passphrase: 'x',
      encryption: 'aes-256',
      fillRandom,
    });
    const reading = await read(toBer(written), 'x');
    expect(reading.problems).toEqual([]);
    expect(reading.certificates).toHaveLength(2);
    expect(reading.privateKeys).toHaveLength(1);
  });

  it('with nothing in it says so', async () => {
    expect((await read(pfx(derSequence()))).problems.map(({ refusal }) => refusal)).toEqual(['nothing-inside']);
  });

  it('protected by a certificate is named as that', async () => {
    const signed = derSequence(derOid('1.2.840.113549.1.7.2'), derContext(0, derSequence(), true));
    const [problem] = (await read(derSequence(derInteger(3), signed))).problems;
    expect(problem?.message).toContain('protected by a certificate');
  });
});

describe('the work one file may ask for', () => {
  it('is spent once, and never by what it cannot afford', () => {
    const work = new WorkBudget();
    expect(work.spend(600_000)).toBe(true);
    expect(work.spend(600_000)).toBe(false);
    expect(work.spend(300_000)).toBe(true);
    expect(work.spend(Number.NaN)).toBe(false);
    expect(work.spend(-1)).toBe(false);
  });
});
