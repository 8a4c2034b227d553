import type { IncomingMessage } from 'node:http';
import { parseAddress } from '#lib/flow/address.ts';
import { blockContains, parseBlock } from '#lib/flow/block.ts';
import { type ClientAddress, clientAddress } from '#lib/flow/client-address.ts';

/** Where a request comes from and what its sender typed, as far as trusted proxies say so. */
export type RequestOrigin = ClientAddress & {
  /** Host and port the browser asked for, without a default port. */
  readonly host: string;
  readonly isSecure: boolean;
};

export function requestOrigin(
  request: IncomingMessage,
  { trustedProxies, isTls }: { readonly trustedProxies: readonly string[]; readonly isTls: boolean },
): RequestOrigin {
  const peer = request.socket.remoteAddress ?? '';
  const forwardedFor = request.headers['x-forwarded-for'];
  const isForwarded = isWithin(peer, trustedProxies);
  const protocol = isForwarded ? last(request.headers['x-forwarded-proto']) : undefined;
  const isSecure = protocol === undefined ? isTls : protocol === 'https';
  const host = (isForwarded ? last(request.headers['x-forwarded-host']) : undefined) ?? request.headers.host ?? '';
  return { ...clientAddress({ peer, forwardedFor, trustedProxies }), host: hostOf(host, isSecure), isSecure };
}

function isWithin(peer: string, blocks: readonly string[]): boolean {
  const address = parseAddress(peer);
  if (!address.ok) return false;
  return blocks.some((text) => {
    const block = parseBlock(text);
    return block.ok && blockContains(block.value, address.value);
  });
}

/** Of several values, that of the proxy next to Gatehouse; the others may be a stranger's. */
function last(header: string | string[] | undefined): string | undefined {
  return (
    String(header ?? '')
      .split(',')
      .at(-1)
      ?.trim() || undefined
  );
}

function hostOf(text: string, isSecure: boolean): string {
  const url = `${isSecure ? 'https' : 'http'}://${text}`;
  return URL.canParse(url) ? new URL(url).host : '';
}
