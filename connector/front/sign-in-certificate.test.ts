import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '#connector/test-world/ask.ts';
import { peopleLdif, type SignInWorld, startSignInWorld, type Visited } from '#connector/test-world/sign-in-world.ts';
import { clientIdentity } from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintClient, yesterday } from '#connector/test-world/test-certificates.ts';
import { gatehouseUrl } from '#connector/test-world/test-settings.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';

const day = 24 * 3600 * 1000;

let world: SignInWorld;
let alice: Minted;

beforeAll(async () => {
  world = await startSignInWorld();
  alice = await mintClient('Alice', world.root);
});
afterAll(() => world.close());

function query(visited: Visited): Record<string, string> {
  return Object.fromEntries(visited.location?.searchParams ?? []);
}

test('a person is told to Gatehouse, and the browser goes back with nothing but a receipt', async () => {
  const visited = await world.signIn({ own: alice });
  const { result, location } = visited;
  expect(visited.status).toBe(303);
  expect(`${location?.origin}${location?.pathname}`).toBe(`${gatehouseUrl}/door/return`);
  expect(Object.keys(query(visited)).sort()).toEqual(['receipt', 'request']);
  const { receipt = '', request } = query(visited);
  expect(result).toMatchObject({
    iss: 'con_test',
    connectionId: 'cnn_test',
    answers: request,
    method: 'client-certificate',
    receiptHash: createHash('sha256').update(receipt).digest('hex'),
    outcome: {
      result: 'accepted',
      person: {
        userName: 'alice',
        dn: 'cn=alice,dc=corp,dc=example',
        email: 'alice@example.com',
        groups: ['staff', 'team'],
      },
      certificate: { name: 'Alice', fingerprint: alice.fingerprint },
    },
  });
  expect(result.outcome.steps.map(({ step, isPassed }) => [step, isPassed])).toEqual([
    ['request', true],
    ['tls', true],
    ['path', true],
    ['revocation', true],
    ['mapping', true],
    ['directory', true],
    ['groups', true],
  ]);
  expect(visited.headers).toMatchObject({
    connection: 'close',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  });
  expect(receipt).toHaveLength(43);
});

test('each visit has a receipt of its own, also where the verdict is remembered', async () => {
  const first = await world.signIn({ own: alice });
  const second = await world.signIn({ own: alice });
  expect(query(first)['receipt']).not.toBe(query(second)['receipt']);
  expect(second.result.outcome.result).toBe('accepted');
});

test.each<[string, () => Promise<Minted | undefined>]>([
  ['expired', () => mintClient('Alice', world.root, { notBefore: yesterday() - day, notAfter: yesterday() })],
  ['not-yet-valid', () => mintClient('Alice', world.root, { notBefore: Date.now() + day })],
  ['unknown-authority', async () => mintClient('Alice', await mintAuthority('Somebody Else'))],
  ['wrong-purpose', () => mintClient('Alice', world.root, { extendedKeyUsage: [purpose.serverAuth] })],
  ['no-certificate', async () => undefined],
])('%s: refused with its reason, and the browser goes back with a receipt all the same', async (reason, mint) => {
  const own = await mint();
  const visited = await world.signIn({ own });
  expect(visited.status).toBe(303);
  expect(query(visited)['receipt']).toHaveLength(43);
  const { outcome } = visited.result;
  expect(outcome).toMatchObject({ result: 'refused', reason });
  expect(outcome.certificate?.fingerprint).toBe(own?.fingerprint);
  expect(outcome.steps.at(-1)).toMatchObject({ isPassed: false, step: own === undefined ? 'tls' : 'path' });
  expect(visited.headers['connection']).toBe('close');
});

test('a disabled account stays out, whatever certificate it has', async () => {
  const { result } = await world.signIn({ own: await mintClient('Gone', world.root) });
  expect(result.outcome).toMatchObject({ result: 'refused', reason: 'account-disabled' });
});

test('mapping: nobody, two people, two values; each with filter and number of hits', async () => {
  const nobody = await world.signIn({ own: await mintClient('Nobody', world.root) });
  expect(nobody.result.outcome).toMatchObject({ result: 'refused', reason: 'unmapped' });
  expect(nobody.result.outcome.steps.at(-1)).toMatchObject({
    step: 'directory',
    isPassed: false,
    detail: '0 hits for (userPrincipalName=nobody@corp.example)',
  });

  const alternativeNames = ['alice', 'bob'].map((name) => ({ kind: 'upn' as const, value: `${name}@corp.example` }));
  const both = await world.signIn({ own: await mintClient('Both', world.root, { alternativeNames }) });
  expect(both.result.outcome).toMatchObject({ result: 'refused', reason: 'ambiguous-value' });

  await world.publish({ mapping: [{ source: 'san-email', attribute: 'mail' }] });
  const bob = await world.signIn({ own: await mintClient('Bob', world.root) });
  expect(bob.result.outcome).toMatchObject({ result: 'refused', reason: 'ambiguous-person' });

  // The first rule finds nobody, the second decides.
  await world.publish({
    mapping: [
      { source: 'sid', attribute: 'objectSid' },
      { source: 'subject-cn', attribute: 'mail' },
      { source: 'san-upn', attribute: 'userPrincipalName' },
    ],
  });
  const again = await world.signIn({ own: await mintClient('Bob', world.root) });
  expect(again.result.outcome).toMatchObject({ result: 'accepted', person: { userName: 'bob' } });
  await world.publish();
});

test('how a certificate found its person, and its strong names, are told with it', async () => {
  const { result } = await world.signIn({ own: alice });
  const serial = result.outcome.certificate?.serial ?? '';
  expect(result.outcome.certificate).toMatchObject({
    mapped: { source: 'san-upn', attribute: 'userPrincipalName', isWeak: true },
    strongNames: {
      'issuer-serial': `X509:<I>CN=Corp Root<SR>${Buffer.from(serial, 'hex').reverse().toString('hex')}`,
      'sha1-public-key': expect.stringMatching(/^X509:<SHA1-PUKEY>[0-9a-f]{40}$/),
    },
  });
  expect(result.outcome.certificate?.mapped).not.toHaveProperty('dn');
  const nobody = await world.signIn({ own: await mintClient('Nobody', world.root) });
  expect(nobody.result.outcome.certificate).toHaveProperty('strongNames');
  expect(nobody.result.outcome.certificate).not.toHaveProperty('mapped');
});

test('strong mapping required: weak rules are passed over, and only named where they would have found somebody', async () => {
  const strong = { mappingStrength: 'strong' } as const;
  await world.publish(strong);
  const weak = await world.signIn({ own: alice });
  expect(weak.result.outcome).toMatchObject({
    result: 'refused',
    reason: 'mapping-weak',
    certificate: {
      mapped: { source: 'san-upn', attribute: 'userPrincipalName', isWeak: true, dn: 'cn=alice,dc=corp,dc=example' },
    },
  });
  const last = weak.result.outcome.steps.at(-1);
  expect(last).toMatchObject({ step: 'mapping', isPassed: false });
  expect(last?.detail).toMatch(/^weak, passed over, finds cn=alice,dc=corp,dc=example: san-upn in userPrincipalName/);
  for (const [name, more] of [
    ['Nobody', {}],
    // Two people by a rule that does not count: nobody was found, and nobody is named.
    ['Bob', { mapping: [{ source: 'san-email', attribute: 'mail' }] as const }],
    // More than one value is no obstacle in a rule that does not count.
    [
      'Both',
      { alternativeNames: ['alice', 'bob'].map((one) => ({ kind: 'upn' as const, value: `${one}@corp.example` })) },
    ],
  ] as const) {
    await world.publish({ ...strong, ...('mapping' in more ? { mapping: more.mapping } : {}) });
    const own = await mintClient(name, world.root, 'alternativeNames' in more ? more : {});
    const { outcome } = (await world.signIn({ own })).result;
    expect(outcome, name).toMatchObject({ result: 'refused', reason: 'unmapped' });
    expect(outcome.certificate, name).not.toHaveProperty('mapped');
  }

  // A strong rule decides as usual, also behind a weak one that would have found somebody else.
  const carols = 'uid: carol\ndescription: X509:<I>CN=Corp Root<SR>030201\n';
  await writeFile(join(world.folder.path, 'people.ldif'), peopleLdif.replace('uid: carol\n', carols));
  await world.publish({
    ...strong,
    mapping: [
      { source: 'san-upn', attribute: 'userPrincipalName' },
      { source: 'issuer-serial', attribute: 'description' },
    ],
  });
  const serial = Uint8Array.of(1, 2, 3);
  const carol = await world.signIn({ own: await mintClient('Alice', world.root, { serial }) });
  expect(carol.result.outcome).toMatchObject({
    result: 'accepted',
    person: { userName: 'carol' },
    certificate: { mapped: { source: 'issuer-serial', attribute: 'description', isWeak: false } },
  });
  await world.publish();
});

test('a value that looks like a filter is looked for as it stands', async () => {
  const alternativeNames = [{ kind: 'upn' as const, value: '*)(uid=alice' }];
  const { result } = await world.signIn({ own: await mintClient('Mallory', world.root, { alternativeNames }) });
  expect(result.outcome).toMatchObject({ result: 'refused', reason: 'unmapped' });
  expect(result.outcome.steps.at(-1)?.detail).toContain('(userPrincipalName=\\2a\\29\\28uid=alice)');
});

test('only looked at, never posted, and not by HEAD either', async () => {
  for (const verb of ['HEAD', 'POST'] as const) {
    const signed = await world.hub.request({ jti: world.nextId() });
    const refused = await world.visit(signed, { own: alice, verb });
    expect([refused.status, refused.headers['allow'], refused.location]).toEqual([405, 'GET', undefined]);
    expect((await world.visit(signed, { own: alice })).status).toBe(303);
  }
});

test('a connection from before certificates were asked for gets a new handshake, and loses no request', async () => {
  await world.publish({ isOn: false, kerberos: { enabled: true } });
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false, ...clientIdentity(alice) });
  const before = await world.visit('junk', { agent, headers: { connection: 'keep-alive' } });
  expect(before.status).toBe(400);
  agent.destroy();

  const kept = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false, ...clientIdentity(alice) });
  expect((await ask(world.port(), { path: '/', agent: kept })).body).toContain('Kerberos');
  await world.publish();
  const signed = await world.hub.request({ jti: 'sir_kept' });
  const sentAgain = await world.visit(signed, { agent: kept });
  expect(sentAgain.status).toBe(307);
  expect(sentAgain.location?.searchParams.get('request')).toBe(signed);
  const done = await world.visit(signed, { agent: kept });
  expect(done.status).toBe(303);
  const { signed: result } = await world.hub.assertions.next((one) => one.request === 'sir_kept');
  expect((await world.hub.open(result)).outcome.result).toBe('accepted');
  kept.destroy();
});
