import { createReadStream } from 'node:fs';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const withinMs = 60_000;

/** What a process is to be started with, so that snapshots of its heap can be asked for; they are written into the folder. */
export function snapshotOptions(folder: string): { readonly NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}` };
}

/**
 * Which of the named byte strings stand in a snapshot of everything that a process can still reach: V8 collects garbage before it
 * writes. Strings are in it, the bytes of buffers are not.
 */
export async function foundInHeap(
  pid: number,
  folder: string,
  needles: ReadonlyMap<string, Buffer>,
): Promise<{ found: string[]; bytes: number }> {
  const before = new Set(await readdir(folder));
  process.kill(pid, 'SIGUSR2');
  const path = await finished(folder, before);
  try {
    return await foundInFile(path, needles);
  } finally {
    await rm(path);
  }
}

async function finished(folder: string, before: ReadonlySet<string>): Promise<string> {
  for (const until = Date.now() + withinMs; Date.now() < until; await wait(100)) {
    const name = (await readdir(folder)).find((one) => one.endsWith('.heapsnapshot') && !before.has(one));
    if (name !== undefined && (await isWhole(join(folder, name)))) return join(folder, name);
  }
  throw new Error(`no snapshot of the heap came within ${withinMs} ms`);
}

/** The list of strings is the last thing in the file, and one object holds it all. */
async function isWhole(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(8);
    await file.read(tail, 0, tail.length, Math.max(0, size - tail.length));
    return /\]\s*\}\s*$/.test(tail.toString('latin1').replaceAll('\0', ''));
  } finally {
    await file.close();
  }
}

export async function foundInFile(
  path: string,
  needles: ReadonlyMap<string, Buffer>,
): Promise<{ found: string[]; bytes: number }> {
  const longest = Math.max(...[...needles.values()].map((needle) => needle.length));
  const found = new Set<string>();
  let bytes = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 4 * 1024 * 1024 })) {
    const piece = chunk as Buffer;
    bytes += piece.length;
    const text = Buffer.concat([rest, piece]);
    for (const [name, needle] of needles) if (text.includes(needle)) found.add(name);
    // Overlap, so that nothing hides on the edge of two pieces.
    rest = text.subarray(Math.max(0, text.length - longest + 1));
  }
  return { found: [...found], bytes };
}

export const newSnapshotFolder = (parent: string): Promise<string> => mkdtemp(join(parent, 'snapshots-'));
