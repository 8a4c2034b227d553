import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { derContext, derElement, derOid, derSequence, derSetOf, derUtf8String } from '#lib/pki/asn1/write-der.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import type { NameParts } from '#lib/pki/issue/write-name.ts';
import type { PathPurpose } from '#lib/pki/judge/checks/path-rule.ts';
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
  type Subtrees,
  upn,
  uri,
} from '#lib/pki/judge/names/mint-constraints.test-support.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

let key: KeyPair;
beforeAll(async () => {
  key = await generateKeyPair('P-256');
});

const ada: NameParts = [
  ['C', 'AT'],
  ['O', 'Fabrikam'],
  ['CN', 'Ada'],
];

/** The refusal of the certificate at a depth of a path, leaf first. */
function ruleAt(path: readonly Minted[], depth = 0, purpose: PathPurpose = { kind: 'client' }) {
  const certificates = path.map(({ certificate }) => certificate);
  const certificate = certificates[depth];
  if (certificate === undefined) throw new Error('The path is shorter.');
  const isAnchor = depth === path.length - 1;
  return checkNameConstraints({ path: certificates, depth, certificate, isAnchor, at: 0, purpose, voice: 'holder' });
}

type Leaf = { readonly subject?: NameParts; readonly names?: readonly Bytes[] };

async function judge(subtrees: Subtrees, { subject = ada, names = [] }: Leaf, purpose?: PathPurpose) {
  const root = await mintAuthority('Root', undefined, {
    ownKey: key,
    furtherExtensions: [constraintsExtension(subtrees)],
  });
  const furtherExtensions = names.length === 0 ? [] : [namesExtension(...names)];
  const leaf = await mintClient('Ada', root, { ownKey: key, subject, furtherExtensions });
  const refusal = ruleAt([leaf, root], 0, purpose);
  return refusal === undefined ? 'passes' : `${refusal.refusal} ${refusal.paragraph.replace('RFC 5280 section ', '')}`;
}

const notPermitted = 'name-not-permitted 6.1.3 (b)';
const excluded = 'name-not-permitted 6.1.3 (c)';
const incomparable = 'name-not-permitted 4.2.1.10';

type Row = readonly [name: string, subtrees: Subtrees, leaf: Leaf, expected: string];
const rows: readonly Row[] = [
  ['a DNS name that is permitted', { permitted: [dns('example.com')] }, { names: [dns('a.Example.com')] }, 'passes'],
  ['a DNS name that is not', { permitted: [dns('example.com')] }, { names: [dns('a.example.org')] }, notPermitted],
  ['one of two that is not', { permitted: [dns('b.c')] }, { names: [dns('a.b.c'), dns('a.c')] }, notPermitted],
  ['the second of two subtrees', { permitted: [dns('x.y'), dns('b.c')] }, { names: [dns('a.b.c')] }, 'passes'],
  ['no name of the form', { permitted: [dns('example.com')] }, { names: [mail('ada@example.org')] }, 'passes'],
  ['a DNS name that is excluded', { excluded: [dns('example.com')] }, { names: [dns('a.example.com')] }, excluded],
  [
    'excluded goes before permitted',
    { permitted: [dns('b.c')], excluded: [dns('a.b.c')] },
    { names: [dns('a.b.c')] },
    excluded,
  ],
  [
    'constraints that are not critical',
    { permitted: [dns('x.y')], isCritical: false },
    { names: [dns('a.c')] },
    notPermitted,
  ],
  [
    'a wildcard that may stand for an excluded host',
    { excluded: [dns('a.b.c')] },
    { names: [dns('*.b.c')] },
    incomparable,
  ],
  [
    'a common name that looks like a host',
    { permitted: [dns('b.c')] },
    { subject: [['CN', 'ada.lovelace']] },
    notPermitted,
  ],
  [
    'a permitted common name that looks like a host',
    { permitted: [dns('b.c')] },
    { subject: [['CN', 'a.b.c']] },
    'passes',
  ],
  ['a common name of one label', { permitted: [dns('b.c')] }, { subject: [['CN', 'localhost']] }, 'passes'],
  ['a common name of words', { permitted: [dns('b.c')] }, { subject: [['CN', 'Ada L. Byron']] }, 'passes'],
  ['a common name with NUL in it', { permitted: [dns('b.c')] }, { subject: [['CN', 'a.b.c\0d']] }, incomparable],
  [
    'a common name beside a DNS name',
    { permitted: [dns('b.c')] },
    { subject: [['CN', 'ada.x']], names: [dns('a.b.c')] },
    'passes',
  ],
  ['an e-mail address that is permitted', { permitted: [mail('b.c')] }, { names: [mail('ada@b.c')] }, 'passes'],
  ['an e-mail address that is not', { permitted: [mail('b.c')] }, { names: [mail('ada@x.b.c')] }, notPermitted],
  ['an e-mail address in the subject', { excluded: [mail('b.c')] }, { subject: [['E', 'ada@b.c']] }, excluded],
  [
    'one in the subject beside one that is permitted',
    { permitted: [mail('b.c')] },
    { subject: [['E', 'ada@x.y']], names: [mail('ada@b.c')] },
    notPermitted,
  ],
  [
    'an internationalised mailbox',
    { permitted: [mail('b.c')] },
    { names: [other('1.3.6.1.5.5.7.8.9', derUtf8String('ada@b.c'))] },
    incomparable,
  ],
  ['a URI that is permitted', { permitted: [uri('.b.c')] }, { names: [uri('https://a.b.c/')] }, 'passes'],
  ['a URI without a host', { excluded: [uri('.b.c')] }, { names: [uri('urn:a')] }, incomparable],
  [
    'an IPv4 address',
    { permitted: [address('192.0.2.0', '255.255.255.0')] },
    { names: [address('192.0.2.7')] },
    'passes',
  ],
  [
    'an IPv6 address',
    { permitted: [address('2001:db8::', 'ffff:ffff::')] },
    { names: [address('2001:db8::7')] },
    'passes',
  ],
  [
    'an IPv6 address among IPv4 only',
    { permitted: [address('192.0.2.0', '255.255.255.0')] },
    { names: [address('2001:db8::7')] },
    notPermitted,
  ],
  [
    'no address is permitted',
    { excluded: [address('0.0.0.0', '0.0.0.0')] },
    { names: [address('192.0.2.7')] },
    excluded,
  ],
  ['a subject that is permitted', { permitted: [directory(['C', 'at'], ['O', ' FABRIKAM  '])] }, {}, 'passes'],
  ['a subject that is not', { permitted: [directory(['C', 'AT'], ['O', 'Contoso'])] }, {}, notPermitted],
  ['a subject that begins otherwise', { permitted: [directory(['O', 'Fabrikam'])] }, {}, notPermitted],
  ['a subject above its subtree', { permitted: [directory(...ada, ['UID', '7'])] }, {}, notPermitted],
  ['a subject that is excluded', { excluded: [directory(['C', 'AT'])] }, {}, excluded],
  [
    'case that only some fold',
    { permitted: [directory(['O', 'ÖBB'])] },
    {
      subject: [
        ['O', 'öbb'],
        ['CN', 'Ada'],
      ],
    },
    incomparable,
  ],
  [
    'case that only some fold, excluded',
    { excluded: [directory(['O', 'ÖBB'])] },
    { subject: [['O', 'öbb']] },
    incomparable,
  ],
  [
    'a directory name among the alternative names',
    { permitted: [directory(['C', 'AT'])] },
    { names: [directory(['C', 'DE'])] },
    notPermitted,
  ],
  ['an empty subject', { permitted: [directory(['C', 'AT'])] }, { subject: [], names: [mail('a@b.c')] }, 'passes'],
  ['a form without a rule', { permitted: [registeredId('1.2.3')] }, { names: [registeredId('1.2.3.4')] }, incomparable],
  ['a form without a rule that does not occur', { permitted: [registeredId('1.2.3')] }, {}, 'passes'],
  [
    'another name of an unknown type',
    { excluded: [other('1.2.3', derUtf8String('a'))] },
    { names: [other('1.2.3', derUtf8String('b'))] },
    incomparable,
  ],
  [
    'another name of another type',
    { excluded: [other('1.2.3', derUtf8String('a'))] },
    { names: [other('1.2.4', derUtf8String('a'))] },
    'passes',
  ],
  [
    'a UPN that is not permitted',
    { permitted: [upn('@corp.example')] },
    { names: [upn('ada@evil.example')] },
    notPermitted,
  ],
  ['a UPN that is excluded', { excluded: [upn('corp.example')] }, { names: [upn('ada@CORP.example')] }, excluded],
  [
    'a UPN that is permitted',
    { permitted: [upn('corp.example')] },
    { names: [upn('ada@corp.example')] },
    'tls-disagrees 4.2.1.10',
  ],
  [
    'a UPN beside constraints of other forms',
    { permitted: [dns('b.c')] },
    { names: [upn('ada@corp.example')] },
    'passes',
  ],
];

describe('checkNameConstraints', () => {
  it.each(rows)('%s', async (_, subtrees, leaf, expected) => {
    expect(await judge(subtrees, leaf)).toBe(expected);
  });

  it('lets a permitted UPN pass where no TLS of ours asks', async () => {
    const leaf = { names: [upn('ada@corp.example')] };
    expect(await judge({ permitted: [upn('corp.example')] }, leaf, { kind: 'signer' })).toBe('passes');
  });

  it('takes a period in front of a DNS name as defined nowhere for servers, and as one label more for clients', async () => {
    const root = await mintAuthority('Root', undefined, {
      ownKey: key,
      furtherExtensions: [constraintsExtension({ permitted: [dns('.b.c')] })],
    });
    const leaf = await mintClient('Ada', root, { ownKey: key, furtherExtensions: [namesExtension(dns('a.b.c'))] });
    expect(ruleAt([leaf, root], 1, { kind: 'server' })).toMatchObject({ refusal: 'malformed-extension' });
    expect(ruleAt([leaf, root], 1)).toBeUndefined();
    expect(ruleAt([leaf, root])).toBeUndefined();
  });

  it('refuses an e-mail address in the subject that is no IA5String', async () => {
    const root = await mintAuthority('Root', undefined, {
      ownKey: key,
      furtherExtensions: [constraintsExtension({ permitted: [dns('b.c')] })],
    });
    const attribute = derSequence(derOid('1.2.840.113549.1.9.1'), derUtf8String('ada@b.c'));
    const subject = derSequence(derSetOf(attribute));
    const leaf = await mintClient('Ada', root, { ownKey: key, subject });
    expect(ruleAt([leaf, root])).toMatchObject({ refusal: 'name-not-permitted' });
  });

  it('finds a name behind many others', async () => {
    const many: NameParts = [...Array.from({ length: 100 }, (_, at) => ['OU', `${at}`] as const), ['E', 'ada@b.c']];
    expect(await judge({ excluded: [mail('b.c')] }, { subject: many })).toBe(excluded);
  });

  it('holds a certificate to every authority above it, and self-issued ones on the way to none', async () => {
    const constrained = (base: string): MintOptions => ({
      ownKey: key,
      furtherExtensions: [constraintsExtension({ permitted: [dns(base)] })],
    });
    const root = await mintAuthority('Root', undefined, constrained('example.com'));
    const renewed = await mintAuthority('Root', root, {
      ownKey: key,
      furtherExtensions: [namesExtension(dns('elsewhere.org'))],
    });
    const issuing = await mintAuthority('Issuing', renewed, constrained('a.example.com'));
    const leaf = async (host: string) =>
      mintClient('Ada', issuing, { ownKey: key, furtherExtensions: [namesExtension(dns(host))] });
    const above = [issuing, renewed, root];
    expect(ruleAt([await leaf('x.a.example.com'), ...above])).toBeUndefined();
    expect(ruleAt([await leaf('x.b.example.com'), ...above])).toMatchObject({ refusal: 'name-not-permitted' });
    expect(ruleAt([await leaf('x.a.example.com'), ...above], 2)).toBeUndefined();
    const self = await mintClient('Root', root, {
      ownKey: key,
      subject: root.signer.name,
      furtherExtensions: [namesExtension(dns('elsewhere.org'))],
    });
    expect(ruleAt([self, root])).toMatchObject({ refusal: 'name-not-permitted' });
  });

  it('exempts no authority whose name and issuer only some call the same', async () => {
    const root = await mintAuthority('Root', undefined, {
      ownKey: key,
      subject: [['O', 'ÖBB']],
      furtherExtensions: [constraintsExtension({ permitted: [dns('b.c')] })],
    });
    const furtherExtensions = [namesExtension(dns('x.y'))];
    const same = await mintAuthority('ÖBB', root, { ownKey: key, subject: [['O', 'öBB']], furtherExtensions });
    expect(ruleAt([same, same, root], 1)).toMatchObject({ refusal: 'name-not-permitted' });
  });

  it('gives up where there are more comparisons than OpenSSL makes', async () => {
    const bases = Array.from({ length: 1100 }, (_, at) => dns(`${at}.example.com`));
    const names = Array.from({ length: 1000 }, (_, at) => dns(`${at}.example.org`));
    expect(await judge({ excluded: bases }, { names })).toBe('too-much-work 6.1.3 (b)');
    expect(await judge({ excluded: bases.slice(0, 1000) }, { names })).toBe('passes');
    const subject = Array.from({ length: 1000 }, (_, at) => ['OU', `${at}`] as const);
    expect(await judge({ excluded: bases }, { subject })).toBe('too-much-work 6.1.3 (b)');
    expect(await judge({ excluded: bases.slice(0, 1000) }, { subject })).toBe('passes');
  });
});

describe('constraints that are malformed', () => {
  const extension = (value: Bytes) => ({ oid: '2.5.29.30', isCritical: true, value });
  const subtrees = (...parts: readonly Bytes[]) => extension(derSequence(derContext(0, derSequence(...parts), true)));
  const minimum = (value: number) => derContext(0, Uint8Array.of(value), false);
  it.each([
    ['nothing in them', constraintsExtension({})],
    ['empty lists', constraintsExtension({ permitted: [], excluded: [] })],
    ['an address without its mask', constraintsExtension({ permitted: [address('192.0.2.0')] })],
    ['a mask with gaps', constraintsExtension({ permitted: [address('192.0.2.0', '255.0.255.0')] })],
    ['a wildcard', constraintsExtension({ permitted: [dns('*.example.com')] })],
    ['a URI with a scheme', constraintsExtension({ permitted: [uri('https://example.com')] })],
    ['two at signs', constraintsExtension({ permitted: [mail('a@b@example.com')] })],
    ['letters beyond ASCII', constraintsExtension({ permitted: [dns('ö.example.com')] })],
    ['a name of no form', constraintsExtension({ permitted: [derElement(0x89, utf8('x'))] })],
    ['a minimum', subtrees(dns('b.c'), minimum(1))],
    ['a maximum', subtrees(dns('b.c'), derContext(1, Uint8Array.of(0), false))],
    ['another type', extension(derUtf8String('x'))],
  ])('%s', async (_, one) => {
    const root = await mintAuthority('Root', undefined, { ownKey: key, furtherExtensions: [one] });
    expect(root.certificate.malformedExtensions).toEqual(['2.5.29.30']);
    expect(root.certificate.nameConstraints).toBeUndefined();
  });

  it('but for a minimum of zero written out, and a period in front of a domain', async () => {
    for (const one of [subtrees(dns('b.c'), minimum(0)), subtrees(dns('.b.c'))]) {
      const root = await mintAuthority('Root', undefined, { ownKey: key, furtherExtensions: [one] });
      expect(root.certificate.malformedExtensions).toBeUndefined();
      expect(root.certificate.nameConstraints?.permitted).toHaveLength(1);
    }
  });
});
