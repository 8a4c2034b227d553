import { expect, test } from 'vitest';
import { clientCertificateNeeds, kerberosNeeds, type NeededConnector } from '#components/methods/method-needs.ts';
import { emptySettings } from '#lib/contracts/settings.ts';

const complete = {
  ...emptySettings,
  frontFacingUrl: 'https://sso.fabrikam.example',
  sslCertificate: { chain: ['AAAA'] },
  caCertificates: ['BBBB'],
  networks: [{ block: '24.12.34.56/32', label: '' }],
};
const online: NeededConnector = {
  name: 'hq-1',
  state: 'online',
  hasSealedKey: true,
  holdsKey: false,
  directory: { state: 'answering', kind: 'ldap', answering: 1, configured: 1 },
  kerberos: { state: 'ready', principals: ['HTTP/sso.fabrikam.example@FABRIKAM.EXAMPLE'] },
};
const away: NeededConnector = {
  name: 'hq-2',
  state: 'offline',
  hasSealedKey: false,
  holdsKey: false,
  directory: null,
  kerberos: null,
};

test('nothing is there in a new connection', () => {
  const needs = clientCertificateNeeds({ settings: emptySettings, connectors: [] });
  expect(needs.map((need) => [need.isMet, need.tab])).toEqual([
    [false, undefined],
    [false, 'certificates'],
    [false, 'certificates'],
    [false, 'networks'],
    [false, 'connectors'],
    [false, 'connectors'],
  ]);
});

test('everything is there in a complete one', () => {
  const given = { settings: complete, connectors: [online] };
  expect([...clientCertificateNeeds(given), ...kerberosNeeds(given)].every((need) => need.isMet)).toBe(true);
});

test('a connector without the key, and one that is away, are told', () => {
  const needs = clientCertificateNeeds({ settings: complete, connectors: [online, away] });
  expect(needs.filter((need) => !need.isMet).map((need) => need.text)).toEqual([
    'The SSL certificate’s key on every connector (now on 1 of 2)',
  ]);
  const alone = clientCertificateNeeds({ settings: complete, connectors: [away] });
  expect(alone.filter((need) => !need.isMet)).toHaveLength(3);
});

test('Kerberos does not ask for CA certificates', () => {
  const needs = kerberosNeeds({ settings: { ...complete, caCertificates: [] }, connectors: [online] });
  expect(needs.every((need) => need.isMet)).toBe(true);
});

test('what is wrong behind a connector is told where it is needed', () => {
  const unmet = (connectors: readonly NeededConnector[], own = '') => {
    const settings = { ...complete, kerberos: { ...complete.kerberos, frontFacingUrl: own } };
    const needs = [...clientCertificateNeeds({ settings, connectors }), ...kerberosNeeds({ settings, connectors })];
    return needs.filter((need) => !need.isMet).map((need) => need.text);
  };
  const without = { state: 'none', kind: 'none', answering: 0, configured: 0 } as const;
  const directory = 'A directory that answers. hq-1 has no directory in its config.json.';
  expect(unmet([{ ...online, directory: without }])).toEqual([directory, directory]);
  expect(unmet([{ ...online, kerberos: { state: 'none', principals: [] } }])).toEqual([
    'A keytab with a key for HTTP/sso.fabrikam.example on every connector. hq-1 has no keytab in its config.json.',
  ]);
  expect(unmet([online], 'https://krb.fabrikam.example')).toEqual([
    'A keytab with a key for HTTP/krb.fabrikam.example on every connector. The keytab of hq-1 has no key for HTTP/krb.fabrikam.example.',
  ]);
});
