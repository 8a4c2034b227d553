import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokenKind } from '#connector/kerberos/token-kind.ts';

const ntlmMessage = Buffer.concat([Buffer.from('NTLMSSP\0'), Buffer.from('0100000007820062', 'hex'), Buffer.alloc(16)]);
const oid = {
  spnego: '06062b0601050502',
  kerberos: '06092a864886f712010202',
  microsoftKerberos: '06092a864882f712010202',
  negoex: '060a2b06010401823702021e',
  ntlm: '060a2b06010401823702020a',
};

function der(identifier: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([identifier, ...length]), content]);
}

function negotiation(mechTypes: readonly string[], mechToken?: Buffer): Buffer {
  const fields = [
    der(0xa0, der(0x30, ...mechTypes.map((type) => Buffer.from(type, 'hex')))),
    ...(mechToken === undefined ? [] : [der(0xa2, der(0x04, mechToken))]),
  ];
  return der(0x60, Buffer.from(oid.spnego, 'hex'), der(0xa0, der(0x30, ...fields)));
}

const ticket = der(0x60, Buffer.from(oid.kerberos, 'hex'), Buffer.from('0100', 'hex'), der(0x6e, Buffer.alloc(200)));

describe('what a browser offers', () => {
  test.each([
    ['NTLM as it is', ntlmMessage, 'ntlm'],
    ['NTLM alone inside SPNEGO', negotiation([oid.ntlm], ntlmMessage), 'ntlm'],
    ['NTLM alone, without a message yet', negotiation([oid.negoex, oid.ntlm]), 'ntlm'],
    ['NTLM first, Kerberos as well', negotiation([oid.ntlm, oid.kerberos], ntlmMessage), 'ntlm'],
    [
      'Windows with a ticket',
      negotiation([oid.microsoftKerberos, oid.kerberos, oid.negoex, oid.ntlm], ticket),
      'kerberos',
    ],
    ['MIT with a ticket', negotiation([oid.kerberos], ticket), 'kerberos'],
    ['a ticket without SPNEGO', ticket, 'kerberos'],
    ['something after the end', Buffer.concat([negotiation([oid.kerberos], ticket), Buffer.from([0])]), 'unknown'],
    ['another mechanism', negotiation([oid.negoex]), 'unknown'],
    ['nothing', Buffer.alloc(0), 'unknown'],
    ['the beginning of NTLM', Buffer.from('NTLMSSP'), 'unknown'],
  ])('%s', (_name, token, kind) => {
    expect(tokenKind(token)).toBe(kind);
  });

  test('any octets are of some kind', () => {
    const whole = negotiation([oid.microsoftKerberos, oid.kerberos, oid.ntlm], ticket);
    const bent = fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, octet]) => {
      const token = Buffer.from(whole);
      token[at] = octet;
      return token;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), bent), (token) => {
        expect(['kerberos', 'ntlm', 'unknown']).toContain(tokenKind(token));
      }),
    );
  });
});
