import type { CheckAnswer, CheckQuestion } from '#components/audit/check-messages.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { readAuditFile } from '#lib/core/read-audit-file.ts';

/*
 * Reads the whole log and hashes every entry of it beside the page, which stays free. What Gatehouse says about its own chain is not
 * asked for: it sends rows, and they are judged here.
 */

const tell = (answer: CheckAnswer): void => globalThis.postMessage(answer);

const gone = 'Gatehouse stopped answering while the log was read, which says nothing about it. Try again.';

async function check({ kept }: CheckQuestion): Promise<CheckAnswer> {
  const response = await fetch('/api/audit/export');
  if (!response.ok || response.body === null) {
    const message = response.status === 401 ? 'Your session has ended. Sign in again.' : gone;
    return { t: 'problem', message };
  }
  const read = await readAuditFile(textsOf(response.body), {
    kept,
    onProgress: (entries, total) => tell({ t: 'progress', entries, total }),
  });
  if (!read.ok) return { t: 'problem', message: read.problem };
  const { header, verdict } = read.value;
  const keyFingerprint = await sha256Hex(fromBase64(header.publicKey) ?? new Uint8Array());
  return { t: 'verdict', verdict, keyFingerprint };
}

/** Streams are no iterables in every browser. */
async function* textsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    await reader.cancel();
  }
}

globalThis.addEventListener('message', ({ data }: MessageEvent<CheckQuestion>) => {
  check(data).then(tell, () => tell({ t: 'problem', message: gone }));
});
