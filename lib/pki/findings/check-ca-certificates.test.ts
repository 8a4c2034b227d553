import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { derElement, derOid, derSequence, derSetOf } from '#lib/pki/asn1/write-der.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { checkCaCertificates } from '#lib/pki/findings/check-ca-certificates.ts';
import { pkiFindingCatalogue } from '#lib/pki/findings/pki-finding-catalogue.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { hintNames } from '#lib/pki/path/hint-names.ts';

const day = 86_400_000;
let root: Minted;
let issuing: Minted;

beforeAll(async () => {
  root = await mintAuthority('Root CA 1');
  issuing = await mintAuthority('Issuing CA 2', root);
});

const certificates = (minted: readonly Minted[]) => minted.map((one) => one.certificate);
async function check(authorities: readonly Minted[]) {
  return checkCaCertificates({ authorities: certificates(authorities), at: mintedAt });
}
async function ids(authorities: readonly Minted[]) {
  return (await check(authorities)).map((finding) => finding.id);
}

describe('checkCaCertificates', () => {
  it('finds nothing wrong with a root and its issuing authority', async () => {
    expect(await ids([root, issuing])).toEqual([]);
    expect(await ids([issuing, root])).toEqual([]);
  });

  it('says that there is none', async () => {
    expect(await check([])).toMatchObject([{ id: 'CA-NONE', severity: 'error', area: 'ca-certificates' }]);
  });

  it.each<[string, MintOptions, string[]]>([
    ['ended', { notAfter: mintedAt - 1 }, ['CA-EXPIRED']],
    ['ending', { notAfter: mintedAt + 9 * day }, ['CA-EXPIRES-SOON']],
    ['to come', { notBefore: mintedAt + day }, ['CA-NOT-YET-VALID']],
    ['no authority', { basicConstraints: { isAuthority: false } }, ['CA-NOT-AUTHORITY']],
    ['without basic constraints', { basicConstraints: undefined }, ['CA-NOT-AUTHORITY']],
    ['not for signing', { keyUsage: ['digitalSignature'] }, ['CA-NO-KEY-CERT-SIGN']],
    ['for servers', { extendedKeyUsage: [purpose.serverAuth] }, ['CA-WRONG-PURPOSE']],
    ['for any purpose, which OpenSSL refuses', { extendedKeyUsage: [purpose.any] }, ['CA-WRONG-PURPOSE']],
    ['of 1024 bits', { keyKind: 'RSA-1024' }, ['CA-WEAK-KEY']],
    [
      'with a critical extension nobody knows',
      { furtherExtensions: [{ oid: '1.2.3.4', isCritical: true, value: Uint8Array.of(5, 0) }] },
      ['CA-UNKNOWN-CRITICAL'],
    ],
    [
      'with name constraints that cannot be read',
      { furtherExtensions: [{ oid: '2.5.29.30', isCritical: false, value: Uint8Array.of(5, 0) }] },
      ['CA-MALFORMED-EXTENSION'],
    ],
    [
      'with a name in a kind of text that names cannot have',
      { subject: derSequence(derSetOf(derSequence(derOid('2.5.4.3'), derElement(0x1b, utf8('CA'))))) },
      ['CA-NAME-FORM'],
    ],
    ['longer lasting than its root', { notAfter: mintedAt + 2000 * day }, ['CA-OUTLIVED']],
    ['with a negative serial number', { serial: Uint8Array.of(0xff) }, ['CA-NEGATIVE-SERIAL']],
  ])('looks at an authority %s, and the judge agrees', async (_, more, expected) => {
    const authority = await mintAuthority('Issuing CA 3', root, more);
    expect(await ids([root, authority])).toEqual(expected);
    const alice = await mintClient('Alice', authority);
    const verdict = await judgeClientCertificate({
      presented: [alice.certificate],
      authorities: certificates([root, authority]),
      at: mintedAt,
    });
    const blocks = (await check([root, authority])).some((finding) => finding.severity === 'error');
    // CA-NOT-YET-VALID is only a warning because it heals by itself.
    expect(verdict.accepted).toBe(!blocks && !expected.includes('CA-NOT-YET-VALID'));
  });

  it('names the missing parent', async () => {
    expect(await check([issuing])).toMatchObject([
      {
        id: 'CA-MISSING-PARENT',
        severity: 'error',
        subject: 'Issuing CA 2',
        message: 'Issuing CA 2 is missing its parent Root CA 1; people with certificates from it will be refused.',
        remedy: 'Add Root CA 1.',
      },
    ]);
  });

  it('tells a parent of the same name from the right one', async () => {
    const namesake = await mintAuthority('Root CA 1');
    const found = (await check([namesake, issuing])).find((finding) => finding.id === 'CA-MISSING-PARENT');
    expect(found?.message).toContain('another with the same name');
  });

  it('warns of a root alone, unless it says that it issues to people itself', async () => {
    expect(await ids([root])).toEqual(['CA-ROOT-ONLY']);
    const small = await mintAuthority('Small Root', undefined, {
      basicConstraints: { isAuthority: true, pathLength: 0 },
    });
    expect(await ids([small])).toEqual([]);
  });

  it('finds SHA-1 on an issuing authority, not on a root', async () => {
    const old = await mintAuthority('Old Root', undefined, { keyKind: 'RSA-2048', hash: 'SHA-1' });
    const weak = await mintAuthority('Weak CA', old, { hash: 'SHA-1' });
    expect(await check([old, weak])).toMatchObject([{ id: 'CA-SHA1', subject: 'Weak CA' }]);
  });

  it('finds a key on a curve that browsers do not verify', async () => {
    const odd = {
      ...issuing.certificate,
      publicKey: { algorithm: 'EC', oid: '1.2.840.10045.2.1', bits: 256, curve: '1.3.132.0.10' },
    };
    const found = await checkCaCertificates({ authorities: [root.certificate, odd as never], at: mintedAt });
    expect(found.map((finding) => finding.id)).toEqual(['CA-UNSUPPORTED-KEY']);
  });

  it('finds an authority deeper than one above it allows', async () => {
    const strict = await mintAuthority('Strict CA', root, { basicConstraints: { isAuthority: true, pathLength: 0 } });
    const below = await mintAuthority('Below CA', strict);
    expect(await check([root, strict, below])).toMatchObject([{ id: 'CA-PATH-LENGTH', subject: 'Below CA' }]);
  });

  it('finds a chain too long once, where it becomes too long', async () => {
    const ownKey = await generateKeyPair('P-256');
    const chain: Minted[] = [await mintAuthority('CA 0', undefined, { ownKey })];
    for (let number = 1; number < 100; number += 1) {
      chain.push(await mintAuthority(`CA ${number}`, chain[number - 1], { ownKey }));
    }
    expect(await check(chain)).toMatchObject([{ id: 'CA-CHAIN-TOO-LONG', subject: 'CA 11' }]);
    const judged = async (issuer: Minted | undefined) =>
      judgeClientCertificate({
        presented: [(await mintClient('Alice', issuer)).certificate],
        authorities: certificates(chain),
        at: mintedAt,
      });
    expect(await judged(chain[10])).toMatchObject({ accepted: true });
    expect(await judged(chain[11])).toMatchObject({ refusal: 'path-too-long' });
  });

  it('notes a certificate that is there twice', async () => {
    expect(await check([root, issuing, root])).toMatchObject([
      { id: 'CA-DUPLICATE', message: 'Root CA 1 is here twice.' },
    ]);
  });

  it('warns of every public root that Node.js ships, and of what stands below one', async () => {
    const parsed = await Promise.all(
      rootCertificates.map((pem) => parseCertificate(new Uint8Array(new X509Certificate(pem).raw) as Bytes)),
    );
    const authorities = parsed.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
    expect(authorities).toHaveLength(rootCertificates.length);
    const found = await checkCaCertificates({ authorities, at: mintedAt });
    expect(found.filter((finding) => finding.id === 'CA-PUBLIC')).toHaveLength(authorities.length);
    const keyId = authorities.find((one) => one.subjectKeyId !== undefined)?.subjectKeyId;
    const below = { ...issuing.certificate, ...(keyId === undefined ? {} : { authorityKeyId: keyId }) };
    const belowFound = await checkCaCertificates({ authorities: [below], at: mintedAt });
    expect(belowFound.map((finding) => finding.id)).toContain('CA-PUBLIC');
  });

  it('adds up the names browsers get, and warns where they are too long', async () => {
    const ownKey = await generateKeyPair('P-256');
    const wordy = (count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, number) =>
          mintAuthority(`Authority ${number} ${'x'.repeat(900)}`, root, { ownKey }),
        ),
      );
    const names = hintNames(certificates([root, issuing, root]));
    expect(names.names.map((one) => one.name)).toEqual(['CN=Root CA 1,O=Fabrikam', 'CN=Issuing CA 2,O=Fabrikam']);
    expect(names.bytes).toBe(root.certificate.subject.der.length + issuing.certificate.subject.der.length + 4);
    expect(await ids([root, ...(await wordy(8))])).toEqual([]);
    expect(await ids([root, ...(await wordy(9))])).toEqual(['CA-HINTS-LARGE']);
    expect(await ids([root, ...(await wordy(18))])).toEqual(['CA-HINTS-TOO-LARGE']);
  });
});

describe('pkiFindingCatalogue', () => {
  it('says for each id its area, and ends its sentences', () => {
    for (const [id, entry] of Object.entries(pkiFindingCatalogue)) {
      expect(entry.area).toBe(id.startsWith('SSL-') ? 'ssl-certificate' : 'ca-certificates');
      expect(entry.meaning, id).toMatch(/\.$/);
      expect(entry.remedy, id).toMatch(/\.$/);
      expect(entry.title, id).not.toMatch(/\.$/);
    }
  });
});
