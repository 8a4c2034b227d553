import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import type { FetchFault } from '#connector/sign-in/revocation/keep-fresh.ts';
import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';

export type FetchLimits = { readonly timeoutMs: number; readonly maxBytes: number };

/** The largest are those of nations; whoever signs in does not wait for them that long. */
export const listLimits: FetchLimits = { timeoutMs: 60_000, maxBytes: 64 * 1024 * 1024 };
/** Answers about one certificate have one or two thousand bytes; those with the responder's chain a few more. */
export const answerLimits: FetchLimits = { timeoutMs: 5_000, maxBytes: 64 * 1024 };

export type FetchRequest = {
  readonly url: string;
  readonly limits: FetchLimits;
  /** Sent along by POST; it is not sent on to where an address leads. */
  readonly post?: { readonly type: string; readonly body: Bytes };
};

const maxRedirects = 3;

/** The body of an http address. */
export async function fetchBody(
  { url, limits, post }: FetchRequest,
  stop: AbortSignal,
): Promise<Outcome<Bytes, FetchFault>> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const signal = AbortSignal.any([stop, timeout]);
  try {
    let address = url;
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const answer = await ask(address, signal, post);
      const { statusCode = 0, headers } = answer;
      if (statusCode === 200) return await readBody(answer, limits.maxBytes);
      answer.destroy();
      if (post !== undefined || statusCode < 300 || statusCode > 399 || headers.location === undefined)
        return fault('unreachable', `it answered with status ${statusCode}`);
      address = new URL(headers.location, address).href;
      if (!/^https?:/.test(address)) return fault('unreachable', `it leads to ${address}`);
    }
    return fault('unreachable', `it leads on more than ${maxRedirects} times`);
  } catch (cause) {
    if (timeout.aborted) return fault('unreachable', `it did not arrive within ${limits.timeoutMs / 1000} s`);
    return fault('unreachable', networkWords(cause).replaceAll(/\p{Cc}+/gu, ' '));
  }
}

export function fault(kind: FetchFault['kind'], detail: string): { readonly ok: false; readonly problem: FetchFault } {
  return { ok: false, problem: { kind, detail } };
}

const networkReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at that address and port',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'no way leads there from this machine',
  ENETUNREACH: 'no way leads there from this machine',
  ENOTFOUND: 'its name is not known to this machine’s DNS',
  EAI_AGAIN: 'this machine’s DNS does not answer',
};

/** With the code in brackets, for those who look it up. */
function networkWords(cause: unknown): string {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  const words = code === undefined ? undefined : networkReasons[code];
  return words === undefined ? reasonOf(cause) : `${words} (${code})`;
}

function ask(url: string, signal: AbortSignal, post: FetchRequest['post']): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // A connection of its own: none is left behind.
  const more = post === undefined ? {} : { method: 'POST', headers: { 'content-type': post.type } };
  const sent = (url.startsWith('https:') ? requestHttps : requestHttp)(url, { agent: false, signal, ...more }, resolve);
  sent.on('error', reject);
  sent.end(post?.body);
  return promise;
}

async function readBody(answer: IncomingMessage, maxBytes: number): Promise<Outcome<Bytes, FetchFault>> {
  const parts: Uint8Array[] = [];
  let total = 0;
  for await (const part of answer) {
    total += (part as Buffer).length;
    if (total > maxBytes) {
      answer.destroy();
      return fault('unusable', `it has more than ${maxBytes} bytes`);
    }
    parts.push(part as Buffer);
  }
  return success(concatBytes(...parts));
}
