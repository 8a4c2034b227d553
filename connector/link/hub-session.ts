import { performance } from 'node:perf_hooks';
import WebSocket from 'ws';
import type { LinkEnd } from '#connector/link/backoff.ts';
import { type HeartbeatTimes, heartbeat, heartbeatTimes } from '#connector/link/heartbeat.ts';
import { whyUnreachable } from '#connector/link/why-unreachable.ts';
import { toBase64, utf8 } from '#lib/core/bytes.ts';
import { type CloseReason, closeCodes, closeReason, closeSentences } from '#lib/wire/close-codes.ts';
import {
  type ConnectorFrame,
  type HubFrame,
  hubFrame,
  type ListenerState,
  type RevisionFrame,
  readFrame,
} from '#lib/wire/frames.ts';
import { type HelloFacts, isHelloProved, proveHello } from '#lib/wire/hello-proof.ts';
import { helloTimeoutMs, maxHelloBytes, maxHubFrameBytes, protocolVersions } from '#lib/wire/limits.ts';

export type SessionTimes = HeartbeatTimes & {
  /** From dialling to an open WebSocket. */
  readonly dialTimeoutMs: number;
  /** From an open WebSocket to the welcome. */
  readonly helloTimeoutMs: number;
  /** From our close to the other side's. */
  readonly closeTimeoutMs: number;
};

export const sessionTimes: SessionTimes = {
  ...heartbeatTimes,
  dialTimeoutMs: 10_000,
  helloTimeoutMs,
  closeTimeoutMs: 2_000,
};

export type Welcome = { readonly now: number; readonly published: number | undefined };

export type SessionParts = {
  readonly hubUrl: string;
  readonly connectorId: string;
  readonly identityKey: CryptoKey;
  /** The key pinned at enrolment. */
  readonly gatehouseKey: CryptoKey;
  readonly software: string;
  readonly hostName: string;
  readonly status: () => { readonly running: number | null; readonly listener: ListenerState };
  readonly onWelcome: (welcome: Welcome) => void;
  readonly onRevision: (frame: RevisionFrame) => void;
  readonly times: SessionTimes;
};

export type SessionEnd = LinkEnd & { readonly detail: string };

export type Session = {
  /** Resolves once, when nothing of the session is left. */
  readonly ended: Promise<SessionEnd>;
  /** False where the link has no welcome; the frame is not kept. */
  readonly send: (frame: ConnectorFrame) => boolean;
  readonly close: (reason: CloseReason) => void;
};

/** Frames that wait while the one before is being checked. An honest hub never has this many. */
const maxInbox = 16;

type Phase = 'dialling' | 'challenge' | 'welcome' | 'live' | 'closing';

/** One dial to the hub, from the first packet to the last. */
export function openSession(parts: SessionParts): Session {
  const { times } = parts;
  const { host } = new URL(parts.hubUrl);
  const socket = new WebSocket(parts.hubUrl, {
    perMessageDeflate: false,
    maxPayload: maxHubFrameBytes,
    followRedirects: false,
  });
  let phase: Phase = 'dialling';
  let welcomedAt: number | undefined;
  let heardAt = performance.now();
  let facts: HelloFacts | undefined;
  let ownReason: CloseReason | undefined;
  let ownDetail: string | undefined;
  let thrown: unknown;
  let inbox = Promise.resolve();
  let waiting = 0;
  // One timer at a time: each phase has one thing it waits for.
  let timer = setTimeout(() => {
    thrown = new DOMException('no answer came in time', 'TimeoutError');
    socket.terminate();
  }, times.dialTimeoutMs);

  function waitAtMost(ms: number, onEnd: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(onEnd, ms);
  }

  function close(reason: CloseReason, detail?: string): void {
    if (phase === 'closing') return;
    const isOpen = phase !== 'dialling';
    phase = 'closing';
    ownReason = reason;
    ownDetail = detail;
    if (!isOpen) {
      socket.terminate();
      return;
    }
    waitAtMost(times.closeTimeoutMs, () => socket.terminate());
    socket.close(closeCodes[reason], clipReason(detail ?? ''));
  }

  async function answerChallenge(frame: HubFrame & { t: 'challenge' }): Promise<void> {
    const version = protocolVersions.find((known) => frame.versions.includes(known));
    if (version === undefined) return close('versionUnsupported', `the hub speaks ${frame.versions.join(', ')}`);
    facts = {
      hubNonce: frame.nonce,
      connectorNonce: toBase64(crypto.getRandomValues(new Uint8Array(32))),
      connectorId: parts.connectorId,
      version,
    };
    const proof = await proveHello('connector', facts, parts.identityKey);
    if (phase !== 'challenge') return;
    phase = 'welcome';
    put({
      t: 'hello',
      version,
      connectorId: parts.connectorId,
      nonce: facts.connectorNonce,
      proof,
      software: parts.software,
      hostName: parts.hostName,
      ...parts.status(),
    });
  }

  async function takeWelcome(frame: HubFrame & { t: 'welcome' }, known: HelloFacts): Promise<void> {
    const isProved =
      frame.version === known.version && (await isHelloProved('hub', known, frame.proof, parts.gatehouseKey));
    if (phase !== 'welcome') return;
    if (!isProved) return close('untrustedHub', closeSentences.untrustedHub);
    phase = 'live';
    welcomedAt = performance.now();
    beat();
    parts.onWelcome({ now: frame.now, published: frame.published });
  }

  async function take(message: WebSocket.RawData, isBinary: boolean): Promise<void> {
    if (phase === 'closing') return;
    const bytes = message as Buffer;
    if (phase !== 'live' && bytes.length > maxHelloBytes) return close('frameTooLarge', 'before the welcome');
    if (isBinary) return close('unreadableFrame', 'not text');
    const read = readFrame(hubFrame, bytes.toString('utf8'));
    if (!read.ok) return close(read.reason, read.detail);
    const { frame } = read;
    if (phase === 'challenge' && frame.t === 'challenge') return answerChallenge(frame);
    if (phase === 'welcome' && frame.t === 'welcome' && facts !== undefined) return takeWelcome(frame, facts);
    if (phase === 'live' && frame.t === 'revision') return parts.onRevision(frame);
    // Nobody who has not proved to be the pinned Gatehouse gets a step further.
    if (phase !== 'live') return close('untrustedHub', `${frame.t} came before its turn`);
    return close('unreadableFrame', `${frame.t} came twice`);
  }

  function put(frame: ConnectorFrame): boolean {
    if (socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  function beat(): void {
    const step = heartbeat(performance.now() - heardAt, times);
    if (step.action === 'give-up') {
      close('silent', closeSentences.silent);
      return;
    }
    if (step.action === 'ping') socket.ping();
    waitAtMost(step.lookAgainMs, beat);
  }

  const { promise: ended, resolve } = Promise.withResolvers<SessionEnd>();
  const heard = () => {
    heardAt = performance.now();
  };
  socket.on('ping', heard);
  socket.on('pong', heard);
  socket.on('open', () => {
    phase = 'challenge';
    heard();
    waitAtMost(times.helloTimeoutMs, () => close('helloTimeout', 'no welcome in time'));
  });
  socket.on('message', (message, isBinary) => {
    heard();
    waiting += 1;
    if (waiting > maxInbox) return close('unreadableFrame', 'too many frames at once');
    inbox = inbox
      .then(() => take(message, isBinary))
      .catch((cause: unknown) => close('unreadableFrame', String(cause)))
      .finally(() => {
        waiting -= 1;
      });
    return undefined;
  });
  socket.on('error', (cause) => {
    // The first one is the cause; what follows comes of our own closing.
    thrown ??= cause;
  });
  socket.on('close', (code, words) => {
    clearTimeout(timer);
    const livedMs = welcomedAt === undefined ? undefined : performance.now() - welcomedAt;
    const wasDialling = phase === 'dialling';
    phase = 'closing';
    const reason = ownReason ?? closeReason(code);
    if (reason !== undefined) resolve({ reason, livedMs, detail: detailOf(reason, ownDetail ?? words.toString()) });
    else if (wasDialling) resolve({ reason: 'unreachable', livedMs, detail: whyUnreachable(host, thrown) });
    else resolve({ reason: 'lost', livedMs, detail: lostDetail(host, code, thrown) });
  });

  return {
    ended,
    send: (frame) => phase === 'live' && put(frame),
    close: (reason) => close(reason),
  };
}

function detailOf(reason: CloseReason, words: string): string {
  const sentence = closeSentences[reason];
  return words === '' || words === sentence ? sentence : `${sentence} (${words.replaceAll(/\p{Cc}+/gu, ' ')})`;
}

function lostDetail(host: string, code: number, thrown: unknown): string {
  const why = thrown instanceof Error ? `: ${thrown.message}` : '';
  return `The link to ${host} was cut (WebSocket code ${code}${why}).`;
}

/** RFC 6455 section 5.5: a control frame holds 125 bytes, two of them the code. */
function clipReason(text: string): string {
  let clipped = text.slice(0, 123);
  while (utf8(clipped).length > 123) clipped = clipped.slice(0, -1);
  return clipped;
}
