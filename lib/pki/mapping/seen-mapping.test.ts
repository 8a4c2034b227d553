import { expect, it } from 'vitest';
import type { MappingRule } from '#lib/core/mapping-rule.ts';
import { isLockedOut, mappingStanding, type SeenMapping } from '#lib/pki/mapping/seen-mapping.ts';

const upn: MappingRule = { source: 'san-upn', attribute: 'userPrincipalName' };
const serial: MappingRule = { source: 'issuer-serial', attribute: 'altSecurityIdentities' };
const sid: MappingRule = { source: 'sid', attribute: 'objectSid' };
const byUpn = { ...upn, isWeak: true };
const bySerial = { ...serial, attribute: 'ALTSECURITYIDENTITIES', isWeak: false };

it('is strong by its rule or by the SID in the certificate', () => {
  expect(mappingStanding({ rule: bySerial, hasSid: false })).toBe('strong');
  expect(mappingStanding({ rule: bySerial, hasSid: true })).toBe('strong');
  expect(mappingStanding({ rule: byUpn, hasSid: true })).toBe('sid');
  expect(mappingStanding({ rule: byUpn, hasSid: false })).toBe('weak');
  expect(mappingStanding({ rule: undefined, hasSid: false })).toBe('weak');
});

it.each<[string, SeenMapping, MappingRule[], boolean]>([
  ['found weakly', { rule: byUpn, hasSid: false }, [upn, serial], true],
  ['found strongly, by a rule that stays', { rule: bySerial, hasSid: false }, [upn, serial], false],
  ['found strongly, by a rule that goes', { rule: bySerial, hasSid: false }, [upn, sid], true],
  [
    'found strongly, by the source in another attribute',
    { rule: bySerial, hasSid: false },
    [{ ...serial, attribute: 'uid' }],
    true,
  ],
  ['a SID and a rule for it', { rule: byUpn, hasSid: true }, [upn, sid], false],
  ['a SID and no rule for it', { rule: byUpn, hasSid: true }, [upn, serial], true],
  ['a SID and a rule that looks elsewhere', { rule: byUpn, hasSid: true }, [{ ...sid, attribute: 'uid' }], true],
  ['not known how', { rule: undefined, hasSid: false }, [serial], true],
])('%s', (_, seen, rules, expected) => {
  expect(isLockedOut(seen, rules)).toBe(expected);
});
