import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { derBmpString, derElement, derOid, derSequence, derSetOf, derUtf8String } from '#lib/pki/asn1/write-der.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { issueCertificate } from '#lib/pki/issue/issue-certificate.ts';
import { mintedAt } from '#lib/pki/issue/mint.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { isNameReadableByTls, tlsNameKey } from '#lib/pki/path/tls-name.ts';

const key = await generateKeyPair('P-256');
const commonName = (value: Bytes) => derSequence(derSetOf(derSequence(derOid('2.5.4.3'), value)));
const text = (tag: number, octets: Bytes) => commonName(derElement(tag, octets));

/** A certificate with these names; only its octets are asked for. */
async function issue(subject: Bytes, issuer: Bytes): Promise<Bytes> {
  const { der } = await issueCertificate({
    subject,
    key,
    serial: Uint8Array.of(1),
    notBefore: mintedAt,
    notAfter: mintedAt + 1000,
    signer: { name: issuer, key },
    hasKeyIds: false,
  });
  return der;
}

const latin1 = (value: string): Bytes => Uint8Array.from(value, (character) => character.charCodeAt(0));
const universal = (value: string): Bytes =>
  Uint8Array.from(
    [...value].flatMap((one) =>
      [0, one.codePointAt(0) ?? 0].flatMap((half, at) => (at === 0 ? [0, half] : [half >> 8, half & 255])),
    ),
  );
const utf8Name = (value: string) => commonName(derUtf8String(value));

/** Names of which some are one to RFC 5280 section 7.1, some to OpenSSL, and some to both. */
const names: readonly Bytes[] = [
  utf8Name('Müller CA'),
  utf8Name('MÜLLER CA'),
  utf8Name('müller  ca '),
  utf8Name('mÜller ca'),
  utf8Name('Mu\u0308ller CA'),
  utf8Name('M\u00adüller CA'),
  utf8Name('Müller\u00a0CA'),
  utf8Name('Müller\tCA'),
  utf8Name('Muller CA'),
  utf8Name('MULLER ca'),
  text(0x14, latin1('Müller CA')),
  text(0x1e, derBmpString('Müller CA').subarray(2)),
  text(0x1c, universal('Müller CA')),
  text(0x13, utf8('Muller CA')),
  text(0x16, utf8('muller CA')),
  text(0x12, utf8('12')),
  utf8Name('12'),
  utf8Name('Straße'),
  utf8Name('STRASSE'),
  utf8Name(''),
  utf8Name(' '),
  text(0x03, Uint8Array.of(0, 1)),
  derSequence(),
  derSequence(derSetOf(derSequence(derOid('2.5.4.10'), derUtf8String('O')))),
];

/** Every universal type of X.680 section 8.4 with a tag of one octet, but for the one that is reserved. */
const types = Array.from({ length: 30 }, (_, tag) => tag + 1).filter((tag) => tag !== 15);

describe('names as OpenSSL has them', () => {
  it('are equal where OpenSSL takes one for an issuer of the other', async () => {
    let [both, ours] = [0, 0];
    for (const subject of names) {
      for (const issuer of names) {
        const above = new X509Certificate(await issue(subject, utf8Name('Top')));
        const below = await issue(utf8Name('Below'), issuer);
        const [read, readAbove] = [await parseCertificate(below), await parseCertificate(new Uint8Array(above.raw))];
        if (!read.ok || !readAbove.ok) throw new Error('They were made here.');
        const [one, other] = [read.value.issuer, readAbove.value.subject];
        const isSame = tlsNameKey(one) === tlsNameKey(other);
        expect([issuer, subject, isSame]).toEqual([issuer, subject, new X509Certificate(below).checkIssued(above)]);
        if (isSame) both += 1;
        if (isSameName(one, other) && !isSame) ours += 1;
      }
    }
    expect(both).toBeGreaterThan(names.length);
    expect(ours).toBeGreaterThan(10);
  });

  it.each([
    ...types.map((tag) => [`of the type with tag ${tag}`, text(tag, utf8('12345678'))] as const),
    ['with half of a pair', text(0x1e, Uint8Array.of(0xd8, 0))] as const,
    ['with a pair', text(0x1e, Uint8Array.of(0xd8, 0, 0xdc, 0))] as const,
    ['beyond Unicode', text(0x1c, Uint8Array.of(0, 0x11, 0, 0))] as const,
    ['at the end of Unicode', text(0x1c, Uint8Array.of(0, 0x10, 0xff, 0xff))] as const,
    ['UTF-8 beyond Unicode', text(0x0c, Uint8Array.of(0xf4, 0x90, 0x80, 0x80))] as const,
  ])('text %s is read where OpenSSL reads it', async (_, name) => {
    const der = await issue(name, utf8Name('Top'));
    const read = await parseCertificate(der);
    let isRead = true;
    try {
      new X509Certificate(der);
    } catch {
      isRead = false;
    }
    expect(read.ok && isNameReadableByTls(read.value.subject)).toBe(isRead);
  });
});
