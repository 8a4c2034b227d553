import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '#lib/core/bytes.ts';
import { defaultMapping, type MappingRule, mappingSources } from '#lib/core/mapping-rule.ts';
import { derContext, derElement, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import { type MintOptions, mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import type { NameParts } from '#lib/pki/issue/write-name.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { type Filter, filterText } from '#lib/pki/mapping/filter.ts';
import { mappingCandidates } from '#lib/pki/mapping/mapping-candidates.ts';

const contosoName: NameParts = [
  ['DC', 'com'],
  ['DC', 'contoso'],
  ['CN', 'CONTOSO-DC-CA'],
];
const contoso = await mintAuthority('CONTOSO-DC-CA', undefined, { subject: contosoName });
const ownKey = await generateKeyPair('P-256');

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const sidExtension = (...sids: readonly string[]): MintOptions => ({
  furtherExtensions: [
    {
      oid: '1.3.6.1.4.1.311.25.2',
      isCritical: false,
      value: derSequence(
        ...sids.map((sid) => {
          const typeId = derOid('1.3.6.1.4.1.311.25.2.1');
          const value = derContext(0, derOctetString(utf8(sid)), true);
          return derElement(0xa0, Buffer.concat([typeId, value]));
        }),
      ),
    },
  ],
});

async function candidate(rule: MappingRule, more: MintOptions = {}) {
  const { certificate } = await mintClient('Ada', contoso, { ownKey, ...more });
  const [only] = mappingCandidates(certificate, [rule]);
  if (only === undefined) throw new Error('A rule gives a candidate.');
  return only;
}

async function filterOf(rule: MappingRule, more: MintOptions = {}): Promise<string> {
  const found = await candidate(rule, more);
  return found.kind === 'value' ? filterText(found.filter) : found.kind;
}

describe('mappingCandidates', () => {
  it('writes issuer and serial number as KB5014754 does', async () => {
    const serial = bytesOf('2b0000000011ac0000000012');
    expect(await filterOf({ source: 'issuer-serial', attribute: 'altSecurityIdentities' }, { serial })).toBe(
      '(altSecurityIdentities=X509:<I>DC=com,DC=contoso,CN=CONTOSO-DC-CA<SR>1200000000ac11000000002b)',
    );
  });

  it.each([
    ['the zero that keeps a number positive', '009b0c', '0c9b'],
    ['a zero inside a byte', '0a1b', '1b0a'],
    ['zeros inside the number', '0100', '0001'],
    ['zero itself', '00', '00'],
  ])('drops from a serial number what Windows drops: %s', async (_, serial, reversed) => {
    const rule = { source: 'issuer-serial', attribute: 'altSecurityIdentities' } as const;
    expect(await filterOf(rule, { serial: bytesOf(serial) })).toContain(`<SR>${reversed})`);
  });

  it('writes names with the keywords and quotes of Windows, the most general first', async () => {
    const subject: NameParts = [
      ['C', 'US'],
      ['ST', 'Washington'],
      ['O', 'Fabrikam, Inc.'],
      ['OU', 'R&D "blue" team'],
      ['UID', 'ada'],
      ['CN', ' Ada '],
      ['E', 'ada@fabrikam.example'],
    ];
    const found = await candidate({ source: 'subject', attribute: 'altSecurityIdentities' }, { subject });
    expect(found).toMatchObject({
      kind: 'value',
      raw: 'emailAddress=ada@fabrikam.example,CN=\\ Ada\\ ,UID=ada,OU=R&D \\"blue\\" team,O=Fabrikam\\, Inc.,ST=Washington,C=US',
    });
    const name =
      'C=US,S=Washington,O="Fabrikam, Inc.",OU="R&D ""blue"" team",OID.0.9.2342.19200300.100.1.1=ada,CN=" Ada ",E=ada@fabrikam.example';
    expect(found.kind === 'value' && found.filter).toEqual({
      kind: 'or',
      filters: [
        {
          kind: 'equal',
          attribute: 'altSecurityIdentities',
          value: `X509:<I>DC=com,DC=contoso,CN=CONTOSO-DC-CA<S>${name}`,
        },
        { kind: 'equal', attribute: 'altSecurityIdentities', value: `X509:<S>${name}` },
      ],
    });
  });

  it('finds key identifiers and keys as AD and Samba hold them', async () => {
    const { certificate } = await mintClient('Ada', contoso, { ownKey });
    const [ski, sha1] = mappingCandidates(certificate, [
      { source: 'subject-key-id', attribute: 'altSecurityIdentities' },
      { source: 'sha1-public-key', attribute: 'altSecurityIdentities' },
    ]);
    const bits = Buffer.from(await crypto.subtle.exportKey('raw', await publicKey()));
    const ofKey = toHex(new Uint8Array(await crypto.subtle.digest('SHA-1', bits)));
    expect(ski).toMatchObject({ normalised: `X509:<SKI>${ofKey}` });
    const ofCertificate = toHex(new Uint8Array(await crypto.subtle.digest('SHA-1', certificate.der)));
    expect(sha1?.kind === 'value' && filterText(sha1.filter)).toBe(
      `(|(altSecurityIdentities=X509:<SHA1-PUKEY>${ofKey})(altSecurityIdentities=X509:<SHA1-PUKEY>${ofCertificate}))`,
    );
  });

  it('finds by names as they stand there', async () => {
    const alternativeNames = [
      { kind: 'upn', value: 'ada@corp.example' },
      { kind: 'email', value: 'ada@fabrikam.example' },
    ] as const;
    expect(await filterOf({ source: 'san-upn', attribute: 'userPrincipalName' }, { alternativeNames })).toBe(
      '(userPrincipalName=ada@corp.example)',
    );
    expect(await filterOf({ source: 'san-email', attribute: 'mail' }, { alternativeNames })).toBe(
      '(mail=ada@fabrikam.example)',
    );
    expect(await filterOf({ source: 'san-email', attribute: 'altSecurityIdentities' }, { alternativeNames })).toBe(
      '(altSecurityIdentities=X509:<RFC822>ada@fabrikam.example)',
    );
    expect(await filterOf({ source: 'subject-cn', attribute: 'SAMACCOUNTNAME' })).toBe('(SAMACCOUNTNAME=Ada)');
  });

  it('finds a SID by its octets, and by its text where the attribute is another', async () => {
    const more = sidExtension('S-1-5-21-3623811015-3361044348-30300820-1013');
    expect(await filterOf({ source: 'sid', attribute: 'objectSid' }, more)).toBe(
      `(objectSid=${escapedHex('010500000000000515000000c7f7fed77c7755c8945ace01f5030000')})`,
    );
    expect(await filterOf({ source: 'sid', attribute: 'sambaSID' }, more)).toBe(
      '(sambaSID=S-1-5-21-3623811015-3361044348-30300820-1013)',
    );
  });

  it('finds the certificate itself by its octets and by assertion', async () => {
    const { certificate } = await mintClient('Ada', contoso, { ownKey, serial: bytesOf('00ff') });
    const [found] = mappingCandidates(certificate, [{ source: 'issuer-serial', attribute: 'userCertificate' }]);
    expect(found?.kind === 'value' && found.filter).toEqual({
      kind: 'or',
      filters: [
        { kind: 'equal', attribute: 'userCertificate', value: certificate.der },
        {
          kind: 'equal',
          attribute: 'userCertificate',
          value: '{ serialNumber 255, issuer rdnSequence:"CN=CONTOSO-DC-CA,DC=contoso,DC=com" }',
        },
      ],
    });
  });

  it('gives nobody for nothing', async () => {
    const none = { subject: [], hasKeyIds: false } as const;
    for (const source of ['san-upn', 'san-email', 'subject-cn', 'subject', 'subject-key-id', 'sid'] as const) {
      expect([source, await filterOf({ source, attribute: 'employeeNumber' }, none)]).toEqual([source, 'absent']);
    }
  });

  it('gives nobody for more than one value, and one for the same value twice', async () => {
    const upns = (...values: string[]) => ({
      alternativeNames: values.map((value) => ({ kind: 'upn', value }) as const),
    });
    const rule = { source: 'san-upn', attribute: 'userPrincipalName' } as const;
    expect(await candidate(rule, upns('ada@a.example', 'eve@a.example'))).toEqual({
      rule,
      kind: 'ambiguous',
      values: ['ada@a.example', 'eve@a.example'],
    });
    expect(await candidate(rule, upns('ada@a.example', 'ADA@a.example'))).toMatchObject({ kind: 'value' });
    const twoNames: NameParts = [
      ['CN', 'a'],
      ['CN', 'b'],
    ];
    expect(await candidate({ source: 'subject-cn', attribute: 'cn' }, { subject: twoNames })).toMatchObject({
      kind: 'ambiguous',
      values: ['a', 'b'],
    });
    const sids = sidExtension('S-1-5-21-1-2-3-4', 'S-1-5-21-1-2-3-500');
    expect(await filterOf({ source: 'sid', attribute: 'objectSid' }, sids)).toBe('ambiguous');
  });

  it.each([
    ['a NUL', 'ada\0.evil.example'],
    ['a character nobody sees', 'ada\u200b'],
    ['nothing but spaces', '  '],
    ['more than directories hold', 'a'.repeat(2_049)],
  ])('does not use a name of %s', async (_, value) => {
    const alternativeNames = [{ kind: 'upn', value }] as const;
    expect(await filterOf({ source: 'san-upn', attribute: 'userPrincipalName' }, { alternativeNames })).toBe(
      'unusable',
    );
    expect(await filterOf({ source: 'subject-cn', attribute: 'cn' }, { subject: [['CN', value]] })).toBe('unusable');
  });

  it.each(['S-1-5', 'S-1-5-21-4294967296', 'ada', '', 'S-1-5-21-1)(objectSid=*'])(
    'does not use “%s” as a SID',
    async (sid) => {
      expect(await filterOf({ source: 'sid', attribute: 'objectSid' }, sidExtension(sid))).toBe('unusable');
    },
  );

  it('does not use a SID extension that is encoded otherwise', async () => {
    const furtherExtensions = [{ oid: '1.3.6.1.4.1.311.25.2', isCritical: false, value: utf8('S-1-5-21-1-2-3-4') }];
    expect(await filterOf({ source: 'sid', attribute: 'objectSid' }, { furtherExtensions })).toBe('unusable');
  });

  it('looks for nobody by a rule that makes no sense', async () => {
    const found = await candidate({ source: 'issuer-serial', attribute: 'userPrincipalName' });
    expect(found).toMatchObject({ kind: 'unusable' });
  });

  it('looks by default as Windows does', async () => {
    const { certificate } = await mintClient('Ada', contoso, { alternativeNames: [{ kind: 'upn', value: 'ada@x' }] });
    expect(mappingCandidates(certificate, defaultMapping)).toMatchObject([
      { rule: { source: 'san-upn', attribute: 'userPrincipalName' }, normalised: 'ada@x' },
    ]);
  });

  it('lets no value out of its filter', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
      fc.string({
        unit: fc.constantFrom('(', ')', '*', '\\', '&', '|', '=', '<', '>', '"', ',', '+', ' ', '2', '8', 'a'),
      }),
    );
    const attributes = ['altSecurityIdentities', 'userPrincipalName', 'userCertificate', 'mail', 'employeeNumber'];
    const rules = mappingSources.flatMap((source) => attributes.map((attribute) => ({ source, attribute })));
    let values = 0;
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, async (cn, upn, email) => {
        const { certificate } = await mintClient('Ada', contoso, {
          ownKey,
          subject: [
            ['O', email],
            ['CN', cn],
          ],
          alternativeNames: [
            { kind: 'upn', value: upn },
            { kind: 'email', value: email },
          ],
        });
        for (const found of mappingCandidates(certificate, rules)) {
          if (found.kind !== 'value') continue;
          values += 1;
          expect(parseFilter(filterText(found.filter))).toEqual(comparable(found.filter));
        }
      }),
      { numRuns: 150, seed: 20_261_123 },
    );
    expect(values).toBeGreaterThan(1_000);
  });
});

async function publicKey() {
  return crypto.subtle.importKey('spki', ownKey.spki, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
}

function escapedHex(hex: string): string {
  return hex.replaceAll(/../g, (byte) => `\\${byte}`);
}

type Parsed = { readonly equal: readonly [attribute: string, hex: string] } | { readonly or: readonly Parsed[] };

function comparable(filter: Filter): Parsed {
  if (filter.kind === 'or') return { or: filter.filters.map(comparable) };
  if (filter.kind !== 'equal') throw new Error(filter.kind);
  const { attribute, value } = filter;
  return { equal: [attribute, toHex(typeof value === 'string' ? utf8(value) : value)] };
}

/** RFC 4515 section 3, as far as mapping goes: an or of equalities, or one. Whatever else a text holds is an error. */
function parseFilter(text: string): Parsed {
  const or = /^\(\|(.*)\)$/s.exec(text);
  if (or?.[1] !== undefined) {
    const items = or[1].match(/\([^()]*\)/gs) ?? [];
    if (items.join('') !== or[1]) throw new Error(`Not a list of filters: ${or[1]}`);
    return { or: items.map(parseFilter) };
  }
  const item = /^\(([A-Za-z][A-Za-z0-9-]*)=((?:[^\0()*\\]|\\[0-9a-f]{2})*)\)$/s.exec(text);
  if (item?.[1] === undefined || item[2] === undefined) throw new Error(`No filter: ${text}`);
  const octets = item[2]
    .split(/(\\[0-9a-f]{2})/)
    .map((part) => (part.startsWith('\\') ? part.slice(1) : toHex(utf8(part))));
  return { equal: [item[1], octets.join('')] };
}
