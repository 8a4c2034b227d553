import { hostname } from 'node:os';
import { defaultName, type Listen, readConfig, writeConfig } from '#connector/disk/config.ts';
import {
  type ConnectorKeys,
  importIdentityKey,
  makeConnectorKeys,
  readConnectorKeys,
  writeConnectorKeys,
} from '#connector/disk/connector-keys.ts';
import { type DataFolder, makeDataFolder } from '#connector/disk/data-folder.ts';
import { type EnrolmentRecord, readEnrolmentRecord, writeEnrolmentRecord } from '#connector/disk/enrolment-record.ts';
import { lockFolder } from '#connector/disk/folder-lock.ts';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import { postEnrolment } from '#connector/enrol/post-enrolment.ts';
import { software } from '#connector/software.ts';
import { toBase64, utf8 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { readTicketUrl, type TicketAddress } from '#lib/wire/enrolment.ts';
import { proveEnrolment } from '#lib/wire/enrolment-proof.ts';

export type EnrolmentWish = {
  readonly ticketUrl: string;
  readonly folder: DataFolder;
  readonly name?: string;
  readonly listen?: Listen;
  readonly now: number;
};

/** Makes the connector's keys, spends the ticket and saves what Gatehouse answered. */
export async function enrolConnector(wish: EnrolmentWish): Promise<Outcome<EnrolmentRecord>> {
  const ticket = readTicketUrl(wish.ticketUrl);
  if (ticket === undefined)
    return failure(
      'invalid-input',
      'That is no ticket URL. Copy it whole from the console, with the part behind “#”, and put it in quotes.',
    );
  const made = await makeDataFolder(wish.folder);
  if (!made.ok) return made;
  const lock = await lockFolder(wish.folder);
  if (!lock.ok) return lock;
  try {
    return await enrolInto(wish, ticket);
  } catch (cause) {
    return failure('unavailable', `The enrolment could not be saved in ${wish.folder.path}: ${reasonOf(cause)}.`);
  } finally {
    lock.value.release();
  }
}

async function enrolInto(wish: EnrolmentWish, ticket: TicketAddress): Promise<Outcome<EnrolmentRecord>> {
  const { folder } = wish;
  const earlier = await readEnrolmentRecord(folder);
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined)
    return failure(
      'already-exists',
      `The folder ${folder.path} already holds the connector “${earlier.value.connectorName}” of the connection “${earlier.value.connectionName}”. Start it with “gatehouse-connector run”, or choose another folder with --data.`,
    );
  const config = await readConfig(folder);
  if (!config.ok) return config;
  // Keys are on the disk before the ticket is spent: a crash in between can lose the answer, never an enrolled identity.
  const keys = await keysFor(folder, ticket, wish.now);
  if (!keys.ok) return keys;
  const identityKey = await importIdentityKey(keys.value.keys);
  if (!identityKey.ok) return identityKey;

  const name = wish.name ?? config.value.name ?? defaultName();
  const { identity, sealing } = keys.value.keys;
  const answer = await postEnrolment(ticket, {
    identityKey: toBase64(identity.spki),
    sealingCertificate: toBase64(sealing.certificate),
    proof: await proveEnrolment(sealing.certificate, identityKey.value),
    name,
    hostName: hostname().slice(0, 255),
    software,
  });
  if (!answer.ok) return keys.value.isSecondTry ? withSecondTry(answer.problem) : answer;
  await writeConfig(folder, {
    ...config.value,
    name,
    ...(wish.listen === undefined ? {} : { listen: wish.listen }),
  });
  await writeEnrolmentRecord(folder, answer.value, wish.now);
  return success({ format: 1, ...answer.value, enrolledAt: wish.now });
}

async function keysFor(
  folder: DataFolder,
  ticket: TicketAddress,
  now: number,
): Promise<Outcome<{ readonly keys: ConnectorKeys; readonly isSecondTry: boolean }>> {
  const ticketDigest = await sha256Hex(utf8(ticket.url));
  const saved = await readConnectorKeys(folder);
  if (!saved.ok) return saved;
  if (saved.value?.ticket === ticketDigest) return success({ keys: saved.value, isSecondTry: true });
  const keys = await makeConnectorKeys(ticketDigest, now);
  await writeConnectorKeys(folder, keys);
  return success({ keys, isSecondTry: false });
}

/** The ticket may have been spent by this very folder, whose process then died before it could save the answer. */
function withSecondTry(problem: { code: Parameters<typeof failure>[0]; message: string }) {
  if (problem.code !== 'ticket-spent') return failure(problem.code, problem.message);
  return failure(
    problem.code,
    `${problem.message} An earlier try from this folder ended before it was saved and may have spent it: revoke the connector it left in the console, and make a new ticket.`,
  );
}
