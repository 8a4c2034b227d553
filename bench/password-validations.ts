import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { enrolConnector } from '#e2e/world/connector.ts';
import { type Slapd, slapdPersonDn, startSlapd } from '#e2e/world/slapd.ts';
import { must, type SmallGatehouse, startSmallGatehouse } from '#e2e/world/small-gatehouse.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { askConnectors } from '#lib/services/sign-in/ask-connectors.ts';
import { readDoorFacts } from '#lib/services/sign-in/door-facts.ts';
import type { BenchRow } from './bench-row.ts';
import { openRawDirectory } from './raw-directory.ts';

const people = 500;
const poolSize = 16;
const rounds = 5;
const secondsARound = 2;

type Validate = (uid: string, password: string) => Promise<unknown>;

/** From a typed name and password to a checked answer with profile and groups; real hub, real connector process, real slapd over LDAPS. */
export async function passwordValidations(): Promise<BenchRow[]> {
  const uids = Array.from({ length: people }, (_, index) => `person${index}`);
  const open: (() => Promise<unknown>)[] = [];
  try {
    const slapd = await startSlapd({
      people: uids.map((uid) => ({ uid, password: `password of ${uid}` })),
      groups: ['staff', 'everyone'].map((name) => ({ name, members: uids.map(slapdPersonDn) })),
    });
    open.push(slapd.remove);
    const gatehouse = await startSmallGatehouse();
    open.push(gatehouse.close);
    const connector = await startConnector(gatehouse, slapd);
    open.push(connector.stop);
    const raw = await openRawDirectory(slapd, poolSize);
    open.push(raw.close);
    const contenders = { ours: connector.validate, rebind: raw.rebind, searchAndRebind: raw.searchAndRebind };
    return [
      ...rowsOf('sequential', 'one of its connections', await compare(contenders, uids, 1)),
      ...rowsOf('64 in flight', `${poolSize} connections`, await compare(contenders, uids, 64)),
    ];
  } finally {
    for (const close of open.reverse()) await close();
  }
}

function rowsOf(how: string, over: string, rates: Record<'ours' | 'rebind' | 'searchAndRebind', number>): BenchRow[] {
  const row = { name: `password validations, ${how}`, value: rates.ours, unit: 'validations/s' };
  return [
    {
      ...row,
      against: `raw ldapts re-binds over ${over}, DN known: ${Math.round(rates.rebind)}/s`,
      ratio: rates.ours / rates.rebind,
      aim: 'at least 0.6',
    },
    {
      ...row,
      against: `raw ldapts search by name, then re-bind, over as many: ${Math.round(rates.searchAndRebind)}/s`,
      ratio: rates.ours / rates.searchAndRebind,
      aim: 'stated',
    },
  ];
}

/** Turn by turn, so that a busy moment of the machine meets all alike; the median of the rounds. */
async function compare<Name extends string>(
  contenders: Readonly<Record<Name, Validate>>,
  uids: readonly string[],
  inFlight: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[];
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const rate = await measure(contenders[name], uids, inFlight);
      // The first round warms up.
      if (round >= 0) rates.get(name)?.push(rate);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(rates.get(name) ?? [])])) as Record<Name, number>;
}

async function measure(validate: Validate, uids: readonly string[], inFlight: number): Promise<number> {
  const begun = performance.now();
  const until = begun + secondsARound * 1000;
  let done = 0;
  const worker = async (from: number): Promise<void> => {
    for (let at = from; performance.now() < until; at += 1) {
      const uid = uids[at % uids.length] ?? '';
      await validate(uid, `password of ${uid}`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, (_, index) => worker(index * 7)));
  return (done * 1000) / (performance.now() - begun);
}

async function startConnector(gatehouse: SmallGatehouse, slapd: Slapd) {
  const { administrator, context, folder } = gatehouse;
  const { id: connectionId } = must(await createConnection(administrator, { name: 'Fabrikam HQ' }));
  const settings = { ...emptySettings, networks: [{ block: '24.12.34.56/32', label: 'Head office' }] };
  const saved = must(await saveDraft(administrator, { connectionId, baseVersion: 0, settings, sealedKeys: [] }));
  must(await publishSettings(administrator, { connectionId, draftVersion: saved.version, comment: '' }));
  const name = 'hq-1';
  mkdirSync(join(folder, name), { mode: 0o700 });
  const directory = {
    kind: 'ldap',
    urls: [slapd.url],
    base: slapd.base,
    bindUser: slapd.service.dn,
    bindPassword: slapd.service.password,
    ca: [slapd.caPath],
    poolSize,
  };
  writeFileSync(join(folder, name, 'config.json'), JSON.stringify({ directory }), { mode: 0o600 });
  const { url } = must(await createTicket(administrator, { connectionId }));
  const env = { LOG_LEVEL: 'warn' };
  const connector = await enrolConnector({ ticketUrl: url, name, directory: folder, env });
  const answers = () =>
    context.gateway.onlineConnectors(connectionId).some(({ directory }) => directory.state === 'answering');
  await Promise.race([
    gatehouse.until(answers),
    connector.part().ended.then(() => Promise.reject(new Error(connector.part().output()))),
  ]);
  const facts = await readDoorFacts(context, connectionId);
  if (facts === undefined) throw new Error('nothing is published');
  const validate: Validate = async (userName, password) => {
    const { outcome } = await askConnectors(context, { id: connectionId, facts }, { userName, password });
    if (outcome.result !== 'accepted' || outcome.person.groups.length !== 2)
      throw new Error(`${userName} was not let in: ${JSON.stringify(outcome)}`);
  };
  return { validate, stop: () => connector.stop() };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
