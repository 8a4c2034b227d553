import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { type Minted, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import type { BenchRow } from './bench-row.ts';
import { median } from './process-figures.ts';

type Graph = {
  readonly name: string;
  readonly presented: readonly Certificate[];
  readonly authorities: readonly Certificate[];
};

const rounds = 5;
const limitMs = 1_000;

async function clientOf(by: Minted): Promise<Certificate> {
  return (await mintClient('Ada', by)).certificate;
}

/** Every key certified by every other one: the ways through twelve authorities are more than a hundred million, and none ends at a root. */
async function mesh(): Promise<Graph> {
  const keys: Minted[] = [];
  for (let at = 0; at < 12; at += 1) keys.push(await mintAuthority(`Mesh CA ${at}`));
  const crossed: Certificate[] = [];
  for (const [at, { key }] of keys.entries())
    for (const by of keys.filter((_, other) => other !== at))
      crossed.push((await mintAuthority(`Mesh CA ${at}`, by, { ownKey: key })).certificate);
  const [first] = keys;
  if (first === undefined) throw new Error('a mesh without keys');
  const root = await mintAuthority('Root CA 1');
  return {
    name: 'mesh of 132 cross-certificates',
    presented: [await clientOf(first), ...crossed],
    authorities: [root.certificate],
  };
}

/** A hundred authorities of one name without key identifiers: only the signature tells which one it was, and it was none of them. */
async function namesakes(): Promise<Graph> {
  const bare = { hasKeyIds: false };
  const all: Certificate[] = [];
  for (let at = 0; at < 100; at += 1) all.push((await mintAuthority('Namesake', undefined, bare)).certificate);
  const hidden = await mintAuthority('Namesake', undefined, bare);
  const leaf = (await mintClient('Ada', hidden, bare)).certificate;
  return { name: '100 authorities of one name', presented: [leaf], authorities: all };
}

/** Layers of twins with one key each: two to the tenth ways to a root that has ended, every one of them with good signatures. */
async function ladder(): Promise<Graph> {
  const root = await mintAuthority('Root CA 1', undefined, { notAfter: mintedAt - 1_000 });
  const layers: Certificate[] = [];
  let by = root;
  for (let layer = 0; layer < 10; layer += 1) {
    const upper = by;
    const twin = await mintAuthority(`Layer ${layer}`, upper);
    layers.push(twin.certificate, (await mintAuthority(`Layer ${layer}`, upper, { ownKey: twin.key })).certificate);
    by = twin;
  }
  return {
    name: '1,024 ways to a root that ended',
    presented: [await clientOf(by), ...layers],
    authorities: [root.certificate],
  };
}

/** Counts what WebCrypto is asked while something runs. */
async function countVerifications(run: () => Promise<void>): Promise<number> {
  const { subtle } = crypto;
  const verify = subtle.verify.bind(subtle);
  let count = 0;
  subtle.verify = (...words: Parameters<SubtleCrypto['verify']>) => {
    count += 1;
    return verify(...words);
  };
  try {
    await run();
  } finally {
    Reflect.deleteProperty(subtle, 'verify');
  }
  return count;
}

/** Certificates made to keep a judge busy: what one judgement costs at most (RFC 4158 section 2.4.1). */
export async function adversarialGraph(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { name, presented, authorities } of [await mesh(), await namesakes(), await ladder()]) {
    const judge = async () => {
      const verdict = await judgeCertificate({ presented, authorities, at: mintedAt, purpose: { kind: 'client' } });
      if (verdict.accepted) throw new Error(`${name}: accepted`);
    };
    const checks = await countVerifications(judge);
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      await judge();
      times.push(performance.now() - start);
    }
    const ms = median(times);
    rows.push({
      name: `adversarial graph, ${name}, ${checks} signature checks`,
      value: ms,
      unit: 'ms',
      against: `the limit of ${limitMs} ms`,
      ratio: limitMs / ms,
      aim: 'above 1',
    });
  }
  return rows;
}
