import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, concatBytes, utf8 } from '#lib/core/bytes.ts';
import { issueOcspAnswer, issueOcspRefusal } from '#lib/pki/issue/issue-ocsp.ts';
import { type Minted, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { maxOcspResponseBytes, parseOcspResponse } from '#lib/pki/revocation/ocsp/parse-ocsp-response.ts';

const nonce = Uint8Array.from({ length: 32 }, (_, at) => at + 1);
let root: Minted;
let bytes: Bytes;

beforeAll(async () => {
  root = await mintAuthority('Root CA 1');
  const { certificate } = await mintClient('Ada', root);
  bytes = await issueOcspAnswer({
    signer: root.signer,
    producedAt: mintedAt,
    nonce,
    certificates: [root.certificate.der],
    answers: [
      {
        certificate,
        issuer: root.certificate,
        status: 'revoked',
        revokedAt: mintedAt - 1_000,
        reason: 4,
        thisUpdate: mintedAt,
      },
    ],
  });
});

const codeOf = async (response: Bytes, expected = {}) => {
  const parsed = await parseOcspResponse(response, expected);
  return parsed.ok ? 'read' : parsed.problem.code;
};

describe('parseOcspResponse', () => {
  it('reads what stands in an answer', async () => {
    const parsed = await parseOcspResponse(bytes);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        responder: { by: 'name', name: { text: 'CN=Root CA 1,O=Fabrikam' } },
        producedAt: mintedAt,
        nonce: Buffer.from(nonce).toString('hex'),
        answers: [
          {
            status: 'revoked',
            reason: 'superseded',
            revokedAt: mintedAt - 1_000,
            thisUpdate: mintedAt,
            unprocessed: [],
          },
        ],
        unprocessed: [],
      },
    });
    expect(parsed.ok && parsed.value.certificates.map(({ fingerprint }) => fingerprint)).toEqual([
      root.certificate.fingerprint,
    ]);
  });

  it.each([
    [1, 'malformedRequest'],
    [2, 'internalError'],
    [3, 'tryLater'],
    [4, 'unreadable'],
    [5, 'sigRequired'],
    [6, 'unauthorized'],
    [0, 'unreadable'],
  ])('names the refusal %i %s', async (status, code) => {
    expect(await codeOf(issueOcspRefusal(status))).toBe(code);
  });

  it('refuses an answer to another request, and takes one to none', async () => {
    expect(await codeOf(bytes, { nonce })).toBe('read');
    expect(await codeOf(bytes, { nonce: nonce.toReversed() })).toBe('wrong-nonce');
    const without = await issueOcspAnswer({ signer: root.signer, producedAt: mintedAt, answers: [] });
    expect(await codeOf(without, { nonce })).toBe('read');
  });

  it('refuses what is no answer', async () => {
    expect(await codeOf(new Uint8Array(maxOcspResponseBytes + 1))).toBe('too-large');
    for (const other of [
      new Uint8Array(),
      utf8('<html>'),
      root.certificate.der,
      bytes.slice(0, -1),
      concatBytes(bytes, Uint8Array.of(0)),
    ])
      expect(await codeOf(other)).toBe('unreadable');
  });

  it('throws at nothing, however it is damaged', async () => {
    let readable = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }), async (changes) => {
        const broken = bytes.slice();
        for (const [at, octet] of changes) broken[at % broken.length] = octet;
        if ((await codeOf(broken)) === 'read') readable += 1;
      }),
      { numRuns: 1_500, seed: 20_261_124 },
    );
    expect(readable).toBeGreaterThan(100);
  });
});
