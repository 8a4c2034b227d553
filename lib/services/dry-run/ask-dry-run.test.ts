import { describe, expect, it } from 'vitest';
import { emptySettings } from '#lib/contracts/settings.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { connections } from '#lib/db/schema.ts';
import { mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import { askDryRun } from '#lib/services/dry-run/ask-dry-run.ts';
import {
  ada,
  codeOf,
  grace,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';
import { aLinkedConnector, alice, aSite } from '#lib/services/sign-in/door.test-support.ts';
import type { DryRunQuestion } from '#lib/wire/dry-run-question.ts';
import type { DryRunOutcome } from '#lib/wire/dry-run-report.ts';

const world = prepareWorld();

const root = await mintAuthority('Root CA 1');
const issuing = await mintAuthority('Corp Issuing CA 2', root);
const person = await mintClient('Ada', issuing);
const base64 = (one: { readonly certificate: { readonly der: Uint8Array } }) => toBase64(one.certificate.der);

const reported: DryRunOutcome = {
  result: 'reported',
  report: {
    revision: 1,
    at: 1,
    now: 1,
    certificate: { result: 'accepted', person: alice, steps: [] },
    account: null,
  },
};

async function aSiteToAsk(names: readonly string[] = ['hq-1']) {
  const { connectionId } = await aSite(world());
  const asked: { readonly by: string; readonly question: DryRunQuestion }[] = [];
  const connectors = [];
  for (const name of names) {
    const connector = await aLinkedConnector(world(), connectionId, { name });
    connector.dryRuns.answer = async (question) => {
      asked.push({ by: name, question });
      return reported;
    };
    connectors.push(connector);
  }
  return { connectionId, connectors, asked };
}

const asks = async () => (await world().audit()).filter(({ verb }) => verb === 'askDryRun');

const input = (connectionId: string, more: object = {}) => ({
  connectionId,
  presented: [base64(person), base64(issuing)],
  settings: 'running',
  ...more,
});

describe('askDryRun', () => {
  it('asks a connector, tells what it said, and records who asked about whom, without the certificate', async () => {
    const { connectionId, asked } = await aSiteToAsk();
    const more = { userName: ' ada ', at: 1_800_000_000_000 };
    const answer = valueFrom(await askDryRun(world().as(ada), input(connectionId, more)));
    expect(answer).toMatchObject({
      kind: 'answered',
      connectorName: 'hq-1',
      report: { certificate: { person: alice } },
    });
    expect(asked[0]?.question).toEqual({
      kind: 'dry-run',
      presented: [base64(person), base64(issuing)],
      userName: 'ada',
      at: 1_800_000_000_000,
      settings: { from: 'running' },
    });
    const [row] = await asks();
    expect(row).toMatchObject({
      verb: 'askDryRun',
      subject: connectionId,
      actor: ada,
      after: {
        certificate: { name: 'Ada', fingerprint: person.certificate.fingerprint },
        userName: 'ada',
        settings: 'running',
      },
    });
    expect(JSON.stringify(row)).not.toContain(base64(person).slice(40, 80));
    expect(world().logged.join()).not.toContain(base64(person).slice(40, 80));
  });

  it.each([stranger, system, { kind: 'connector', id: 'con_1' } as const])(
    'is for administrators only: %o',
    async (actor) => {
      const { connectionId, asked } = await aSiteToAsk();
      const refused = await askDryRun(world().as(actor), input(connectionId));
      expect(codeOf(refused)).toMatch(/^not-(allowed|signed-in)$/);
      expect(asked).toEqual([]);
      expect(await asks()).toEqual([]);
    },
  );

  it('gives a connector the part of the draft that decides, and nothing else of it', async () => {
    const { connectionId, asked } = await aSiteToAsk();
    const draft = {
      ...emptySettings,
      caCertificates: [base64(root), base64(issuing)],
      mapping: [{ source: 'san-email' as const, attribute: 'mail' }],
      networks: [{ block: '198.51.100.0/24', label: 'Head office' }],
    };
    await world().database.db.update(connections).set({ draft });
    valueFrom(await askDryRun(world().as(ada), input(connectionId, { settings: 'draft' })));
    const { caCertificates, mapping, mappingStrength, trust, revocation } = draft;
    expect(asked[0]?.question.settings).toEqual({
      from: 'given',
      deciding: { caCertificates, mapping, mappingStrength, trust, revocation },
    });
  });

  it('asks another connector where one does not answer, but not where one was chosen', async () => {
    const { connectionId, connectors, asked } = await aSiteToAsk(['hq-1', 'hq-2']);
    const [first, second] = connectors;
    if (first === undefined || second === undefined) throw new Error('two connectors');
    first.dryRuns.answer = async () => 'no-answer';
    for (let round = 0; round < 8; round += 1)
      expect(valueFrom(await askDryRun(world().as(ada), input(connectionId)))).toMatchObject({ connectorName: 'hq-2' });
    asked.length = 0;
    const chosen = await askDryRun(world().as(ada), input(connectionId, { connectorId: first.id }));
    expect(valueFrom(chosen)).toMatchObject({ kind: 'not-answered', connectorName: 'hq-1', reason: 'no-answer' });
    expect(asked).toEqual([]);
  });

  it('says that no connector is online, and records nothing then', async () => {
    const { connectionId } = await aSite(world());
    expect(valueFrom(await askDryRun(world().as(ada), input(connectionId)))).toEqual({
      kind: 'not-answered',
      connectorName: null,
      reason: 'no-connector',
      detail: 'No connector with a directory is online.',
    });
    await aLinkedConnector(world(), connectionId, { directory: 'none' });
    expect(valueFrom(await askDryRun(world().as(ada), input(connectionId)))).toMatchObject({ reason: 'no-connector' });
    expect(await asks()).toEqual([]);
  });

  it('believes no answer of another connector, and tells what a connector could not do', async () => {
    const { connectionId, connectors } = await aSiteToAsk(['hq-1']);
    const [connector] = connectors;
    if (connector === undefined) throw new Error('a connector');
    connector.dryRuns.answer = async () => ({ result: 'unavailable', reason: 'connector-busy', detail: 'Busy.' });
    expect(valueFrom(await askDryRun(world().as(ada), input(connectionId)))).toMatchObject({
      kind: 'not-answered',
      reason: 'connector-busy',
    });
    const other = await aLinkedConnector(world(), (await aSite(world(), null, 'Other')).connectionId, { name: 'x' });
    Object.assign(connector, { sign: other.sign });
    connector.dryRuns.answer = async () => reported;
    expect(valueFrom(await askDryRun(world().as(ada), input(connectionId)))).toMatchObject({
      reason: 'answer-invalid',
    });
  });

  it('lets an administrator ask 60 times in 15 minutes, and another one still', async () => {
    const { connectionId, asked } = await aSiteToAsk();
    const ask = (actor = ada) =>
      askDryRun(world().as(actor), { connectionId, presented: [], userName: 'a', settings: 'running' });
    for (let round = 0; round < 60; round += 1) valueFrom(await ask());
    expect(codeOf(await ask())).toBe('too-many-attempts');
    expect(asked).toHaveLength(60);
    valueFrom(await ask(grace));
    world().clock.now += 15 * 60_000 + 1;
    valueFrom(await ask());
  });

  it('refuses what cannot be asked, with a sentence', async () => {
    const { connectionId, asked } = await aSiteToAsk();
    const code = async (more: object) => codeOf(await askDryRun(world().as(ada), input(connectionId, more)));
    expect(await code({ presented: [] })).toBe('invalid-input');
    expect(await code({ presented: ['???'] })).toBe('invalid-input');
    expect(await code({ presented: Array(21).fill(base64(person)) })).toBe('invalid-input');
    expect(await code({ connectorId: 'cnr_none' })).toBe('not-found');
    expect(await code({ connectionId: 'cnn_none' })).toBe('not-found');
    expect(await code({ settings: 'yesterday' })).toBe('invalid-input');
    expect(await code({ password: 'x' })).toBe('invalid-input');
    expect(await code({ presented: Array(15).fill('AAAA'.repeat(20_000)) })).toBe('too-large');
    expect(asked).toEqual([]);
  });
});
