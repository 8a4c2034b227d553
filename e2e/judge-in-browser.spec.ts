import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { build } from 'esbuild';
import { toBase64 } from '#lib/core/bytes.ts';
import { derContext, derNull, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { issueOcspAnswer } from '#lib/pki/issue/issue-ocsp.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { writeName } from '#lib/pki/issue/write-name.ts';
import { drawFrom, mutable, mutated } from '#lib/pki/judge/fuzz-mutations.test-support.ts';
import { makeScenes, type Scene } from '#lib/pki/judge/fuzz-scenes.test-support.ts';
import { generateKeyPair, type KeyKind } from '#lib/pki/keys/generate-key-pair.ts';
import { judgeLines, type WrittenCase } from './world/judge-lines.ts';

/* The preview in a browser and the connector in Node judge with the same code; here both are asked about the same certificates. */

const repository = join(import.meta.dirname, '..');
const corpora = join(repository, '../shared/corpora');
const day = 86_400_000;

let server: Server;
let page: Page;

test.beforeAll(async ({ browser }) => {
  const bundle = await build({
    absWorkingDir: repository,
    entryPoints: ['e2e/world/judge-lines.ts'],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'judging',
    logLevel: 'warning',
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  server = createServer((request, response) => {
    const isScript = request.url === '/judge.js';
    response.setHeader('content-type', isScript ? 'text/javascript; charset=utf-8' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>Judge</title><script src="judge.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  page = await (await browser.newContext()).newPage();
  // WebCrypto is there in secure contexts only, and the machine's own address is one.
  await page.goto(`http://127.0.0.1:${address.port}/`);
});

test.afterAll(async () => {
  await page.context().close();
  server.close();
});

async function inBrowser(cases: readonly WrittenCase[]): Promise<readonly string[]> {
  return page.evaluate(async (given) => {
    const { judging } = window as unknown as { judging: { judgeLines: typeof judgeLines } };
    return judging.judgeLines(given);
  }, cases);
}

type CorpusCase = {
  readonly id: string;
  readonly validation_time: string | null;
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly crls?: readonly string[];
  readonly expected_peer_name?: { readonly value: string } | null;
};

const unarmoured = (pem: string): string => pem.replaceAll(/-----[^-]+-----|\s/g, '');

/** Every case twice, as a client's certificate and as a server's. */
function corpusCases(file: string): readonly WrittenCase[] {
  const { cases } = JSON.parse(readFileSync(join(corpora, file), 'utf8')) as { readonly cases: readonly CorpusCase[] };
  return cases.flatMap((one) => {
    const written = {
      presented: [one.peer_certificate, ...one.untrusted_intermediates].map(unarmoured),
      authorities: one.trusted_certs.map(unarmoured),
      ...(one.crls === undefined ? {} : { lists: one.crls.map(unarmoured) }),
      at: one.validation_time === null ? mintedAt : Date.parse(one.validation_time),
    };
    const host = one.expected_peer_name?.value;
    return [
      { ...written, id: `${one.id} client`, purpose: { kind: 'client' as const } },
      {
        ...written,
        id: `${one.id} server`,
        purpose: { kind: 'server' as const, ...(host === undefined ? {} : { host }) },
      },
    ];
  });
}

for (const file of ['pkits.json', 'limbo.json']) {
  test(`Chromium and Node say the same of every case of ${file}`, async () => {
    test.skip(!existsSync(join(corpora, file)), '../shared/corpora is not there');
    const cases = corpusCases(file);
    const lines = await judgeLines(cases);
    expect(lines.filter((line) => line.endsWith('\taccepted')).length).toBeGreaterThan(5);
    expect(await inBrowser(cases)).toEqual(lines);
  });
}

const written = (certificates: readonly Minted[]): readonly string[] =>
  certificates.map(({ certificate }) => toBase64(certificate.der));
const extension = (oid: string, value: ReturnType<typeof derSequence>, isCritical = true): MintOptions => ({
  furtherExtensions: [{ oid, isCritical, value }],
});
const onlyContoso = derContext(4, writeName([['O', 'Contoso']]), true);

const oddities: Readonly<Record<string, MintOptions>> = {
  'nothing odd': {},
  expired: { notAfter: mintedAt - day },
  'to come': { notBefore: mintedAt + day },
  'another purpose': { extendedKeyUsage: [purpose.serverAuth] },
  'no usage': { keyUsage: [] },
  'no authority': { basicConstraints: { isAuthority: false } },
  'no path': { basicConstraints: { isAuthority: true, pathLength: 0 } },
  'SHA-1': { hash: 'SHA-1' },
  'SHA-384': { hash: 'SHA-384' },
  'SHA-512': { hash: 'SHA-512' },
  PSS: { rsaPadding: 'PSS' },
  'PSS with SHA-384': { rsaPadding: 'PSS', hash: 'SHA-384' },
  'a negative number': { serial: Uint8Array.of(0xff, 1) },
  'no key identifiers': { hasKeyIds: false },
  'other names only': extension('2.5.29.30', derSequence(derContext(0, derSequence(onlyContoso), true))),
  'other names only, broken': extension('2.5.29.30', derSequence()),
  'a policy': extension('2.5.29.32', derSequence(derSequence(derOid('1.2.3')))),
  'any policy required': extension('2.5.29.36', derSequence(derContext(0, Uint8Array.of(0), false))),
  'a stranger': extension('1.2.3.4', derNull()),
};
const kinds = ['P-256', 'P-384', 'P-521', 'Ed25519', 'RSA-2048', 'RSA-1024'] as const satisfies readonly KeyKind[];

/** Each kind of key with each oddity, at the certificate or at the authority above it. */
async function mintedCases(): Promise<readonly WrittenCase[]> {
  const cases: WrittenCase[] = [];
  for (const kind of kinds) {
    const [rootKey, ownKey] = await Promise.all([generateKeyPair(kind), generateKeyPair(kind)]);
    const root = await mintAuthority('Root', undefined, { ownKey: rootKey });
    const sound = await mintAuthority('Issuing', root, { ownKey });
    for (const [odd, more] of Object.entries(oddities)) {
      const leaf = await mintClient('Ada', sound, { ownKey, ...more });
      const issuing = await mintAuthority('Issuing', root, { ownKey, ...more });
      const below = await mintClient('Ada', issuing, { ownKey: rootKey });
      const rest = { authorities: written([root]), at: mintedAt, purpose: { kind: 'client' as const } };
      cases.push({ ...rest, id: `${kind}, ${odd}`, presented: written([leaf, sound]) });
      cases.push({ ...rest, id: `${kind}, authority with ${odd}`, presented: written([below, issuing]) });
    }
  }
  return cases;
}

/** Changed octets, most of which can still be read. */
async function changedCases(count: number): Promise<readonly WrittenCase[]> {
  const draw = drawFrom(7);
  const [scene] = await makeScenes(['P-256']);
  if (scene === undefined) throw new Error('There is no scene.');
  const { root, issuing, leaf, rootList, issuingList } = scene;
  const chain = [leaf.certificate.der, issuing.certificate.der, root.certificate.der, rootList, issuingList];
  const sources = chain.map(mutable);
  return Array.from({ length: count }, (_, index) => {
    const at = index % chain.length;
    const source = sources[at];
    const other = sources[draw(sources.length)];
    if (source === undefined || other === undefined) throw new Error('There is nothing to change.');
    const [person = '', authority = '', anchor = '', ...lists] = chain
      .with(at, mutated(source, other, draw))
      .map(toBase64);
    const presented = [person, authority];
    const id = `changed ${index}`;
    return { id, presented, authorities: [anchor], lists, at: mintedAt, purpose: { kind: 'client' } };
  });
}

test('Chromium and Node say the same of minted certificates, sound and odd, and of changed ones', async () => {
  const cases = [...(await mintedCases()), ...(await changedCases(300))];
  const lines = await judgeLines(cases);
  const verdicts = new Set(lines.map((line) => line.replace(/^[^\t]*\t/, '')));
  expect(verdicts.size).toBeGreaterThan(12);
  expect(await inBrowser(cases)).toEqual(lines);
});

const answersOf = ({ leaf, issuing, responder }: Scene) => {
  const answer = (more: Partial<Parameters<typeof issueOcspAnswer>[0]['answers'][number]>, signer = issuing.signer) =>
    issueOcspAnswer({
      signer,
      producedAt: mintedAt - day,
      answers: [
        {
          certificate: leaf.certificate,
          issuer: issuing.certificate,
          status: 'good',
          thisUpdate: mintedAt - day,
          nextUpdate: mintedAt + day,
          ...more,
        },
      ],
    });
  return Promise.all([
    answer({}),
    answer({ hash: 'SHA-256' }),
    answer({ status: 'revoked', revokedAt: mintedAt - day, reason: 1 }),
    answer({ status: 'unknown' }),
    answer({ thisUpdate: mintedAt - 9 * day, nextUpdate: mintedAt - 2 * day }),
    answer({ thisUpdate: mintedAt + day }),
    answer({ certificate: issuing.certificate }),
    // Whoever it is about has no say in it; a responder that does not send its certificate cannot be known.
    answer({}, leaf.signer),
    answer({}, (responder ?? leaf).signer),
  ]);
};

/** The answer in place of the list of the person's certificate: as issued, otherwise issued, and with changed octets. */
async function answeredCases(changes: number): Promise<readonly WrittenCase[]> {
  const draw = drawFrom(11);
  const cases: WrittenCase[] = [];
  for (const [index, scene] of (await makeScenes(['P-256', 'RSA-2048', 'Ed25519', 'P-384'])).entries()) {
    const { root, issuing, leaf, rootList, answer } = scene;
    const source = mutable(answer);
    const changed = Array.from({ length: changes }, () => mutated(source, source, draw));
    for (const [number, one] of [answer, ...(await answersOf(scene)), ...changed].entries()) {
      cases.push({
        id: `answer ${index}.${number}`,
        presented: written([leaf, issuing]),
        authorities: written([root]),
        lists: [toBase64(rootList)],
        answers: [toBase64(one)],
        at: mintedAt,
        purpose: { kind: 'client' },
      });
    }
  }
  return cases;
}

test('Chromium and Node say the same of what responders answer, sound, stale, foreign and changed', async () => {
  const cases = await answeredCases(100);
  const lines = await judgeLines(cases);
  const verdicts = new Set(lines.map((line) => line.replace(/^[^\t]*\t/, '')));
  for (const told of ['accepted', 'refused\trevoked\t0', 'refused\trevocation-unknown\t0'])
    expect(verdicts).toContain(told);
  expect(await inBrowser(cases)).toEqual(lines);
});
