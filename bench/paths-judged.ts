import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as peculiar from '@peculiar/x509';
import * as pkijs from 'pkijs';
import { concatBytes } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { type Minted, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import { generateKeyPair, type KeyKind } from '#lib/pki/keys/generate-key-pair.ts';
import type { BenchRow } from './bench-row.ts';
import { opensslCall, opensslVersion } from './openssl-call.ts';
import { median } from './process-figures.ts';

const people = 400;
const rounds = 5;

type Town = { readonly root: Minted; readonly issuing: Minted; readonly leaves: readonly Certificate[] };

async function makeTown(keyKind: KeyKind): Promise<Town> {
  const root = await mintAuthority('Root CA 1', undefined, { keyKind });
  const issuing = await mintAuthority('Issuing CA 2', root, { keyKind });
  const ownKey = await generateKeyPair(keyKind);
  const leaves: Certificate[] = [];
  for (let at = 0; at < people; at += 1)
    leaves.push((await mintClient(`Person ${at}`, issuing, { ownKey })).certificate);
  return { root, issuing, leaves };
}

/** Paths a second, the median of several times through all people; every certificate was read before. */
async function rateOf(judge: () => Promise<number>): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const start = performance.now();
    const accepted = await judge();
    if (accepted !== people) throw new Error(`${accepted} of ${people} were accepted.`);
    // The first time through is warm-up.
    if (round > 0) rates.push((people * 1000) / (performance.now() - start));
  }
  return median(rates);
}

async function countAccepted<Item>(
  items: readonly Item[],
  isAccepted: (item: Item) => Promise<boolean>,
): Promise<number> {
  let accepted = 0;
  for (const item of items) accepted += (await isAccepted(item)) ? 1 : 0;
  return accepted;
}

function judgeOurs({ root, issuing, leaves }: Town) {
  const authorities = [root.certificate];
  return countAccepted(leaves, async (leaf) => {
    const presented = [leaf, issuing.certificate];
    return (await judgeCertificate({ presented, authorities, at: mintedAt, purpose: { kind: 'client' } })).accepted;
  });
}

function judgePkijs({ root, issuing, leaves }: Town): () => Promise<number> {
  const read = ({ der }: Certificate) => pkijs.Certificate.fromBER(der);
  const [anchor, middle, parsed] = [read(root.certificate), read(issuing.certificate), leaves.map(read)];
  return () =>
    countAccepted(parsed, async (leaf) => {
      // It takes the last one for the certificate that is judged.
      const parameters = { trustedCerts: [anchor], certs: [middle, leaf], checkDate: new Date(mintedAt) };
      return (await new pkijs.CertificateChainValidationEngine(parameters).verify()).result;
    });
}

function judgePeculiar({ root, issuing, leaves }: Town): () => Promise<number> {
  const read = ({ der }: Certificate) => new peculiar.X509Certificate(der);
  const certificates = [root.certificate, issuing.certificate].map(read);
  const parsed = leaves.map(read);
  return () =>
    countAccepted(
      parsed,
      async (leaf) => (await new peculiar.X509ChainBuilder({ certificates }).build(leaf)).length === 3,
    );
}

/** Three certificates, judged one path after the other, beside those who do the same or less. */
export async function pathsJudged(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-paths-'));
  try {
    const call = opensslCall(folder);
    const rows: BenchRow[] = [];
    for (const keyKind of ['RSA-2048', 'P-256'] as const) rows.push(...(await rowsOf(keyKind, folder, call)));
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rowsOf(keyKind: KeyKind, folder: string, call: ReturnType<typeof opensslCall>): Promise<BenchRow[]> {
  const town = await makeTown(keyKind);
  const file = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const files = [
    file('root.der', town.root.certificate.der),
    file('issuing.der', town.issuing.certificate.der),
    file('leaves.der', concatBytes(...town.leaves.map(({ der }) => der))),
  ];
  const openssl = () =>
    call<{ readonly accepted: number; readonly ms: number }>('verify', ...files, String(mintedAt / 1000));
  const opensslRates = Array.from({ length: rounds }, () => {
    const { accepted, ms } = openssl();
    if (accepted !== people) throw new Error(`OpenSSL accepted ${accepted} of ${people}.`);
    return (people * 1000) / ms;
  });
  const ours = await rateOf(() => judgeOurs(town));
  const peers = [
    { name: `${opensslVersion()} X509_verify_cert in a process that runs`, rate: median(opensslRates), aim: 'stated' },
    { name: 'PKI.js’ CertificateChainValidationEngine', rate: await rateOf(judgePkijs(town)), aim: 'above 1' },
    {
      name: '@peculiar/x509’s chain builder, which looks at signatures alone',
      rate: await rateOf(judgePeculiar(town)),
      aim: 'above 1',
    },
  ];
  return peers.map(({ name, rate, aim }) => ({
    name: `paths judged, 3 certificates, ${keyKind}`,
    value: ours,
    unit: 'paths/s',
    against: `${name}: ${Math.round(rate)}/s`,
    ratio: ours / rate,
    aim,
  }));
}
