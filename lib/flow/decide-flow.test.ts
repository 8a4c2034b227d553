import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { compileFlow, decideFlow, type FlowDecision, type SeenFrom } from '#lib/flow/decide-flow.ts';
import { type FlowSettings, type Method, methods, type Network } from '#lib/flow/flow-settings.ts';

const headOffice: Network = { block: '24.12.34.56/32', label: 'Head office' };
const branch: Network = { block: '2001:db8:12::/48', label: 'Branch', methods: ['kerberos', 'password'] };

function settings(more: Partial<FlowSettings> = {}): FlowSettings {
  return {
    clientCertificate: { enabled: true },
    kerberos: { enabled: true },
    outside: 'password',
    networks: [headOffice, branch],
    ...more,
  };
}

function decide(given: FlowSettings, address: string, seenFrom: readonly (string | SeenFrom)[] = []): FlowDecision {
  const decided = decideFlow(compileFlow(given, seenFrom), address);
  if (!decided.ok) throw new Error(decided.problem.message);
  return decided.value;
}

const codes = (decision: FlowDecision): string[] => decision.reasons.map((reason) => reason.code);

describe('decideFlow', () => {
  test('gives a network the connection’s methods, and says it in one line', () => {
    const decision = decide(settings(), '24.12.34.56');
    expect(decision.matched).toEqual({ kind: 'network', block: '24.12.34.56/32', label: 'Head office' });
    expect(decision.methods).toEqual(['client-certificate', 'kerberos', 'password']);
    expect(decision.sentence).toBe('Head office 24.12.34.56/32: client certificate, then Kerberos, then password.');
    expect(codes(decision)).toEqual(['most-specific-network', 'connection-methods']);
  });

  test('reads mapped addresses and zone ids, and says so', () => {
    const mapped = decide(settings(), '::FFFF:180c:2238');
    expect([mapped.address, mapped.matched.kind, codes(mapped)[0]]).toEqual([
      '24.12.34.56',
      'network',
      'mapped-to-ipv4',
    ]);
    const zoned = decide(settings(), '2001:DB8:12::9%eth0');
    expect([zoned.address, zoned.methods, codes(zoned)[0]]).toEqual([
      '2001:db8:12::9',
      ['kerberos', 'password'],
      'zone-dropped',
    ]);
  });

  test('refuses text that is no address, by name', () => {
    const decided = decideFlow(compileFlow(settings()), '24.12.34.056');
    expect(decided.ok ? '' : decided.problem.code).toBe('leading-zero');
  });

  test('never offers a method that is off, and refuses where none is left', () => {
    const given = settings({
      kerberos: { enabled: false },
      networks: [
        { block: '10.0.0.0/8', label: 'A', methods: ['kerberos', 'client-certificate'] },
        { block: '10.1.0.0/16', label: 'B', methods: ['kerberos'] },
      ],
    });
    const partly = decide(given, '10.9.9.9');
    expect([partly.methods, codes(partly)]).toEqual([
      ['client-certificate'],
      ['most-specific-network', 'method-off', 'own-methods', 'ends-without-password'],
    ]);
    const refused = decide(given, '10.1.0.1');
    expect(refused.methods).toEqual([]);
    expect(refused.shadowed).toEqual([{ block: '10.0.0.0/8', label: 'A' }]);
    expect(codes(refused)).toEqual(['most-specific-network', 'goes-before-broader', 'method-off', 'no-method-left']);
    expect(refused.sentence).toBe('B 10.1.0.0/16: nobody gets in.');
  });

  test('keeps a network’s own order, each method once, and takes an empty list for none set', () => {
    const given = settings({
      networks: [
        { block: '10.0.0.0/8', label: '', methods: ['password', 'kerberos', 'password'] },
        { block: '11.0.0.0/8', label: '', methods: [] },
      ],
    });
    expect(decide(given, '10.0.0.1').methods).toEqual(['password', 'kerberos']);
    expect(decide(given, '11.0.0.1').methods).toEqual(['client-certificate', 'kerberos', 'password']);
  });

  test('outside every network does what the connection says', () => {
    const open = decide(settings(), '9.9.9.9');
    expect([open.methods, open.matched, codes(open)]).toEqual([['password'], { kind: 'none' }, ['outside-password']]);
    const closed = decide(settings({ outside: 'refuse' }), '9.9.9.9');
    expect([closed.methods, closed.sentence, codes(closed)]).toEqual([
      [],
      'Outside every network: nobody gets in.',
      ['outside-refuse'],
    ]);
  });

  describe('with the addresses connectors are seen from', () => {
    const seenFrom = [
      { address: '203.0.113.7', connector: 'hq-1' },
      { address: '::ffff:203.0.113.7', connector: 'hq-2' },
      { address: '24.12.34.56', connector: 'hq-3' },
    ];

    test('makes each an implicit network while Kerberos is on', () => {
      const decision = decide(settings({ outside: 'refuse' }), '203.0.113.7', seenFrom);
      expect(decision.matched).toEqual({ kind: 'implicit', block: '203.0.113.7/32', connectors: ['hq-1', 'hq-2'] });
      expect(decision.methods).toEqual(['client-certificate', 'kerberos', 'password']);
      expect(decision.sentence).toContain('connectors hq-1 and hq-2 are seen from');
      expect(decide(settings({ kerberos: { enabled: false } }), '203.0.113.7', seenFrom).matched.kind).toBe('none');
    });

    test('lets a configured network with the same block go before it', () => {
      const decision = decide(settings(), '24.12.34.56', seenFrom);
      expect(decision.matched.kind).toBe('network');
      expect(codes(decision)).toContain('goes-before-implicit');
    });

    test('lets it go before a broader configured network', () => {
      const given = settings({ networks: [{ block: '203.0.113.0/24', label: 'Wide', methods: ['password'] }] });
      const decision = decide(given, '203.0.113.7', ['203.0.113.7']);
      expect([decision.matched.kind, decision.methods.length]).toEqual(['implicit', 3]);
      expect(decision.shadowed).toEqual([{ block: '203.0.113.0/24', label: 'Wide' }]);
    });
  });

  test('leaves out what cannot be read, and says what that was', () => {
    const networks = [
      { block: '10.1.2.3/8', label: '' },
      { block: 'x', label: '' },
      headOffice,
      { ...headOffice, label: 'Again' },
    ];
    const flow = compileFlow(settings({ networks }), ['nowhere']);
    expect(flow.ignored.map(({ text, problem }) => [text, problem.code])).toEqual([
      ['nowhere', 'not-an-address'],
      ['10.1.2.3/8', 'host-bits'],
      ['x', 'not-an-address'],
      ['24.12.34.56/32', 'repeated-block'],
    ]);
  });
});

/** An address as family and whole number, by another's parser. */
function whole(text: string): { family: string; value: bigint; bits: number } {
  const address = ipaddr.process(text);
  const bytes = address.toByteArray();
  return {
    family: address.kind(),
    value: bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n),
    bits: bytes.length * 8,
  };
}

/** The rules as they are written in the product, one after the other, by search through everything. */
function oracle(given: FlowSettings, target: string, seenFrom: readonly string[]) {
  const address = whole(target);
  const on = methods.filter(
    (method) =>
      method === 'password' || (method === 'kerberos' ? given.kerberos.enabled : given.clientCertificate.enabled),
  );
  const containing = given.networks
    .map((network) => {
      const [text = '', lengthText = ''] = network.block.split('/');
      const base = whole(text);
      return { network, base, length: Number(lengthText) };
    })
    .filter(({ base, length }) => {
      const drop = BigInt(base.bits - length);
      return base.family === address.family && base.value >> drop === address.value >> drop;
    })
    .sort((a, b) => b.length - a.length);
  const isSeen = seenFrom.some((seen) => whole(seen).family === address.family && whole(seen).value === address.value);
  const [best] = containing;
  if (given.kerberos.enabled && isSeen && best?.length !== address.bits) {
    return {
      kind: 'implicit',
      methods: on,
      block: undefined,
      shadowed: containing.map(({ network }) => network.block),
    };
  }
  if (best === undefined) {
    return { kind: 'none', methods: given.outside === 'password' ? ['password'] : [], block: undefined, shadowed: [] };
  }
  const own: readonly Method[] = best.network.methods ?? [];
  const chosen = own.length > 0 ? own.filter((method) => on.includes(method)) : on;
  return {
    kind: 'network',
    methods: chosen,
    block: best.network.block,
    shadowed: containing.slice(1).map(({ network }) => network.block),
  };
}

/** Few distinct words and octets, so that networks nest and addresses hit. */
const octet = fc.constantFrom(0, 1, 127, 128, 255);
const v4 = fc.array(octet, { minLength: 4, maxLength: 4 }).map((octets) => octets.join('.'));
const group = fc.constantFrom('0', '1', '7fff', '8000', 'ffff');
const v6 = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => ipaddr.IPv6.parse(groups.join(':')));
const v6Text = v6.filter((address) => !address.isIPv4MappedAddress()).map((address) => address.toRFC5952String());
const v4Block = fc
  .tuple(v4, fc.integer({ min: 0, max: 32 }))
  .map(([text, length]) => `${ipaddr.IPv4.networkAddressFromCIDR(`${text}/${length}`)}/${length}`);
const v6Block = fc
  .tuple(v6Text, fc.integer({ min: 0, max: 128 }))
  .map(([text, length]) => `${ipaddr.IPv6.networkAddressFromCIDR(`${text}/${length}`).toRFC5952String()}/${length}`)
  .filter((text) => !text.startsWith('::ffff:'));
const network: fc.Arbitrary<Network> = fc.record(
  {
    block: fc.oneof(
      v4Block,
      v6Block,
      v4.map((text) => `${text}/32`),
    ),
    label: fc.string({ maxLength: 8 }),
    methods: fc.uniqueArray(fc.constantFrom(...methods)),
  },
  { requiredKeys: ['block', 'label'] },
);
const anySettings: fc.Arbitrary<FlowSettings> = fc.record({
  clientCertificate: fc.record({ enabled: fc.boolean() }),
  kerberos: fc.record({ enabled: fc.boolean() }),
  outside: fc.constantFrom('password' as const, 'refuse' as const),
  networks: fc.uniqueArray(network, { selector: ({ block }) => block, maxLength: 25 }),
});
const anyAddress = fc.oneof(
  v4,
  v6Text,
  v4.map((text) => `::ffff:${text}`),
  fc.ipV4(),
);

test('decides as the written rules do, over random settings, addresses and connectors', () => {
  fc.assert(
    fc.property(
      anySettings,
      fc.array(anyAddress, { maxLength: 4 }),
      fc.array(anyAddress, { minLength: 1, maxLength: 15 }),
      (given, seenFrom, addresses) => {
        const flow = compileFlow(given, seenFrom);
        expect(flow.ignored).toEqual([]);
        for (const address of [...addresses, ...seenFrom]) {
          const decided = decideFlow(flow, address);
          if (!decided.ok) throw new Error(decided.problem.message);
          const { matched, methods: offered, shadowed } = decided.value;
          expect({
            kind: matched.kind,
            methods: offered,
            block: matched.kind === 'network' ? matched.block : undefined,
            shadowed: shadowed.map(({ block }) => block),
          }).toEqual(oracle(given, address, seenFrom));
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
