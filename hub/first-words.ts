import type { Socket } from 'node:net';
import { z } from 'zod';
import type { HubLimits } from '#hub/hub-limits.ts';
import type { LinkSocket } from '#hub/link-socket.ts';
import type { CloseReason } from '#lib/wire/close-codes.ts';
import { connectorFrame, type HelloFrame, readFrame } from '#lib/wire/frames.ts';
import { protocolVersions } from '#lib/wire/limits.ts';

export type FirstWords =
  | { readonly ok: true; readonly hello: HelloFrame }
  | { readonly ok: false; readonly reason: CloseReason };

/** A frame is at most 14 bytes longer than its payload; a few for pings. */
const framingBytes = 512;

/** A hello of a version to come may have other fields, and is still to be told that its version is the trouble. */
const anyHello = z.looseObject({ t: z.literal('hello'), version: z.number().int() });

/**
 * Waits for a stranger's one frame. Bytes are counted as they come from the network, so that neither a large frame nor many
 * fragments or pings are held; the deadline stands from the start, whatever is sent.
 */
export function readFirstWords(link: LinkSocket, network: Socket, limits: HubLimits): Promise<FirstWords> {
  return new Promise((resolve) => {
    let received = 0;
    const settle = (words: FirstWords): void => {
      clearTimeout(deadline);
      network.off('data', count);
      link.off('message', read);
      link.off('close', gone);
      resolve(words);
    };
    const count = (chunk: Buffer): void => {
      received += chunk.length;
      if (received > limits.maxHelloBytes + framingBytes) settle({ ok: false, reason: 'frameTooLarge' });
    };
    const read = (data: Buffer, isBinary: boolean): void => {
      if (data.length > limits.maxHelloBytes) settle({ ok: false, reason: 'frameTooLarge' });
      else settle(isBinary ? { ok: false, reason: 'unreadableFrame' } : understandHello(data.toString('utf8')));
    };
    const gone = (): void => settle({ ok: false, reason: 'goingAway' });
    const deadline = setTimeout(() => settle({ ok: false, reason: 'helloTimeout' }), limits.helloTimeoutMs);
    network.on('data', count);
    link.on('message', read);
    link.on('close', gone);
  });
}

function understandHello(message: string): FirstWords {
  const read = readFrame(connectorFrame, message);
  if (!read.ok) {
    const version = versionOf(message);
    return { ok: false, reason: version !== undefined && !isSpoken(version) ? 'versionUnsupported' : read.reason };
  }
  if (read.frame.t !== 'hello') return { ok: false, reason: 'unknownFrame' };
  if (!isSpoken(read.frame.version)) return { ok: false, reason: 'versionUnsupported' };
  return { ok: true, hello: read.frame };
}

function isSpoken(version: number): boolean {
  return protocolVersions.some((spoken) => spoken === version);
}

function versionOf(message: string): number | undefined {
  try {
    return anyHello.safeParse(JSON.parse(message)).data?.version;
  } catch {
    return undefined;
  }
}
