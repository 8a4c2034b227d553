import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '#lib/core/bytes.ts';
import { readFile } from '#lib/pki/files/read-file.ts';
import { readPem } from '#lib/pki/files/read-pem.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { mutate, type Random, randomFrom } from './mutate-bytes.ts';

/*
 * node --max-old-space-size=256 script/fuzz-files.ts FOLDER [COUNT] [SEED]
 *
 * Reads the files in FOLDER as they are, then mutations of them, COUNT reads in all, and tells what came of it: a line
 * `progress N` now and then, a line of JSON at the end. What stands between two at signs of a file's name is its passphrase: `small@secret@.pfx`. An input that
 * fails is left in FOLDER as `failed-N`.
 */

type Seed = { readonly name: string; readonly passphrase: string | undefined };

const [folder = '.', count = '1000', seedText = '1'] = process.argv.slice(2);
const slowMs = 1000;
const random = randomFrom(Number(seedText));

const seeds: readonly Seed[] = readdirSync(folder)
  .filter((name) => !name.startsWith('failed-'))
  .toSorted()
  .map((name) => ({ name, passphrase: name.split('@')[1] }));

/** Read anew each time: kept, the files would count as memory that reading needs. */
function load({ name }: Seed): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(folder, name)));
}

/** Half of the armoured files are changed inside their armour, so that their DER is reached. */
function mutateSeed(seed: Seed, draw: Random): Uint8Array<ArrayBuffer> {
  const bytes = load(seed);
  const other = load(seeds[draw(seeds.length)] ?? seed);
  const isArmoured = bytes[0] === 0x2d && draw(2) === 0;
  if (!isArmoured) return mutate(bytes, draw, other);
  const blocks = [...readPem(new TextDecoder().decode(bytes))];
  const chosen = draw(blocks.length);
  const texts = blocks.map((block, index) => {
    if ('refusal' in block) return '';
    return toPem(block.label, index === chosen ? mutate(block.content, draw, other) : block.content);
  });
  return utf8(texts.join(''));
}

const summary = {
  reads: 0,
  withContent: 0,
  slowestMs: 0,
  slowestFile: '',
  peakMiB: 0,
  maxRssMiB: 0,
  failures: [] as string[],
};

function fail(bytes: Uint8Array, why: string): void {
  const file = join(folder, `failed-${summary.reads}`);
  writeFileSync(file, bytes);
  summary.failures.push(`${file}: ${why}`);
}

async function timeRead(seed: Seed, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const started = process.cpuUsage();
  const { passphrase } = seed;
  const reading = await readFile({ name: seed.name, bytes, ...(passphrase === undefined ? {} : { passphrase }) });
  // Reading waits for nothing, so its time is the processor's, whatever else this machine is busy with.
  const { user, system } = process.cpuUsage(started);
  const elapsed = (user + system) / 1000;
  const found = reading.certificates.length + reading.privateKeys.length;
  if (found > 0) summary.withContent += 1;
  if (found + reading.problems.length === 0) fail(bytes, 'neither content nor a problem');
  const unexpected = reading.problems.find(({ message }) => message.includes('could not be read to its end'));
  if (unexpected !== undefined) fail(bytes, unexpected.message);
  return elapsed;
}

async function check(seed: Seed, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  summary.reads += 1;
  try {
    let elapsed = await timeRead(seed, bytes);
    // Collecting garbage and compiling fall to whoever comes: what is slow has to be slow again.
    for (let retry = 0; retry < 3 && elapsed > slowMs; retry += 1)
      elapsed = Math.min(elapsed, await timeRead(seed, bytes));
    if (elapsed > slowMs) fail(bytes, `${seed.name} took ${elapsed.toFixed(0)} ms`);
    if (elapsed > summary.slowestMs) Object.assign(summary, { slowestMs: Math.round(elapsed), slowestFile: seed.name });
  } catch (error) {
    fail(bytes, `threw ${String(error)}`);
  }
  const { heapUsed, external } = process.memoryUsage();
  summary.peakMiB = Math.max(summary.peakMiB, Math.round((heapUsed + external) / 2 ** 20));
  if (summary.reads % 500 === 0) console.log(`progress ${summary.reads}`);
}

for (const seed of seeds) await check(seed, load(seed));
while (summary.reads < Number(count)) {
  const seed = seeds[random(seeds.length)];
  if (seed === undefined) break;
  await check(seed, mutateSeed(seed, random));
}
summary.maxRssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify(summary));
