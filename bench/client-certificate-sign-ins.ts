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
const warmUpRounds = 3;
const rounds = 5;
const secondsARound = 2;
/** More than any round uses up. */
const requestsARound = 2_000;

type Contender = {
  readonly port: number;
  readonly pid: number;
  /** What shows that somebody was let in. */
  readonly expects: string;
  readonly paths: (count: number) => Promise<readonly string[]>;
};
type Name = 'ours' | 'unrecorded' | 'bare';
type Round = { readonly rate: number; readonly cpuMs: number; readonly latencies: readonly number[] };
type Figures = { readonly rate: number; readonly cpuMs: number; readonly p99: number };

/** From opening the connection to the browser's way back, the assertion taken by Gatehouse; each with a full handshake of its own. */
export async function clientCertificateSignIns(): Promise<BenchRow[]> {
  const made = await makeSignInPeople(people, 'P-256');
  const open: (() => unknown)[] = [];
  try {
    const site = await openSignInSite({ people: made });
    open.push(site.close);
    const unrecorded = await openSignInSite({ people: made, isRecording: false });
    open.push(unrecorded.close);
    const bare = await startCertificateServer(made);
    open.push(() => bare.child.disconnect());
    const browsers = fork(new URL('./sign-in-clients.ts', import.meta.url));
    open.push(() => browsers.disconnect());
    const contenders: Record<Name, Contender> = {
      ours: oursOf(site),
      unrecorded: oursOf(unrecorded),
      // Requests are long: the bare server reads as much.
      bare: {
        port: bare.port,
        pid: pidOf(bare.child),
        expects: ' 303 ',
        paths: async (count) => Array(count).fill((await unrecorded.requestPaths(1))[0]),
      },
    };
    const ca = toPem('CERTIFICATE', made.root.der);
    const known = await made.certify();
    const give = (identities: readonly ClientIdentity[]) => tell(browsers, { t: 'identities', ca, identities });
    const rows: BenchRow[] = [];
    for (const clients of [1, 8]) {
      await give(known);
      const name = `client-certificate sign-ins, ${clients === 1 ? '1 client' : `${clients} clients`}`;
      rows.push(...rowsOf(name, await compare(contenders, browsers, { clients, count: requestsARound })));
    }
    const fresh = { clients: 8, count: people, before: async () => give(await made.certify()) };
    const strangers = await compare(contenders, browsers, fresh);
    const name = 'client-certificate sign-ins, 8 clients, no certificate seen before';
    return [...rows, rateRow(name, strangers.ours, strangers.bare, 'stated')];
  } finally {
    for (const close of open.reverse()) await close();
  }
}

function rowsOf(name: string, { ours, unrecorded, bare }: Record<Name, Figures>): BenchRow[] {
  return [
    rateRow(name, ours, bare, 'at least 0.7'),
    rateRow(`${name}, Gatehouse checks the answers and records none`, unrecorded, bare, 'stated'),
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

function rateRow(name: string, ours: Figures, bare: Figures, aim: string): BenchRow {
  const against = `bare Node https that only verifies the certificate, same TLS: ${Math.round(bare.rate)}/s`;
  return { name, value: ours.rate, unit: 'sign-ins/s', against, ratio: ours.rate / bare.rate, aim };
}

type Load = { readonly clients: number; readonly count: number; readonly before?: () => Promise<unknown> };

/** Turn by turn, so that a busy moment of the machine meets all alike; the medians of the rounds. */
async function compare(
  contenders: Readonly<Record<Name, Contender>>,
  browsers: ChildProcess,
  load: Load,
): Promise<Record<Name, Figures>> {
  const measured: Record<Name, Round[]> = { ours: [], unrecorded: [], bare: [] };
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const name of ['ours', 'unrecorded', 'bare'] as const) {
      const result = await measure(contenders[name], browsers, load);
      if (round >= 0) measured[name].push(result);
    }
  }
  return {
    ours: figuresOf(measured.ours),
    unrecorded: figuresOf(measured.unrecorded),
    bare: figuresOf(measured.bare),
  };
}

function figuresOf(measured: readonly Round[]): Figures {
  return {
    rate: median(measured.map(({ rate }) => rate)),
    cpuMs: median(measured.map(({ cpuMs }) => cpuMs)),
    p99: median(measured.map(({ latencies }) => ninetyNinth(latencies))),
  };
}

async function measure(
  { port, pid, expects, paths: make }: Contender,
  browsers: ChildProcess,
  { clients, count, before }: Load,
): Promise<Round> {
  await before?.();
  const paths = await make(count);
  const cpuBefore = cpuMsOf(pid);
  const word = await tell(browsers, { t: 'run', port, clients, seconds: secondsARound, paths, expects });
  if (word.t !== 'ran') throw new Error(`the browsers said ${word.t}`);
  const { latencies, tookMs } = word;
  return { rate: (latencies.length * 1000) / tookMs, cpuMs: (cpuMsOf(pid) - cpuBefore) / latencies.length, latencies };
}

function oursOf({ connector, requestPaths }: SignInSite): Contender {
  return { port: connector.port, pid: pidOf(connector.part().process), expects: '&receipt=', paths: requestPaths };
}

async function tell(browsers: ChildProcess, order: ClientsOrder): Promise<ClientsWord> {
  const answered = once(browsers, 'message') as Promise<[ClientsWord]>;
  browsers.send(order);
  const [word] = await answered;
  if (word.t === 'failed') throw new Error(word.message);
  return word;
}
