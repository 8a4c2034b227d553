import { describe, expect, test } from 'vitest';
import {
  type CertificateRules,
  certificateFault,
  type SeenCertificate,
  type TrustedAuthority,
} from '#lib/flow/what-if-certificate.ts';

const root: TrustedAuthority = {
  name: 'Root CA 1',
  subject: 'CN=Root CA 1',
  key: '11',
  isSelfSigned: true,
  revocation: 'off',
};
const issuing: TrustedAuthority = {
  name: 'Issuing CA 2',
  subject: 'CN=Issuing CA 2,O=Corp',
  key: '22',
  isSelfSigned: false,
  revocation: 'off',
};
const upn = { source: 'san-upn', attribute: 'userPrincipalName' } as const;
const serial = { source: 'issuer-serial', attribute: 'altSecurityIdentities' } as const;
const sid = { source: 'sid', attribute: 'objectSid' } as const;

const rules = (more: Partial<CertificateRules> = {}): CertificateRules => ({
  authorities: [root, issuing],
  partialChains: false,
  rules: [upn],
  weakRules: [],
  requiresStrong: false,
  revocation: 'off',
  ...more,
});
const seen: SeenCertificate = {
  fingerprint: 'ab',
  issuer: issuing.subject,
  path: ['Issuing CA 2', 'Root CA 1'],
  rule: 'san-upn in userPrincipalName',
  sid: 'unknown',
  revocation: 'not-looked-up',
};
const cause = (draft: CertificateRules, running = rules(), one = seen) => {
  const fault = certificateFault(one, running, draft);
  return fault === undefined ? undefined : `${fault.cause}: ${fault.detail}`;
};

describe('certificateFault', () => {
  test('finds nothing where nothing the certificate leant on is gone', () => {
    expect(cause(rules())).toBeUndefined();
    const more = { authorities: [root, issuing, { ...root, subject: 'CN=Other', name: 'Other' }], rules: [upn, sid] };
    expect(cause(rules(more))).toBeUndefined();
  });

  test('misses the issuer, and the authorities above it', () => {
    expect(cause(rules({ authorities: [root] }))).toBe('authority-gone: Issuing CA 2');
    expect(cause(rules({ authorities: [issuing] }))).toBe('authority-gone: Root CA 1');
  });

  test('an issuer that browsers bring along is missed by neither', () => {
    const onlyRoot = rules({ authorities: [root] });
    expect(cause(onlyRoot, onlyRoot)).toBeUndefined();
    expect(cause(rules({ authorities: [] }), onlyRoot)).toBe('authority-gone: Root CA 1');
  });

  test('tells the same name with another key, unless the old key stays too', () => {
    const renewed = { ...issuing, key: '33' };
    expect(cause(rules({ authorities: [root, renewed] }))).toBe('authority-key: Issuing CA 2');
    expect(cause(rules({ authorities: [root, renewed, issuing] }))).toBeUndefined();
  });

  test('with partial chains off no path ends at an authority that is not self-signed', () => {
    const one = { ...seen, path: ['Issuing CA 2'] };
    const running = rules({ authorities: [issuing], partialChains: true });
    expect(cause(rules({ authorities: [issuing] }), running, one)).toBe('partial-chains-off: Issuing CA 2');
    expect(cause(running, running, one)).toBeUndefined();
  });

  test('tells a rule that is gone from one that is weak', () => {
    expect(cause(rules({ rules: [sid] }))).toBe('rule-gone: san-upn in userPrincipalName');
    expect(cause(rules({ rules: [], weakRules: [upn] }))).toBe('rule-weak: san-upn in userPrincipalName');
    // An old row that does not say by which rule says nothing.
    expect(cause(rules({ rules: [sid] }), rules(), { ...seen, rule: '' })).toBeUndefined();
  });

  test('where the draft requires strong mapping, an old row that does not say by which rule may be weak', () => {
    const draft = rules({ rules: [], weakRules: [upn], requiresStrong: true });
    expect(cause(draft, rules(), { ...seen, rule: '' })).toBe('rule-unrecorded: ');
  });

  test('whom a rule finds that was never asked before the recorded one cannot be known', () => {
    const draft = rules({ rules: [serial, upn] });
    expect(cause(draft)).toBe('rule-unasked: issuer-serial in altSecurityIdentities');
    // It was asked already, before the one that found them; and a rule that comes after is not asked.
    expect(cause(draft, draft)).toBeUndefined();
    expect(cause(rules({ rules: [upn, serial] }))).toBeUndefined();
    // What stood behind is put before.
    expect(cause(draft, rules({ rules: [upn, serial] }))).toBe('rule-unasked: issuer-serial in altSecurityIdentities');
    // What may refuse them goes first.
    expect(cause({ ...draft, authorities: [root] })).toBe('authority-gone: Issuing CA 2');
  });

  test('a rule for the SID is asked only where the certificate may hold one', () => {
    const draft = rules({ rules: [sid, upn] });
    const of = (held: SeenCertificate['sid']) => cause(draft, rules(), { ...seen, sid: held });
    expect(of('absent')).toBeUndefined();
    expect(of('unknown')).toBe('rule-unasked: sid in objectSid');
    expect(of('present')).toBe('rule-unasked: sid in objectSid');
  });

  test('where the rule that found them counts no more, the SID in the certificate may find them instead', () => {
    const held = { ...seen, sid: 'present' } as const;
    const strong = rules({ rules: [sid], weakRules: [upn], requiresStrong: true });
    expect(cause(strong, rules(), held)).toBe('rule-sid: san-upn in userPrincipalName');
    expect(cause(strong, rules(), { ...held, rule: '' })).toBe('rule-sid: ');
    expect(cause(strong, rules(), { ...held, sid: 'absent' })).toBe('rule-weak: san-upn in userPrincipalName');
    expect(cause({ ...strong, rules: [] }, rules(), held)).toBe('rule-weak: san-upn in userPrincipalName');
  });

  test('names of attributes are compared without their case', () => {
    expect(cause(rules(), rules(), { ...seen, rule: 'san-upn in USERPRINCIPALNAME' })).toBeUndefined();
  });

  test('fail-closed refuses what was let in without knowing, by the mode of its own authority', () => {
    const closed = { ...issuing, revocation: 'fail-closed' } as const;
    const draft = rules({ authorities: [root, closed] });
    const of = (revocation: SeenCertificate['revocation']) => cause(draft, rules(), { ...seen, revocation });
    expect(of('unknown')).toBe('revocation-unknown: Issuing CA 2');
    expect(of('not-looked-up')).toBe('revocation-not-looked-up: Issuing CA 2');
    expect(of('known')).toBeUndefined();
    const onlyRoot = (revocation: CertificateRules['revocation']) => rules({ authorities: [root], revocation });
    expect(cause(onlyRoot('fail-closed'), onlyRoot('fail-open'))).toBe('revocation-not-looked-up: Issuing CA 2');
    expect(cause(rules({ revocation: 'fail-closed' }))).toBeUndefined();
  });

  test('fail-closed for an authority further up is about the certificate below it', () => {
    const closed = { ...root, revocation: 'fail-closed' } as const;
    const open = { ...issuing, revocation: 'fail-open' } as const;
    const of = (running: CertificateRules, revocation: SeenCertificate['revocation']) =>
      cause({ ...running, authorities: [closed, ...running.authorities.slice(1)] }, running, { ...seen, revocation });
    expect(of(rules(), 'not-looked-up')).toBe('revocation-not-looked-up: Root CA 1');
    expect(of(rules({ authorities: [{ ...root, revocation: 'fail-open' }, open] }), 'unknown')).toBe(
      'revocation-unknown: Root CA 1',
    );
    // Looked up was the person's certificate alone.
    expect(of(rules({ authorities: [root, open] }), 'known')).toBe('revocation-not-looked-up: Root CA 1');
    expect(of(rules({ authorities: [{ ...root, revocation: 'fail-open' }, open] }), 'known')).toBeUndefined();
    // Or the authority's alone.
    const onlyAbove = rules({ authorities: [closed, issuing] });
    const both = rules({ authorities: [closed, { ...issuing, revocation: 'fail-closed' }] });
    expect(cause(both, onlyAbove, { ...seen, revocation: 'known' })).toBe('revocation-not-looked-up: Issuing CA 2');
  });
});
