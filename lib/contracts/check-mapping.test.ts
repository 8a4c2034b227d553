import { expect, it } from 'vitest';
import { checkMapping } from '#lib/contracts/check-mapping.ts';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';

const upn = { source: 'san-upn', attribute: 'userPrincipalName' } as const;
const serial = { source: 'issuer-serial', attribute: 'altSecurityIdentities' } as const;
const impossible = { source: 'sid', attribute: 'mail' } as const;

function found(mapping: Settings['mapping'], mappingStrength: Settings['mappingStrength'], enabled = true): string[] {
  const settings = { ...emptySettings, clientCertificate: { enabled }, mapping, mappingStrength };
  return checkMapping(settings).map(({ severity, id, subject }) => `${severity} ${id} ${subject}`);
}

it('finds nothing where every rule is strong', () => {
  expect([found([serial], 'any'), found([serial], 'strong')]).toEqual([[], []]);
});

it('notes weak rules, and those that are asked before strong ones', () => {
  expect(found([serial, upn], 'any')).toEqual(['note MAPPING-WEAK user principal name']);
  expect(found([upn, serial], 'any')).toEqual([
    'note MAPPING-WEAK user principal name',
    'note MAPPING-WEAK-FIRST order of the mapping rules',
  ]);
});

it('notes which rules are passed over where strong mapping is required; none left is an error', () => {
  expect(found([upn, serial], 'strong')).toEqual(['note MAPPING-WEAK-PASSED-OVER user principal name']);
  expect(found([upn], 'strong')).toEqual(['error MAPPING-NONE-STRONG mapping rules']);
  // A strong rule that can find nobody does not help.
  expect(found([upn, impossible], 'strong')).toEqual([
    'error MAPPING-IMPOSSIBLE mapping rule 2',
    'error MAPPING-NONE-STRONG mapping rules',
  ]);
});

it('asks nothing of rules that nobody uses', () => {
  expect(found([upn, impossible], 'strong', false)).toEqual(['warning MAPPING-IMPOSSIBLE mapping rule 2']);
});
