import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { bundleConnector } from '#script/bundle-connector.ts';
import type { BenchRow } from './bench-row.ts';
import { median, pidOf, residentMiB } from './process-figures.ts';
import { makeSignInPeople, type SignInPeople } from './sign-in-people.ts';
import { openSignInSite } from './sign-in-site.ts';
import { startCertificateServer } from './start-certificate-server.ts';

const people = 20;
const rounds = 5;
/** V8 gives back what only the start needed once it was idle for some ten seconds. */
const settleMs = 15_000;

/** The connector this one takes the place of, on the same kind of machine, unmodified; the better of its figures on Node 20 and 22. */
const original = { startMs: 370, residentMiB: 72, residentMiBOnNode22: 86 };

type Footprint = { readonly startMs: number; readonly residentMiB: number };

/** From the start of the process to its listener with the revision of the disk; and what it holds when linked and left alone. */
export async function connectorStart(): Promise<BenchRow[]> {
  return (await measureAll()).map(([name, ours, bare]) => ({
    name: `connector start, ${name}`,
    value: ours.startMs,
    unit: 'ms',
    against: `the connector it takes the place of: ${original.startMs}–500 ms; a bare Node https server in this run: ${Math.round(bare.startMs)} ms`,
    ratio: original.startMs / ours.startMs,
    aim: 'at least 1',
  }));
}

export async function connectorIdleMemory(): Promise<BenchRow[]> {
  return (await measureAll()).map(([name, ours, bare]) => ({
    name: `connector idle memory, ${name}`,
    value: ours.residentMiB,
    unit: 'MiB',
    against: `the connector it takes the place of: ${original.residentMiB} MiB on Node 20, ${original.residentMiBOnNode22} on 22; a bare Node https server in this run: ${Math.round(bare.residentMiB)} MiB`,
    ratio: original.residentMiBOnNode22 / ours.residentMiB,
    aim: 'at least 1',
  }));
}

let measured: Promise<(readonly [string, Footprint, Footprint])[]> | undefined;

/** Both figures come of the same starts. */
function measureAll(): Promise<(readonly [string, Footprint, Footprint])[]> {
  measured ??= measureOnce();
  return measured;
}

async function measureOnce(): Promise<(readonly [string, Footprint, Footprint])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const made = await makeSignInPeople(people, 'P-256');
    const bundle = join(folder, 'gatehouse-connector.mjs');
    await bundleConnector(bundle);
    const bare = await footprintOfBare(made);
    return [
      ['from the sources', await footprintOf(made), bare],
      ['bundled', await footprintOf(made, bundle), bare],
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function footprintOf(made: SignInPeople, program?: string): Promise<Footprint> {
  const site = await openSignInSite({ people: made, ...(program === undefined ? {} : { program }) });
  const { connector } = site;
  try {
    const footprints: Footprint[] = [];
    for (let round = -1; round < rounds; round += 1) {
      await connector.stop();
      const begun = performance.now();
      connector.start();
      await connector.part().says(/"listening"/);
      const startMs = performance.now() - begun;
      await connector.part().says(/link to Gatehouse is up/);
      await wait(settleMs);
      // The first round fills the caches of the machine's disk.
      if (round >= 0) footprints.push({ startMs, residentMiB: residentMiB(pidOf(connector.part().process)) });
    }
    return medianOf(footprints);
  } finally {
    await site.close();
  }
}

async function footprintOfBare(made: SignInPeople): Promise<Footprint> {
  const footprints: Footprint[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    const { child } = await startCertificateServer(made);
    const startMs = performance.now() - begun;
    await wait(settleMs);
    footprints.push({ startMs, residentMiB: residentMiB(pidOf(child)) });
    child.disconnect();
    await once(child, 'exit');
  }
  return medianOf(footprints);
}

function medianOf(footprints: readonly Footprint[]): Footprint {
  return {
    startMs: median(footprints.map(({ startMs }) => startMs)),
    residentMiB: median(footprints.map((one) => one.residentMiB)),
  };
}
