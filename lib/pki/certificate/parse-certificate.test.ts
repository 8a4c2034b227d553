import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '#lib/core/bytes.ts';
import { childOctets } from '#lib/pki/asn1/child-octets.ts';
import { derElement, derOid, derSequence, derSetOf } from '#lib/pki/asn1/write-der.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';

const root = await mintAuthority('Root');
const leaf = await mintClient('Ada', root, {
  alternativeNames: [
    { kind: 'dns', value: 'ada.example' },
    { kind: 'ip', value: '192.0.2.7' },
    { kind: 'ip', value: '2001:db8::1' },
    { kind: 'upn', value: 'ada@corp.example' },
  ],
});
const der = leaf.certificate.der;

describe('a certificate', () => {
  it('has the facts Node finds in it', () => {
    const node = new X509Certificate(der);
    const ours = leaf.certificate;
    expect(ours.fingerprint).toBe(node.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(ours.thumbprint).toBe(node.fingerprint.replaceAll(':', '').toLowerCase());
    expect(ours.serial.toUpperCase()).toBe(node.serialNumber);
    expect(ours.notBefore).toBe(node.validFromDate.getTime());
    expect(ours.notAfter).toBe(node.validToDate.getTime());
    expect(ours.subject.text).toBe(node.subject.split('\n').toReversed().join(','));
    expect(ours.spki).toEqual(new Uint8Array(node.publicKey.export({ format: 'der', type: 'spki' })));
    expect(ours.publicKey).toMatchObject({ algorithm: 'EC', curve: 'P-256', bits: 256 });
    expect(ours.signatureFacts).toMatchObject({ algorithm: 'ECDSA', hash: 'SHA-256' });
  });

  it('has its alternative names, addresses in their canonical form', () => {
    expect(leaf.certificate.alternativeNames).toEqual([
      { kind: 'dns', value: 'ada.example' },
      { kind: 'ip', value: '192.0.2.7' },
      { kind: 'ip', value: '2001:db8::1' },
      { kind: 'upn', value: 'ada@corp.example' },
    ]);
  });

  it('keeps the bytes it was made of, and a copy of its own', async () => {
    const source = der.slice();
    const parsed = await parseCertificate(source);
    source.fill(0);
    expect(parsed).toMatchObject({ ok: true, value: { der, fingerprint: leaf.certificate.fingerprint } });
  });

  it('survives being handed from a worker to a page', () => {
    expect(structuredClone(root.certificate)).toEqual(root.certificate);
  });

  it('may have a negative serial number, which is said', async () => {
    const odd = await mintClient('odd', root, { serial: Uint8Array.of(0x80, 1) });
    expect(odd.certificate).toMatchObject({ serial: '8001', isSerialNegative: true });
  });
});

describe('what is no certificate', () => {
  it('names the byte behind the end', async () => {
    const parsed = await parseCertificate(concatBytes(der, Uint8Array.of(0)));
    expect(parsed).toMatchObject({ ok: false, problem: { where: `byte ${der.length}`, offset: der.length } });
  });

  it('names the field that is wrong', async () => {
    const spoiled = der.slice();
    // The month of notBefore becomes 19.
    const digits = [...spoiled.keys()].find((at) => spoiled[at] === 0x17 && spoiled[at + 1] === 13) ?? 0;
    spoiled[digits + 4] = 0x31;
    spoiled[digits + 5] = 0x39;
    const parsed = await parseCertificate(spoiled);
    expect(parsed).toMatchObject({
      ok: false,
      problem: { where: `certificate.tbsCertificate.validity.notBefore, byte ${digits}` },
    });
  });

  it('refuses a signature algorithm that is not the one that was signed', async () => {
    const spoiled = der.slice();
    // The last byte of ecdsa-with-SHA256 (…4.3.2), which stands inside and outside of what is signed.
    const inside = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
    const at = [...spoiled.keys()].find((start) => inside.every((octet, index) => spoiled[start + index] === octet));
    spoiled[(at ?? 0) + 7] = 3;
    const parsed = await parseCertificate(spoiled);
    expect(parsed).toMatchObject({
      ok: false,
      problem: { where: expect.stringContaining('tbsCertificate.signature') },
    });
  });

  it('refuses lengths that are not DER', async () => {
    const indefinite = concatBytes(Uint8Array.of(0x30, 0x80), der.subarray(4), Uint8Array.of(0, 0));
    expect(await parseCertificate(indefinite)).toMatchObject({ ok: false, problem: { where: 'byte 0' } });
  });

  it('refuses a name that is not in the encoding it says, which OpenSSL does not read either', async () => {
    const attribute = derSequence(derOid('2.5.4.3'), derElement(0x0c, Uint8Array.of(0xc1, 0x64)));
    const subject = derSequence(derSetOf(attribute));
    await expect(mintClient('odd', root, { subject })).rejects.toThrow(/encoding/);
  });

  it('refuses a key whose algorithm has more parameters than one', async () => {
    const [, key = new Uint8Array()] = childOctets(root.certificate.spki);
    const algorithm = derSequence(derOid('1.2.840.10045.2.1'), ...Array(2).fill(derOid('1.2.840.10045.3.1.7')));
    const ownKey = { ...root.key, spki: derSequence(algorithm, key) };
    await expect(mintClient('odd', root, { ownKey })).rejects.toThrow(/more than one/);
  });

  it.each([
    ['with padding', Uint8Array.of(0, 1)],
    ['without digits', new Uint8Array()],
  ])('refuses a serial number %s, which OpenSSL does not read either', async (_, serial) => {
    await expect(mintClient('odd', root, { serial })).rejects.toThrow(/number/);
  });

  it.each([0, 1, 2, 3, 10, 100, der.length - 1])('refuses its first %d bytes', async (length) => {
    expect((await parseCertificate(der.slice(0, length))).ok).toBe(false);
  });
});
