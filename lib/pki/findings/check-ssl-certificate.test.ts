import { beforeAll, describe, expect, it } from 'vitest';
import { derNull } from '#lib/pki/asn1/write-der.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { checkSslCertificate } from '#lib/pki/findings/check-ssl-certificate.ts';
import { type Minted, type MintOptions, mintAuthority, mintedAt, mintServer } from '#lib/pki/issue/mint.ts';
import { constraintsExtension, dns } from '#lib/pki/judge/names/mint-constraints.test-support.ts';
import { policyConstraintsExtension } from '#lib/pki/judge/policies/mint-policies.test-support.ts';

const host = 'sso.fabrikam.example';
const day = 86_400_000;
let root: Minted;
let issuing: Minted;

beforeAll(async () => {
  root = await mintAuthority('Root CA 1');
  issuing = await mintAuthority('Issuing CA 2', root);
});

async function check(chain: readonly Minted[], forHost: string | undefined = host) {
  return checkSslCertificate({ chain: chain.map((one) => one.certificate), host: forHost, at: mintedAt });
}
async function ids(chain: readonly Minted[], forHost: string | undefined = host) {
  return (await check(chain, forHost)).map((finding) => finding.id);
}
/** Short enough for Apple. */
const server = (more: MintOptions = {}, by = issuing) =>
  mintServer(host, by, { notAfter: mintedAt + 300 * day, ...more });

describe('checkSslCertificate', () => {
  it('finds nothing wrong with a good chain, with and without its root', async () => {
    const leaf = await server();
    expect(await ids([leaf, issuing])).toEqual([]);
    expect(await ids([leaf, issuing, root])).toEqual([]);
    expect(await ids([leaf, issuing], undefined)).toEqual([]);
  });

  it('says that there is none', async () => {
    expect(await check([])).toMatchObject([
      { id: 'SSL-MISSING', severity: 'error', area: 'ssl-certificate', subject: host },
    ]);
  });

  it.each<[string, MintOptions, string[]]>([
    ['ended', { notAfter: mintedAt - 1 }, ['SSL-EXPIRED']],
    ['ending', { notAfter: mintedAt + 9 * day }, ['SSL-EXPIRES-SOON']],
    ['with 30 days left', { notAfter: mintedAt + 30 * day }, []],
    [
      'of 90 days with 29 left',
      { notBefore: mintedAt - 61 * day, notAfter: mintedAt + 29 * day },
      ['SSL-EXPIRES-SOON'],
    ],
    ['of 47 days with 17 left', { notBefore: mintedAt - 30 * day, notAfter: mintedAt + 17 * day }, []],
    ['of 6 days with 3 left', { notBefore: mintedAt - 3 * day, notAfter: mintedAt + 3 * day }, []],
    ['of 6 days with 1 left', { notBefore: mintedAt - 5 * day, notAfter: mintedAt + day }, ['SSL-EXPIRES-SOON']],
    ['of Ed25519, which browsers do not take', { keyKind: 'Ed25519' }, ['SSL-UNSUPPORTED-KEY']],
    ['of P-521', { keyKind: 'P-521' }, []],
    ['to come', { notBefore: mintedAt + day }, ['SSL-NOT-YET-VALID']],
    [
      'for another host',
      { alternativeNames: [{ kind: 'dns', value: 'mail.fabrikam.example' }] },
      ['SSL-NAME-MISMATCH'],
    ],
    ['without alternative names', { alternativeNames: [] }, ['SSL-NO-SAN']],
    ['with mail addresses alone', { alternativeNames: [{ kind: 'email', value: 'a@b.example' }] }, ['SSL-NO-SAN']],
    ['for people', { extendedKeyUsage: [purpose.clientAuth] }, ['SSL-WRONG-PURPOSE']],
    ['without digitalSignature', { keyUsage: ['keyEncipherment'] }, ['SSL-WRONG-PURPOSE']],
    ['of 1024 bits', { keyKind: 'RSA-1024' }, ['SSL-WEAK-KEY']],
    ['of an authority', { basicConstraints: { isAuthority: true } }, ['SSL-IS-AUTHORITY']],
    ['for 10 years', { notAfter: mintedAt + 3650 * day }, ['SSL-LONG-LIVED']],
    ['with a negative serial number', { serial: Uint8Array.of(0xff) }, ['SSL-NEGATIVE-SERIAL']],
  ])('looks at a certificate %s', async (_, more, expected) => {
    expect(await ids([await server(more), issuing])).toEqual(expected);
  });

  it('names the days and the host', async () => {
    const [soon] = await check([await server({ notAfter: mintedAt + 9 * day + 5000 }), issuing]);
    expect(soon?.message).toBe('sso.fabrikam.example ends in 9 days, on 10 June 2026.');
    const [other] = await check([await server(), issuing], 'login.fabrikam.example');
    expect(other).toMatchObject({
      id: 'SSL-NAME-MISMATCH',
      message: expect.stringContaining('not for login.fabrikam.example'),
    });
  });

  it('looks at the authorities of the chain too', async () => {
    const old = await mintAuthority('Old CA', root, { notAfter: mintedAt - 1 });
    const found = await check([await server({}, old), old]);
    expect(found).toMatchObject([{ id: 'SSL-EXPIRED', subject: 'Old CA', fingerprint: old.certificate.fingerprint }]);
  });

  it('only warns of an ended root, of which devices have their own copy', async () => {
    const old = await mintAuthority('Root CA 1', undefined, { ownKey: root.key, notAfter: mintedAt - 1 });
    expect(await check([await server(), issuing, old])).toMatchObject([
      { id: 'SSL-ROOT-EXPIRED', severity: 'warning', fingerprint: old.certificate.fingerprint },
    ]);
    const ending = await mintAuthority('Root CA 1', undefined, { ownKey: root.key, notAfter: mintedAt + day });
    expect(await ids([await server(), issuing, ending])).toEqual([]);
  });

  it('tells an address from a name that looks like one', async () => {
    const named = await server({ alternativeNames: [{ kind: 'dns', value: '10.2.0.5' }] });
    const [found] = await check([named, issuing], '10.2.0.5');
    expect(found).toMatchObject({ id: 'SSL-NAME-MISMATCH', message: expect.stringContaining('as a host name') });
    expect(
      await ids([await server({ alternativeNames: [{ kind: 'ip', value: '10.2.0.5' }] }), issuing], '10.2.0.5'),
    ).toEqual([]);
  });

  it('finds SHA-1 on the leaf and between, but not on the root', async () => {
    const rsaRoot = await mintAuthority('RSA Root', undefined, { keyKind: 'RSA-2048', hash: 'SHA-1' });
    const weak = await mintAuthority('Weak CA', rsaRoot, { keyKind: 'RSA-2048', hash: 'SHA-1' });
    expect(await check([await server({ hash: 'SHA-1' }, weak), weak, rsaRoot])).toMatchObject([
      { id: 'SSL-SHA1', subject: host },
      { id: 'SSL-SHA1', subject: 'Weak CA' },
    ]);
  });

  it('names the missing intermediate, and a namesake with another key', async () => {
    const leaf = await server();
    expect(await check([leaf])).toMatchObject([
      { id: 'SSL-MISSING-INTERMEDIATE', remedy: expect.stringMatching(/^Add the certificate of Issuing CA 2;/) },
    ]);
    const namesake = await mintAuthority('Issuing CA 2', root);
    const found = await check([leaf, namesake]);
    expect(found.map((one) => one.id)).toEqual(['SSL-MISSING-INTERMEDIATE', 'SSL-UNUSED']);
    expect(found[0]?.message).toContain('its key is another');
  });

  it('notes a chain out of order and what does not belong to it', async () => {
    const leaf = await server();
    expect(await check([leaf, root, issuing])).toMatchObject([{ id: 'SSL-CHAIN-ORDER', severity: 'note' }]);
    const stranger = await mintAuthority('Stranger');
    expect(await check([leaf, issuing, stranger])).toMatchObject([{ id: 'SSL-UNUSED', subject: 'Stranger' }]);
  });

  it('warns of a self-signed certificate, and does not ask for its issuer', async () => {
    const alone = await mintServer(host, undefined, { notAfter: mintedAt + 300 * day });
    expect(await ids([alone])).toEqual(['SSL-SELF-SIGNED']);
  });
});

describe('the path above the SSL certificate', () => {
  it.each<[string, MintOptions, string]>([
    ['is no authority', { basicConstraints: undefined }, 'RFC 5280 section 6.1.4 (k)'],
    ['must not sign', { keyUsage: ['cRLSign'] }, 'RFC 5280 section 6.1.4 (n)'],
    ['is for people alone', { extendedKeyUsage: [purpose.clientAuth] }, 'RFC 5280 section 4.2.1.12'],
    [
      'must not issue for the host',
      { furtherExtensions: [constraintsExtension({ permitted: [dns('contoso.example')] })] },
      'RFC 5280 section 6.1.3 (b)',
    ],
    ['asks for a policy', { furtherExtensions: [policyConstraintsExtension(0)] }, 'RFC 5280 section 6.1.3 (f)'],
    [
      'makes a condition that nobody knows',
      { furtherExtensions: [{ oid: '1.2.3.4', isCritical: true, value: derNull() }] },
      'RFC 5280 section 4.2',
    ],
  ])('names the rule where an authority %s', async (_, more, paragraph) => {
    const odd = await mintAuthority('Issuing CA 2', root, more);
    const leaf = await server({}, odd);
    for (const chain of [
      [leaf, odd],
      [leaf, odd, root],
    ]) {
      const found = await check(chain);
      expect(found.map(({ id }) => id)).toEqual(['SSL-PATH']);
      expect(found[0]?.message).toContain(`(${paragraph})`);
      expect(found[0]?.message).not.toMatch(/\byours?\b/i);
    }
  });

  it('names an authority that stands too deep', async () => {
    const top = await mintAuthority('Root', undefined, { basicConstraints: { isAuthority: true, pathLength: 0 } });
    const below = await mintAuthority('Issuing', top);
    expect(await ids([await server({}, below), below, top])).toEqual(['SSL-PATH']);
  });

  it('says of handwriting which rule of the standard it departs from', async () => {
    const odd = await mintAuthority('Issuing CA 2', root, { serial: new Uint8Array(21).fill(7) });
    const found = await check([await server({}, odd), odd]);
    expect(found).toMatchObject([{ id: 'SSL-PROFILE', severity: 'warning', subject: 'Issuing CA 2' }]);
    expect(found[0]?.message).toContain('(RFC 5280 section 4.1.2.2)');
  });
});
