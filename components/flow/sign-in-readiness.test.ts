import { expect, test } from 'vitest';
import { directoryReadiness, kerberosReadiness, mappingReadiness } from '#components/flow/sign-in-readiness.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import { emptySettings } from '#lib/contracts/settings.ts';

type Reporting = Parameters<typeof directoryReadiness>[0][number];
type Directory = NonNullable<ConnectorView['directory']>;
type Kerberos = NonNullable<ConnectorView['kerberos']>;

const answering: Directory = { state: 'answering', kind: 'ldap', answering: 2, configured: 2 };
const holding: Kerberos = { state: 'ready', principals: ['HTTP/sso.fabrikam.example@FABRIKAM.EXAMPLE'] };
const settings = { ...emptySettings, frontFacingUrl: 'https://sso.fabrikam.example' };

function reporting(name: string, directory: Directory | null, kerberos: Kerberos | null = null): Reporting {
  return { name, state: directory === null ? 'offline' : 'online', directory, kerberos };
}

test.each([
  ['every connector’s directory answers', [answering, answering], 'ready', /answers 2 connectors/],
  ['one fails', [answering, { ...answering, state: 'failing', detail: 'refused' }], 'attention', /hq-2.*refused/],
  ['none answers', [{ ...answering, state: 'failing' }], 'blocked', /hq-1/],
  ['one has none', [{ ...answering, state: 'none', kind: 'none' }], 'blocked', /no directory in its config\.json/],
  ['an LDIF file answers', [{ ...answering, kind: 'ldif' }], 'attention', /LDIF file/],
  ['one server of two is away', [{ ...answering, answering: 1 }], 'attention', /1 of its 2 directory servers/],
  ['nobody is linked', [null], 'unchecked', /No connector is linked/],
] as const)('%s', (_what, directories, state, text) => {
  const fleet = directories.map((directory, at) => reporting(`hq-${at + 1}`, directory as Directory | null));
  const readiness = directoryReadiness(fleet);
  expect(readiness.state).toBe(state);
  expect(readiness.text).toMatch(text);
});

test.each([
  ['a key for the host', holding, 'ready', /holds a key for HTTP\/sso/],
  ['a key in other letters', { ...holding, principals: ['http/SSO.fabrikam.example@X'] }, 'ready', /holds a key/],
  ['a key for another host', { ...holding, principals: ['HTTP/sso@X'] }, 'blocked', /no key for HTTP\/sso\.fabrikam/],
  ['no keytab', { state: 'none', principals: [] }, 'blocked', /no keytab/],
  ['a broken keytab', { state: 'failing', principals: [], detail: 'not readable' }, 'blocked', /not readable/],
  ['no word', null, 'unchecked', /No connector is linked/],
] as const)('Kerberos with %s', (_what, kerberos, state, text) => {
  const readiness = kerberosReadiness(settings, [reporting('hq-1', answering, kerberos as Kerberos | null)]);
  expect(readiness.state).toBe(state);
  expect(readiness.text).toMatch(text);
});

test('Kerberos under a URL of its own is asked for by that host', () => {
  const own = { ...settings, kerberos: { enabled: true, frontFacingUrl: 'https://krb.fabrikam.example' } };
  expect(kerberosReadiness(own, [reporting('hq-1', answering, holding)])).toMatchObject({ state: 'blocked' });
  expect(kerberosReadiness(emptySettings, [])).toMatchObject({ state: 'blocked', tab: 'methods' });
});

test('mapping says its first rule, and what makes it impossible', () => {
  expect(mappingReadiness(settings, []).text).toContain('user principal name is looked for in userPrincipalName');
  const finding = {
    id: 'MAPPING-IMPOSSIBLE',
    severity: 'error',
    area: 'methods',
    subject: 'rule 1',
    message: 'No.',
    remedy: '',
  } as const;
  expect(mappingReadiness(settings, [finding])).toMatchObject({ state: 'blocked', text: 'rule 1: No.' });
});

test('mapping counts strong rules only where they are required', () => {
  const strong = {
    mapping: [...settings.mapping, { source: 'sid', attribute: 'objectSid' } as const],
    mappingStrength: 'strong' as const,
  };
  expect(mappingReadiness(strong, [])).toMatchObject({
    state: 'ready',
    short: 'objectSid',
    text: expect.stringContaining('SID extension'),
  });
  expect(mappingReadiness({ ...strong, mapping: settings.mapping }, [])).toMatchObject({ state: 'blocked' });
});
