import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '#connector/test-world/ask.ts';
import { type FakeHub, startFakeHub } from '#connector/test-world/fake-hub.ts';
import {
  clientIdentity,
  enrolTestConnector,
  freshFolder,
  portOf,
  startTestDaemon,
} from '#connector/test-world/start-test-daemon.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import { utf8 } from '#lib/core/bytes.ts';
import { derBitString, derContext, derNull, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient, mintServer } from '#lib/pki/issue/mint.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

/*
 * What the preview says of a certificate is what the connector's listener says of it in a real handshake: some 300 certificates, good ones
 * and ones broken in every way that is known, each asked both.
 */

const day = 86_400_000;
const now = Date.now();
const validity = { notBefore: now - 10 * day, notAfter: now + 100 * day };

const extension = (oid: string, value: Uint8Array<ArrayBuffer>, isCritical = false): MintOptions => ({
  furtherExtensions: [{ oid, isCritical, value }],
});
const otherKeyId = (isCritical: boolean): MintOptions => ({
  hasKeyIds: false,
  ...extension('2.5.29.35', derSequence(derContext(0, utf8('another'), false)), isCritical),
});

/** What can be wrong, or only odd, with a person's certificate. */
const leaves: Readonly<Record<string, MintOptions>> = {
  good: {},
  'with names': { alternativeNames: [{ kind: 'upn', value: 'ada@corp.example' }] },
  'RSA-2048': { keyKind: 'RSA-2048' },
  'P-384': { keyKind: 'P-384' },
  'P-521': { keyKind: 'P-521' },
  Ed25519: { keyKind: 'Ed25519' },
  'RSA-1024': { keyKind: 'RSA-1024' },
  'for any purpose': { extendedKeyUsage: [purpose.any] },
  'for smart cards too': { extendedKeyUsage: [purpose.clientAuth, '1.3.6.1.4.1.311.20.2.2'] },
  'without a purpose': { extendedKeyUsage: undefined },
  'for servers': { extendedKeyUsage: [purpose.serverAuth] },
  'for nothing': { extendedKeyUsage: ['1.3.6.1.4.1.311.20.2.2'] },
  'without usage': { keyUsage: undefined },
  'not for signing': { keyUsage: ['keyEncipherment'] },
  'for key agreement': { keyUsage: ['keyAgreement'] },
  expired: { notAfter: now - day },
  'to come': { notBefore: now + day },
  'SHA-1': { hash: 'SHA-1' },
  'SHA-512': { hash: 'SHA-512' },
  'critical extension': extension('1.2.3.4', derNull(), true),
  'unknown extension': extension('1.2.3.4', derNull()),
  'critical policies': extension('2.5.29.32', derSequence(derSequence(derOid('1.2.3.4'))), true),
  'critical key identifier': { hasKeyIds: false, ...extension('2.5.29.14', derOctetString(utf8('key')), true) },
  'Netscape type server': extension('2.16.840.1.113730.1.1', derBitString(Uint8Array.of(0x40))),
  'Netscape type client': extension('2.16.840.1.113730.1.1', derBitString(Uint8Array.of(0x80))),
  proxy: extension('1.3.6.1.5.5.7.1.14', derSequence(derSequence(derOid('1.3.6.1.5.5.7.21.1')))),
  'an authority': { basicConstraints: { isAuthority: true } },
  'no key identifiers': { hasKeyIds: false },
  'names another key of its issuer': otherKeyId(false),
  'negative serial number': { serial: Uint8Array.of(0xff, 1) },
  'no subject': { subject: [], alternativeNames: [{ kind: 'email', value: 'ada@corp.example' }] },
  'expired and for servers': { notAfter: now - day, extendedKeyUsage: [purpose.serverAuth] },
  'SHA-1 and expired': { hash: 'SHA-1', notAfter: now - day },
};

/** The same for the authority that issued it and is sent along. */
const authorities: Readonly<Record<string, MintOptions>> = {
  good: {},
  'good RSA': { keyKind: 'RSA-2048' },
  'RSA with PSS': { keyKind: 'RSA-2048', rsaPadding: 'PSS' },
  'P-384': { keyKind: 'P-384' },
  Ed25519: { keyKind: 'Ed25519' },
  'RSA-1024': { keyKind: 'RSA-1024' },
  expired: { notAfter: now - day },
  'to come': { notBefore: now + day },
  'SHA-1': { hash: 'SHA-1' },
  'no authority': { basicConstraints: { isAuthority: false } },
  'nothing about authority': { basicConstraints: undefined },
  'must not sign': { keyUsage: ['digitalSignature'] },
  'without usage': { keyUsage: undefined },
  'for servers': { extendedKeyUsage: [purpose.serverAuth] },
  'for clients': { extendedKeyUsage: [purpose.clientAuth] },
  'critical extension': extension('1.2.3.4', derNull(), true),
  'path length 0': { basicConstraints: { isAuthority: true, pathLength: 0 } },
  'names another key of its issuer': otherKeyId(false),
};

let world: { readonly root: Minted; readonly issuing: Minted; readonly foreign: Minted; readonly stranger: KeyPair };
let port: number;
let hub: FakeHub;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const root = await mintAuthority('Root CA 1', undefined, validity);
  world = {
    root,
    issuing: await mintAuthority('Issuing CA 2', root, validity),
    foreign: await mintAuthority('Contoso Root', undefined, validity),
    stranger: await generateKeyPair('P-256'),
  };
  const server = await mintServer('localhost', root, validity);
  hub = await startFakeHub();
  const { folder, remove } = await freshFolder();
  await enrolTestConnector(hub, folder);
  const daemon = await startTestDaemon(folder);
  cleanups.push(
    remove,
    () => hub.stop(),
    () => daemon.close(),
  );
  await hub.hellos.next();
  const settings = testSettings(1, {
    server: { der: server.certificate.der, key: server.key, fingerprint: server.certificate.fingerprint },
    authorities: [root.certificate.der, world.issuing.certificate.der],
  });
  hub.publish(await hub.sign(settings, await hub.sealed(server.key.pkcs8)));
  expect(await hub.answers.next()).toMatchObject({ t: 'acknowledged' });
  port = portOf(daemon.listener().address);
});
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Case = { readonly name: string; readonly leaf: Minted | undefined; readonly above: readonly Minted[] };

async function cases(): Promise<readonly Case[]> {
  const { root, issuing, foreign, stranger } = world;
  const all: Case[] = [{ name: 'no certificate', leaf: undefined, above: [] }];
  const add = async (name: string, by: Minted | undefined, more: MintOptions, above: readonly Minted[]) => {
    all.push({ name, leaf: await mintClient('Ada', by, { ...validity, ...more }), above });
  };
  for (const [name, more] of Object.entries(leaves)) {
    await add(`leaf ${name}, by the root`, root, more, []);
    await add(`leaf ${name}, by the issuing authority`, issuing, more, []);
    await add(`leaf ${name}, with its authority sent`, issuing, more, [issuing]);
    await add(`leaf ${name}, with its authority and root sent`, issuing, more, [issuing, root]);
    await add(`leaf ${name}, by a stranger`, foreign, more, [foreign]);
    await add(`leaf ${name}, by itself`, undefined, more, []);
    const forged = { ...more, signer: { name: issuing.signer.name, key: stranger } };
    await add(`leaf ${name}, forged`, issuing, { ...forged, hasKeyIds: false }, []);
  }
  const ownKey = ed448();
  await add('leaf Ed448, by the root', root, { ownKey }, []);
  await add('leaf Ed448, by a stranger', foreign, { ownKey }, [foreign]);
  for (const [name, more] of Object.entries(authorities)) {
    const one = await mintAuthority('Department CA 3', root, { ...validity, ...more });
    const below = await mintAuthority('Team CA 4', one, validity);
    await add(`authority ${name}`, one, {}, [one]);
    await add(`authority ${name}, not sent`, one, {}, []);
    await add(`authority ${name}, one more below`, below, {}, [below, one]);
    await add(`authority ${name}, in another order`, below, {}, [one, below]);
  }
  return all;
}

it('says of 300 certificates in a real handshake what the preview says of them', async () => {
  const differences: string[] = [];
  const seen = new Map<string, number>();
  let asked = 0;
  for (const { name, leaf, above } of await cases()) {
    const version = asked % 2 === 0 ? 'TLSv1.3' : 'TLSv1.2';
    asked += 1;
    const presented = leaf === undefined ? [] : [leaf, ...above].map(({ certificate }) => certificate);
    const verdict = await judgeClientCertificate({
      presented,
      authorities: [world.root.certificate, world.issuing.certificate],
      at: Date.now(),
    });
    const preview = verdict.accepted ? 'accepted' : `${verdict.refusal}: ${verdict.message}`;
    const reality = await checkOf(leaf, above, version);
    const outcome = verdict.accepted ? 'accepted' : verdict.refusal;
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    if (preview !== reality) differences.push(`${name} (${version}): preview ${preview} | reality ${reality}`);
  }
  expect(differences).toEqual([]);
  expect(asked).toBeGreaterThanOrEqual(300);
  // Otherwise the agreement would be one about few things only.
  expect([...seen.keys()].sort()).toEqual([
    'accepted',
    'broken-signature',
    'expired',
    'no-certificate',
    'not-an-authority',
    'not-yet-valid',
    'path-too-long',
    'unknown-authority',
    'unknown-critical-extension',
    'unsupported-algorithm',
    'weak-key',
    'weak-signature',
    'wrong-key-usage',
    'wrong-purpose',
  ]);
  expect(seen.get('accepted')).toBeGreaterThan(30);
}, 120_000);

/** A kind of key that cannot be verified here, and so stands for another one that can be minted. */
function ed448(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed448');
  return {
    kind: 'Ed25519',
    spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    pkcs8: new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' })),
  };
}

/** What the listener answers, over a connection of its own. */
async function checkOf(leaf: Minted | undefined, above: readonly Minted[], version: string): Promise<string> {
  const identity =
    leaf === undefined
      ? {}
      : clientIdentity(
          { der: leaf.certificate.der, key: leaf.key, fingerprint: leaf.certificate.fingerprint },
          above.map(({ certificate }) => certificate.der),
        );
  // The client's own library would not load a SHA-1 certificate or a short key otherwise.
  const tls = { ...identity, ciphers: 'DEFAULT:@SECLEVEL=0', minVersion: version, maxVersion: version };
  const answer = await ask(port, { path: '/check', headers: { accept: 'application/json' }, tls });
  const view: { accepted: boolean; refusal: string | null; message: string } = JSON.parse(answer.body);
  return view.accepted ? 'accepted' : `${view.refusal}: ${view.message}`;
}
