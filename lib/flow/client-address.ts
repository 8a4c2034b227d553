import { type Address, formatAddress, parseAddress } from '#lib/flow/address.ts';
import { type Block, blockContains, parseBlock } from '#lib/flow/block.ts';

/** Who a request comes from, and the trusted proxies it came through, the one next to Gatehouse first. */
export type ClientAddress = { readonly address: string; readonly via: readonly string[] };

/** No chain of proxies in front of a sign-in door is longer; what claims to be is not believed further. */
const maxProxyHops = 5;

/**
 * Finds the client's address behind trusted proxies: X-Forwarded-For is walked from the right for as long as the hop reached is
 * trusted, at most five hops (compare RFC 7239 section 7.4 on trust). What cannot be read as an address, a port aside, ends the walk
 * at the hop before it. IPv4-mapped addresses (RFC 4291 section 2.5.5.2) count as IPv4.
 */
export function clientAddress({
  peer,
  forwardedFor,
  trustedProxies,
}: {
  /** The address of the socket's other end. */
  readonly peer: string;
  /** The header as it came; several headers in their order. */
  readonly forwardedFor?: string | readonly string[] | null | undefined;
  /** Blocks whose word is believed; blocks that cannot be read trust nobody. */
  readonly trustedProxies: readonly (string | Block)[];
}): ClientAddress {
  const first = parseAddress(peer);
  if (!first.ok) return { address: peer, via: [] };
  const trusted = trustedProxies.flatMap((proxy) => {
    if (typeof proxy !== 'string') return [proxy];
    const read = parseBlock(proxy);
    return read.ok ? [read.value] : [];
  });
  const header = typeof forwardedFor === 'string' ? forwardedFor : (forwardedFor ?? []).join(',');
  const via: string[] = [];
  let current = first.value;
  let end = header.length;
  while (end > 0 && via.length < maxProxyHops && trusted.some((block) => blockContains(block, current))) {
    const comma = header.lastIndexOf(',', end - 1);
    const next = readHop(header.slice(comma + 1, end).trim());
    if (next === undefined) break;
    via.push(formatAddress(current));
    current = next;
    end = comma;
  }
  return { address: formatAddress(current), via };
}

/** One element of the header; some proxies write `1.2.3.4:5678`, `[2001:db8::1]` or `[2001:db8::1]:5678`. */
function readHop(text: string): Address | undefined {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1];
  const withPort = /^([\d.]+):\d{1,5}$/.exec(text)?.[1];
  const read = parseAddress(bracketed ?? withPort ?? text);
  return read.ok ? read.value : undefined;
}
