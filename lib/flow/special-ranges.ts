import { type Block, blockContains, parseBlock } from '#lib/flow/block.ts';

export type SpecialRange = {
  readonly kind: 'private' | 'documentation' | 'reserved';
  readonly block: string;
  /** What addresses in it are, after “lies in …, ”. */
  readonly meaning: string;
};

/** Ranges of the IANA special-purpose registries (RFC 6890) that people do not come from over the internet. */
const ranges: readonly SpecialRange[] = [
  { kind: 'private', block: '10.0.0.0/8', meaning: 'private addresses (RFC 1918)' },
  { kind: 'private', block: '172.16.0.0/12', meaning: 'private addresses (RFC 1918)' },
  { kind: 'private', block: '192.168.0.0/16', meaning: 'private addresses (RFC 1918)' },
  { kind: 'private', block: '100.64.0.0/10', meaning: 'addresses behind a provider’s NAT (RFC 6598)' },
  { kind: 'private', block: '169.254.0.0/16', meaning: 'link-local addresses (RFC 3927)' },
  { kind: 'private', block: '127.0.0.0/8', meaning: 'addresses of the machine itself (RFC 1122)' },
  { kind: 'private', block: '::1/128', meaning: 'the address of the machine itself (RFC 4291)' },
  { kind: 'private', block: 'fc00::/7', meaning: 'unique local addresses (RFC 4193)' },
  { kind: 'private', block: 'fe80::/10', meaning: 'link-local addresses (RFC 4291)' },
  { kind: 'documentation', block: '192.0.2.0/24', meaning: 'addresses for examples (RFC 5737)' },
  { kind: 'documentation', block: '198.51.100.0/24', meaning: 'addresses for examples (RFC 5737)' },
  { kind: 'documentation', block: '203.0.113.0/24', meaning: 'addresses for examples (RFC 5737)' },
  { kind: 'documentation', block: '2001:db8::/32', meaning: 'addresses for examples (RFC 3849)' },
  { kind: 'documentation', block: '3fff::/20', meaning: 'addresses for examples (RFC 9637)' },
  { kind: 'reserved', block: '0.0.0.0/8', meaning: 'addresses that mean “this network” (RFC 791)' },
  { kind: 'reserved', block: '192.0.0.0/24', meaning: 'addresses for protocols (RFC 6890)' },
  { kind: 'reserved', block: '198.18.0.0/15', meaning: 'addresses for measurements (RFC 2544)' },
  { kind: 'reserved', block: '224.0.0.0/4', meaning: 'multicast addresses (RFC 5771)' },
  { kind: 'reserved', block: '240.0.0.0/4', meaning: 'addresses kept for later use (RFC 1112)' },
  { kind: 'reserved', block: '::/128', meaning: 'the unspecified address (RFC 4291)' },
  { kind: 'reserved', block: '100::/64', meaning: 'addresses that are thrown away (RFC 6666)' },
  { kind: 'reserved', block: 'fec0::/10', meaning: 'site-local addresses, given up long ago (RFC 3879)' },
  { kind: 'reserved', block: 'ff00::/8', meaning: 'multicast addresses (RFC 4291)' },
];

const parsed = ranges.flatMap((range) => {
  const read = parseBlock(range.block);
  return read.ok ? [{ range, block: read.value }] : [];
});

/** The special-purpose range (RFC 6890) that the whole block lies in, if it lies in one. */
export function specialRange(block: Block): SpecialRange | undefined {
  return parsed.find((each) => blockContains(each.block, block))?.range;
}
