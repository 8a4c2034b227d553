import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, toHex } from '#lib/core/bytes.ts';
import { issueCertificate } from '#lib/pki/issue/issue-certificate.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { inspectEnvelope, maxEnvelopeBytes } from '#lib/pki/seal/inspect-envelope.ts';
import { openSealedKey } from '#lib/pki/seal/open-sealed-key.ts';
import { type SealedKey, sealKey } from '#lib/pki/seal/seal-key.ts';

type Connector = { readonly key: KeyPair; readonly certificate: Bytes };

async function connector(name: string, serial: number): Promise<Connector> {
  const key = await generateKeyPair('RSA-3072');
  const subject = [['CN', name]] as const;
  const { der } = await issueCertificate({
    subject,
    key,
    signer: { name: subject, key },
    serial: Uint8Array.of(serial),
    notBefore: Date.UTC(2026, 0, 1),
    notAfter: Date.UTC(2056, 0, 1),
    keyUsage: ['keyEncipherment'],
  });
  return { key, certificate: der };
}

let folder: string;
let hq1: Connector;
let hq2: Connector;
let secret: KeyPair;
let sealed: readonly SealedKey[];

function envelopeFor(connectorId: string): Bytes {
  const found = sealed.find((one) => one.connectorId === connectorId);
  if (found === undefined) throw new Error(`nothing sealed for ${connectorId}`);
  return found.envelope;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-seal-'));
  [hq1, hq2, secret] = await Promise.all([connector('hq-1', 1), connector('hq-2', 2), generateKeyPair('RSA-2048')]);
  sealed = await sealKey({
    pkcs8: secret.pkcs8,
    recipients: [
      { connectorId: 'hq-1', certificate: hq1.certificate },
      { connectorId: 'hq-2', certificate: hq2.certificate },
    ],
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('sealKey', () => {
  it('gives each connector an envelope that it opens', async () => {
    expect(sealed.map((one) => one.connectorId)).toEqual(['hq-1', 'hq-2']);
    for (const [id, own] of [
      ['hq-1', hq1],
      ['hq-2', hq2],
    ] as const) {
      const opened = await openSealedKey({
        envelope: envelopeFor(id),
        certificate: own.certificate,
        privateKeyPkcs8: own.key.pkcs8,
      });
      expect(opened.ok && toHex(opened.value)).toBe(toHex(secret.pkcs8));
    }
  });

  it('holds no part of the key in the clear', () => {
    const text = toHex(envelopeFor('hq-1'));
    const clear = toHex(secret.pkcs8);
    for (let at = 0; at + 32 <= clear.length; at += 32) expect(text).not.toContain(clear.slice(at, at + 32));
  });

  it('makes what `openssl cms -decrypt` opens', () => {
    const write = (name: string, bytes: Uint8Array) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    const envelope = write('sealed.der', envelopeFor('hq-2'));
    execFileSync('openssl', [
      'x509',
      '-inform',
      'DER',
      '-in',
      write('c.der', hq2.certificate),
      '-out',
      join(folder, 'c.pem'),
    ]);
    execFileSync('openssl', [
      'pkey',
      '-inform',
      'DER',
      '-in',
      write('k.der', hq2.key.pkcs8),
      '-out',
      join(folder, 'k.pem'),
    ]);
    const opened = execFileSync('openssl', [
      ...['cms', '-decrypt', '-inform', 'DER', '-in', envelope, '-binary'],
      ...['-recip', join(folder, 'c.pem'), '-inkey', join(folder, 'k.pem')],
    ]);
    expect(toHex(opened)).toBe(toHex(secret.pkcs8));
  });

  it('seals a view into a larger buffer without its surroundings', async () => {
    const larger = new Uint8Array(secret.pkcs8.length + 20).fill(7);
    larger.set(secret.pkcs8, 10);
    const view = larger.subarray(10, 10 + secret.pkcs8.length);
    const [one] = await sealKey({ pkcs8: view, recipients: [{ connectorId: 'x', certificate: hq1.certificate }] });
    const opened = await openSealedKey({
      envelope: one?.envelope ?? new Uint8Array(),
      certificate: hq1.certificate,
      privateKeyPkcs8: hq1.key.pkcs8,
    });
    expect(opened.ok && toHex(opened.value)).toBe(toHex(secret.pkcs8));
  });
});

describe('openSealedKey', () => {
  it('answers to every mutated envelope with a value or a named refusal', async () => {
    const good = envelopeFor('hq-1');
    const codes = ['not-an-envelope', 'wrong-recipient', 'wrong-algorithm', 'wrong-length', 'cannot-open'];
    const change = fc.record({ at: fc.nat(good.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const envelope = good.slice();
        for (const { at, to } of changes) envelope[at] = to;
        const opened = await openSealedKey({ envelope, certificate: hq1.certificate, privateKeyPkcs8: hq1.key.pkcs8 });
        expect(opened.ok || codes.includes(opened.problem.code)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('refuses an envelope for somebody else', async () => {
    const opened = await openSealedKey({
      envelope: envelopeFor('hq-2'),
      certificate: hq1.certificate,
      privateKeyPkcs8: hq1.key.pkcs8,
    });
    expect(opened).toMatchObject({ ok: false, problem: { code: 'wrong-recipient' } });
  });

  it('says "cannot-open" where the private key is another', async () => {
    const opened = await openSealedKey({
      envelope: envelopeFor('hq-1'),
      certificate: hq1.certificate,
      privateKeyPkcs8: hq2.key.pkcs8,
    });
    expect(opened).toMatchObject({ ok: false, problem: { code: 'cannot-open' } });
  });
});

describe('sealKey and inspectEnvelope', () => {
  it('take a sealing certificate with an RSA key only', async () => {
    const key = await generateKeyPair('P-256');
    const subject = [['CN', 'odd']] as const;
    const { der: certificate } = await issueCertificate({
      ...{ subject, key, signer: { name: subject, key }, serial: Uint8Array.of(1) },
      notBefore: Date.UTC(2026, 0, 1),
      notAfter: Date.UTC(2056, 0, 1),
    });
    const recipients = [{ connectorId: 'odd', certificate }];
    await expect(sealKey({ pkcs8: secret.pkcs8, recipients })).rejects.toThrow(TypeError);
    const refused = { ok: false, problem: { code: 'wrong-recipient' } };
    expect(inspectEnvelope({ envelope: envelopeFor('hq-1'), certificate })).toMatchObject(refused);
    expect(inspectEnvelope({ envelope: envelopeFor('hq-1'), certificate: Uint8Array.of(5, 0) })).toMatchObject(refused);
  });
});

describe('inspectEnvelope', () => {
  const inspect = (envelope: Bytes) => inspectEnvelope({ envelope, certificate: hq1.certificate });

  it('takes the right envelope without any key', () => {
    expect(inspect(envelopeFor('hq-1')).ok).toBe(true);
  });

  it.each<[string, (good: Bytes) => Bytes]>([
    ['empty', () => new Uint8Array()],
    ['text', () => new TextEncoder().encode('-----BEGIN PRIVATE KEY-----')],
    ['the key itself', () => secret.pkcs8],
    ['trailing bytes', (good) => Uint8Array.of(...good, 0)],
    ['cut short', (good) => good.slice(0, -20)],
    ['too large', () => new Uint8Array(1_000_000)],
    ['nested without end', () => new Uint8Array(maxEnvelopeBytes).fill(0x30)],
    [
      'nested in indefinite lengths',
      () => Uint8Array.from({ length: maxEnvelopeBytes }, (_, at) => [0x30, 0x80][at % 2] ?? 0),
    ],
  ])('refuses what is no envelope: %s', (_, change) => {
    expect(inspect(change(envelopeFor('hq-1')))).toMatchObject({ ok: false, problem: { code: 'not-an-envelope' } });
  });

  it('refuses other algorithms', () => {
    writeFileSync(join(folder, 'key'), secret.pkcs8);
    writeFileSync(join(folder, 'hq1.der'), hq1.certificate);
    execFileSync('openssl', [
      'x509',
      '-inform',
      'DER',
      '-in',
      join(folder, 'hq1.der'),
      '-out',
      join(folder, 'hq1.pem'),
    ]);
    const encrypt = (...options: string[]) =>
      new Uint8Array(
        execFileSync('openssl', [
          ...['cms', '-encrypt', '-binary', '-outform', 'DER', '-in', join(folder, 'key')],
          ...options,
        ]),
      );
    const recipient = ['-recip', join(folder, 'hq1.pem')];
    const oaep = ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256'];
    const wrong = { ok: false, problem: { code: 'wrong-algorithm' } };
    expect(inspect(encrypt('-aes-256-cbc', ...recipient))).toMatchObject(wrong);
    expect(inspect(encrypt('-aes-128-cbc', ...recipient, ...oaep))).toMatchObject(wrong);
    expect(inspect(encrypt('-aes-256-cbc', ...recipient, '-keyopt', 'rsa_padding_mode:oaep'))).toMatchObject(wrong);
    expect(inspect(encrypt('-aes-256-cbc', ...recipient, ...oaep)).ok).toBe(true);
  });
});
