import { describe, expect, it } from 'vitest';
import { compareAddress } from '#lib/pki/judge/names/compare-address.ts';
import { compareDns } from '#lib/pki/judge/names/compare-host.ts';
import { compareMailbox } from '#lib/pki/judge/names/compare-mailbox.ts';
import { compareUri } from '#lib/pki/judge/names/compare-uri.ts';

describe('a DNS name', () => {
  it.each([
    ['host.example.com', 'example.com', 'inside'],
    ['example.com', 'example.com', 'inside'],
    ['a.b.example.com', 'example.com', 'inside'],
    ['host.example.com', '', 'inside'],
    ['badexample.com', 'example.com', 'outside'],
    ['example.com', 'host.example.com', 'outside'],
    ['example.com', '.example.com', 'outside'],
    ['host.example.com', '.example.com', 'inside'],
    ['*.example.com', 'example.com', 'inside'],
    ['*.example.com', 'host.example.com', 'unclear'],
    ['*.example.com', 'a.host.example.com', 'outside'],
    ['*.example.org', 'host.example.com', 'outside'],
    ['host.example.com.', 'example.com', 'unclear'],
    ['ho st.example.com', 'example.com', 'unclear'],
    ['h\u00f6st.example.com', 'example.com', 'unclear'],
    ['a..example.com', 'example.com', 'unclear'],
  ])('%s under %s is %s', (name, base, standing) => {
    expect(compareDns(name, base)).toBe(standing);
  });
});

describe('an e-mail address', () => {
  it.each([
    ['ada@example.com', 'example.com', 'inside'],
    ['ada@EXAMPLE.com', 'Example.com', 'inside'],
    ['ada@mail.example.com', 'example.com', 'outside'],
    ['ada@mail.example.com', '.example.com', 'inside'],
    ['ada@example.com', '.example.com', 'outside'],
    ['ada@example.com', 'ada@example.com', 'inside'],
    ['bob@example.com', 'ada@example.com', 'outside'],
    ['Ada@example.com', 'ada@example.com', 'unclear'],
    ['ada@example.com', '@example.com', 'inside'],
    ['ada@example.com', '', 'unclear'],
    ['ada', 'example.com', 'unclear'],
    ['ada@evil.org@example.com', 'example.com', 'unclear'],
    ['ada@example.com\0', 'example.com', 'unclear'],
    ['a da@example.com', 'example.com', 'unclear'],
  ])('%s under %s is %s', (name, base, standing) => {
    expect(compareMailbox(name, base)).toBe(standing);
  });
});

describe('a URI', () => {
  it.each([
    ['https://host.example.com/path', 'host.example.com', 'inside'],
    ['https://host.example.com:8443/a:b', 'host.example.com', 'inside'],
    ['ldap://host.example.com', '.example.com', 'inside'],
    ['https://host.example.com/', 'example.com', 'outside'],
    ['https://host.example.com/a:b', 'host.example.com', 'unclear'],
    ['https://me@host.example.com/', 'host.example.com', 'unclear'],
    ['https://host.example.com?x', 'host.example.com', 'unclear'],
    ['https://192.0.2.7/', '192.0.2.7', 'unclear'],
    ['https://[2001:db8::1]/', 'example.com', 'unclear'],
    ['urn:uuid:7', 'example.com', 'unclear'],
    ['https:///path', 'example.com', 'unclear'],
  ])('%s under %s is %s', (name, base, standing) => {
    expect(compareUri(name, base)).toBe(standing);
  });
});

describe('an IP address', () => {
  const octets = (...numbers: readonly number[]) => Uint8Array.from(numbers);
  const base = octets(192, 0, 2, 0, 255, 255, 255, 0);

  it.each([
    [octets(192, 0, 2, 7), 'inside'],
    [octets(192, 0, 3, 7), 'outside'],
    [new Uint8Array(16), 'outside'],
    [octets(192, 0, 2), 'unclear'],
  ])('%s under 192.0.2.0/24 is %s', (name, standing) => {
    expect(compareAddress(name, base)).toBe(standing);
  });

  it('counts the bits of its base that the mask leaves out for nothing', () => {
    expect(compareAddress(octets(192, 0, 2, 7), octets(192, 0, 2, 9, 255, 255, 255, 0))).toBe('inside');
  });
});
