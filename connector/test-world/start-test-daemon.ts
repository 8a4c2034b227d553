import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Daemon, startDaemon } from '#connector/daemon.ts';
import { type DataFolder, dataFolder } from '#connector/disk/data-folder.ts';
import { enrolConnector } from '#connector/enrol/enrol-connector.ts';
import { backoffTimes } from '#connector/link/backoff.ts';
import { sessionTimes } from '#connector/link/hub-session.ts';
import { openLog } from '#connector/log.ts';
import type { FakeHub } from '#connector/test-world/fake-hub.ts';
import type { Minted } from '#connector/test-world/test-certificates.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';

export async function freshFolder(): Promise<{ readonly folder: DataFolder; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'gatehouse-connector-'));
  return { folder: dataFolder(path), remove: () => rm(path, { recursive: true, force: true }) };
}

export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string; readonly level: string };

export const quickTimes = { ...sessionTimes, ...backoffTimes, firstMs: 20, longestMs: 100, hopelessMs: 60_000 };

export function testLog() {
  const lines: LogLine[] = [];
  const log = openLog({
    level: 'debug',
    isTerminal: false,
    write: (line) => {
      lines.push(JSON.parse(line));
    },
  });
  return { log, lines };
}

/** Enrols into the folder, with the smallest wait that a test can want. */
export async function enrolTestConnector(hub: FakeHub, folder: DataFolder): Promise<void> {
  const enrolled = await enrolConnector({
    ticketUrl: hub.ticket(),
    folder,
    name: 'gate-1',
    listen: { host: '127.0.0.1', port: 0 },
    now: Date.now(),
  });
  if (!enrolled.ok) throw new Error(enrolled.problem.message);
}

export async function startTestDaemon(
  folder: DataFolder,
  more: Partial<Parameters<typeof startDaemon>[0]> = {},
): Promise<Daemon & { readonly lines: readonly LogLine[] }> {
  const { log, lines } = testLog();
  const daemon = await startDaemon({ folder, log, times: quickTimes, listenRetryMs: 50, ...more });
  if (!daemon.ok) throw new Error(daemon.problem.message);
  return { ...daemon.value, lines };
}

/** What a TLS client needs to present a certificate, with those above it. */
export function clientIdentity(own: Minted, above: readonly Uint8Array[] = []) {
  return {
    key: toPem('PRIVATE KEY', own.key.pkcs8),
    cert: [own.der, ...above].map((der) => toPem('CERTIFICATE', der)).join(''),
  };
}

export function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
