import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Which of the named byte strings stand anywhere in the readable memory of a process (proc(5)). Linux only. */
export function foundInMemory(pid: number, needles: ReadonlyMap<string, Buffer>): { found: string[]; bytes: number } {
  const longest = Math.max(...[...needles.values()].map((needle) => needle.length));
  const found = new Set<string>();
  let bytes = 0;
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(16 * 1024 * 1024);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const match = /^([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+\s*(.*)$/.exec(line);
      if (match === null || match[3]?.startsWith('[v')) continue;
      const end = BigInt(`0x${match[2]}`);
      let at = BigInt(`0x${match[1]}`);
      while (at < end) {
        const wanted = Number(end - at < BigInt(chunk.length) ? end - at : BigInt(chunk.length));
        let read: number;
        try {
          read = readSync(memory, chunk, 0, wanted, at);
        } catch {
          break; // Mapped but not there, such as a guard page.
        }
        if (read === 0) break;
        bytes += read;
        const view = chunk.subarray(0, read);
        for (const [name, needle] of needles) if (view.includes(needle)) found.add(name);
        // Overlap, so that nothing hides on the edge of two reads.
        at += BigInt(read < wanted || at + BigInt(read) >= end ? read : read - longest);
      }
    }
  } finally {
    closeSync(memory);
  }
  return { found: [...found], bytes };
}
