import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { type Config, defaultListen, defaultName, type Listen, readConfig } from '#connector/disk/config.ts';
import { checkConfigFiles } from '#connector/disk/config-files.ts';
import { type ConnectorKeys, importIdentityKey, readConnectorKeys } from '#connector/disk/connector-keys.ts';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { type EnrolmentRecord, readEnrolmentRecord } from '#connector/disk/enrolment-record.ts';
import { type FolderLock, lockFolder } from '#connector/disk/folder-lock.ts';
import { readSavedRevision, writeSavedRevision } from '#connector/disk/saved-revision.ts';
import { openStateReport } from '#connector/disk/state-report.ts';
import { readTestCertificate } from '#connector/disk/test-certificate.ts';
import { removeHalfWrittenFiles } from '#connector/disk/write-file-atomically.ts';
import { answerRequests } from '#connector/front/answer-requests.ts';
import { createFrontListener } from '#connector/front/front-listener.ts';
import { joinListeners } from '#connector/front/front-listeners.ts';
import type { ListenerName } from '#connector/front/listener-plan.ts';
import { ownTests } from '#connector/front/own-tests/own-tests.ts';
import { rememberingJudge } from '#connector/front/remembering-judge.ts';
import { keepRevision } from '#connector/front/revision-keeper.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import { countDifferences } from '#connector/front/tls-differences.ts';
import type { KerberosAcceptor } from '#connector/kerberos/acceptor.ts';
import { openKerberosAcceptor } from '#connector/kerberos/open-kerberos-acceptor.ts';
import { heldKeyFiles } from '#connector/keys/held-key-files.ts';
import { keepKeys } from '#connector/keys/keep-keys.ts';
import { sslKeyFingerprint } from '#connector/keys/ssl-key-fingerprint.ts';
import { openDirectory } from '#connector/ldap/open-directory.ts';
import type { BackoffTimes } from '#connector/link/backoff.ts';
import { gatehouseClock } from '#connector/link/gatehouse-clock.ts';
import { type HubLink, openHubLink } from '#connector/link/hub-link.ts';
import type { SessionTimes } from '#connector/link/hub-session.ts';
import { answerQuestions } from '#connector/sign-in/answer-question.ts';
import { deliverAssertions } from '#connector/sign-in/deliver-assertions.ts';
import { dryRunner } from '#connector/sign-in/dry-run/run-dry.ts';
import { nativeSigner, nativeVerifier } from '#connector/sign-in/native-keys.ts';
import { noKerberos } from '#connector/sign-in/no-kerberos.ts';
import type { FreshTimes } from '#connector/sign-in/revocation/keep-fresh.ts';
import { openRevocation } from '#connector/sign-in/revocation/open-revocation.ts';
import { tellResults } from '#connector/sign-in/tell-result.ts';
import { usedOnce } from '#connector/sign-in/used-once.ts';
import { watchParts } from '#connector/sign-in/watch-parts.ts';
import { software } from '#connector/software.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { ConnectorFrame, ListenerState } from '#lib/wire/frames.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';

export type DaemonWishes = {
  readonly folder: DataFolder;
  /** Goes before config.json. */
  readonly listen?: Listen;
  readonly log: Logger;
  readonly times?: SessionTimes & BackoffTimes;
  readonly listenRetryMs?: number;
  readonly revocationTimes?: FreshTimes;
  /** This machine's clock, milliseconds since 1970. */
  readonly now?: () => number;
  /** Instead of one with the keytab of config.json. */
  readonly kerberos?: KerberosAcceptor;
};

/** Beside the one that asks for certificates. */
const defaultKerberosListen: Listen = { ...defaultListen, port: 8444 };

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
  const files = await checkConfigFiles(config.value, folder.config);
  if (!files.ok) return files;
  for (const warning of files.value) log.warn(warning);
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
  const { folder, now = Date.now } = wishes;
  const { connectorId, connectionId } = record;
  const who = { connectorId, connectionId, sign: nativeSigner(keys.identity.pkcs8) };
  let serving: ServableRevision | undefined;
  let link: HubLink | undefined;
  const send = (frame: ConnectorFrame) => link?.send(frame) ?? false;

  const clock = gatehouseClock({ now });
  const directory = openDirectory(config, { log, now });
  const kerberos =
    wishes.kerberos ?? (config.kerberos ? await openKerberosAcceptor({ ...config.kerberos, log }) : noKerberos);
  const testCertificate =
    config.testCertificate === undefined ? undefined : await readTestCertificate(config.testCertificate);
  const deliveries = deliverAssertions({ send });
  const revocation = openRevocation({
    now: clock.now,
    send,
    onChange: () => tell(),
    onFault: (cause) => log.error({ err: cause }, 'the lists of the authorities could not be looked up'),
    ...(wishes.revocationTimes === undefined ? {} : { times: wishes.revocationTimes }),
  });
  const differences = countDifferences(() => parts.tellSoon());
  const parts = watchParts({ directory, kerberos, differences, send, onChange: () => tell() });
  const signIn = {
    isGatehouses: nativeVerifier(fromBase64(record.gatehouseKey) ?? new Uint8Array()),
    clock,
    directory,
    kerberos,
    judge: rememberingJudge(revocation.gather),
    differences,
    used: usedOnce(clock.gatehouseNow),
    tell: tellResults({ ...who, clock, deliver: deliveries.deliver }),
    log,
  };
  const dryRun = dryRunner({ ...signIn, revision: () => serving, now: clock.now });
  const files = heldKeyFiles(folder);
  const servedKey = async () => (serving === undefined ? undefined : sslKeyFingerprint(serving.settings));
  const heldKeys = keepKeys({ files, servedKey, now, log });
  const questions = answerQuestions({ ...who, gatehouseKey, directory, dryRun, keys: heldKeys, clock, log });

  const report = openStateReport(folder, (cause) => log.warn({ reason: String(cause) }, 'state.json was not written'));
  const openListener = (name: ListenerName, listen: Listen) => {
    const connectorName = config.name ?? record.connectorName ?? defaultName();
    const answerer = answerRequests({ revision: () => serving, listener: name, connectorName, signIn });
    return createFrontListener({ listen, answerer, log });
  };
  const retry = wishes.listenRetryMs === undefined ? {} : { retryMs: wishes.listenRetryMs };
  const listener = joinListeners({
    main: openListener('main', wishes.listen ?? config.listen ?? defaultListen),
    kerberos: openListener('kerberos', config.kerberos?.listen ?? defaultKerberosListen),
    log,
    onRecovered: () => link?.renew(),
    ...retry,
  });
  const keeper = keepRevision({
    reader: { connectionId, gatehouseKey, sealing: keys.sealing, heldKeys: files },
    listener,
    save: (revision) => writeSavedRevision(folder, revision),
    onServing: (revision) => {
      serving = revision;
      revocation.serve(revision?.rules);
    },
    answer: (frame) => {
      send(frame);
      tell();
    },
    onRecovered: () => link?.renew(),
    ownTests: ownTests({ directory, kerberos, testCertificate, now: clock.now }),
    log,
    ...retry,
  });
  const running = () => keeper.running()?.settings.revision ?? null;
  const tell = () =>
    report.write({
      pid: process.pid,
      link: link?.state() ?? { state: 'connecting', since: now() },
      running: running(),
      listener: listener.state(),
      ...parts.now(),
      revocation: revocation.board(),
    });

  const saved = await readSavedRevision(folder);
  if (!saved.ok) log.error(saved.problem.message);
  else if (saved.value !== undefined) await keeper.restore(saved.value);
  log.info(
    {
      connector: record.connectorName,
      connection: record.connectionName,
      listener: listener.state(),
      directory: directory.state(),
      kerberos: kerberos.state(),
      software,
    },
    'connector started',
  );
  link = openHubLink({
    connectorId,
    identityKey,
    gatehouseKey,
    hubUrl: config.hubUrl ?? record.hubUrl,
    proxy: config.proxy,
    software,
    hostName: hostname().slice(0, 255),
    // Only what is served counts: a revision whose listener failed has to come again.
    status: () => ({ running: running(), listener: listener.state(), ...parts.tell() }),
    onRevision: keeper.offer,
    onQuestion: questions.take,
    onReceived: deliveries.received,
    onState: ({ state }) => {
      if (state === 'online') {
        deliveries.linkUp();
        parts.tellNews();
        revocation.tell(true);
      }
      tell();
    },
    clock,
    log,
    ...(wishes.times === undefined ? {} : { times: wishes.times }),
  });
  return {
    running,
    listener: listener.state,
    close: async () => {
      // People who are on their way still get their answer over the link.
      await keeper.close();
      parts.close();
      revocation.close();
      deliveries.close();
      await link?.close();
      await Promise.all([directory.close(), questions.settled()]);
      await report.close();
      lock.release();
    },
  };
}
