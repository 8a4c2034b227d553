import { createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { answerQuestion } from '#components/pki-worker/answer-question.ts';
import { pkiDesk } from '#components/pki-worker/pki-desk.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import { fromBase64, toBase64, utf8 } from '#lib/core/bytes.ts';
import { writePkcs7 } from '#lib/pki/files/write-pkcs7.ts';
import { mintAuthority, mintClient, mintedAt, mintServer } from '#lib/pki/issue/mint.ts';
import { openSealedKey } from '#lib/pki/seal/open-sealed-key.ts';

const root = await mintAuthority('Root CA 1');
const issuing = await mintAuthority('Corp Issuing CA 1', root);
const otherRoot = await mintAuthority('Root CA 9');
const server = await mintServer('sso.fabrikam.example', issuing);
const other = await mintServer('mail.fabrikam.example', issuing);
const person = await mintClient('Ada', issuing);

function pem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${toBase64(der).replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
}
const certificateFile = (name: string, ...ders: Uint8Array<ArrayBuffer>[]) =>
  new File([ders.map((der) => pem('CERTIFICATE', der)).join('')], name);
const keyFile = (name: string, pkcs8: Uint8Array) => new File([pem('PRIVATE KEY', pkcs8)], name);

function privateNumbers(pkcs8: Uint8Array): unknown {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
}

/** Reads files and arranges them, as the page does after a drop. */
async function dropped(files: File[], more: { current?: string[]; host?: string; chosen?: string } = {}) {
  const desk = pkiDesk();
  const read = await desk.readFiles(files.map((file, place) => ({ id: `${place}`, file })));
  const arrangement = await desk.arrangeSsl({
    certificates: read.flatMap((one) => one.certificates.map((certificate) => certificate.fingerprint)),
    keys: read.flatMap((one) => one.keys),
    current: [],
    ...more,
  });
  return { desk, read, arrangement };
}

test('mixed, misnamed files in any order become one ordered chain with its key, the root left to the devices', async () => {
  const { arrangement } = await dropped([
    new File([writePkcs7([root.certificate.der, issuing.certificate.der])], 'server.key'),
    keyFile('readme.txt', server.key.pkcs8),
    new File([server.certificate.der], 'chain.p7b'),
    certificateFile('other.pem', otherRoot.certificate.der),
  ]);
  expect(arrangement.state).toBe('complete');
  expect(arrangement.chain.map((one) => one.name)).toEqual(['sso.fabrikam.example', 'Corp Issuing CA 1']);
  expect(arrangement.keyFingerprint).toBe(server.certificate.spkiFingerprint);
  expect(arrangement.further.map((one) => one.name)).toEqual(['Root CA 9']);
});

test('a root that issued to the server itself stays, so that nothing seems to be missing', async () => {
  const direct = await mintServer('sso.fabrikam.example', root, { notAfter: mintedAt + 300 * 86_400_000 });
  const { desk, arrangement } = await dropped([
    certificateFile('a.pem', direct.certificate.der, root.certificate.der),
    keyFile('a.key', direct.key.pkcs8),
  ]);
  expect(arrangement.chain.map((one) => one.name)).toEqual(['sso.fabrikam.example', 'Root CA 1']);
  const chain = [direct, root].map((one) => toBase64(one.certificate.der));
  const settings = { ...emptySettings, sslCertificate: { chain } };
  const { findings } = await desk.judgeSettings({ settings, connectors: [], at: mintedAt });
  expect(findings.filter((one) => one.area === 'ssl-certificate')).toEqual([]);
});

test('no key of a file ever leaves the desk in the open', async () => {
  const { read, arrangement } = await dropped([keyFile('a.key', server.key.pkcs8)]);
  expect(read[0]?.keys).toHaveLength(1);
  const seen = JSON.stringify([read, arrangement], (_, value) =>
    value instanceof Uint8Array ? toBase64(value) : value,
  );
  expect(seen).not.toContain(toBase64(server.key.pkcs8).slice(40, 100));
});

test.each([
  ['key-without-certificate', [keyFile('a.key', server.key.pkcs8)]],
  ['certificate-without-key', [certificateFile('a.pem', server.certificate.der)]],
  ['key-fits-none', [certificateFile('a.pem', server.certificate.der), keyFile('b.key', person.key.pkcs8)]],
  ['authorities-only', [certificateFile('a.pem', root.certificate.der, issuing.certificate.der)]],
  ['several-certificates', [certificateFile('a.pem', server.certificate.der, other.certificate.der)]],
  [
    'several-certificates',
    [
      certificateFile('a.pem', server.certificate.der, other.certificate.der),
      keyFile('b.key', server.key.pkcs8),
      keyFile('c.key', other.key.pkcs8),
    ],
  ],
] as const)('says %s', async (state, files) => {
  expect((await dropped([...files])).arrangement.state).toBe(state);
});

test('says which finding it is when the key is another one', async () => {
  const { arrangement } = await dropped([
    certificateFile('a.pem', server.certificate.der, issuing.certificate.der),
    keyFile('b.key', person.key.pkcs8),
  ]);
  expect(arrangement.keyFinding).toMatchObject({
    id: 'SSL-KEY-MISMATCH',
    message: 'The key belongs to none of the 2 certificates here.',
  });
});

test('of two certificates with keys the one that names the front-facing host is taken; a person can choose the other', async () => {
  const files = [
    certificateFile('a.pem', other.certificate.der, server.certificate.der),
    keyFile('b.key', server.key.pkcs8),
    keyFile('c.key', other.key.pkcs8),
  ];
  const byHost = (await dropped(files, { host: 'sso.fabrikam.example' })).arrangement;
  expect([byHost.state, byHost.chain[0]?.name]).toEqual(['complete', 'sso.fabrikam.example']);
  const chosen = (await dropped(files, { host: 'sso.fabrikam.example', chosen: other.certificate.fingerprint }))
    .arrangement;
  expect([chosen.state, chosen.chain[0]?.name]).toEqual(['complete', 'mail.fabrikam.example']);
});

test('a missing authority dropped alone joins the chain that is there', async () => {
  const { arrangement } = await dropped([certificateFile('a.pem', issuing.certificate.der)], {
    current: [toBase64(server.certificate.der)],
  });
  expect(arrangement.chain.map((one) => one.name)).toEqual(['sso.fabrikam.example', 'Corp Issuing CA 1']);
  expect(arrangement.currentLeaf?.name).toBe('sso.fabrikam.example');
});

test('seals the held key to each connector, and only they can open it', async () => {
  const connector = await mintServer('connector', undefined, { keyKind: 'RSA-2048' });
  const { desk, arrangement } = await dropped([
    certificateFile('a.pem', server.certificate.der),
    keyFile('b.key', server.key.pkcs8),
  ]);
  const [sealed] = await desk.sealKey({
    spkiFingerprint: arrangement.keyFingerprint ?? '',
    recipients: [{ connectorId: 'hq-1', certificate: toBase64(connector.certificate.der) }],
  });
  const opened = await openSealedKey({
    envelope: fromBase64(sealed?.envelope ?? '') ?? new Uint8Array(),
    certificate: connector.certificate.der,
    privateKeyPkcs8: connector.key.pkcs8,
  });
  // The same key; how it is written down may differ.
  expect(opened.ok && privateNumbers(opened.value)).toEqual(privateNumbers(server.key.pkcs8));
});

test('forgotten keys cannot be sealed any more, and the answer says so', async () => {
  const { desk, arrangement } = await dropped([
    certificateFile('a.pem', server.certificate.der),
    keyFile('b.key', server.key.pkcs8),
  ]);
  await desk.forgetKeys(null);
  const input = { spkiFingerprint: arrangement.keyFingerprint, recipients: [] };
  const { outcome } = await answerQuestion(desk, { id: 1, call: 'sealKey', input });
  expect(outcome).toMatchObject({ ok: false, problem: { code: 'not-found' } });
});

test('judges settings: chain, tree with the missing parent, names, findings', async () => {
  const judgement = await pkiDesk().judgeSettings({
    settings: {
      ...emptySettings,
      clientCertificate: { enabled: true },
      sslCertificate: { chain: [server, issuing].map((one) => toBase64(one.certificate.der)) },
      caCertificates: [issuing, otherRoot].map((one) => toBase64(one.certificate.der)),
    },
    connectors: [],
    at: mintedAt,
  });
  expect(judgement.sslChain).toEqual([server.certificate.fingerprint, issuing.certificate.fingerprint]);
  expect(
    judgement.caForest.map((one) => [judgement.certificates[one.fingerprint]?.name, one.missingParent?.name]),
  ).toEqual([
    ['Root CA 9', undefined],
    ['Corp Issuing CA 1', 'Root CA 1'],
  ]);
  expect(judgement.hintNames).not.toHaveLength(0);
  expect(judgement.findings.map((one) => one.id)).toContain('METHOD-NO-FRONT-URL');
});

test('a file that vanished before it was read is a problem of that file alone', async () => {
  const gone = new File([utf8('x')], 'gone.pem');
  gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
  const read = await pkiDesk().readFiles([
    { id: '1', file: gone },
    { id: '2', file: certificateFile('a.pem', root.certificate.der) },
  ]);
  expect(read.map((one) => [one.problems.length, one.certificates.length])).toEqual([
    [1, 0],
    [0, 1],
  ]);
});
