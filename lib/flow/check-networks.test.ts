import { describe, expect, test } from 'vitest';
import { checkNetworks, type NetworkContext, networkFindingCatalogue } from '#lib/flow/check-networks.ts';
import type { Method, Network } from '#lib/flow/flow-settings.ts';

const v6 = '2a01:4f8::/32';

function ids(blocks: readonly (string | Network)[], context: NetworkContext = {}): string[] {
  const networks = blocks.map((block) => (typeof block === 'string' ? { block, label: '' } : block));
  return checkNetworks(networks, context).map(({ id, severity, block }) => `${id} ${severity} ${block ?? '-'}`);
}

const withMethods = (...methods: Method[]): Network => ({ block: v6, label: 'HQ', methods });
const allOn = { clientCertificate: { enabled: true }, kerberos: { enabled: true } };
const onlyPassword = { clientCertificate: { enabled: false }, kerberos: { enabled: false } };

describe('checkNetworks', () => {
  test.each<[string, (string | Network)[], string[]]>([
    ['nothing', [], []],
    ['good networks', ['24.12.34.56/32', '8.0.0.0/8', v6], []],
    ['text that is no block', ['office', v6], ['NET-INVALID error -']],
    ['host bits', ['24.12.34.56/24', v6], ['NET-HOST-BITS error 24.12.34.0/24']],
    ['another spelling', ['2A01:4F8::/32'], [`NET-HOST-BITS error ${v6}`]],
    ['a mapped block', ['::ffff:24.12.34.56', v6], ['NET-HOST-BITS error 24.12.34.56/32']],
    ['the same block twice', [v6, v6, v6], [`NET-DUPLICATE error ${v6}`, `NET-DUPLICATE error ${v6}`]],
    [
      'the same block in two spellings',
      [v6, '2a01:04f8::/32'],
      [`NET-HOST-BITS error ${v6}`, `NET-DUPLICATE error ${v6}`],
    ],
    ['a wide IPv4 block', ['64.0.0.0/7', v6], ['NET-TOO-WIDE error 64.0.0.0/7']],
    ['a wide IPv6 block', ['2a00::/31'], ['NET-TOO-WIDE error 2a00::/31']],
    [
      'a confirmed wide block',
      [{ block: '2a00::/31', label: '', widthConfirmed: true }],
      ['NET-TOO-WIDE warning 2a00::/31'],
    ],
    ['IPv4 only', ['24.12.34.56/32'], ['NET-NO-IPV6 note -']],
    [
      'nested blocks',
      ['24.0.0.0/8', '24.1.0.0/16', '24.1.1.0/24', '24.2.0.0/16', v6],
      ['NET-SHADOWED note 24.0.0.0/8', 'NET-SHADOWED note 24.1.0.0/16'],
    ],
  ])('%s', (_, networks, expected) => {
    expect(ids(networks)).toEqual(expected);
  });

  test.each([
    [
      'NET-PRIVATE',
      [
        '10.0.0.0/8',
        '172.31.255.0/24',
        '192.168.0.0/16',
        '100.64.0.0/10',
        '169.254.1.0/24',
        '127.0.0.1/32',
        'fd00::/32',
        'fe80::/64',
        '::1/128',
      ],
    ],
    ['NET-DOCUMENTATION', ['192.0.2.0/24', '198.51.100.7/32', '203.0.113.0/25', '2001:db8::/32', '3fff::/32']],
    [
      'NET-RESERVED',
      ['0.0.0.0/8', '224.0.0.0/8', '240.0.0.0/8', '255.255.255.255/32', 'ff02::/32', '198.18.0.0/15', '::/128'],
    ],
  ])('%s', (id, blocks) => {
    for (const block of blocks) expect(ids([block, v6])).toEqual([`${id} warning ${block}`]);
  });

  test('says nothing about private addresses that a connector is seen from', () => {
    expect(ids(['10.0.0.0/8', '192.168.0.0/16', v6], { seenFrom: ['::ffff:10.2.0.5', 'unknown'] })).toEqual([
      'NET-PRIVATE warning 192.168.0.0/16',
    ]);
  });

  test('leaves neighbours of special ranges alone', () => {
    expect(ids(['172.32.0.0/16', '100.128.0.0/16', '192.169.0.0/16', '11.0.0.0/8', v6])).toEqual([]);
  });

  test.each<[Method[], NetworkContext, string[]]>([
    [['kerberos', 'password'], { settings: onlyPassword }, ['NET-METHOD-OFF']],
    [['kerberos', 'client-certificate'], { settings: onlyPassword }, ['NET-METHOD-OFF', 'NET-NO-METHOD']],
    [['kerberos', 'password'], { settings: allOn }, []],
    [['kerberos', 'password'], {}, []],
    [['password', 'kerberos'], { settings: allOn }, ['NET-PASSWORD-NOT-LAST']],
    [[], { settings: onlyPassword }, []],
  ])('methods %j with %j', (methods, context, expected) => {
    expect(checkNetworks([withMethods(...methods)], context).map((found) => found.id)).toEqual(expected);
  });

  test('names the network, and what to do', () => {
    const [found] = checkNetworks([{ block: '10.1.2.3/16', label: 'Lab' }]);
    expect(found).toMatchObject({ id: 'NET-HOST-BITS', area: 'networks', subject: 'Lab 10.1.0.0/16' });
    expect(found?.message).toContain('10.1.2.3/32');
    expect(found?.remedy).not.toBe('');
  });

  test('answers a hundred thousand networks inside one', () => {
    const networks = Array.from({ length: 100_000 }, (_, place) => ({
      block: `24.${place >> 16}.${(place >> 8) & 255}.${place & 255}/32`,
      label: '',
    }));
    expect(ids([{ block: '24.0.0.0/8', label: '' }, ...networks, { block: v6, label: '' }])).toEqual([
      'NET-SHADOWED note 24.0.0.0/8',
    ]);
  });
});

test('the catalogue names every finding once', () => {
  const named = networkFindingCatalogue.map((entry) => entry.id);
  expect(new Set(named).size).toBe(named.length);
  expect(named.every((id) => /^NET-[A-Z0-9-]+$/.test(id))).toBe(true);
});
