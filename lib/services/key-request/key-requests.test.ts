import { describe, expect, it } from 'vitest';
import type { KeyRequestAnswer } from '#lib/contracts/key-request.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { connections, connectors, heldKeys } from '#lib/db/schema.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import { issueServerRequest } from '#lib/pki/issue/issue-server-request.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { fabrikamRoot } from '#lib/services/fleet.test-support.ts';
import { askKeyRequest } from '#lib/services/key-request/ask-key-request.ts';
import { forgetKey } from '#lib/services/key-request/forget-key.ts';
import { listKeyRequests } from '#lib/services/key-request/list-key-requests.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { revokeConnector } from '#lib/services/revoke-connector.ts';
import {
  ada,
  codeOf,
  grace,
  noon,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';
import { aLinkedConnector, aSite, publish, type TestConnector } from '#lib/services/sign-in/door.test-support.ts';
import type { KeyRequestOutcome } from '#lib/wire/key-request-outcome.ts';
import type { ForgetKeyQuestion, KeyRequestQuestion } from '#lib/wire/key-request-question.ts';

const world = prepareWorld();
const key = await generateKeyPair('P-256');
const another = await generateKeyPair('P-256');

type Question = KeyRequestQuestion | ForgetKeyQuestion;
type Hosts = KeyRequestQuestion['hosts'];

async function madeBy(pair: KeyPair, hosts: Hosts, signedBy: KeyPair = pair): Promise<KeyRequestOutcome> {
  const request = await issueServerRequest({ hosts }, { ...signedBy, spki: pair.spki });
  return { result: 'made', request: toBase64(request), spkiFingerprint: await sha256Hex(pair.spki) };
}

/** A connector that makes the keys it is asked for, or answers otherwise. */
async function aSiteToAsk(more: Parameters<typeof aLinkedConnector>[2] = {}) {
  const { connectionId } = await aSite(world());
  const connector = await aLinkedConnector(world(), connectionId, more);
  const asked: Question[] = [];
  const answerWith = (answer: (question: Question) => ReturnType<TestConnector['keyRequests']['answer']>) => {
    connector.keyRequests.answer = async (question) => {
      asked.push(question);
      return answer(question);
    };
  };
  answerWith(async (question) =>
    question.kind === 'forget-key' ? { result: 'forgotten' } : madeBy(key, question.hosts),
  );
  return { connectionId, connector, asked, answerWith };
}

const input = ({ connectionId, connector }: { connectionId: string; connector: TestConnector }, more: object = {}) => ({
  connectionId,
  connectorId: connector.id,
  hosts: ['https://SSO.Fabrikam.example:8443', '2001:DB8::1'],
  organisation: 'Fabrikam',
  country: 'SE',
  keyKind: 'P-256',
  ...more,
});

const ask = async (site: Awaited<ReturnType<typeof aSiteToAsk>>, more: object = {}): Promise<KeyRequestAnswer> =>
  valueFrom(await askKeyRequest(world().as(ada), input(site, more)));

const trail = async () => (await world().audit()).filter(({ verb }) => /^(askKeyRequest|forgetKey)$/.test(verb));
const rows = () => world().database.db.select().from(heldKeys);

/** A certificate over the key, in the draft. */
async function certify(pair: KeyPair): Promise<string> {
  const { der } = await issueServerCertificate({
    subject: [['CN', 'sso.fabrikam.example']],
    key: pair,
    signer: (await fabrikamRoot()).signer,
    serial: Uint8Array.of(7),
    notBefore: noon - 1_000,
    notAfter: noon + 90 * 86_400_000,
    alternativeNames: [{ kind: 'dns', value: 'sso.fabrikam.example' }],
  });
  return toBase64(der);
}

async function draft(pair: KeyPair) {
  const sslCertificate = { chain: [await certify(pair)] };
  const settings = { ...emptySettings, clientCertificate: { enabled: true }, sslCertificate };
  await world().database.db.update(connections).set({ draft: settings });
  return settings;
}

describe('askKeyRequest', () => {
  it('has the connector make the key, checks the request, and remembers it with its audit row', async () => {
    const site = await aSiteToAsk();
    const answer = await ask(site);
    expect(site.asked).toEqual([
      {
        kind: 'key-request',
        hosts: [
          { kind: 'dns', value: 'sso.fabrikam.example' },
          { kind: 'ip', value: '2001:db8::1' },
        ],
        organisation: 'Fabrikam',
        country: 'SE',
        keyKind: 'P-256',
      },
    ]);
    const spkiFingerprint = await sha256Hex(key.spki);
    expect(answer).toMatchObject({
      kind: 'made',
      made: { connectorName: 'hq-1', spkiFingerprint, hosts: ['sso.fabrikam.example', '2001:db8::1'], askedAt: noon },
    });
    expect(await trail()).toMatchObject([
      { actor: { id: 'adm_ada' }, subject: site.connector.id, after: { spkiFingerprint, keyKind: 'P-256' } },
    ]);
    expect(valueFrom(await listKeyRequests(world().as(ada), site.connectionId))).toEqual([
      answer.kind === 'made' ? answer.made : undefined,
    ]);
    expect(valueFrom(await readConnection(world().as(ada), site.connectionId)).connectors).toMatchObject([
      { holdsKey: false, heldKeys: [spkiFingerprint] },
    ]);
  });

  it.each([stranger, system, { kind: 'connector', id: 'con_1' } as const])(
    'is for administrators only: %o',
    async (actor) => {
      const site = await aSiteToAsk();
      const spkiFingerprint = 'a'.repeat(64);
      const outcomes = [
        await askKeyRequest(world().as(actor), input(site)),
        await forgetKey(world().as(actor), { connectorId: site.connector.id, spkiFingerprint }),
        await listKeyRequests(world().as(actor), site.connectionId),
      ];
      for (const outcome of outcomes) expect(codeOf(outcome)).toMatch(/^not-(allowed|signed-in)$/);
      expect(site.asked).toEqual([]);
      expect(await rows()).toEqual([]);
    },
  );

  it.each<[string, (question: KeyRequestQuestion) => Promise<KeyRequestOutcome>, RegExp]>([
    [
      'another key than was told',
      async ({ hosts }) => ({ ...(await madeBy(key, hosts)), spkiFingerprint: 'a'.repeat(64) }) as KeyRequestOutcome,
      /another key/,
    ],
    ['a key it has not got', ({ hosts }) => madeBy(key, hosts, another), /signature is wrong/],
    ['other names', ({ hosts }) => madeBy(key, hosts.slice(0, 1)), /other names/],
    [
      'no request',
      async () => ({ result: 'made', request: 'AAAA', spkiFingerprint: 'a'.repeat(64) }),
      /cannot be read/,
    ],
    ['that it forgot', async () => ({ result: 'forgotten' }), /there is none/],
  ])('believes no connector that gives a request with %s', async (_, answer, words) => {
    const site = await aSiteToAsk();
    site.answerWith(async (question) => (question.kind === 'key-request' ? answer(question) : undefined));
    expect(await ask(site)).toMatchObject({
      kind: 'refused',
      reason: 'answer-invalid',
      detail: expect.stringMatching(words),
    });
    expect(await rows()).toEqual([]);
    expect(await trail()).toEqual([]);
  });

  it('names what a connector could not do, and keeps nothing then', async () => {
    const site = await aSiteToAsk();
    const told = async (answer: Awaited<ReturnType<TestConnector['keyRequests']['answer']>>) => {
      site.answerWith(async () => answer);
      const said = await ask(site);
      return said.kind === 'refused' ? said : undefined;
    };
    const detail = 'Its data folder cannot be written.';
    const full = await told({ result: 'refused', reason: 'not-written', detail });
    expect(full).toEqual({ kind: 'refused', reason: 'not-written', detail: `hq-1: ${detail}` });
    expect(await told({ result: 'refused', reason: 'too-many-held-keys', detail })).toMatchObject({
      reason: 'too-many-held-keys',
    });
    expect(await told({ result: 'refused', reason: 'unheard-of', detail })).toMatchObject({
      reason: 'connector-failed',
    });
    expect(await told('not-asked')).toMatchObject({ reason: 'not-asked' });
    expect(await told('no-answer')).toMatchObject({ reason: 'no-answer' });
    expect(await told(undefined)).toMatchObject({ reason: 'too-old', detail: expect.stringContaining('this browser') });
    world().links.delete(site.connector.id);
    expect(await ask(site)).toMatchObject({ reason: 'not-online' });
    expect(await rows()).toEqual([]);
    expect(await trail()).toEqual([]);
  });

  it('believes nothing that another connector signed', async () => {
    const site = await aSiteToAsk();
    const other = await aLinkedConnector(world(), site.connectionId, { name: 'hq-2' });
    Object.assign(site.connector, { sign: other.sign });
    expect(await ask(site)).toMatchObject({ reason: 'answer-invalid' });
  });

  it('needs no directory behind the connector', async () => {
    const site = await aSiteToAsk({ directory: 'none' });
    expect(await ask(site)).toMatchObject({ kind: 'made' });
  });

  it('lets an administrator ask 30 times in 15 minutes, and another one still', async () => {
    const site = await aSiteToAsk();
    site.answerWith(async () => 'no-answer');
    for (let round = 0; round < 30; round += 1) await ask(site);
    expect(codeOf(await askKeyRequest(world().as(ada), input(site)))).toBe('too-many-attempts');
    expect(site.asked).toHaveLength(30);
    valueFrom(await askKeyRequest(world().as(grace), input(site)));
    world().clock.now += 15 * 60_000 + 1;
    await ask(site);
  });

  it('refuses what cannot be asked, with a sentence', async () => {
    const site = await aSiteToAsk();
    const code = async (more: object) => codeOf(await askKeyRequest(world().as(ada), input(site, more)));
    expect(await code({ hosts: [] })).toBe('invalid-input');
    expect(await code({ hosts: ['a b'] })).toBe('invalid-input');
    expect(await code({ hosts: Array(101).fill('a.example') })).toBe('invalid-input');
    expect(await code({ country: 'se' })).toBe('invalid-input');
    expect(await code({ organisation: 'x'.repeat(65) })).toBe('invalid-input');
    expect(await code({ keyKind: 'RSA-1024' })).toBe('invalid-input');
    expect(await code({ pkcs8: 'AAAA' })).toBe('invalid-input');
    expect(await code({ connectorId: 'cnr_none' })).toBe('not-found');
    expect(await code({ connectionId: 'cnn_none' })).toBe('not-found');
    expect(site.asked).toEqual([]);
  });
});

describe('the certificate of a held key', () => {
  it('needs no sealed key where it was made; the other connectors are told where it is', async () => {
    const site = await aSiteToAsk();
    await aLinkedConnector(world(), site.connectionId, { name: 'hq-2' });
    await ask(site);
    await draft(key);
    const view = valueFrom(await readConnection(world().as(ada), site.connectionId));
    expect(view.connectors.map(({ name, holdsKey, hasSealedKey }) => [name, holdsKey, hasSealedKey])).toEqual([
      ['hq-1', true, false],
      ['hq-2', false, false],
    ]);
    const found = view.draft.findings.filter(({ id }) => id.startsWith('SSL-KEY'));
    expect(found).toMatchObject([{ id: 'SSL-KEY-NOT-SEALED', severity: 'warning', subject: 'hq-2' }]);
    expect(found[0]?.message).toContain('made on hq-1');
    expect(found[0]?.remedy).toContain('data folder of hq-1');
    const [listed] = valueFrom(await listKeyRequests(world().as(ada), site.connectionId));
    expect(listed?.certificate).toBe('draft');
  });

  it('is another’s where the key is: then no connector has it', async () => {
    const site = await aSiteToAsk();
    await ask(site);
    await draft(another);
    const { findings } = valueFrom(await readConnection(world().as(ada), site.connectionId)).draft;
    expect(findings.filter(({ id }) => id.startsWith('SSL-KEY'))).toMatchObject([
      { id: 'SSL-KEY-MISSING', severity: 'error' },
    ]);
  });
});

describe('forgetKey', () => {
  it('has the connector delete the key first, then forgets the request', async () => {
    const site = await aSiteToAsk();
    await ask(site);
    const one = { connectorId: site.connector.id, spkiFingerprint: await sha256Hex(key.spki) };
    site.answerWith(async () => 'no-answer');
    expect(valueFrom(await forgetKey(world().as(ada), one))).toMatchObject({ kind: 'refused', reason: 'no-answer' });
    expect(await rows()).toHaveLength(1);
    site.answerWith(async () => ({ result: 'forgotten' }));
    expect(valueFrom(await forgetKey(world().as(grace), one))).toEqual({ kind: 'forgotten' });
    expect(site.asked.at(-1)).toEqual({ kind: 'forget-key', spkiFingerprint: one.spkiFingerprint });
    expect(await rows()).toEqual([]);
    expect((await trail()).at(-1)).toMatchObject({
      verb: 'forgetKey',
      actor: { id: 'adm_grace' },
      before: { askedAt: noon },
    });
    expect(codeOf(await forgetKey(world().as(ada), one))).toBe('not-found');
  });

  it('keeps a key that the draft or what runs needs', async () => {
    const site = await aSiteToAsk();
    await ask(site);
    const one = { connectorId: site.connector.id, spkiFingerprint: await sha256Hex(key.spki) };
    const settings = await draft(key);
    expect(valueFrom(await forgetKey(world().as(ada), one))).toMatchObject({ reason: 'key-in-use' });
    await publish(world(), site.connectionId, settings);
    await draft(another);
    expect(valueFrom(await forgetKey(world().as(ada), one))).toMatchObject({ reason: 'key-in-use' });
    expect(valueFrom(await listKeyRequests(world().as(ada), site.connectionId))[0]?.certificate).toBe('running');
    expect(site.asked).toHaveLength(1);
  });

  it('is done for a connector that is revoked or deleted', async () => {
    const site = await aSiteToAsk();
    await ask(site);
    valueFrom(await revokeConnector(world().as(ada), { connectorId: site.connector.id }));
    expect(await rows()).toEqual([]);
    const next = await aSiteToAsk({ name: 'hq-3' });
    await ask(next);
    await world().database.db.delete(connectors);
    expect(await rows()).toEqual([]);
  });
});
