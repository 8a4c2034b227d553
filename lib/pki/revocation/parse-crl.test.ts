import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, concatBytes, utf8 } from '#lib/core/bytes.ts';
import { derContext, derIntegerOctets, derOid, derSequence, derTime } from '#lib/pki/asn1/write-der.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import {
  certificateIssuerExtension,
  deltaIndicatorExtension,
  distributionPointsExtension,
  issuingDistributionPointExtension,
} from '#lib/pki/issue/issue-crl-extensions.ts';
import { type Minted, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { crlUrls, deltaUrls, ocspUrls } from '#lib/pki/revocation/crl-urls.ts';
import { maxRevocationListBytes, parseCrl } from '#lib/pki/revocation/parse-crl.ts';

const day = 86_400_000;
let root: Minted;
let der: Bytes;

beforeAll(async () => {
  root = await mintAuthority('Root CA 1');
  der = await issueCrl({
    signer: root.signer,
    thisUpdate: mintedAt,
    nextUpdate: mintedAt + 7 * day,
    number: 0x1234,
    revoked: [
      { serial: Uint8Array.of(0x00, 0xff), at: mintedAt - day, reason: 1 },
      { serial: Uint8Array.of(0x12), at: mintedAt - 2 * day },
      { serial: Uint8Array.of(0x13), at: mintedAt - 3 * day, reason: 99 },
    ],
  });
});

function read(bytes: Bytes) {
  const parsed = parseCrl(bytes);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

describe('parseCrl', () => {
  it('reads what stands in a list', () => {
    const list = read(der);
    expect(list).toMatchObject({
      issuer: { text: 'CN=Root CA 1,O=Fabrikam' },
      thisUpdate: mintedAt,
      nextUpdate: mintedAt + 7 * day,
      number: 0x1234n,
      authorityKeyId: root.certificate.subjectKeyId,
      unprocessed: [],
      entryCount: 3,
    });
    expect(list.find('00ff')).toEqual({ at: mintedAt - day, reason: 'key-compromise' });
    expect(list.find('12')).toEqual({ at: mintedAt - 2 * day });
    expect(list.find('13')).toEqual({ at: mintedAt - 3 * day });
    for (const absent of ['ff', '0012', '14', '', '00']) expect(list.find(absent)).toBeUndefined();
  });

  it('reads PEM, and what OpenSSL makes of it', () => {
    const pem = toPem('X509 CRL', der);
    expect(read(utf8(pem)).der).toEqual(der);
    const text = execFileSync('openssl', ['crl', '-noout', '-text'], { input: pem, encoding: 'utf8' });
    for (const part of ['Serial Number: FF', 'Key Compromise', 'CRL Number', 'Jun  8 12:00:00 2026 GMT'])
      expect(text).toContain(part);
  });

  it('finds every entry of a long list, and nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 0xffffff }), { minLength: 2, maxLength: 400 }),
        async (numbers) => {
          const serials = numbers.map((number) =>
            Uint8Array.of(0x40, number >> 16, (number >> 8) & 0xff, number & 0xff),
          );
          const half = serials.slice(0, serials.length / 2);
          const revoked = half.map((serial, at) => ({ serial, at: mintedAt + at * 1_000 }));
          const list = read(await issueCrl({ signer: root.signer, thisUpdate: mintedAt, revoked }));
          const found = serials.map((serial) => list.find(Buffer.from(serial).toString('hex'))?.at);
          expect(found).toEqual(serials.map((_, at) => (at < half.length ? mintedAt + at * 1_000 : undefined)));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('reads lists larger than what is ever built of a file', async () => {
    const revoked = Array.from({ length: 60_000 }, (_, at) => ({
      serial: Uint8Array.of(0x40, at >> 16, (at >> 8) & 0xff, at & 0xff),
      at: mintedAt,
    }));
    const list = read(await issueCrl({ signer: root.signer, thisUpdate: mintedAt, revoked }));
    expect(list.entryCount).toBe(60_000);
    expect(list.find('4000ea5f')).toEqual({ at: mintedAt });
    expect(list.find('4000ea60')).toBeUndefined();
  });

  it('finds entries also where every number is the same', async () => {
    const others = Array.from({ length: 3_000 }, () => ({ serial: Uint8Array.of(0x12), at: mintedAt, reason: 8 }));
    const revoked = [...others, { serial: Uint8Array.of(0x12), at: mintedAt - day, reason: 1 }];
    const list = read(await issueCrl({ signer: root.signer, thisUpdate: mintedAt, revoked }));
    expect(list.find('12')).toEqual({ at: mintedAt - day, reason: 'key-compromise' });
    expect(list.find('13')).toBeUndefined();
  });

  it('tells entries of one number by the issuer that stands before them', async () => {
    const named = async (name: string) => (await mintAuthority(name)).certificate.subject;
    const issuerOf = (name: string) => [
      certificateIssuerExtension([
        ['O', 'Fabrikam'],
        ['CN', name],
      ]),
    ];
    const serial = Uint8Array.of(7);
    const revoked = [
      { serial, at: mintedAt },
      { serial, at: mintedAt - day, furtherExtensions: issuerOf('CA A') },
      { serial: Uint8Array.of(8), at: mintedAt - 2 * day },
      { serial, at: mintedAt - 3 * day, furtherExtensions: issuerOf('CA B') },
    ];
    const list = read(await issueCrl({ signer: root.signer, thisUpdate: mintedAt, revoked }));
    expect(list.unprocessedEntries).toEqual([]);
    const [a, b, c] = [await named('CA A'), await named('CA B'), await named('CA C')];
    expect([list.find('07'), list.find('07', a), list.find('07', b), list.find('07', c)]).toEqual([
      { at: mintedAt },
      { at: mintedAt - day },
      { at: mintedAt - 3 * day },
      undefined,
    ]);
    expect([list.find('08'), list.find('08', a), list.find('08', b)]).toEqual([
      undefined,
      { at: mintedAt - 2 * day },
      undefined,
    ]);
  });

  it('reads for which certificates a list is, and where its changes are', async () => {
    const name = 'http://pki.fabrikam.example/a.crl';
    const furtherExtensions = [
      issuingDistributionPointExtension({ names: [name], only: 'users', reasons: [1, 8], isIndirect: true }),
      deltaIndicatorExtension(0x99),
      distributionPointsExtension([{ names: ['http://pki.fabrikam.example/d.crl'] }], '2.5.29.46'),
    ];
    const list = read(await issueCrl({ signer: root.signer, thisUpdate: mintedAt, revoked: [], furtherExtensions }));
    expect(list).toMatchObject({
      baseNumber: 0x99n,
      scope: {
        names: [{ url: name }],
        isForUsersOnly: true,
        isForAuthoritiesOnly: false,
        reasons: 0x102,
        isIndirect: true,
      },
      unprocessed: [],
    });
    expect(deltaUrls(list)).toEqual(['http://pki.fabrikam.example/d.crl']);
  });

  it('names critical extensions that it does not know', async () => {
    const unknown = [{ oid: '1.2.3.4', isCritical: true, value: derSequence() }];
    const revoked = [{ serial: Uint8Array.of(1), at: mintedAt, furtherExtensions: unknown }];
    const request = { signer: root.signer, thisUpdate: mintedAt };
    const list = read(await issueCrl({ ...request, revoked, furtherExtensions: unknown }));
    expect(list).toMatchObject({ unprocessed: ['1.2.3.4'], unprocessedEntries: ['1.2.3.4'] });
    const harmless = [{ oid: '1.2.3.4', isCritical: false, value: derSequence() }];
    const other = read(
      await issueCrl({
        ...request,
        revoked: [{ serial: Uint8Array.of(1), at: mintedAt, furtherExtensions: harmless }],
      }),
    );
    expect(other.unprocessedEntries).toEqual([]);
  });

  it('refuses what is no list, with a reason', async () => {
    const { certificate } = await mintClient('Ada', root);
    const cases = [
      new Uint8Array(),
      utf8('404 Not Found'),
      certificate.der,
      utf8(toPem('CERTIFICATE', certificate.der)),
      concatBytes(der, Uint8Array.of(0)),
      der.subarray(0, -1),
      new Uint8Array(maxRevocationListBytes + 1),
      derSequence(
        derSequence(derTime(mintedAt), derSequence(derIntegerOctets(Uint8Array.of(1)))),
        derSequence(),
        derSequence(),
      ),
    ];
    for (const bytes of cases) {
      const parsed = parseCrl(bytes);
      expect(parsed.ok ? parsed.value : parsed.problem.message.length).toBeGreaterThan(5);
    }
  });

  it.each([
    ['zeros', [0x00, 0x05]],
    ['ones', [0xff, 0x85]],
  ])(
    'refuses a list with %s in front of a number, on which nobody would be found, as OpenSSL does',
    async (_, octets) => {
      const revoked = [{ serial: Uint8Array.from(octets), at: mintedAt - day }];
      const padded = await issueCrl({ signer: root.signer, thisUpdate: mintedAt, revoked });
      expect(parseCrl(padded)).toMatchObject({ ok: false, problem: { message: expect.stringContaining('padding') } });
      expect(() =>
        execFileSync('openssl', ['crl', '-inform', 'DER', '-noout'], { input: padded, stdio: 'pipe' }),
      ).toThrow();
    },
  );

  it('throws at nothing, however it is damaged', () => {
    let readable = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }), (changes) => {
        const broken = der.slice();
        for (const [at, octet] of changes) broken[at % broken.length] = octet;
        const parsed = parseCrl(broken);
        if (!parsed.ok) return;
        readable += 1;
        for (const serial of ['00ff', '12', '13']) parsed.value.find(serial);
      }),
      { numRuns: 3_000, seed: 20_261_123 },
    );
    expect(readable).toBeGreaterThan(100);
  });
});

describe('crlUrls', () => {
  const url = (text: string) => derContext(6, utf8(text), false);
  const fullName = (...names: readonly Bytes[]) => derContext(0, derContext(0, concatBytes(...names), true), true);
  const urlsOf = async (...points: readonly Bytes[]) => {
    const furtherExtensions = [{ oid: '2.5.29.31', isCritical: false, value: derSequence(...points) }];
    return crlUrls((await mintClient('Ada', root, { furtherExtensions })).certificate);
  };

  it('gives http addresses of whole lists, each once', async () => {
    const ldap = url('ldap:///CN=Root,CN=CDP?certificateRevocationList');
    expect(
      await urlsOf(
        derSequence(
          fullName(ldap, url('http://pki.fabrikam.example/root.crl'), url('https://pki.fabrikam.example/s.crl')),
        ),
        derSequence(fullName(url('HTTP://b.fabrikam.example/root.crl'), url('http://pki.fabrikam.example/root.crl'))),
      ),
    ).toEqual(['http://pki.fabrikam.example/root.crl', 'HTTP://b.fabrikam.example/root.crl']);
  });

  it('gives those of parts and of other issuers too, and passes over points without a name and what is broken', async () => {
    const name = fullName(url('http://pki.fabrikam.example/part.crl'));
    const part = ['http://pki.fabrikam.example/part.crl'];
    expect(await urlsOf(derSequence(name, derContext(1, Uint8Array.of(1, 0x40), false)))).toEqual(part);
    expect(await urlsOf(derSequence(name, derContext(2, url('http://x.example'), true)))).toEqual(part);
    expect(await urlsOf(derSequence(), derSequence(fullName(url('http://[broken/'))))).toEqual([]);
    const furtherExtensions = [{ oid: '2.5.29.31', isCritical: false, value: utf8('?') }];
    expect(crlUrls((await mintClient('Ada', root, { furtherExtensions })).certificate)).toEqual([]);
    expect(crlUrls(root.certificate)).toEqual([]);
  });
});

describe('ocspUrls', () => {
  it('gives http addresses of responders alone', async () => {
    const access = (oid: string, text: string) => derSequence(derOid(oid), derContext(6, utf8(text), false));
    const value = derSequence(
      access('1.3.6.1.5.5.7.48.2', 'http://pki.fabrikam.example/root.crt'),
      access('1.3.6.1.5.5.7.48.1', 'http://ocsp.fabrikam.example/'),
      access('1.3.6.1.5.5.7.48.1', 'ldap://ocsp.fabrikam.example/'),
    );
    const furtherExtensions = [{ oid: '1.3.6.1.5.5.7.1.1', isCritical: false, value }];
    expect(ocspUrls((await mintClient('Ada', root, { furtherExtensions })).certificate)).toEqual([
      'http://ocsp.fabrikam.example/',
    ]);
    expect(ocspUrls(root.certificate)).toEqual([]);
  });
});
