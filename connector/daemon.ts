import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { type Config, defaultListen, defaultName, type Listen, readConfig } from '#connector/disk/config.ts';
import { type ConnectorKeys, importIdentityKey, readConnectorKeys } from '#connector/disk/connector-keys.ts';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { type EnrolmentRecord, readEnrolmentRecord } from '#connector/disk/enrolment-record.ts';
import { type FolderLock, lockFolder } from '#connector/disk/folder-lock.ts';
import { readSavedRevision, writeSavedRevision } from '#connector/disk/saved-revision.ts';
import { openStateReport } from '#connector/disk/state-report.ts';
import { removeHalfWrittenFiles } from '#connector/disk/write-file-atomically.ts';
import { answerRequests } from '#connector/front/answer-requests.ts';
import { createFrontListener } from '#connector/front/front-listener.ts';
import { keepRevision } from '#connector/front/revision-keeper.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import type { BackoffTimes } from '#connector/link/backoff.ts';
import { openHubLink } from '#connector/link/hub-link.ts';
import type { SessionTimes } from '#connector/link/hub-session.ts';
import { software } from '#connector/software.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { ListenerState } from '#lib/wire/frames.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';

export type DaemonWishes = {
  readonly folder: DataFolder;
  /** Goes before config.json. */
  readonly listen?: Listen;
  readonly log: Logger;
  readonly times?: SessionTimes & BackoffTimes;
  readonly listenRetryMs?: number;
};

export type Daemon = {
  readonly running: () => number | null;
  readonly listener: () => ListenerState;
  /** Resolves when links, listeners and timers are gone and the folder is free. */
  readonly close: () => Promise<void>;
};

/** Serves the last good revision at once, then keeps a link to Gatehouse. */
export async function startDaemon(wishes: DaemonWishes): Promise<Outcome<Daemon>> {
  const { folder } = wishes;
  const record = await readEnrolmentRecord(folder);
  if (!record.ok) return record;
  if (record.value === undefined)
    return failure(
      'not-found',
      `The folder ${folder.path} holds no enrolled connector. Make a ticket in the console and run “gatehouse-connector enrol TICKET-URL”, or name another folder with --data.`,
    );
  const lock = await lockFolder(folder);
  if (!lock.ok) return lock;
  const started = await startLocked(wishes, record.value, lock.value).catch((cause: unknown) =>
    failure('unexpected', `The connector could not start: ${String(cause)}`),
  );
  if (!started.ok) lock.value.release();
  return started;
}

async function startLocked(wishes: DaemonWishes, record: EnrolmentRecord, lock: FolderLock): Promise<Outcome<Daemon>> {
  const { folder, log } = wishes;
  const config = await readConfig(folder);
  if (!config.ok) return config;
  const identity = await readIdentity(folder, record);
  if (!identity.ok) return identity;
  await removeHalfWrittenFiles(folder.path);
  return success(await compose(wishes, record, config.value, identity.value, lock, log));
}

type Identity = { readonly keys: ConnectorKeys; readonly identityKey: CryptoKey; readonly gatehouseKey: CryptoKey };

async function readIdentity(folder: DataFolder, record: EnrolmentRecord): Promise<Outcome<Identity>> {
  const keys = await readConnectorKeys(folder);
  if (!keys.ok) return keys;
  if (keys.value === undefined)
    return failure(
      'not-found',
      `${folder.keys} is missing. Restore it from a backup, or enrol anew into an empty folder.`,
    );
  const identityKey = await importIdentityKey(keys.value);
  if (!identityKey.ok) return identityKey;
  try {
    const gatehouseKey = await importPublicKey(record.gatehouseKey);
    return success({ keys: keys.value, identityKey: identityKey.value, gatehouseKey });
  } catch {
    return failure('invalid-input', `${folder.enrolment}: gatehouseKey is damaged. Enrol anew into an empty folder.`);
  }
}

async function compose(
  wishes: DaemonWishes,
  record: EnrolmentRecord,
  config: Config,
  { keys, identityKey, gatehouseKey }: Identity,
  lock: FolderLock,
  log: Logger,
): Promise<Daemon> {
  const { folder } = wishes;
  let serving: ServableRevision | undefined;
  const report = openStateReport(folder, (cause) => log.warn({ reason: String(cause) }, 'state.json was not written'));
  const answerer = answerRequests({
    revision: () => serving,
    connectorName: config.name ?? record.connectorName ?? defaultName(),
    now: Date.now,
    log,
  });
  const listener = createFrontListener({ listen: wishes.listen ?? config.listen ?? defaultListen, answerer, log });
  const keeper = keepRevision({
    reader: { connectionId: record.connectionId, gatehouseKey, sealing: keys.sealing },
    listener,
    save: (revision) => writeSavedRevision(folder, revision),
    onServing: (revision) => {
      serving = revision;
    },
    answer: (frame) => {
      link?.send(frame);
      tell();
    },
    onRecovered: () => link?.renew(),
    log,
    ...(wishes.listenRetryMs === undefined ? {} : { retryMs: wishes.listenRetryMs }),
  });
  const running = () => keeper.running()?.settings.revision ?? null;
  const tell = () =>
    report.write({
      pid: process.pid,
      link: link?.state() ?? { state: 'connecting', since: Date.now() },
      running: running(),
      listener: listener.state(),
    });
  let link: ReturnType<typeof openHubLink> | undefined;

  const saved = await readSavedRevision(folder);
  if (!saved.ok) log.error(saved.problem.message);
  else if (saved.value !== undefined) await keeper.restore(saved.value);
  log.info(
    { connector: record.connectorName, connection: record.connectionName, listener: listener.state(), software },
    'connector started',
  );
  link = openHubLink({
    hubUrl: config.hubUrl ?? record.hubUrl,
    connectorId: record.connectorId,
    identityKey,
    gatehouseKey,
    software,
    hostName: hostname().slice(0, 255),
    // Only what is served counts: a revision whose listener failed has to come again.
    status: () => ({ running: running(), listener: listener.state() }),
    onRevision: keeper.offer,
    onState: tell,
    log,
    ...(wishes.times === undefined ? {} : { times: wishes.times }),
  });
  return {
    running,
    listener: listener.state,
    close: async () => {
      await Promise.all([link?.close(), keeper.close()]);
      await report.close();
      lock.release();
    },
  };
}
