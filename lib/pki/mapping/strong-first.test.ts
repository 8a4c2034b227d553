import { expect, it } from 'vitest';
import type { MappingRule } from '#lib/core/mapping-rule.ts';
import { isLookedFor, isWeakFirst, strongFirst } from '#lib/pki/mapping/strong-first.ts';

const upn: MappingRule = { source: 'san-upn', attribute: 'userPrincipalName' };
const mail: MappingRule = { source: 'san-email', attribute: 'mail' };
const sid: MappingRule = { source: 'sid', attribute: 'objectSid' };
const serial: MappingRule = { source: 'issuer-serial', attribute: 'altSecurityIdentities' };

it('puts strong rules first and adds the one that is written', () => {
  expect(strongFirst([upn, sid, mail], 'issuer-serial')).toEqual([sid, serial, upn, mail]);
  expect(strongFirst([upn, { ...serial, attribute: 'altsecurityidentities' }], 'issuer-serial')).toEqual([
    { ...serial, attribute: 'altsecurityidentities' },
    upn,
  ]);
  expect(isLookedFor('issuer-serial', [{ ...serial, attribute: 'userCertificate' }])).toBe(false);
});

it('knows when strong rules are never asked', () => {
  expect([[upn], [upn, mail], [sid], [sid, upn], []].map(isWeakFirst)).toEqual([false, false, false, false, false]);
  expect(
    [
      [upn, sid],
      [sid, upn, serial],
    ].map(isWeakFirst),
  ).toEqual([true, true]);
});
