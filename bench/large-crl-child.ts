import { readFileSync } from 'node:fs';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';

/* FILE SERIAL ABSENT: reads a list and looks numbers up in a process of its own, so that its memory is told alone. */

const [file = '', serial = '', absent = ''] = process.argv.slice(2);
const rounds = 200_000;

function heldMiB(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

/** Compiles the code with a small list before anything is measured, as a connector has it that runs. */
const small = Uint8Array.from(readFileSync(`${file}.small`));
for (let round = 0; round < 30; round += 1) {
  const warm = parseCrl(small.slice());
  if (warm.ok) for (let at = 0; at < 50; at += 1) warm.value.find(serial);
}

const der = new Uint8Array(readFileSync(file).buffer);
const beforeMiB = heldMiB();
const start = performance.now();
const parsed = parseCrl(der);
if (!parsed.ok) throw new Error(parsed.problem.message);
const read = performance.now();
const found = parsed.value.find(serial) !== undefined;
const first = performance.now();
for (let round = 0; round < rounds; round += 1) parsed.value.find(absent);
const last = performance.now();
const heldAfterMiB = heldMiB();
const lookUpNs = ((last - first) * 1e6) / rounds;
console.log(
  JSON.stringify({
    found,
    readMs: read - start,
    firstMs: first - read,
    lookUpNs,
    mib: heldAfterMiB - beforeMiB,
    entries: parsed.value.entryCount,
  }),
);
