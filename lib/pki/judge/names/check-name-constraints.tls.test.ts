import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { derBitString, derContext, derElement, derUtf8String } from '#lib/pki/asn1/write-der.ts';
import { mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import type { NameParts } from '#lib/pki/issue/write-name.ts';
import { handshake } from '#lib/pki/judge/handshake.test-support.ts';
import { checkNameConstraints } from '#lib/pki/judge/names/check-name-constraints.ts';
import {
  address,
  constraintsExtension,
  directory,
  dns,
  mail,
  namesExtension,
  other,
  registeredId,
  upn,
  uri,
} from '#lib/pki/judge/names/mint-constraints.test-support.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const now = Date.now();
const validity = { notBefore: now - 86_400_000, notAfter: now + 86_400_000 };
const key = await generateKeyPair('P-256');

const names: readonly Bytes[] = [
  ...['b.c', 'a.b.c', 'x.a.b.c', 'xb.c', 'A.B.C', '*.b.c', 'a.b.c.', 'b', '', '..b.c', 'a b.c'].map(dns),
  ...['u@b.c', 'u@a.b.c', 'U@b.c', 'v@b.c', 'u@B.C', 'b.c', '@b.c', 'u@v@b.c', 'u@'].map(mail),
  ...[
    'http://b.c',
    'http://a.b.c/',
    'https://b.c:1/x',
    'http://b.c/x:1',
    'urn:b.c',
    'http://u@b.c/',
    'http://b.c?x',
    'http:///b.c',
  ].map(uri),
  ...['192.0.2.7', '192.0.3.7', '2001:db8::1', '::1', '::ffff:192.0.2.7'].map((one) => address(one)),
  derContext(7, Uint8Array.of(192, 0, 2), false),
  ...['u@b.c', 'u@a.b.c', 'u@x.y'].map(upn),
  other('1.3.6.1.5.5.7.8.9', derUtf8String('u@b.c')),
  other('1.2.3', derUtf8String('u')),
  registeredId('1.2.3'),
  directory(['O', 'X']),
  directory(['O', 'x '], ['CN', 'u']),
  directory(['CN', 'u'], ['O', 'X']),
  directory(['O', 'ÖX']),
  directory(['O', 'öX']),
];
const bases: readonly Bytes[] = [
  ...['b.c', 'a.b.c', '.b.c', '', 'B.C', 'c'].map(dns),
  ...['b.c', '.b.c', 'u@b.c', 'u@B.c', '@b.c', ''].map(mail),
  ...['b.c', '.b.c', 'a.b.c', ''].map(uri),
  address('192.0.2.0', '255.255.255.0'),
  address('0.0.0.0', '0.0.0.0'),
  address('2001:db8::', 'ffff:ffff::'),
  address('::', '::'),
  ...['b.c', '@b.c', '.b.c'].map(upn),
  other('1.2.3', derUtf8String('u')),
  registeredId('1.2.3'),
  directory(),
  directory(['O', 'X']),
  directory(['O', ' x'], ['CN', 'U']),
  directory(['O', 'ÖX']),
  directory(['O', 'Fabrikam']),
];
const subjects: readonly NameParts[] = [
  [
    ['O', 'Fabrikam'],
    ['CN', 'Ada'],
  ],
  [
    ['O', 'Fabrikam'],
    ['CN', 'a.b.c'],
  ],
  [
    ['O', 'Fabrikam'],
    ['CN', 'ada.lovelace'],
  ],
  [
    ['O', 'Fabrikam'],
    ['CN', 'a_.b-c.c'],
  ],
  [
    ['O', 'Fabrikam'],
    ['CN', 'a-.b.c'],
  ],
  [
    ['O', 'Fabrikam'],
    ['CN', 'a.b.c\0'],
  ],
  [
    ['O', 'Fabrikam'],
    ['CN', 'a\0.b.c'],
  ],
  [
    ['O', 'Fabrikam'],
    ['E', 'u@b.c'],
  ],
  [
    ['O', 'Fabrikam'],
    ['E', 'u@x.y'],
  ],
  [
    ['O', 'X'],
    ['CN', 'U'],
  ],
  [['O', 'öX']],
  [],
];

const few = (from: readonly Bytes[], maxLength: number) => fc.array(fc.constantFrom(...from), { maxLength });
const scene = fc.record({
  permitted: few(bases, 3),
  excluded: few(bases, 2),
  names: few(names, 3),
  subject: fc.constantFrom(...subjects),
});

it('accepts no names that OpenSSL refuses in a handshake', async () => {
  const seen = { both: 0, neither: 0, onlyOpenssl: 0 };
  await fc.assert(
    fc.asyncProperty(scene, async ({ permitted, excluded, names: chosen, subject }) => {
      fc.pre(permitted.length + excluded.length > 0);
      const lists = {
        ...(permitted.length > 0 ? { permitted } : {}),
        ...(excluded.length > 0 ? { excluded } : {}),
      };
      const root = await mintAuthority('Root', undefined, {
        ...validity,
        ownKey: key,
        subject: [['CN', 'Root']],
        furtherExtensions: [constraintsExtension(lists)],
      });
      const furtherExtensions = chosen.length > 0 ? [namesExtension(...chosen)] : [];
      const leaf = await mintClient('Ada', root, { ...validity, ownKey: key, subject, furtherExtensions });
      const path = [leaf.certificate, root.certificate];
      const refusal = checkNameConstraints({
        path,
        depth: 0,
        certificate: leaf.certificate,
        isAnchor: false,
        at: now,
        purpose: { kind: 'client' },
        voice: 'holder',
      });
      const isMalformed = path.some(({ malformedExtensions }) => malformedExtensions !== undefined);
      const ours = refusal === undefined && !isMalformed;
      const openssl = await handshake(leaf, [], [root]);
      if (ours) expect(openssl, JSON.stringify({ subject })).toBe(true);
      // What OpenSSL lets pass and we do not is what the two cannot be sure about, or what RFC 5280 forbids.
      else if (openssl) expect(refusal?.paragraph).toBe('RFC 5280 section 4.2.1.10');
      if (ours) seen.both += 1;
      else if (openssl) seen.onlyOpenssl += 1;
      else seen.neither += 1;
    }),
    { numRuns: 400, seed: 20_261_124, endOnFailure: true },
  );
  expect(Math.min(seen.both, seen.neither, seen.onlyOpenssl)).toBeGreaterThan(10);
});

it.each([
  ['subject alternative names', '2.5.29.17', [derElement(0x30, derElement(0x89, utf8('x')))]],
  [
    'CRL distribution points',
    '2.5.29.31',
    [derUtf8String('x'), derElement(0x30, derElement(0x30, derContext(7, utf8('x'), true)))],
  ],
  [
    'name constraints',
    '2.5.29.30',
    [derUtf8String('x'), derElement(0x30, derContext(0, derBitString(new Uint8Array()), true))],
  ],
])('finds %s malformed where OpenSSL does', async (_, oid, values) => {
  for (const value of values) {
    const root = await mintAuthority('Root', undefined, { ...validity, ownKey: key });
    const options = { ...validity, ownKey: key, furtherExtensions: [{ oid, isCritical: false, value }] };
    const leaf = await mintClient('Ada', root, options);
    expect(leaf.certificate.malformedExtensions).toEqual([oid]);
    expect(await handshake(leaf, [], [root])).toBe(false);
  }
});
