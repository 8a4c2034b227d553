import { expect, it } from 'vitest';
import { utf8 } from '#lib/core/bytes.ts';
import { derContext, derElement, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import { type MintOptions, mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import { mappingCandidates } from '#lib/pki/mapping/mapping-candidates.ts';
import { type StrongForm, strongForms } from '#lib/pki/mapping/strong-form.ts';
import { strongNames } from '#lib/pki/mapping/strong-names.ts';

const authority = await mintAuthority('Corp CA');
const sid = 'S-1-5-21-3623811015-3361044348-30300820-1013';
const withSid: MintOptions = {
  furtherExtensions: [
    {
      oid: '1.3.6.1.4.1.311.25.2',
      isCritical: false,
      value: derSequence(
        derElement(
          0xa0,
          Buffer.concat([derOid('1.3.6.1.4.1.311.25.2.1'), derContext(0, derOctetString(utf8(sid)), true)]),
        ),
      ),
    },
  ],
};

it('gives every strong name that the rules look for', async () => {
  const { certificate } = await mintClient('Ada', authority, { serial: Uint8Array.of(0x12, 0xab), ...withSid });
  const names = strongNames(certificate);
  expect(names).toEqual({
    'issuer-serial': 'X509:<I>O=Fabrikam,CN=Corp CA<SR>ab12',
    'subject-key-id': `X509:<SKI>${certificate.subjectKeyId}`,
    'sha1-public-key': `X509:<SHA1-PUKEY>${certificate.publicKeyDigest}`,
    sid,
  });
  const rules = strongForms.map((source) => ({ source, attribute: 'altSecurityIdentities' }));
  for (const found of mappingCandidates(certificate, rules))
    expect(found.kind === 'value' && found.normalised.split(' or ')).toContain(names[found.rule.source as StrongForm]);
});

it('leaves out what the certificate has none of', async () => {
  const { certificate } = await mintClient('Ada', authority, { hasKeyIds: false });
  expect(Object.keys(strongNames(certificate))).toEqual(['issuer-serial', 'sha1-public-key']);
});

it('cuts no name: one that is too long is none', async () => {
  // 2,048 characters are read; with quotes and OIDs around them they are more than can be told.
  const rdns = Array.from({ length: 140 }, () => ['DC', ';'] as const);
  const { certificate } = await mintClient(
    'Ada',
    await mintAuthority('x', undefined, { subject: [...rdns, ['CN', 'x']] }),
  );
  expect(strongNames(certificate)['issuer-serial']?.length).toBeLessThanOrEqual(4_000);
  const longer = Array.from({ length: 400 }, () => ['DC', ';'] as const);
  const far = await mintClient('Ada', await mintAuthority('x', undefined, { subject: [...longer, ['CN', 'x']] }));
  expect(strongNames(far.certificate)['issuer-serial']).toBeUndefined();
});
