import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientAddress } from '#lib/flow/client-address.ts';

const trustedProxies = ['10.0.0.0/8', 'fd00::/8'];

describe('clientAddress', () => {
  test.each([
    ['no header', '10.0.0.1', undefined, '10.0.0.1', []],
    ['a peer that is not trusted', '9.9.9.9', '1.2.3.4', '9.9.9.9', []],
    ['one proxy', '10.0.0.1', '1.2.3.4', '1.2.3.4', ['10.0.0.1']],
    ['a forged part left of the client', '10.0.0.1', '6.6.6.6, 1.2.3.4', '1.2.3.4', ['10.0.0.1']],
    ['two proxies', '10.0.0.1', '1.2.3.4, 10.0.0.2', '1.2.3.4', ['10.0.0.1', '10.0.0.2']],
    ['several headers', '10.0.0.1', ['1.2.3.4', '10.0.0.2'], '1.2.3.4', ['10.0.0.1', '10.0.0.2']],
    ['nothing but proxies', '10.0.0.1', '10.0.0.3,10.0.0.2', '10.0.0.3', ['10.0.0.1', '10.0.0.2']],
    ['mapped addresses', '::ffff:10.0.0.1', '::ffff:102:304', '1.2.3.4', ['10.0.0.1']],
    ['IPv6', 'fd00::1%eth0', '2001:DB8::7', '2001:db8::7', ['fd00::1']],
    ['ports', '10.0.0.1', '1.2.3.4:5678, [fd00::2]:443', '1.2.3.4', ['10.0.0.1', 'fd00::2']],
    ['garbage', '10.0.0.1', '1.2.3.4, unknown, 10.0.0.2', '10.0.0.2', ['10.0.0.1']],
    ['an empty element', '10.0.0.1', '1.2.3.4,', '10.0.0.1', []],
    ['an empty first element', '10.0.0.1', ',10.0.0.2', '10.0.0.2', ['10.0.0.1']],
    ['a peer that is no address', '', '1.2.3.4', '', []],
  ])('%s', (_, peer, forwardedFor, address, via) => {
    expect(clientAddress({ peer, forwardedFor, trustedProxies })).toEqual({ address, via });
  });

  test('believes at most five hops', () => {
    const forwardedFor = ['1.2.3.4', ...Array.from({ length: 8 }, (_, place) => `10.0.1.${8 - place}`)].join(', ');
    expect(clientAddress({ peer: '10.0.0.1', forwardedFor, trustedProxies })).toEqual({
      address: '10.0.1.5',
      via: ['10.0.0.1', '10.0.1.1', '10.0.1.2', '10.0.1.3', '10.0.1.4'],
    });
  });

  test('trusts nobody where no block can be read', () => {
    expect(
      clientAddress({ peer: '10.0.0.1', forwardedFor: '1.2.3.4', trustedProxies: ['10.0.0.1/8', 'x'] }).address,
    ).toBe('10.0.0.1');
  });

  test('what stands left of the first hop that is not trusted changes nothing', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.ipV4().filter((text) => !text.startsWith('10.')),
        (forged, client) => {
          const seen = clientAddress({
            peer: '10.0.0.1',
            forwardedFor: `${forged},${client}, 10.0.0.2`,
            trustedProxies,
          });
          expect(seen).toEqual({ address: client, via: ['10.0.0.1', '10.0.0.2'] });
        },
      ),
    );
  });
});
