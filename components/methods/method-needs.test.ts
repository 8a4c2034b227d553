import { expect, test } from 'vitest';
import { clientCertificateNeeds, kerberosNeeds } from '#components/methods/method-needs.ts';
import { emptySettings } from '#lib/contracts/settings.ts';

const complete = {
  ...emptySettings,
  frontFacingUrl: 'https://sso.fabrikam.example',
  sslCertificate: { chain: ['AAAA'] },
  caCertificates: ['BBBB'],
  networks: [{ block: '24.12.34.56/32', label: '' }],
};
const online = { state: 'online', hasSealedKey: true } as const;

test('nothing is there in a new connection', () => {
  const needs = clientCertificateNeeds({ settings: emptySettings, connectors: [] });
  expect(needs.map((need) => [need.isMet, need.tab])).toEqual([
    [false, undefined],
    [false, 'certificates'],
    [false, 'certificates'],
    [false, 'networks'],
    [false, 'connectors'],
  ]);
});

test('everything is there in a complete one', () => {
  const given = { settings: complete, connectors: [online] };
  expect([...clientCertificateNeeds(given), ...kerberosNeeds(given)].every((need) => need.isMet)).toBe(true);
});

test('a connector without the key, and one that is away, are told', () => {
  const late = { state: 'offline', hasSealedKey: false } as const;
  const needs = clientCertificateNeeds({ settings: complete, connectors: [online, late] });
  expect(needs.filter((need) => !need.isMet).map((need) => need.text)).toEqual([
    'The SSL certificate’s key on every connector (now on 1 of 2)',
  ]);
  expect(clientCertificateNeeds({ settings: complete, connectors: [late] }).filter((need) => !need.isMet)).toHaveLength(
    2,
  );
});

test('Kerberos does not ask for CA certificates', () => {
  const needs = kerberosNeeds({ settings: { ...complete, caCertificates: [] }, connectors: [online] });
  expect(needs.every((need) => need.isMet)).toBe(true);
});
