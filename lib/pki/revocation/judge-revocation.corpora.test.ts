import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Bytes, fromBase64, utf8 } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { orderChain } from '#lib/pki/path/build-chain.ts';
import { judgeRevocation } from '#lib/pki/revocation/judge-revocation.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';

const file = fileURLToPath(new URL('../../../../shared/corpora/pkits.json', import.meta.url));
const isThere = existsSync(file);
const note = isThere ? '' : ' (skipped: ../shared/corpora is not there)';

type Case = {
  readonly id: string;
  readonly validation_time: string;
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly crls: readonly string[];
  readonly expected_result: 'SUCCESS' | 'FAILURE';
};

function derOf(text: string): Bytes {
  return fromBase64(text.replaceAll(/-----[^-]+-----|\s/g, '')) ?? new Uint8Array();
}

async function readAll(texts: readonly string[]): Promise<readonly Certificate[]> {
  const outcomes = await Promise.all(texts.map((text) => parseCertificate(derOf(text))));
  return outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
}

async function pathOf(
  signer: Certificate,
  certificates: readonly Certificate[],
  authorities: readonly Certificate[],
): Promise<readonly Certificate[] | undefined> {
  const { chain } = await orderChain(signer, certificates);
  const anchor = chain.at(-1)?.fingerprint;
  return authorities.some(({ fingerprint }) => fingerprint === anchor) ? chain : undefined;
}

/** `accepted`, or why not. */
async function judge(one: Case): Promise<string> {
  const [peer] = await readAll([one.peer_certificate]);
  if (peer === undefined) return 'unreadable';
  const at = Date.parse(one.validation_time);
  const verdict = await judgeClientCertificate({
    presented: [peer, ...(await readAll(one.untrusted_intermediates))],
    authorities: await readAll(one.trusted_certs),
    at,
  });
  if (!verdict.accepted) return verdict.refusal;
  const crls = one.crls.map((text) => parseCrl(utf8(text))).flatMap((crl) => (crl.ok ? [crl.value] : []));
  const authorities = await readAll(one.trusted_certs);
  const certificates = [...(await readAll(one.untrusted_intermediates)), ...authorities];
  const judged = await judgeRevocation({
    path: verdict.path,
    evidence: { crls, ocsp: [] },
    at,
    modeOf: () => 'fail-closed',
    certificates,
    pathOf: async (signer) => pathOf(signer, certificates, authorities),
  });
  return judged.accepted
    ? 'accepted'
    : `${judged.refusal}${judged.refusal === 'revoked' ? '' : ` ${judged.gaps.map(({ detail }) => detail).join(' ')}`}`;
}

describe.skipIf(!isThere)(`the judge and revocation on PKITS${note}`, () => {
  it('accept nobody who is to be refused, and refuse others only for what is not processed', async () => {
    const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] };
    const accepted: string[] = [];
    const refused: string[] = [];
    let agreed = 0;
    for (const one of cases) {
      const said = await judge(one);
      const id = one.id.replace('pkits::', '');
      if ((said === 'accepted') === (one.expected_result === 'SUCCESS')) agreed += 1;
      else if (said === 'accepted') accepted.push(id);
      else refused.push(`${id} ${said}`);
    }
    expect(accepted).toEqual([]);
    // 4.1.5 is DSA.
    const unexpected = refused.filter(
      (line) => !/^4\.(9|11|13)\.\d+ unknown-critical-extension$|^4\.1\.5 unsupported-algorithm$/.test(line),
    );
    expect(unexpected).toEqual([]);
    expect(agreed).toBeGreaterThanOrEqual(67);
  });
});
