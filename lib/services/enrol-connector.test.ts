import { describe, expect, it } from 'vitest';
import { emptySettings } from '#lib/contracts/settings.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { connectors, tickets } from '#lib/db/schema.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { enrolConnector } from '#lib/services/enrol-connector.ts';
import { findConnector } from '#lib/services/find-connector.ts';
import { aConnection, aTicket, enrolmentBody, tokenOf } from '#lib/services/fleet.test-support.ts';
import { listTickets } from '#lib/services/list-tickets.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import {
  ada,
  codeOf,
  noon,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';
import { readTicketUrl } from '#lib/wire/enrolment.ts';
import { isEnrolledProved } from '#lib/wire/enrolment-proof.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';

const world = prepareWorld();

describe('createTicket', () => {
  it('gives a URL with the key to pin, keeps only a hash, and writes it down', async () => {
    const connectionId = await aConnection(world());
    const ticket = valueFrom(await createTicket(world().as(ada), { connectionId }));
    expect(readTicketUrl(ticket.url)?.gatehouseKeyFingerprint).toBe(world().as(ada).keyring.fingerprint);
    expect(ticket.expiresAt).toBe(noon + 3_600_000);
    const [row] = await world().database.db.select().from(tickets);
    expect(row?.tokenHash).toBe(await sha256Hex(new TextEncoder().encode(tokenOf(ticket.url))));
    expect((await world().audit()).at(-1)).toMatchObject({ verb: 'createTicket', subject: ticket.id });
  });

  it('is for administrators, of a connection that is there', async () => {
    expect(codeOf(await createTicket(world().as(stranger), { connectionId: 'con_1' }))).toBe('not-signed-in');
    expect(codeOf(await createTicket(world().as(ada), { connectionId: 'con_1' }))).toBe('not-found');
    expect(codeOf(await listTickets(world().as(stranger), 'con_1'))).toBe('not-signed-in');
  });
});

describe('enrolConnector', () => {
  it('takes a connector into the fleet, spends the ticket and writes it down', async () => {
    const connectionId = await aConnection(world());
    const token = await aTicket(world(), connectionId);
    const body = await enrolmentBody('hq-1');
    const answer = valueFrom(await enrolConnector(world().as(stranger), token, body));
    expect(answer).toEqual({
      connectorId: answer.connectorId,
      connectorName: 'hq-1',
      connectionId,
      connectionName: 'Fabrikam HQ',
      hubUrl: 'wss://gatehouse.example.com/connector',
      gatehouseKey: world().as(ada).keyring.publicKey,
      proof: answer.proof,
    });
    const gatehouseKey = await importPublicKey(answer.gatehouseKey);
    expect(await isEnrolledProved(answer, body.identityKey, answer.proof, gatehouseKey)).toBe(true);
    const view = valueFrom(await readConnection(world().as(ada), connectionId));
    expect(view.connectors).toMatchObject([
      {
        id: answer.connectorId,
        state: 'never-seen',
        hostName: 'hq-1.fabrikam.example',
        sealingCertificate: body.sealingCertificate,
        sealingFingerprint: await sha256Hex(Buffer.from(body.sealingCertificate, 'base64')),
        hasSealedKey: false,
      },
    ]);
    const known = await findConnector(world().as(system), answer.connectorId);
    expect(known).toMatchObject({ connectionId, identityKey: body.identityKey, isRevoked: false });
    expect(valueFrom(await listTickets(world().as(ada), connectionId))).toMatchObject([
      { state: 'spent', connectorId: answer.connectorId },
    ]);
    expect((await world().audit()).at(-1)).toMatchObject({
      verb: 'enrolConnector',
      subject: answer.connectorId,
      actor: { kind: 'anonymous', address: '203.0.113.9' },
    });
    expect(world().events).toContainEqual({ t: 'connectors-changed', connectionId });
  });

  it('takes exactly one of several that show the same ticket', async () => {
    const connectionId = await aConnection(world());
    const token = await aTicket(world(), connectionId);
    const bodies = await Promise.all(['a', 'b', 'c', 'd'].map((name) => enrolmentBody(name)));
    const outcomes = await Promise.all(bodies.map((body) => enrolConnector(world().as(stranger), token, body)));
    expect(outcomes.map(codeOf).toSorted()).toEqual(['ticket-spent', 'ticket-spent', 'ticket-spent', 'went well']);
    expect(await world().database.db.select().from(connectors)).toHaveLength(1);
  });

  it('refuses tickets that are unknown, spent or expired', async () => {
    const connectionId = await aConnection(world());
    const body = await enrolmentBody();
    expect(codeOf(await enrolConnector(world().as(stranger), 'unknown', body))).toBe('ticket-unknown');
    const token = await aTicket(world(), connectionId);
    world().clock.now += 3_600_000;
    expect(codeOf(await enrolConnector(world().as(stranger), token, body))).toBe('ticket-expired');
    expect(valueFrom(await listTickets(world().as(ada), connectionId))).toMatchObject([{ state: 'expired' }]);
    const fresh = await aTicket(world(), connectionId);
    valueFrom(await enrolConnector(world().as(stranger), fresh, body));
    expect(codeOf(await enrolConnector(world().as(stranger), fresh, await enrolmentBody()))).toBe('ticket-spent');
    expect(codeOf(await enrolConnector(world().as(ada), fresh, body))).toBe('not-allowed');
  });

  it('refuses a body that does not prove its key, names the field, and leaves the ticket open', async () => {
    const connectionId = await aConnection(world());
    const token = await aTicket(world(), connectionId);
    const body = await enrolmentBody();
    const other = await enrolmentBody();
    const wrong = {
      proof: { ...body, proof: other.proof },
      identityKey: { ...body, identityKey: toBase64(new Uint8Array(91)) },
      sealingCertificate: { ...body, sealingCertificate: toBase64(new Uint8Array(600)) },
      hostName: { ...body, hostName: 'a\0b' },
    };
    for (const [field, sent] of Object.entries(wrong)) {
      const outcome = await enrolConnector(world().as(stranger), token, sent);
      expect(outcome.ok ? [] : Object.keys(outcome.problem.fields ?? {})).toEqual([field]);
    }
    expect(codeOf(await enrolConnector(world().as(stranger), token, body))).toBe('went well');
    const again = await enrolConnector(world().as(stranger), await aTicket(world(), connectionId), body);
    expect(codeOf(again)).toBe('already-exists');
  });

  it('tells connectors of one name apart, and owes them what runs', async () => {
    const connectionId = await aConnection(world());
    const settings = { ...emptySettings, outside: 'refuse', networks: [{ block: '24.12.34.56/32', label: 'HQ' }] };
    valueFrom(await saveDraft(world().as(ada), { connectionId, baseVersion: 0, settings, sealedKeys: [] }));
    valueFrom(await publishSettings(world().as(ada), { connectionId, draftVersion: 1, comment: '' }));
    const names: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const token = await aTicket(world(), connectionId);
      names.push(valueFrom(await enrolConnector(world().as(stranger), token, await enrolmentBody('hq'))).connectorName);
    }
    expect(names).toEqual(['hq', 'hq 2', 'hq 3']);
    const view = valueFrom(await readConnection(world().as(ada), connectionId));
    expect(view.connectors.map(({ rollout }) => rollout)).toMatchObject([
      { revision: 1, state: 'waiting' },
      { revision: 1, state: 'waiting' },
      { revision: 1, state: 'waiting' },
    ]);
  });
});
