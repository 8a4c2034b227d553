import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Bytes, fromBase64, utf8 } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
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

/** `accepted`, or why not. */
async function judge(one: Case): Promise<string> {
  const [peer] = await readAll([one.peer_certificate]);
  if (peer === undefined) return 'unreadable';
  const crls = one.crls.map((text) => parseCrl(utf8(text))).flatMap((crl) => (crl.ok ? [crl.value] : []));
  const verdict = await judgeClientCertificate({
    presented: [peer, ...(await readAll(one.untrusted_intermediates))],
    authorities: await readAll(one.trusted_certs),
    at: Date.parse(one.validation_time),
    revocation: { modeOf: () => 'fail-closed', gather: async () => ({ crls, ocsp: [] }) },
  });
  return verdict.accepted ? 'accepted' : `${verdict.refusal}: ${verdict.message}`;
}

describe.skipIf(!isThere)(`the judge and revocation on PKITS${note}`, () => {
  it('say of every case what is expected', async () => {
    const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] };
    const different: string[] = [];
    for (const one of cases) {
      const said = await judge(one);
      if ((said === 'accepted') === (one.expected_result === 'SUCCESS')) continue;
      different.push(`${one.id.replace('pkits::', '')} ${said.replace(/:.*/, '')}`);
    }
    expect(cases.length).toBeGreaterThan(50);
    // DSA is in no browser's WebCrypto.
    expect(different).toEqual(['4.1.5 unsupported-algorithm']);
  });
});
