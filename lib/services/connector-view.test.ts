import { expect, test } from 'vitest';
import { connectionViewSchema } from '#lib/contracts/connection.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { aConnector } from '#lib/services/fleet.test-support.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { ada, prepareWorld, valueFrom } from '#lib/services/service-world.test-support.ts';
import { importQuestionKey, makeQuestionKey } from '#lib/wire/question-cipher.ts';

const world = prepareWorld();

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
  const none = { ...ctx.gateway, onlineConnectors: () => [] };
  const later = valueFrom(await readConnection({ ...ctx, gateway: none }, connectionId));
  expect(later.connectors.map((connector) => connector.directory)).toEqual([null, null]);
});
