import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '#lib/core/bytes.ts';
import { derNull } from '#lib/pki/asn1/write-der.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { type AnswerToWrite, issueOcspAnswer, type OcspAnswerRequest } from '#lib/pki/issue/issue-ocsp.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { judgeRevocation } from '#lib/pki/revocation/judge-revocation.ts';
import { parseOcspResponse } from '#lib/pki/revocation/ocsp/parse-ocsp-response.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import type { RevocationMode } from '#lib/pki/revocation/revocation-verdict.ts';

const hour = 3_600_000;
const noCheck = { oid: '1.3.6.1.5.5.7.48.1.5', isCritical: false, value: derNull() };

let root: Minted;
let ada: Minted;
let responder: Minted;

const appointed = (by: Minted, more: MintOptions = {}) =>
  mintClient('Responder', by, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'], furtherExtensions: [noCheck], ...more });

beforeAll(async () => {
  root = await mintAuthority('Root CA 1');
  ada = await mintClient('Ada', root);
  responder = await appointed(root);
});

type Wish = Partial<OcspAnswerRequest> & { readonly by?: Minted; readonly about?: Partial<AnswerToWrite> };

/** By default what a delegated responder says of somebody who is in good standing. */
function answer({ by = responder, about = {}, ...wish }: Wish = {}): Promise<Bytes> {
  return issueOcspAnswer({
    signer: by.signer,
    producedAt: mintedAt - hour,
    certificates: [by.certificate.der],
    answers: [
      {
        certificate: ada.certificate,
        issuer: root.certificate,
        status: 'good',
        thisUpdate: mintedAt - hour,
        nextUpdate: mintedAt + hour,
        ...about,
      },
    ],
    ...wish,
  });
}

type Evidence = { readonly answers?: readonly Bytes[]; readonly lists?: readonly Bytes[] };

async function judge({ answers = [], lists = [] }: Evidence, mode: RevocationMode = 'fail-closed', at = mintedAt) {
  const ocsp = await Promise.all(
    answers.map(async (bytes) => {
      const parsed = await parseOcspResponse(bytes);
      if (!parsed.ok) throw new Error(parsed.problem.message);
      return parsed.value;
    }),
  );
  const crls = lists.map((bytes) => {
    const parsed = parseCrl(bytes);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    return parsed.value;
  });
  return judgeRevocation({
    path: [ada.certificate, root.certificate],
    evidence: { crls, ocsp },
    at,
    modeOf: () => mode,
    certificates: [],
    pathOf: async () => undefined,
  });
}

describe('judgeRevocation by OCSP answers', () => {
  it('believes a responder that the authority appointed, and says so', async () => {
    expect(await judge({ answers: [await answer()] })).toMatchObject({
      accepted: true,
      statuses: [
        {
          status: 'good',
          sources: [
            {
              kind: 'ocsp',
              issuer: 'CN=Responder,O=Fabrikam',
              thisUpdate: mintedAt - hour,
              nextUpdate: mintedAt + hour,
            },
          ],
        },
      ],
    });
  });

  it('believes the authority itself, named by its name or its key, about identifiers of every hash', async () => {
    for (const responderBy of ['name', 'key'] as const) {
      for (const hash of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const) {
        const bytes = await answer({ by: root, responderBy, certificates: [], about: { hash } });
        expect(await judge({ answers: [bytes] })).toMatchObject({ accepted: true });
      }
    }
  });

  it('says who was revoked, when and why', async () => {
    const about = { status: 'revoked', revokedAt: mintedAt - 5 * hour, reason: 1 } as const;
    expect(await judge({ answers: [await answer({ about })] }, 'fail-open')).toMatchObject({
      refusal: 'revoked',
      revokedAt: mintedAt - 5 * hour,
      reason: 'key-compromise',
    });
  });

  const unusable: Record<string, () => Promise<Bytes>> = {
    'does not know the certificate': () => answer({ about: { status: 'unknown' } }),
    'ended on': () => answer({ about: { nextUpdate: mintedAt - 1_000 } }),
    'begins on': () => answer({ about: { thisUpdate: mintedAt + hour } }),
    'ended on 1 June 2026': () => answer({ about: { nextUpdate: undefined } }),
    'was not appointed by the authority': async () => answer({ by: await appointed(await mintAuthority('Other CA')) }),
    'lacks OCSPSigning': async () => answer({ by: await mintClient('Person', root) }),
    'lacks digitalSignature': async () => answer({ by: await appointed(root, { keyUsage: ['keyEncipherment'] }) }),
    'has a certificate that ended': async () => answer({ by: await appointed(root, { notAfter: mintedAt - hour }) }),
    'has a certificate that is valid from': async () =>
      answer({ by: await appointed(root, { notBefore: mintedAt + hour }) }),
    'a condition that is not understood here (1.2.3.4)': () =>
      answer({ about: { furtherExtensions: [{ oid: '1.2.3.4', isCritical: true, value: derNull() }] } }),
    'a condition that is not understood here (1.2.3.5)': () =>
      answer({ furtherExtensions: [{ oid: '1.2.3.5', isCritical: true, value: derNull() }] }),
    'the certificate of its responder is missing': () => answer({ certificates: [] }),
    'it is signed with SHA-1': () => answer({ hash: 'SHA-1' }),
    'its signature is broken': async () => {
      const bytes = await answer({ certificates: [responder.certificate.der] });
      // The last octets of the times stand in the signed part, before the signature.
      const at = Buffer.from(bytes).indexOf('20260601110000Z');
      bytes[at + 13] = 0x31;
      return bytes;
    },
    'cannot be found out whether the certificate of “Responder”': async () =>
      answer({ by: await appointed(root, { furtherExtensions: [] }) }),
  };
  it.each(Object.keys(unusable))('takes an answer for nothing where it: %s', async (why) => {
    const bytes = await unusable[why]?.();
    if (bytes === undefined) throw new Error(why);
    expect(await judge({ answers: [bytes] })).toMatchObject({
      refusal: 'revocation-unknown',
      gaps: [{ detail: expect.stringContaining(why) }],
    });
  });

  it('takes an answer about somebody else for none', async () => {
    const other = await mintAuthority('Root CA 1');
    const neighbour = await mintClient('Grace', root);
    for (const about of [{ certificate: neighbour.certificate }, { issuer: other.certificate }]) {
      expect(await judge({ answers: [await answer({ about })] })).toMatchObject({
        gaps: [{ detail: 'There is no revocation list of “Root CA 1” for this certificate.' }],
      });
    }
  });

  it('lets the clock of a responder be five minutes ahead, and an answer without an end count for as long', async () => {
    const ahead = await answer({ about: { thisUpdate: mintedAt + 299_000 } });
    expect(await judge({ answers: [ahead] })).toMatchObject({ accepted: true });
    const endless = await answer({ about: { nextUpdate: undefined } });
    expect(await judge({ answers: [endless] }, 'fail-closed', mintedAt - hour + 300_000)).toMatchObject({
      accepted: true,
    });
    expect(await judge({ answers: [endless] }, 'fail-closed', mintedAt - hour + 300_001)).toMatchObject({
      refusal: 'revocation-unknown',
    });
  });

  it('looks a responder up where its certificate does not exempt it', async () => {
    const plain = await appointed(root, { furtherExtensions: [] });
    const list = (revoked: Parameters<typeof issueCrl>[0]['revoked']) =>
      issueCrl({
        signer: root.signer,
        thisUpdate: mintedAt - hour,
        nextUpdate: mintedAt + hour,
        revoked,
        hasKeyId: false,
      });
    const serial = Uint8Array.from(Buffer.from(plain.certificate.serial, 'hex'));
    const revoked = { status: 'revoked', revokedAt: mintedAt - hour } as const;
    const answers = [await answer({ by: plain, about: revoked })];
    // What it says counts as long as it is in good standing itself.
    expect(await judge({ answers, lists: [await list([])] })).toMatchObject({ refusal: 'revoked' });
    expect(await judge({ answers, lists: [await list([{ serial, at: mintedAt - hour }])] })).toMatchObject({
      accepted: true,
      statuses: [{ sources: [{ kind: 'crl' }] }],
    });
  });

  it('takes a revocation wherever it is told', async () => {
    const serial = Uint8Array.from(Buffer.from(ada.certificate.serial, 'hex'));
    const times = { thisUpdate: mintedAt - hour, nextUpdate: mintedAt + hour };
    const listing = await issueCrl({ signer: root.signer, ...times, revoked: [{ serial, at: mintedAt - hour }] });
    const silent = await issueCrl({ signer: root.signer, ...times, revoked: [] });
    const good = await answer();
    const revoked = await answer({ about: { status: 'revoked', revokedAt: mintedAt } });
    const unknown = await answer({ about: { status: 'unknown' } });
    expect(await judge({ answers: [good], lists: [listing] })).toMatchObject({ refusal: 'revoked' });
    expect(await judge({ answers: [revoked], lists: [silent] })).toMatchObject({ refusal: 'revoked' });
    expect(await judge({ answers: [unknown], lists: [silent] })).toMatchObject({ accepted: true });
    expect(await judge({ answers: [good], lists: [silent] })).toMatchObject({ accepted: true });
  });

  it('takes the newest of several answers, and believes one that ended about a revocation', async () => {
    const held = {
      status: 'revoked',
      reason: 6,
      revokedAt: mintedAt - 9 * hour,
      thisUpdate: mintedAt - 8 * hour,
    } as const;
    const before = await answer({ about: held });
    expect(await judge({ answers: [before, await answer()] })).toMatchObject({ accepted: true });
    const ended = await answer({ about: { ...held, nextUpdate: mintedAt - hour } });
    expect(await judge({ answers: [ended] }, 'fail-open')).toMatchObject({ refusal: 'revoked' });
  });
});
