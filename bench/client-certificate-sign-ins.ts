import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { toPem } from '#lib/pki/files/write-pem.ts';
import type { BenchRow } from './bench-row.ts';
import { cpuMsOf, median, ninetyNinth, pidOf } from './process-figures.ts';
import type { ClientsOrder, ClientsWord } from './sign-in-clients.ts';
import { type ClientIdentity, makeSignInPeople } from './sign-in-people.ts';
import { openSignInSite, type SignInSite } from './sign-in-site.ts';
import { startCertificateServer } from './start-certificate-server.ts';

const people = 200;
const rounds = 5;
const secondsARound = 2;
/** More than any round uses up. */
const requestsARound = 2_000;

type Contender = {
  readonly port: number;
  readonly pid: number;
  /** What shows that somebody was let in. */
  readonly expects: string;
  readonly paths: () => Promise<readonly string[]>;
};
type Round = { readonly rate: number; readonly cpuMs: number; readonly latencies: readonly number[] };
type Figures = { readonly rate: number; readonly cpuMs: number; readonly p99: number };

/** From opening the connection to the browser's way back, the assertion taken by Gatehouse; each with a full handshake of its own. */
export async function clientCertificateSignIns(): Promise<BenchRow[]> {
  const made = await makeSignInPeople(people, 'P-256');
  const open: (() => unknown)[] = [];
  try {
    const site = await openSignInSite({ people: made });
    open.push(site.close);
    const bare = await startCertificateServer(made);
    open.push(() => bare.child.disconnect());
    const browsers = fork(new URL('./sign-in-clients.ts', import.meta.url));
    open.push(() => browsers.disconnect());
    const bareOnly: Contender = {
      port: bare.port,
      pid: pidOf(bare.child),
      expects: ' 303 ',
      paths: async () => repeat(await site.requestPaths(1)),
    };
    const contenders = { ours: oursOf(site), bare: bareOnly };
    const ca = toPem('CERTIFICATE', made.root.der);
    const known = await made.certify();
    const give = (identities: readonly ClientIdentity[]) => tell(browsers, { t: 'identities', ca, identities });
    const rows: BenchRow[] = [];
    for (const clients of [1, 8]) {
      await give(known);
      const name = `client-certificate sign-ins, ${clients === 1 ? '1 client' : `${clients} clients`}`;
      rows.push(...rowsOf(name, await compare(contenders, browsers, clients)));
    }
    const strangers = await compare(contenders, browsers, 8, async () => give(await made.certify()));
    rows.push(rateRow('client-certificate sign-ins, 8 clients, certificates never seen before', strangers, 'stated'));
    return rows;
  } finally {
    for (const close of open.reverse()) await close();
  }
}

type Compared = { readonly ours: Figures; readonly bare: Figures };

function rateRow(name: string, { ours, bare }: Compared, aim: string): BenchRow {
  const against = `bare Node https that only verifies the certificate, same TLS: ${Math.round(bare.rate)}/s`;
  return { name, value: ours.rate, unit: 'sign-ins/s', against, ratio: ours.rate / bare.rate, aim };
}

function rowsOf(name: string, compared: Compared): BenchRow[] {
  const { ours, bare } = compared;
  return [
    rateRow(name, compared, 'at least 0.7'),
    {
      name: `${name}, p99`,
      value: ours.p99,
      unit: 'ms',
      against: `the same bare server: ${bare.p99.toFixed(1)} ms`,
      ratio: bare.p99 / ours.p99,
      aim: 'stated',
    },
    {
      name: `${name}, processor time of the connector`,
      value: ours.cpuMs,
      unit: 'ms a sign-in',
      against: `the same bare server: ${bare.cpuMs.toFixed(2)} ms`,
      ratio: bare.cpuMs / ours.cpuMs,
      aim: 'stated',
    },
  ];
}

/** Turn by turn, so that a busy moment of the machine meets both alike; the medians of the rounds. */
async function compare(
  contenders: Readonly<Record<'ours' | 'bare', Contender>>,
  browsers: ChildProcess,
  clients: number,
  before: () => Promise<unknown> = async () => {},
): Promise<Compared> {
  const measured: Record<'ours' | 'bare', Round[]> = { ours: [], bare: [] };
  for (let round = -1; round < rounds; round += 1) {
    for (const name of ['ours', 'bare'] as const) {
      await before();
      const result = await measure(contenders[name], browsers, clients);
      // The first round warms up.
      if (round >= 0) measured[name].push(result);
    }
  }
  return { ours: figuresOf(measured.ours), bare: figuresOf(measured.bare) };
}

function figuresOf(measured: readonly Round[]): Figures {
  return {
    rate: median(measured.map(({ rate }) => rate)),
    cpuMs: median(measured.map(({ cpuMs }) => cpuMs)),
    p99: median(measured.map(({ latencies }) => ninetyNinth(latencies))),
  };
}

async function measure(
  { port, pid, expects, paths }: Contender,
  browsers: ChildProcess,
  clients: number,
): Promise<Round> {
  const order = { t: 'run', port, clients, seconds: secondsARound, paths: await paths(), expects } as const;
  const before = cpuMsOf(pid);
  const word = await tell(browsers, order);
  if (word.t !== 'ran') throw new Error(`the browsers said ${word.t}`);
  const { latencies, tookMs } = word;
  return { rate: (latencies.length * 1000) / tookMs, cpuMs: (cpuMsOf(pid) - before) / latencies.length, latencies };
}

function oursOf({ connector, requestPaths }: SignInSite): Contender {
  const pid = pidOf(connector.part().process);
  return { port: connector.port, pid, expects: '&receipt=', paths: () => requestPaths(requestsARound) };
}

function repeat(paths: readonly string[]): string[] {
  return Array.from({ length: requestsARound }, () => paths[0] ?? '/');
}

async function tell(browsers: ChildProcess, order: ClientsOrder): Promise<ClientsWord> {
  const answered = once(browsers, 'message') as Promise<[ClientsWord]>;
  browsers.send(order);
  const [word] = await answered;
  if (word.t === 'failed') throw new Error(word.message);
  return word;
}
