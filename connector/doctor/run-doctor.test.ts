import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeConnectorKeys, writeConnectorKeys } from '#connector/disk/connector-keys.ts';
import { type DataFolder, dataFolder } from '#connector/disk/data-folder.ts';
import { writeEnrolmentRecord } from '#connector/disk/enrolment-record.ts';
import { clockFinding } from '#connector/doctor/check-gatehouse.ts';
import { type DoctorFinding, doctorText } from '#connector/doctor/doctor-finding.ts';
import { runDoctor } from '#connector/doctor/run-doctor.ts';
import { toBase64 } from '#lib/core/bytes.ts';

let folder: DataFolder;
let gatehouse: Server;
let status = 200;

beforeEach(async () => {
  folder = dataFolder(mkdtempSync(join(tmpdir(), 'gatehouse-doctor-')));
  status = 200;
  gatehouse = createServer((_request, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => gatehouse.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await new Promise((resolve) => gatehouse.close(resolve));
  rmSync(folder.path, { recursive: true, force: true });
});

async function enrol(): Promise<void> {
  const keys = await makeConnectorKeys('ticket', Date.now());
  await writeConnectorKeys(folder, keys);
  const { port } = gatehouse.address() as AddressInfo;
  const facts = {
    connectorId: 'cnr_1',
    connectorName: 'hq-1',
    connectionId: 'con_1',
    connectionName: 'Fabrikam HQ',
    hubUrl: `ws://127.0.0.1:${port}/connector`,
    gatehouseKey: toBase64(keys.identity.spki),
  };
  await writeEnrolmentRecord(folder, facts, Date.now());
}

const configure = (config: unknown) => writeFileSync(folder.config, JSON.stringify(config), { mode: 0o600 });
const examine = () => runDoctor(folder, { log: pino({ level: 'silent' }), now: Date.now });
const statesOf = (findings: readonly DoctorFinding[]) =>
  Object.fromEntries(findings.map(({ part, state }) => [part.split(' ')[0], state]));

const people = `dn: dc=example,dc=com
objectClass: domain
dc: example

dn: uid=alice,dc=example,dc=com
objectClass: inetOrgPerson
uid: alice
cn: Alice
sn: Marsh
`;

test('a healthy connector that does not run yet has nothing wrong, and is told what it is not', async () => {
  await enrol();
  writeFileSync(join(folder.path, 'people.ldif'), people);
  configure({ listen: { host: '127.0.0.1', port: 0 }, directory: { kind: 'ldif', file: 'people.ldif' } });
  const findings = await examine();
  expect(statesOf(findings)).toEqual({
    enrolment: 'right',
    'config.json': 'right',
    gatehouse: 'right',
    clock: 'right',
    daemon: 'warning',
    listener: 'right',
    directory: 'warning',
  });
  expect(doctorText(findings)).toContain('Nothing is wrong.');
});

test('everything that is broken is named at once, each with what to do', async () => {
  await enrol();
  status = 503;
  const { port } = gatehouse.address() as AddressInfo;
  configure({
    listen: { host: '127.0.0.1', port },
    directory: { kind: 'ldap', urls: ['ldaps://127.0.0.1:1'], base: 'dc=example,dc=com' },
  });
  const findings = await examine();
  expect(statesOf(findings)).toMatchObject({ gatehouse: 'wrong', listener: 'wrong', directory: 'wrong' });
  for (const finding of findings.filter(({ state }) => state !== 'right')) expect(finding.remedy).toMatch(/\.$/);
  expect(doctorText(findings)).toContain('3 things are wrong.');
});

test('a folder that was never enrolled, and a config.json that does not fit', async () => {
  configure({ directory: { kind: 'ldap', urls: ['ldap://dc1'], base: 'dc=example' } });
  const findings = await examine();
  expect(statesOf(findings)).toEqual({ enrolment: 'wrong', 'config.json': 'wrong' });
  expect(findings[1]?.text).toContain('directory.urls.0');
});

test('a Gatehouse that nobody reaches is named with the reason', async () => {
  await enrol();
  configure({ hubUrl: 'ws://127.0.0.1:1/connector' });
  const found = (await examine()).find(({ part }) => part.startsWith('gatehouse'));
  expect(found).toMatchObject({ state: 'wrong', text: expect.stringContaining('ECONNREFUSED') });
});

test.each([
  [0, 'right'],
  [-1_900, 'right'],
  [5_000, 'warning'],
  [-600_000, 'wrong'],
] as const)('a clock %i ms ahead is %s', (aheadMs, state) => {
  expect(clockFinding(aheadMs).state).toBe(state);
});
