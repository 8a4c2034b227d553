import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';

export type FetchLimits = { readonly timeoutMs: number; readonly maxBytes: number };

export const fetchLimits: FetchLimits = { timeoutMs: 8_000, maxBytes: 20 * 1024 * 1024 };

const maxRedirects = 3;

/** The body of an http address. The problem says in a few words why there is none. */
export async function fetchList(
  url: string,
  stop: AbortSignal,
  limits: FetchLimits = fetchLimits,
): Promise<Outcome<Bytes, string>> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const signal = AbortSignal.any([stop, timeout]);
  try {
    let address = url;
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const answer = await ask(address, signal);
      const { statusCode = 0, headers } = answer;
      if (statusCode === 200) return await readBody(answer, limits.maxBytes);
      answer.destroy();
      if (statusCode < 300 || statusCode > 399 || headers.location === undefined)
        return wrong(`it answered with status ${statusCode}`);
      address = new URL(headers.location, address).href;
      if (!/^https?:/.test(address)) return wrong(`it leads to ${address}`);
    }
    return wrong(`it leads on more than ${maxRedirects} times`);
  } catch (cause) {
    if (timeout.aborted) return wrong(`it did not arrive within ${limits.timeoutMs / 1000} s`);
    return wrong(reasonOf(cause).replaceAll(/\p{Cc}+/gu, ' '));
  }
}

function wrong(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}

function ask(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // A connection of its own: none is left behind.
  const request = (url.startsWith('https:') ? getHttps : getHttp)(url, { agent: false, signal }, resolve);
  request.on('error', reject);
  return promise;
}

async function readBody(answer: IncomingMessage, maxBytes: number): Promise<Outcome<Bytes, string>> {
  const parts: Uint8Array[] = [];
  let total = 0;
  for await (const part of answer) {
    total += (part as Buffer).length;
    if (total > maxBytes) {
      answer.destroy();
      return wrong(`it has more than ${maxBytes} bytes`);
    }
    parts.push(part as Buffer);
  }
  return success(concatBytes(...parts));
}
