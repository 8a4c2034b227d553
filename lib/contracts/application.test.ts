import { describe, expect, it } from 'vitest';
import { isOnDevice, redirectUriProblem, redirectUrisProblem } from '#lib/contracts/application.ts';

describe('redirectUriProblem', () => {
  it.each([
    'https://app.example.com/callback',
    'https://app.example.com:8443/callback?tenant=1',
    'http://localhost:3000/callback',
    'http://127.0.0.1/callback',
    'http://[::1]:8080/',
    'com.example.app:/callback',
  ])('takes %s', (uri) => {
    expect(redirectUriProblem(uri)).toBeUndefined();
  });

  it.each([
    '',
    'app.example.com/callback',
    'http://app.example.com/callback',
    'http://localhost.evil.example/',
    'https://app.example.com/#here',
    'https://*.example.com/',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'myapp:/callback',
  ])('refuses “%s” in a sentence', (uri) => {
    expect(redirectUriProblem(uri)).toMatch(/\.$/);
  });
});

describe('redirectUrisProblem', () => {
  const own = 'com.example.app:/callback';

  it('lets a program on a device have a scheme of its own and any port, not one that keeps a secret', () => {
    expect(
      redirectUrisProblem('public', [own, 'http://127.0.0.1/callback', 'https://app.example.com/']),
    ).toBeUndefined();
    expect(redirectUrisProblem('confidential', [own])).toMatch(/public/);
    expect(redirectUrisProblem('confidential', ['http://localhost:3000/', 'https://localhost/'])).toBeUndefined();
  });

  it.each(['https://localhost/callback', 'https://127.0.0.1:8443/', 'https://[::1]/'])(
    'refuses %s of a program on a device',
    (uri) => {
      expect(redirectUrisProblem('public', [own, uri])).toContain(uri);
      expect(redirectUrisProblem('public', [uri])).toBeUndefined();
    },
  );

  it('tells programs on devices from pages', () => {
    expect(isOnDevice('public', [own])).toBe(true);
    expect(isOnDevice('public', ['http://localhost/'])).toBe(true);
    expect(isOnDevice('public', ['https://app.example.com/'])).toBe(false);
    expect(isOnDevice('confidential', ['http://localhost/'])).toBe(false);
  });
});
