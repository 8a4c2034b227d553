import fc from 'fast-check';
import type { NetworkSettings, Settings } from '#lib/contracts/settings.ts';
import { formatBlock, parseBlock } from '#lib/flow/block.ts';
import { methods } from '#lib/flow/flow-settings.ts';

/* Random settings, addresses and chains of proxies: near each other, so that most addresses fall into, beside or between networks. */

/** Where a request comes from: the socket's own address, and what the header claims. */
export type Visit = { readonly peer: '127.0.0.1' | '127.0.0.2' | '::1'; readonly forwardedFor: string | undefined };

const byte = fc.nat(255);
const v4 = fc.oneof(
  fc
    .tuple(fc.constantFrom(10, 24, 100, 203), fc.constantFrom(0, 12, 128), fc.constantFrom(0, 34), byte)
    .map((parts) => parts.join('.')),
  fc.tuple(byte, byte, byte, byte).map((parts) => parts.join('.')),
);
const group = fc.constantFrom('0', '1', '12', 'abcd', 'ffff');
const v6 = fc
  .tuple(fc.constantFrom('2001:db8', 'fd00:9', '2001:db8:12'), group, group)
  .map(([head, a, b]) => `${head}:${a}::${b}`);
const mapped = v4.map((address) => `::ffff:${address}`);

const block = fc
  .oneof(fc.tuple(v4, fc.integer({ min: 8, max: 32 })), fc.tuple(v6, fc.integer({ min: 32, max: 128 })))
  .map(([address, bits]) => {
    const read = parseBlock(`${address}/${bits}`);
    if (read.ok) return formatBlock(read.value);
    // Host bits are cleared, as the page clears them.
    return read.problem.meant === undefined ? '24.12.34.56/32' : formatBlock(read.problem.meant.network);
  });

const network = (connectorAddress: string): fc.Arbitrary<NetworkSettings> =>
  fc
    .record(
      {
        block: fc.oneof(
          { weight: 9, arbitrary: block },
          { weight: 1, arbitrary: fc.constant(`${connectorAddress}/32`) },
        ),
        label: fc.constantFrom('', 'Head office', 'Branch', 'Lab'),
        methods: fc.uniqueArray(fc.constantFrom(...methods), { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: ['block', 'label'] },
    )
    .map((one) => ({ ...one, widthConfirmed: true }));

/** The part of the settings that decides. */
export function randomFlow(
  connectorAddress: string,
): fc.Arbitrary<Pick<Settings, 'clientCertificate' | 'kerberos' | 'outside' | 'networks'>> {
  return fc.record({
    clientCertificate: fc.record({ enabled: fc.boolean() }),
    kerberos: fc.record({ enabled: fc.boolean(), frontFacingUrl: fc.constant('') }),
    outside: fc.constantFrom('password', 'refuse'),
    networks: fc.uniqueArray(network(connectorAddress), { maxLength: 12, selector: (one) => one.block }),
  });
}

/** A visit that ends, more often than not, near one of the networks. */
export function randomVisit(networks: readonly NetworkSettings[], connectorAddress: string): fc.Arbitrary<Visit> {
  const inside = networks.map((one) => one.block.split('/')[0] ?? '');
  const near = [...inside, connectorAddress];
  const address = fc.oneof(
    v4,
    v6,
    mapped,
    fc.constantFrom(...near),
    fc.constantFrom(...near).map((one) => one.replace(/\.\d+$/, '.77')),
  );
  const hop = fc.oneof(
    { weight: 6, arbitrary: address },
    { weight: 2, arbitrary: fc.constant(connectorAddress) },
    { weight: 1, arbitrary: v4.map((one) => `${one}:51234`) },
    { weight: 1, arbitrary: v6.map((one) => `[${one}]:443`) },
    { weight: 2, arbitrary: fc.constantFrom('10.9.1.2', '10.9.0.7', '127.0.0.1') },
    { weight: 1, arbitrary: fc.constantFrom('unknown', '', '999.1.1.1', '_hidden', '1.2.3', 'fe80::1%eth0') },
  );
  return fc.record({
    peer: fc.constantFrom('127.0.0.1', '127.0.0.1', '127.0.0.2', '::1'),
    forwardedFor: fc.option(
      fc.array(hop, { minLength: 1, maxLength: 8 }).map((hops) => hops.join(', ')),
      { nil: undefined },
    ),
  });
}
