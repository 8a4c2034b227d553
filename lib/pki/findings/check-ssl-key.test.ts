import { expect, it } from 'vitest';
import { checkSslKey } from '#lib/pki/findings/check-ssl-key.ts';
import { mintAuthority, mintServer } from '#lib/pki/issue/mint.ts';

const issuing = await mintAuthority('Issuing CA 2');
const server = await mintServer('sso.fabrikam.example', issuing);
const stranger = await mintServer('x.example', issuing);
const another = await mintServer('y.example', issuing);
const chain = [server.certificate, issuing.certificate];

it.each([
  ['is fine with the key of the first certificate', chain, [server], undefined],
  ['is fine with it among others', chain, [stranger, server], undefined],
  ['has nothing to say without a key', chain, [], undefined],
  ['has nothing to say without a certificate', [], [server], undefined],
  [
    'names the certificate the key belongs to',
    chain,
    [issuing],
    'The key belongs to Issuing CA 2, not to sso.fabrikam.example.',
  ],
  ['counts the certificates', chain, [stranger], 'The key belongs to none of the 2 certificates here.'],
  ['counts the keys', chain, [stranger, another], 'None of the 2 keys belongs to any of the 2 certificates here.'],
  ['does not count one certificate', chain.slice(0, 1), [stranger], 'The key does not belong to sso.fabrikam.example.'],
  ['counts keys only', chain.slice(0, 1), [stranger, another], 'None of the 2 keys belongs to sso.fabrikam.example.'],
] as const)('%s', (_, given, keys, message) => {
  const spkiFingerprints = keys.map(({ certificate }) => certificate.spkiFingerprint);
  const found = checkSslKey({ chain: given, spkiFingerprints });
  expect(found).toMatchObject(message === undefined ? [] : [{ id: 'SSL-KEY-MISMATCH', severity: 'error', message }]);
});
