import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '#lib/core/bytes.ts';
import { derNull } from '#lib/pki/asn1/write-der.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { issueOcspAnswer } from '#lib/pki/issue/issue-ocsp.ts';
import { type Minted, mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import { generateKeyPair, type KeyKind } from '#lib/pki/keys/generate-key-pair.ts';
import { judgeRevocation } from '#lib/pki/revocation/judge-revocation.ts';
import { parseOcspResponse } from '#lib/pki/revocation/ocsp/parse-ocsp-response.ts';
import { writeOcspRequest } from '#lib/pki/revocation/ocsp/write-ocsp-request.ts';

/* The responder of OpenSSL answers by the clock of the machine: certificates here are valid for as long as there may be machines. */
const always = { notBefore: Date.UTC(2020, 0, 1), notAfter: Date.UTC(2099, 0, 1) };
const nonce = Uint8Array.from({ length: 32 }, (_, at) => at + 1);

let folder: string;
const place = (name: string) => join(folder, name);
const openssl = (...args: readonly string[]) =>
  execFileSync('openssl', ['ocsp', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-ocsp-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Town = { readonly root: Minted; readonly people: Readonly<Record<'good' | 'revoked' | 'unknown', Minted>> };

async function found(keyKind: KeyKind): Promise<Town> {
  const root = await mintAuthority('Root CA 1', undefined, { ...always, ownKey: await generateKeyPair(keyKind) });
  const person = (name: string) => mintClient(name, root, always);
  const people = { good: await person('Ada'), revoked: await person('Bob'), unknown: await person('Eve') };
  const serial = ({ certificate }: Minted) => certificate.serial.toUpperCase();
  const lines = [
    ['V', '990101000000Z', '', serial(people.good), 'unknown', '/CN=Ada'],
    ['R', '990101000000Z', '260101000000Z,keyCompromise', serial(people.revoked), 'unknown', '/CN=Bob'],
  ];
  writeFileSync(place('index.txt'), lines.map((line) => `${line.join('\t')}\n`).join(''));
  writeMinted('root', root);
  return { root, people };
}

function writeMinted(name: string, { certificate, key }: Minted): void {
  writeFileSync(place(`${name}.pem`), toPem('CERTIFICATE', certificate.der));
  writeFileSync(place(`${name}.key`), toPem('PRIVATE KEY', key.pkcs8));
}

/** What OpenSSL's responder answers to a request of ours. */
function respond(request: Bytes, signer: string, ...more: readonly string[]): Bytes {
  writeFileSync(place('request.der'), request);
  const files = ['-index', place('index.txt'), '-CA', place('root.pem')];
  files.push('-rsigner', place(`${signer}.pem`), '-rkey', place(`${signer}.key`));
  openssl(...files, '-reqin', place('request.der'), '-respout', place('response.der'), '-ndays', '1', ...more);
  return Uint8Array.from(readFileSync(place('response.der')));
}

async function judge({ root, people }: Town, who: keyof Town['people'], response: Bytes) {
  const parsed = await parseOcspResponse(response, { nonce });
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const [first] = parsed.value.answers;
  expect(parsed.value.nonce).toBe(Buffer.from(nonce).toString('hex'));
  return judgeRevocation({
    path: [people[who].certificate, root.certificate],
    evidence: { crls: [], ocsp: [parsed.value] },
    at: first?.thisUpdate ?? 0,
    modeOf: () => 'fail-closed',
    certificates: [],
    pathOf: async () => undefined,
  });
}

describe('answers of OpenSSL’s responder to our requests', () => {
  const signers = {
    'the authority itself': async () => 'root',
    'a responder it appointed': async ({ root }: Town) => {
      const furtherExtensions = [{ oid: '1.3.6.1.5.5.7.48.1.5', isCritical: false, value: derNull() }];
      const extendedKeyUsage = ['1.3.6.1.5.5.7.3.9'];
      const own = { ownKey: await generateKeyPair('RSA-2048') };
      writeMinted(
        'responder',
        await mintClient('Responder', root, { ...always, ...own, extendedKeyUsage, furtherExtensions }),
      );
      return 'responder';
    },
  };
  it.each([
    ['the authority itself', 'P-256', []],
    ['the authority itself', 'RSA-2048', ['-resp_key_id']],
    ['a responder it appointed', 'P-384', []],
    ['a responder it appointed', 'P-256', ['-resp_key_id']],
  ] as const)('are judged, by %s under %s %o', async (who, keyKind, more) => {
    const town = await found(keyKind);
    const signer = await signers[who](town);
    for (const [status, minted] of Object.entries(town.people)) {
      for (const hash of ['SHA-1', 'SHA-256'] as const) {
        const question = { certificate: minted.certificate, issuer: town.root.certificate, nonce, hash };
        const verdict = await judge(
          town,
          status as keyof Town['people'],
          respond(await writeOcspRequest(question), signer, ...more),
        );
        if (status === 'good')
          expect(verdict).toMatchObject({ accepted: true, statuses: [{ sources: [{ kind: 'ocsp' }] }] });
        if (status === 'revoked')
          expect(verdict).toMatchObject({
            refusal: 'revoked',
            reason: 'key-compromise',
            revokedAt: Date.UTC(2026, 0, 1),
          });
        if (status === 'unknown') expect(verdict).toMatchObject({ refusal: 'revocation-unknown' });
      }
    }
  });

  it('say that it knows nothing of another authority', async () => {
    const { root } = await found('P-256');
    const stranger = await mintAuthority('Stranger', undefined, always);
    const request = await writeOcspRequest({ certificate: root.certificate, issuer: stranger.certificate });
    const unknown = await parseOcspResponse(respond(request, 'root'));
    expect(unknown.ok && unknown.value.answers).toMatchObject([{ status: 'unknown' }]);
  });
});

describe('what we write', () => {
  it('is a request as OpenSSL reads it', async () => {
    const { root, people } = await found('P-256');
    writeFileSync(
      place('ours.der'),
      await writeOcspRequest({ certificate: people.good.certificate, issuer: root.certificate, nonce }),
    );
    const text = openssl('-reqin', place('ours.der'), '-req_text', '-noverify');
    expect(text).toContain('Hash Algorithm: sha1');
    expect(text).toContain(`Serial Number: ${people.good.certificate.serial.toUpperCase()}`);
    expect(text).toContain('OCSP Nonce');
  });

  it('is an answer as OpenSSL verifies it', async () => {
    const { root, people } = await found('P-256');
    const { certificate } = people.revoked;
    const thisUpdate = Date.UTC(2026, 0, 1);
    const response = await issueOcspAnswer({
      signer: root.signer,
      producedAt: thisUpdate,
      answers: [
        {
          certificate,
          issuer: root.certificate,
          status: 'revoked',
          reason: 4,
          thisUpdate,
          nextUpdate: Date.UTC(2090, 0, 1),
        },
      ],
    });
    writeFileSync(place('answer.der'), response);
    writeFileSync(place('bob.pem'), toPem('CERTIFICATE', certificate.der));
    const trust = ['-CAfile', place('root.pem'), '-issuer', place('root.pem'), '-cert', place('bob.pem')];
    const text = openssl(...trust, '-respin', place('answer.der'), '-no_nonce');
    expect(text).toMatch(/revoked[\s\S]*Reason: superseded/);
  });
});
