import { defaultListen, listenText, readConfig } from '#connector/disk/config.ts';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { readEnrolmentRecord } from '#connector/disk/enrolment-record.ts';
import { lockHolder } from '#connector/disk/folder-lock.ts';
import { type ConnectorState, readStateReport } from '#connector/disk/state-report.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

export type ConnectorStatus = {
  readonly connector: string;
  readonly connectorId: string;
  readonly connection: string;
  readonly hubUrl: string;
  readonly enrolledAt: string;
  readonly data: string;
  readonly listen: string;
  /** Null where no daemon runs on the folder. */
  readonly daemon: ConnectorState | null;
};

/** What is on the disk, and what the daemon tells, if one lives. */
export async function readStatus(folder: DataFolder): Promise<Outcome<ConnectorStatus>> {
  const record = await readEnrolmentRecord(folder);
  if (!record.ok) return record;
  if (record.value === undefined)
    return failure(
      'not-found',
      `The folder ${folder.path} holds no enrolled connector. Name another folder with --data.`,
    );
  const config = await readConfig(folder);
  if (!config.ok) return config;
  const holder = await lockHolder(folder);
  const state = holder === undefined ? undefined : await readStateReport(folder);
  const { connectorName, connectorId, connectionName, hubUrl, enrolledAt } = record.value;
  return success({
    connector: connectorName,
    connectorId,
    connection: connectionName,
    hubUrl: config.value.hubUrl ?? hubUrl,
    enrolledAt: new Date(enrolledAt).toISOString(),
    data: folder.path,
    listen: listenText(config.value.listen ?? defaultListen),
    // A file left by a process that was killed tells nothing about the one that runs.
    daemon: state !== undefined && state.pid === holder?.pid ? state : null,
  });
}

/** 0 where it runs and serves, 3 where it does not run (as LSB init scripts say it), 4 where it runs and its listener failed. */
export function statusCode({ daemon }: ConnectorStatus): number {
  if (daemon === null) return 3;
  return daemon.listener.state === 'failed' ? 4 : 0;
}

export function statusText(status: ConnectorStatus): string {
  const { daemon } = status;
  const rows: readonly (readonly [string, string])[] = [
    ['Connector', `${status.connector} (${status.connectorId})`],
    ['Connection', status.connection],
    ['Gatehouse', status.hubUrl],
    ['Data folder', status.data],
    ['Process', daemon === null ? 'does not run' : `runs as ${daemon.pid}`],
    ...(daemon === null
      ? ([['Listens on', `${status.listen}, when it runs`]] as const)
      : ([
          ['Link', linkText(daemon.link)],
          ['Revision', daemon.running === null ? 'none yet' : String(daemon.running)],
          ['Listener', listenerText(daemon.listener)],
          ['Directory', directoryText(daemon.directory)],
          ['Kerberos', kerberosText(daemon.kerberos)],
          ['TLS, rules', differencesText(daemon.differences)],
          ...revocationRows(daemon.revocation),
        ] as const)),
  ];
  return rows.map(([label, value]) => `${label.padEnd(12)}${value}\n`).join('');
}

function linkText({ state, since, detail }: ConnectorState['link']): string {
  return `${state} since ${timeText(since)}${state === 'online' || detail === undefined ? '' : `: ${detail}`}`;
}

function listenerText({ state, address, certificate, detail }: ConnectorState['listener']): string {
  if (state === 'serving')
    return `serves ${address} with the certificate ${certificate ?? ''}${detail === undefined ? '' : `; ${detail}`}`;
  return state === 'off' ? 'off: client certificates and Kerberos are off' : `failed: ${detail ?? address}`;
}

function directoryText({ state, kind, answering, configured, detail }: ConnectorState['directory']): string {
  if (state === 'none') return 'none: config.json names no directory';
  const what = kind === 'ldif' ? 'an LDIF file, for trying things out' : `${answering} of ${configured} servers answer`;
  return detail === undefined ? what : `${what}: ${detail}`;
}

function kerberosText({ state, principals, detail }: ConnectorState['kerberos']): string {
  if (state === 'none') return 'none: config.json names no keytab';
  return state === 'ready' ? `ready as ${principals.join(', ')}` : `failing: ${detail ?? ''}`;
}

/** How often OpenSSL and the rules said different things of a certificate. */
function differencesText(differences: ConnectorState['differences']): string {
  if (differences === undefined) return 'not known';
  const { count, last } = differences;
  if (last === undefined) return 'agree on every certificate since the start';
  const times = count === 1 ? 'once' : `${count} times`;
  return `differed ${times}, last at ${timeText(last.at)} about “${last.certificate}”: TLS says ${last.tls}, the rules say ${last.rules}`;
}

/** More are for --json. */
const mostRows = 20;

function revocationRows(board: ConnectorState['revocation']): readonly (readonly [string, string])[] {
  const { rows, left } = board ?? { rows: [], left: 0 };
  if (rows.length === 0) return [['Revocation', board === undefined ? 'not known' : 'nothing is looked up']];
  const shown = rows.slice(0, mostRows).map(placeText);
  const more = rows.length - shown.length + left;
  return [...shown, ...(more === 0 ? [] : [`${more} more places`])].map((text, place) => [
    place === 0 ? 'Revocation' : '',
    text,
  ]);
}

const kindNames = { ocsp: 'responder', crl: 'list', delta: 'list of changes', uploaded: 'uploaded list' } as const;
const stateNames = {
  current: 'current',
  ended: 'ended',
  unreachable: 'unreachable',
  unusable: 'not usable',
  'not-asked': 'not asked yet',
} as const;

/** `“Corp Root”: list http://… is current, until …; sign-ins fail from … on`. */
function placeText(row: NonNullable<ConnectorState['revocation']>['rows'][number]): string {
  const { name, kind, url, state, detail, nextUpdate, failsAt, mode } = row;
  const place = [kindNames[kind], url].filter((part) => part !== '').join(' ');
  const why = detail === undefined ? '' : ` (${detail})`;
  const until = nextUpdate === undefined ? '' : `, until ${timeText(nextUpdate)}`;
  const failure =
    mode === 'fail-open'
      ? '; sign-ins go on without it'
      : failsAt === undefined
        ? ''
        : `; without a newer one sign-ins fail from ${timeText(failsAt)} on`;
  return `“${name}”: ${place} is ${stateNames[state]}${why}${until}${failure}`;
}

/** `2026-07-27 18:00:05 UTC`. */
function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
