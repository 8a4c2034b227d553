import { performance } from 'node:perf_hooks';
import { HttpsProxyAgent } from 'https-proxy-agent';
import WebSocket from 'ws';
import type { LinkEnd } from '#connector/link/backoff.ts';
import { middle } from '#connector/link/gatehouse-clock.ts';
import { type HeartbeatTimes, heartbeat, heartbeatTimes } from '#connector/link/heartbeat.ts';
import { whyUnreachable } from '#connector/link/why-unreachable.ts';
import { toBase64, utf8 } from '#lib/core/bytes.ts';
import { type CloseReason, closeCodes, closeReason, closeSentences } from '#lib/wire/close-codes.ts';
import {
  type AnswerFrame,
  type ConnectorFrame,
  type HelloFrame,
  type HubFrame,
  hubFrame,
  type QuestionFrame,
  type ReceivedFrame,
  type RevisionFrame,
  readFrame,
} from '#lib/wire/frames.ts';
import { type HelloFacts, isHelloProved, proveHello } from '#lib/wire/hello-proof.ts';
import { helloTimeoutMs, maxHelloBytes, maxHubFrameBytes, protocolVersions } from '#lib/wire/limits.ts';
import { makeQuestionKey } from '#lib/wire/question-cipher.ts';

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

export type Welcome = {
  /** By Gatehouse's clock, milliseconds since 1970, and the moment of the monotonic clock that it belongs to. */
  readonly now: number;
  readonly at: number;
  readonly published: number | undefined;
};

/** The link a question came over; only there it can be read, and there it is answered. */
export type QuestionLink = {
  readonly questionKey: CryptoKey;
  /** False where the link is gone. */
  readonly answer: (frame: AnswerFrame) => boolean;
};

export type SessionParts = {
  readonly hubUrl: string;
  /** URL of an HTTP proxy on the way (RFC 9110 section 9.3.6, CONNECT). */
  readonly proxy?: string | undefined;
  readonly connectorId: string;
  readonly identityKey: CryptoKey;
  /** The key pinned at enrolment. */
  readonly gatehouseKey: CryptoKey;
  readonly software: string;
  readonly hostName: string;
  readonly status: () => Pick<HelloFrame, 'running' | 'listener' | 'directory' | 'kerberos' | 'differences'>;
  readonly onWelcome: (welcome: Welcome) => void;
  readonly onRevision: (frame: RevisionFrame) => void;
  /** Both return at once: whatever they begin goes on beside the frames that follow. */
  readonly onQuestion: (frame: QuestionFrame, link: QuestionLink) => void;
  readonly onReceived: (frame: ReceivedFrame) => void;
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

/**
 * What waits while the hub's proof is being checked. Once it is, nothing waits; but questions and a revision may follow a welcome in the
 * same packet.
 */
const maxInbox = { frames: 1_024, bytes: 2 * maxHubFrameBytes };

type Phase = 'dialling' | 'challenge' | 'welcome' | 'live' | 'closing';

/** One dial to the hub, from the first packet to the last. */
export function openSession(parts: SessionParts): Session {
  const { times } = parts;
  const { host } = new URL(parts.hubUrl);
  const socket = new WebSocket(parts.hubUrl, {
    perMessageDeflate: false,
    maxPayload: maxHubFrameBytes,
    followRedirects: false,
    ...(parts.proxy === undefined ? {} : { agent: new HttpsProxyAgent(parts.proxy) }),
  });
  let phase: Phase = 'dialling';
  let welcomedAt: number | undefined;
  let heardAt = performance.now();
  let facts: HelloFacts | undefined;
  let ownReason: CloseReason | undefined;
  let ownDetail: string | undefined;
  let thrown: unknown;
  let questionKey: CryptoKey | undefined;
  let helloAt = 0;
  let inbox = Promise.resolve();
  let waiting = { frames: 0, bytes: 0 };
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
    const pair = await makeQuestionKey();
    if (phase !== 'challenge') return;
    questionKey = pair.privateKey;
    facts = {
      hubNonce: frame.nonce,
      connectorNonce: toBase64(crypto.getRandomValues(new Uint8Array(32))),
      connectorId: parts.connectorId,
      version,
      questionKey: pair.publicKey,
    };
    const proof = await proveHello('connector', facts, parts.identityKey);
    if (phase !== 'challenge') return;
    phase = 'welcome';
    helloAt = performance.now();
    put({
      t: 'hello',
      version,
      connectorId: parts.connectorId,
      nonce: facts.connectorNonce,
      proof,
      software: parts.software,
      hostName: parts.hostName,
      questionKey: pair.publicKey,
      ...parts.status(),
    });
  }

  async function takeWelcome(frame: HubFrame & { t: 'welcome' }, known: HelloFacts, cameAt: number): Promise<void> {
    const isProved =
      frame.version === known.version && (await isHelloProved('hub', known, frame.proof, parts.gatehouseKey));
    if (phase !== 'welcome') return;
    if (!isProved) return close('untrustedHub', closeSentences.untrustedHub);
    phase = 'live';
    welcomedAt = performance.now();
    beat();
    parts.onWelcome({ now: frame.now, at: middle(helloAt, cameAt), published: frame.published });
  }

  function read(message: Buffer, isBinary: boolean): HubFrame | undefined {
    if (phase === 'closing') return undefined;
    if (phase !== 'live' && message.length > maxHelloBytes) return closed('frameTooLarge', 'before the welcome');
    if (isBinary) return closed('unreadableFrame', 'not text');
    const result = readFrame(hubFrame, message.toString('utf8'));
    return result.ok ? result.frame : closed(result.reason, result.detail);
  }

  function closed(reason: CloseReason, detail: string): undefined {
    close(reason, detail);
  }

  /** Nobody who has not proved to be the pinned Gatehouse gets further than this. */
  async function takeFromStranger(message: Buffer, isBinary: boolean, cameAt: number): Promise<void> {
    if (phase === 'live') return takeFromHub(message, isBinary);
    const frame = read(message, isBinary);
    if (frame === undefined) return;
    if (phase === 'challenge' && frame.t === 'challenge') return answerChallenge(frame);
    if (phase === 'welcome' && frame.t === 'welcome' && facts !== undefined) return takeWelcome(frame, facts, cameAt);
    close('untrustedHub', `${frame.t} came before its turn`);
  }

  function takeFromHub(message: Buffer, isBinary: boolean): void {
    const frame = read(message, isBinary);
    if (frame === undefined || questionKey === undefined) return;
    if (frame.t === 'revision') parts.onRevision(frame);
    else if (frame.t === 'question') parts.onQuestion(frame, { questionKey, answer: sendLive });
    else if (frame.t === 'received') parts.onReceived(frame);
    else close('unreadableFrame', `${frame.t} came twice`);
  }

  function sendLive(frame: ConnectorFrame): boolean {
    return phase === 'live' && put(frame);
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
  socket.on('message', (data, isBinary) => {
    heard();
    const message = data as Buffer;
    if (phase === 'live' && waiting.frames === 0) return takeFromHub(message, isBinary);
    const cameAt = performance.now();
    waiting = { frames: waiting.frames + 1, bytes: waiting.bytes + message.length };
    if (waiting.frames > maxInbox.frames || waiting.bytes > maxInbox.bytes)
      return close('unreadableFrame', 'too many frames at once');
    inbox = inbox
      .then(() => takeFromStranger(message, isBinary, cameAt))
      .catch((cause: unknown) => close('unreadableFrame', String(cause)))
      .finally(() => {
        waiting = { frames: waiting.frames - 1, bytes: waiting.bytes - message.length };
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
    send: sendLive,
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
