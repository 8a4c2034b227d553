import { createHash } from 'node:crypto';
import { type Bytes, equalBytes, toHex } from '#lib/core/bytes.ts';
import { childOctets } from '#lib/pki/asn1/child-octets.ts';
import { derBitString, derContext, derElement, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { type Minted, mintedAt } from '#lib/pki/issue/mint.ts';
import { signBytes } from '#lib/pki/issue/sign-bytes.ts';
import { drawFrom, type Mutable, mutable, mutated } from '#lib/pki/judge/fuzz-mutations.test-support.ts';
import { makeDonors, makeScenes, type Scene } from '#lib/pki/judge/fuzz-scenes.test-support.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import { parseOcspResponse } from '#lib/pki/revocation/ocsp/parse-ocsp-response.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import type { RevocationEvidence } from '#lib/pki/revocation/revocation-verdict.ts';

/*
 * node --max-old-space-size=128 --max-semi-space-size=8 lib/pki/judge/fuzz-judge.test-support.ts [COUNT] [SEED]
 *
 * Changes one of the certificates, lists and answers of paths that are accepted, COUNT times, and tells what came of it: a line `progress N` now and then, a
 * line of JSON at the end. What fails is told with its octets.
 */

const [count = '1000', seed = '1'] = process.argv.slice(2);
const draw = drawFrom(Number(seed));

const summary = {
  items: 0,
  unreadable: 0,
  judged: 0,
  accepted: 0,
  refusals: {} as Record<string, number>,
  /** What was changed and then signed by who should sign it: nobody lied, and every rule is reached. */
  signedAnew: {} as Record<string, number>,
  mostSignatureChecks: 0,
  slowestMs: 0,
  peakMiB: 0,
  failures: [] as string[],
};

/** Every signature that is asked about, by whomever: the costly step, and what is bounded. */
let signatureChecks = 0;
/** What came of those that nobody changed; they are asked about again and again. */
const sound = new Map<string, boolean>();
let isChanging = false;

const { subtle } = crypto;
const verify = subtle.verify.bind(subtle);
const importKey = subtle.importKey.bind(subtle) as (...given: readonly unknown[]) => Promise<CryptoKey>;
const keys = new Map<string, CryptoKey>();
const keyTexts = new WeakMap<CryptoKey, string>();

const textOf = (one: unknown): string => (one instanceof Uint8Array ? toHex(one) : JSON.stringify(one));

Object.assign(subtle, {
  importKey: async (...given: readonly unknown[]) => {
    const text = given.map(textOf).join(' ');
    const key = keys.get(text) ?? (await importKey(...given));
    if (!isChanging) keys.set(text, key);
    keyTexts.set(key, text);
    return key;
  },
  verify: async (algorithm: EcdsaParams, key: CryptoKey, signature: Bytes, data: Bytes) => {
    signatureChecks += 1;
    const text = [textOf(algorithm), keyTexts.get(key), textOf(signature), textOf(data)].join(' ');
    const result = sound.get(text) ?? (await verify(algorithm, key, signature, data));
    if (!isChanging) sound.set(text, result);
    return result;
  },
  // The same digests without a way through other threads, which takes longer than they do.
  digest: async (name: string, data: Bytes) => {
    const digest = createHash(name.replace('-', '')).update(data).digest();
    return digest.buffer.slice(digest.byteOffset, digest.byteOffset + digest.length);
  },
});

function known<Value>(outcome: { readonly ok: true; readonly value: Value } | { readonly ok: false }): Value {
  if (!outcome.ok) throw new Error('What nobody changed cannot be read.');
  return outcome.value;
}

/** A part of a scene: its octets, and whether the path is accepted with other ones; undefined where they cannot be read. */
type Target = {
  readonly source: Mutable;
  readonly judge: (bytes: Bytes) => Promise<Judged | undefined>;
  /** With another signed part, by the same signer. */
  readonly sign: (tbs: Bytes) => Promise<Bytes>;
};

type Judged = { readonly refusal: string | undefined; readonly isIntact: boolean; readonly tbs: Bytes };

async function targetsOf(scene: Scene): Promise<readonly Target[]> {
  const { root, issuing, leaf, responder } = scene;
  const rootList = known(parseCrl(scene.rootList));
  const issuingList = known(parseCrl(scene.issuingList));
  const answer = known(await parseOcspResponse(scene.answer));
  const byLists: RevocationEvidence = { crls: [rootList, issuingList], ocsp: [] };
  const judge = async (chain: readonly Certificate[], anchor: Certificate, evidence: RevocationEvidence) => {
    const verdict = await judgeCertificate({
      presented: chain,
      authorities: [anchor],
      at: mintedAt,
      purpose: { kind: 'client' },
      revocation: { modeOf: () => 'fail-closed', gather: async () => evidence },
    });
    return verdict.accepted ? undefined : verdict.refusal;
  };
  const chain = [leaf, issuing, root].map(({ certificate }) => certificate);
  const [person = leaf.certificate, authority = issuing.certificate, anchor = root.certificate] = chain;
  const isIntact = (one: Pick<Certificate, 'tbs' | 'signature'>, original: Pick<Certificate, 'tbs' | 'signature'>) =>
    equalBytes(one.tbs, original.tbs) && equalBytes(one.signature, original.signature);
  const ofCertificate = (at: 0 | 1 | 2): Target => {
    const original = chain[at] ?? person;
    return {
      source: mutable(original.der),
      sign: (tbs) => signed(tbs, original.der, at === 0 ? issuing : root),
      judge: async (bytes) => {
        const parsed = await parseCertificate(bytes);
        if (!parsed.ok) return said(parsed.problem.message);
        const changed = chain.with(at, parsed.value);
        const refusal = await judge(changed.slice(0, 2), changed[2] ?? anchor, byLists);
        return { refusal, isIntact: isIntact(parsed.value, original), tbs: parsed.value.tbs };
      },
    };
  };
  const ofList = (original: typeof rootList, other: typeof rootList, by: Minted): Target => ({
    source: mutable(original.der),
    sign: (tbs) => signed(tbs, original.der, by),
    judge: async (bytes) => {
      const parsed = parseCrl(bytes);
      if (!parsed.ok) return said(parsed.problem.message);
      const refusal = await judge([person, authority], anchor, { crls: [parsed.value, other], ocsp: [] });
      return { refusal, isIntact: isIntact(parsed.value, original), tbs: parsed.value.tbs };
    },
  });
  const ofAnswer: Target = {
    source: mutable(scene.answer),
    sign: async (tbs) => {
      const basic = await signed(tbs, answer.der, responder ?? issuing);
      return derSequence(
        derElement(0x0a, Uint8Array.of(0)),
        derContext(0, derSequence(derOid('1.3.6.1.5.5.7.48.1.1'), derOctetString(basic)), true),
      );
    },
    judge: async (bytes) => {
      const parsed = await parseOcspResponse(bytes);
      if (!parsed.ok) return said(parsed.problem.message);
      const refusal = await judge([person, authority], anchor, { crls: [rootList], ocsp: [parsed.value] });
      const hasResponder =
        responder === undefined || parsed.value.certificates.some((one) => isIntact(one, responder.certificate));
      return { refusal, isIntact: hasResponder && isIntact(parsed.value, answer), tbs: parsed.value.tbs };
    },
  };
  return [
    ...[ofCertificate(0), ofCertificate(1), ofCertificate(2), ofCertificate(0)],
    ...[ofList(rootList, issuingList, root), ofList(issuingList, rootList, issuing), ofAnswer, ofAnswer],
  ];
}

/** The original with another signed part, and what stands behind its signature as it was. */
async function signed(tbs: Bytes, original: Bytes, { key }: Minted): Promise<Bytes> {
  const [, algorithm = new Uint8Array(), , ...rest] = childOctets(original);
  const padding = key.kind.startsWith('RSA') ? 'PSS' : 'PKCS1';
  return derSequence(tbs, algorithm, derBitString(await signBytes(key, 'SHA-256', padding, tbs)), ...rest);
}

/** Whatever cannot be read is told why. */
function said(message: string): undefined {
  if (message === '') throw new Error('It cannot be read, and nobody says why.');
}

async function check(target: Target, bytes: Bytes): Promise<void> {
  summary.items += 1;
  signatureChecks = 0;
  const started = performance.now();
  try {
    const result = await target.judge(bytes);
    if (result === undefined) summary.unreadable += 1;
    else {
      summary.judged += 1;
      const { refusal = 'accepted', isIntact } = result;
      summary.refusals[refusal] = (summary.refusals[refusal] ?? 0) + 1;
      if (refusal === 'accepted') summary.accepted += 1;
      if (refusal === 'accepted' && !isIntact) fail(bytes, 'is accepted, and its signed part was changed');
      if (!isIntact && draw(2) === 0) {
        const anew = await target.judge(await target.sign(result.tbs));
        const told = anew === undefined ? 'unreadable' : (anew.refusal ?? 'accepted');
        summary.signedAnew[told] = (summary.signedAnew[told] ?? 0) + 1;
      }
    }
  } catch (error) {
    fail(bytes, `threw ${error instanceof Error ? error.stack : String(error)}`);
  }
  summary.slowestMs = Math.max(summary.slowestMs, Math.round(performance.now() - started));
  summary.mostSignatureChecks = Math.max(summary.mostSignatureChecks, signatureChecks);
  if (summary.items % 1000 !== 0) return;
  const { heapUsed, external } = process.memoryUsage();
  summary.peakMiB = Math.max(summary.peakMiB, Math.round((heapUsed + external) / 2 ** 20));
  console.log(`progress ${summary.items}`);
}

function fail(bytes: Bytes, why: string): void {
  if (summary.failures.length < 10) summary.failures.push(`item ${summary.items} ${why}: ${toHex(bytes)}`);
}

const scenes = await makeScenes(['P-256', 'Ed25519', 'RSA-2048']);
const targets = (await Promise.all(scenes.map(targetsOf))).flat();
const sources = [...targets.map(({ source }) => source), ...(await makeDonors()).map(mutable)];

for (const target of targets) {
  const result = await target.judge(target.source.bytes);
  if (result?.refusal !== undefined || result?.isIntact !== true)
    fail(target.source.bytes, `is refused as it is (${result?.refusal})`);
}
isChanging = true;
while (summary.items < Number(count)) {
  const target = targets[draw(targets.length)];
  const other = sources[draw(sources.length)];
  if (target === undefined || other === undefined) break;
  await check(target, mutated(target.source, other, draw));
}
// Keys are new each time: what failed can only be tried again with the rest of its scene.
if (summary.failures.length > 0) console.log(JSON.stringify(targets.map(({ source }) => toHex(source.bytes))));
console.log(JSON.stringify(summary));
