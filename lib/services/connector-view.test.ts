import { expect, test } from 'vitest';
import { connectionViewSchema } from '#lib/contracts/connection.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { aConnector } from '#lib/services/fleet.test-support.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { recordRevocation } from '#lib/services/record-revocation.ts';
import { ada, prepareWorld, system, valueFrom } from '#lib/services/service-world.test-support.ts';
import { importQuestionKey, makeQuestionKey } from '#lib/wire/question-cipher.ts';

const world = prepareWorld();

test('what a connector told of revocation stays while it is away, and the last word counts', async () => {
  const ctx = world().as(ada);
  const { id: connectionId } = valueFrom(await createConnection(ctx, { name: 'Fabrikam HQ' }));
  const { id: connectorId } = await aConnector(world(), connectionId, 'hq-1');
  const row = { authority: 'a'.repeat(64), name: 'Root', kind: 'crl', url: 'http://x/', mode: 'fail-open' } as const;
  const told = (state: 'not-asked' | 'current', at: number) => ({
    connectorId,
    connectionId,
    board: { rows: [{ ...row, state }], left: 2 },
    at,
  });
  expect(valueFrom(await readConnection(ctx, connectionId)).connectors[0]?.revocation).toBeNull();
  await recordRevocation(world().as(system), [told('not-asked', 1), told('current', 2)]);
  const view = connectionViewSchema.parse(valueFrom(await readConnection(ctx, connectionId)));
  expect(view.connectors[0]?.revocation).toEqual({ rows: [{ ...row, state: 'current' }], left: 2, toldAt: 2 });
  await expect(recordRevocation(ctx, [told('not-asked', 3)])).rejects.toThrow();
});

test('what a connector says of its directory and Kerberos is shown while it is online, and not kept', async () => {
  const ctx = world().as(ada);
  const { id: connectionId } = valueFrom(await createConnection(ctx, { name: 'Fabrikam HQ' }));
  const online = await aConnector(world(), connectionId, 'hq-1');
  await aConnector(world(), connectionId, 'hq-2');
  const questionKey = await importQuestionKey((await makeQuestionKey()).publicKey);
  const directory = { state: 'failing', kind: 'ldif', answering: 0, configured: 1, detail: 'no such file' } as const;
  const kerberos = { state: 'ready', principals: ['HTTP/sso.fabrikam.example@FABRIKAM.EXAMPLE'] } as const;
  const told = {
    connectorId: online.id,
    questionKey,
    directory,
    kerberos: { ...kerberos, principals: [...kerberos.principals] },
    differences: { count: 2, last: { at: 1, tls: 'accepted', rules: 'weak-key', certificate: 'Alice' } },
  };
  const gateway = {
    ...ctx.gateway,
    isOnline: (id: string) => id === online.id,
    onlineConnectors: (id: string) => (id === connectionId ? [told] : []),
  };
  const view = connectionViewSchema.parse(valueFrom(await readConnection({ ...ctx, gateway }, connectionId)));
  expect(view.connectors.map(({ name, state, directory, kerberos }) => ({ name, state, directory, kerberos }))).toEqual(
    [
      { name: 'hq-1', state: 'online', directory, kerberos },
      { name: 'hq-2', state: 'never-seen', directory: null, kerberos: null },
    ],
  );
  expect(view.connectors.map(({ tlsDifferences }) => tlsDifferences?.count)).toEqual([2, undefined]);
  const none = { ...ctx.gateway, onlineConnectors: () => [] };
  const later = valueFrom(await readConnection({ ...ctx, gateway: none }, connectionId));
  expect(later.connectors.map((connector) => connector.directory)).toEqual([null, null]);
});
