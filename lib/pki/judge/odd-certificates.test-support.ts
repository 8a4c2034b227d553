import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import {
  derBitString,
  derBoolean,
  derContext,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '#lib/pki/asn1/write-der.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import type { MintOptions } from '#lib/pki/issue/mint.ts';
import type { ExtensionToWrite } from '#lib/pki/issue/write-extensions.ts';
import { writeName } from '#lib/pki/issue/write-name.ts';
import {
  address,
  constraintsExtension,
  directory,
  dns,
  mail,
  namesExtension,
  upn,
} from '#lib/pki/judge/names/mint-constraints.test-support.ts';
import {
  inhibitAnyPolicyExtension,
  mappingsExtension,
  policiesExtension,
  policyConstraintsExtension,
} from '#lib/pki/judge/policies/mint-policies.test-support.ts';

const day = 86_400_000;

/** What can be odd about a certificate, from harmless to deadly. */
export type Oddity = {
  readonly name: string;
  readonly options?: MintOptions;
  readonly signedBy?: 'another key' | 'a flipped bit' | 'a changed name';
};

const with1 = (name: string, ...furtherExtensions: readonly ExtensionToWrite[]): Oddity => ({
  name,
  options: { furtherExtensions },
});
const raw = (oid: string, value: Bytes, isCritical = false): ExtensionToWrite => ({
  oid,
  isCritical,
  value,
});
const ownKeyIds = (name: string, ...furtherExtensions: readonly ExtensionToWrite[]): Oddity => ({
  name,
  options: { hasKeyIds: false, furtherExtensions },
});
const plainConstraints = (name: string, value: Bytes, isCritical = true): Oddity => ({
  name,
  options: { basicConstraints: undefined, furtherExtensions: [raw('2.5.29.19', value, isCritical)] },
});

/** Oddities that any certificate of a path can have; `now` in milliseconds. */
export function oddities(now: number): readonly Oddity[] {
  return [
    { name: 'ended', options: { notAfter: now - day } },
    { name: 'to come', options: { notBefore: now + day } },
    { name: 'for servers', options: { extendedKeyUsage: [purpose.serverAuth] } },
    { name: 'for any purpose', options: { extendedKeyUsage: [purpose.any] } },
    {
      name: 'for clients and smart cards',
      options: { extendedKeyUsage: [purpose.clientAuth, '1.3.6.1.4.1.311.20.2.2'] },
    },
    { name: 'for smart cards', options: { extendedKeyUsage: ['1.3.6.1.4.1.311.20.2.2'] } },
    { name: 'for every purpose there is', options: { extendedKeyUsage: undefined } },
    { name: 'for no purpose', options: { extendedKeyUsage: [] } },
    { name: 'no key usage', options: { keyUsage: undefined } },
    { name: 'empty key usage', options: { keyUsage: [] } },
    { name: 'usage of both', options: { keyUsage: ['digitalSignature', 'keyCertSign', 'cRLSign'] } },
    { name: 'usage of a person', options: { keyUsage: ['digitalSignature'] } },
    { name: 'usage for key agreement', options: { keyUsage: ['keyAgreement'] } },
    { name: 'usage for encipherment', options: { keyUsage: ['keyEncipherment'] } },
    { name: 'no basic constraints', options: { basicConstraints: undefined } },
    { name: 'no authority', options: { basicConstraints: { isAuthority: false } } },
    { name: 'an authority', options: { basicConstraints: { isAuthority: true } } },
    { name: 'path length 0', options: { basicConstraints: { isAuthority: true, pathLength: 0 } } },
    { name: 'path length 1', options: { basicConstraints: { isAuthority: true, pathLength: 1 } } },
    plainConstraints('basic constraints that are not critical', derSequence(derBoolean(true)), false),
    plainConstraints('a path length of no authority', derSequence(derInteger(1))),
    { name: 'SHA-1', options: { hash: 'SHA-1' } },
    { name: 'SHA-384', options: { hash: 'SHA-384' } },
    { name: 'SHA-512', options: { hash: 'SHA-512' } },
    { name: 'PSS', options: { rsaPadding: 'PSS' } },
    { name: 'a negative serial number', options: { serial: Uint8Array.of(0xff, 1) } },
    { name: 'serial number 0', options: { serial: Uint8Array.of(0) } },
    { name: 'a serial number of 30 octets', options: { serial: new Uint8Array(30).fill(7) } },
    { name: 'no key identifiers', options: { hasKeyIds: false } },
    ownKeyIds('another authority key', raw('2.5.29.35', derSequence(derContext(0, utf8('another'), false)))),
    ownKeyIds('another authority serial', raw('2.5.29.35', derSequence(derContext(2, Uint8Array.of(7), false)))),
    ownKeyIds('another subject key', raw('2.5.29.14', derOctetString(utf8('another')))),
    ownKeyIds('a critical subject key', raw('2.5.29.14', derOctetString(utf8('another')), true)),
    with1('Netscape server', raw('2.16.840.1.113730.1.1', derBitString(Uint8Array.of(0x40)))),
    with1('Netscape client', raw('2.16.840.1.113730.1.1', derBitString(Uint8Array.of(0x80)))),
    with1('an unknown critical extension', raw('1.2.3.4', derNull(), true)),
    with1('an unknown extension', raw('1.2.3.4', derNull())),
    with1('a Microsoft template', raw('1.3.6.1.4.1.311.21.7', derSequence(derOid('1.2.3.4')))),
    with1('an empty list of alternative names', raw('2.5.29.17', derSequence())),
    with1('a host as alternative name', namesExtension(dns('ada.example.com'))),
    with1('a mailbox as alternative name', namesExtension(mail('ada@example.com'))),
    with1('an address as alternative name', namesExtension(address('192.0.2.7'))),
    with1('a UPN', namesExtension(upn('ada@corp.example'))),
    with1('host names permitted', constraintsExtension({ permitted: [dns('example.com')] })),
    with1('mailboxes permitted', constraintsExtension({ permitted: [mail('example.com')] })),
    with1('other mailboxes permitted', constraintsExtension({ permitted: [mail('example.org')] })),
    with1('hosts excluded', constraintsExtension({ excluded: [dns('example.com')] })),
    with1('Fabrikam permitted', constraintsExtension({ permitted: [directory(['O', 'Fabrikam'])] })),
    with1('FABRIKAM permitted', constraintsExtension({ permitted: [directory(['O', ' FABRIKAM '])] })),
    with1('Contoso permitted', constraintsExtension({ permitted: [directory(['O', 'Contoso'])] })),
    with1('Fabrikam excluded', constraintsExtension({ excluded: [directory(['O', 'Fabrikam'])], isCritical: false })),
    with1('a network permitted', constraintsExtension({ permitted: [address('192.0.2.0', '255.255.255.0')] })),
    with1('a network excluded', constraintsExtension({ excluded: [address('192.0.2.0', '255.255.255.0')] })),
    with1('a policy', policiesExtension('1.2.3.4')),
    with1('any policy', policiesExtension('2.5.29.32.0')),
    with1('policies wanted', policiesExtension('1.2.3.4'), policyConstraintsExtension(0)),
    with1('policies wanted later', policyConstraintsExtension(1)),
    with1('no mapping', policiesExtension('1.2.3.4'), policyConstraintsExtension(undefined, 0)),
    with1('a mapping', policiesExtension('1.2.3.4'), mappingsExtension(['1.2.3.4', '1.2.3.5'])),
    with1('no “any policy”', inhibitAnyPolicyExtension(0)),
    with1(
      'issued by a distribution point',
      raw(
        '2.5.29.31',
        derSequence(derSequence(derContext(0, derContext(0, derContext(6, utf8('http://x/'), false), true), true))),
      ),
    ),
    { name: 'forged by another key', signedBy: 'another key' },
    { name: 'one bit flipped', signedBy: 'a flipped bit' },
    { name: 'an issuer’s name in other letters', signedBy: 'a changed name' },
    {
      name: 'an empty subject',
      options: { subject: [], furtherExtensions: [{ ...namesExtension(mail('a@b.c')), isCritical: true }] },
    },
    {
      name: 'a name of many strings',
      options: {
        subject: writeName([
          ['C', 'AT'],
          ['O', 'Fabrikam'],
          ['OU', 'Ä  ß'],
          ['CN', 'Ada'],
          ['E', 'ada@example.com'],
          ['DC', 'example'],
        ]),
      },
    },
  ];
}
