import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { connectors, signInRequests } from '#lib/db/schema.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { ada, noon, prepareWorld, system } from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  accepted,
  aLinkedConnector,
  answered,
  aSite,
  bind,
  receipt,
  refusedAs,
  sent,
} from '#lib/services/sign-in/door.test-support.ts';
import { type Assertion, recordAssertion } from '#lib/services/sign-in/record-assertion.ts';
import { signResult } from '#lib/wire/signed-result.ts';

const world = prepareWorld();

async function prepared() {
  const site = await aSite(world());
  const connector = await aLinkedConnector(world(), site.connectionId);
  const browser = await aBrowser(world(), site);
  return { site, connector, browser, request: await sent(world(), browser) };
}

async function stored(id: string) {
  const [row] = await world().database.db.select().from(signInRequests).where(eq(signInRequests.id, id));
  return row;
}

describe('recordAssertion', () => {
  it('stores the answer with the receipt’s hash for the browser to come', async () => {
    const { connector, request } = await prepared();
    const outcome = refusedAs('expired', { detail: 'U+0000 \0 and half \ud800' });
    expect(await answered(world(), connector, request, outcome)).toBe(true);
    expect(await stored(request.jti)).toMatchObject({
      answeredAt: noon,
      connectorId: connector.id,
      receiptHash: await hashToken(receipt),
      outcome: { result: 'refused', reason: 'expired' },
      returnedAt: null,
    });
  });

  it('takes another connector of the connection as well', async () => {
    const { site, request } = await prepared();
    const second = await aLinkedConnector(world(), site.connectionId, { name: 'hq-2' });
    expect(await answered(world(), second, request, accepted())).toBe(true);
  });

  it('takes one of many answers at once, the first, and says so again to whoever gave it', async () => {
    const { site, connector, request } = await prepared();
    const second = await aLinkedConnector(world(), site.connectionId, { name: 'hq-2' });
    const taken = await Promise.all(
      [connector, second, connector, second].map(async (one, index) =>
        answered(world(), one, request, accepted(), { receiptHash: await hashToken(`receipt ${index}`) }),
      ),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    const winner = taken.indexOf(true);
    const who = winner % 2 === 0 ? connector : second;
    const receiptHash = await hashToken(`receipt ${winner}`);
    expect((await stored(request.jti))?.receiptHash).toBe(receiptHash);
    expect(await answered(world(), who, request, accepted(), { receiptHash })).toBe(true);
    const loser = who === connector ? second : connector;
    expect(await answered(world(), loser, request, accepted(), { receiptHash })).toBe(false);
    expect((await stored(request.jti))?.connectorId).toBe(who.id);
  });

  it('takes none that is not signed for exactly this', async () => {
    const { site, connector, request } = await prepared();
    const contoso = await aSite(world(), undefined, 'Contoso');
    const foreign = await aLinkedConnector(world(), contoso.connectionId, { name: 'contoso-1' });
    const [answers, outcome, receiptHash] = [request.jti, accepted(), await hashToken(receipt)];
    const fitting = bind(connector, { answers, method: 'client-certificate', outcome, receiptHash });
    const good = await signResult(fitting, connector.key);
    const say = async (more: Partial<Assertion>) =>
      recordAssertion(world().as(system), {
        connectorId: connector.id,
        connectionId: site.connectionId,
        requestId: answers,
        signed: good,
        ...more,
      });
    const signed = async (more: object, key = connector.key) => ({
      signed: await signResult({ ...fitting, ...more }, key),
    });
    const { receiptHash: _, ...withoutReceipt } = fitting;
    const wrong = [
      { connectorId: 'cnr_none' },
      { connectorId: foreign.id },
      { connectorId: foreign.id, connectionId: contoso.connectionId },
      { connectionId: contoso.connectionId },
      { requestId: 'req_none' },
      { requestId: '\0' },
      { signed: `${good}x` },
      { signed: '' },
      await signed({}, foreign.key),
      await signed({ iss: foreign.id }),
      // A connector of another connection that says it is one of this.
      { connectorId: foreign.id, ...(await signed({ iss: foreign.id }, foreign.key)) },
      await signed({ connectionId: contoso.connectionId }),
      await signed({ answers: 'req_other' }),
      await signed({ method: 'kerberos' }),
      await signed({ method: 'password' }),
      { signed: await signResult(withoutReceipt, connector.key) },
      // A connector of another connection, with everything in its own name but the request.
      {
        connectorId: foreign.id,
        connectionId: contoso.connectionId,
        signed: await signResult({ ...fitting, iss: foreign.id, connectionId: contoso.connectionId }, foreign.key),
      },
    ];
    for (const one of wrong) expect(await say(one), JSON.stringify(one)).toBe(false);
    expect(await stored(answers)).toMatchObject({ answeredAt: null, receiptHash: null, outcome: null });
    expect(world().logged).toHaveLength(wrong.length);
    expect(await say({})).toBe(true);
  });

  it('takes none from a revoked connector', async () => {
    const { connector, request } = await prepared();
    await world().database.db.update(connectors).set({ revokedAt: noon }).where(eq(connectors.id, connector.id));
    expect(await answered(world(), connector, request, accepted())).toBe(false);
  });

  it('allows clocks to differ by a minute beyond the request’s two, and no more', async () => {
    const { connector, browser, request } = await prepared();
    world().clock.now = request.exp * 1000 + 60_000;
    expect(await answered(world(), connector, request, accepted())).toBe(true);
    world().clock.now = noon;
    const late = await sent(world(), browser);
    world().clock.now = late.exp * 1000 + 60_001;
    expect(await answered(world(), connector, late, accepted())).toBe(false);
  });

  it('is the hub’s alone', async () => {
    const nothing = { connectorId: '', connectionId: '', requestId: '', signed: '' };
    await expect(recordAssertion(world().as(ada), nothing)).rejects.toThrow('Only Gatehouse itself');
  });
});
