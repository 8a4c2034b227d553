import { describe, expect, it } from 'vitest';
import { matchesHost } from '#lib/pki/certificate/matches-host.ts';

const certificate = (...names: readonly [kind: 'dns' | 'ip' | 'email', value: string][]) => ({
  alternativeNames: names.map(([kind, value]) => ({ kind, value })),
});

describe('matchesHost', () => {
  it.each([
    ['sso.example.com', 'sso.example.com'],
    ['SSO.Example.com', 'sso.example.COM'],
    ['sso.example.com', 'sso.example.com.'],
    ['*.example.com', 'sso.example.com'],
    ['localhost', 'localhost'],
  ])('%s is for %s', (name, host) => {
    expect(matchesHost(certificate(['dns', name]), host)).toBe(true);
  });

  it.each([
    ['*.example.com', 'example.com'],
    ['*.example.com', 'a.b.example.com'],
    ['s*.example.com', 'sso.example.com'],
    ['sso.*.com', 'sso.example.com'],
    ['*.com', 'example.com'],
    ['*', 'localhost'],
    ['*.example.com', '.example.com'],
    ['*.example.com', '*.example.com'],
    ['10.0.0.1', '10.0.0.1'],
    ['sso.example.com', 'sso.example.com.evil.example'],
    // The Kelvin sign, whose lower case is a k.
    ['\u212Aim.example.com', 'kim.example.com'],
  ])('%s is not for %s', (name, host) => {
    expect(matchesHost(certificate(['dns', name]), host)).toBe(false);
  });

  it('compares addresses by their octets', () => {
    expect(matchesHost(certificate(['ip', '127.0.0.1']), '127.0.0.1')).toBe(true);
    expect(matchesHost(certificate(['ip', '2001:db8:0:0::1']), '[2001:DB8::1]')).toBe(true);
    expect(matchesHost(certificate(['ip', '127.0.0.1']), '127.0.0.2')).toBe(false);
    expect(matchesHost(certificate(['ip', '127.0.0.1']), 'localhost')).toBe(false);
  });

  it('does not take a mail address for a host', () => {
    expect(matchesHost(certificate(['email', 'example.com']), 'example.com')).toBe(false);
  });
});
