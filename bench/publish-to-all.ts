import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { createHub } from '#hub/hub.ts';
import type { HubVerbs } from '#hub/hub-verbs.ts';
import { serviceVerbs } from '#hub/service-verbs.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import type { ServiceContext } from '#lib/services/context.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import type { BenchRow } from './bench-row.ts';
import { makeFleet } from './make-fleet.ts';

const connectors = 1_000;
const settingsBytes = 20 * 1024;
const rounds = 7;

/** From the call that publishes to the last acknowledgement in the database; against a bare broadcast of the same bytes. */
export async function publishToAll(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const swarm = fork(new URL('./connector-swarm.ts', import.meta.url), { stdio: 'inherit' });
  const database = await openDatabase({ dataDirectory: folder });
  try {
    const ids = Array.from({ length: connectors }, (_, index) => `cr_${index}`);
    swarm.send({ t: 'make-keys', ids });
    const [{ publicKeys }] = (await once(swarm, 'message')) as [{ publicKeys: string[] }];

    const recorded = countAnswers();
    const fillRandom: ServiceContext['fillRandom'] = (target) => crypto.getRandomValues(target);
    const silent = (): void => {};
    const services = {
      db: database.db,
      now: Date.now,
      fillRandom,
      events: createLiveEvents(),
      keyring: await loadKeyring(database.db, new Uint8Array(32), fillRandom, Date.now),
      publicUrl: 'http://localhost',
      log: { info: silent, warn: console.error, error: console.error },
    };
    const hub = createHub({
      services,
      verbs: recorded.verbs,
      addressOf: () => '127.0.0.1',
      limits: { maxStrangersPerAddress: 100 },
    });
    const context: ServiceContext = { ...services, gateway: hub.gateway };
    const fleet = await makeFleet(context, { ids, publicKeys, settingsBytes });
    const server = await listen((request, network, head) => hub.handleUpgrade(request, network, head));
    await connect(swarm, server, true);

    const ours: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const draftVersion = await fleet.change(round);
      const all = recorded.reach(connectors);
      const begun = performance.now();
      const outcome = await publishSettings(fleet.administrator, {
        connectionId: fleet.connectionId,
        draftVersion,
        comment: '',
      });
      if (!outcome.ok) throw new Error(outcome.problem.message);
      await all;
      ours.push(performance.now() - begun);
    }
    const published = await serviceVerbs.readPublished({ ...context, actor: { kind: 'system' } }, fleet.connectionId);
    await hub.close();
    server.close();

    const frame = Buffer.from(
      JSON.stringify({
        t: 'revision',
        revision: published?.revision,
        ...published?.signed,
        sealedKey: published?.sealedKeys.get('cr_0'),
      }),
    );
    const bare = await bareBroadcast(swarm, frame);
    return [
      {
        name: 'publish to all acknowledged',
        value: median(ours),
        unit: 'ms',
        against: `bare ws broadcast of the same ${frame.length} bytes to ${connectors} clients with the same answers, not recorded: ${Math.round(median(bare))} ms`,
        ratio: median(bare) / median(ours),
        aim: '1,000 connectors, 20 KiB settings: under 1,000 ms',
      },
    ];
  } finally {
    swarm.disconnect();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bareBroadcast(swarm: ChildProcess, frame: Buffer): Promise<number[]> {
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  let answers = 0;
  let onAll: () => void = () => {};
  webSockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      JSON.parse(data.toString());
      answers += 1;
      if (answers === connectors) onAll();
    });
  });
  const server = await listen((request, network, head) =>
    webSockets.handleUpgrade(request, network, head, (socket) => webSockets.emit('connection', socket, request)),
  );
  await connect(swarm, server, false);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    answers = 0;
    const all = new Promise<void>((resolve) => {
      onAll = resolve;
    });
    const begun = performance.now();
    for (const socket of webSockets.clients) socket.send(frame, { binary: false });
    await all;
    times.push(performance.now() - begun);
  }
  for (const socket of webSockets.clients) socket.terminate();
  server.close();
  return times;
}

/** The services' verbs, counting answers once they are in the database. */
function countAnswers(): { verbs: HubVerbs; reach: (count: number) => Promise<void> } {
  let left = 0;
  let onAll: () => void = () => {};
  return {
    verbs: {
      ...serviceVerbs,
      recordAnswers: async (context, answers) => {
        await serviceVerbs.recordAnswers(context, answers);
        left -= answers.length;
        if (left === 0) onAll();
      },
    },
    reach: (count) => {
      left = count;
      return new Promise((resolve) => {
        onAll = resolve;
      });
    },
  };
}

async function listen(onUpgrade: Parameters<Server['on']>[1]): Promise<Server> {
  const server = createServer();
  server.on('upgrade', onUpgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function connect(swarm: ChildProcess, server: Server, saysHello: boolean): Promise<void> {
  const connected = once(swarm, 'message');
  swarm.send({ t: 'connect', url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, saysHello });
  await connected;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
