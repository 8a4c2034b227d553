import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '#lib/core/bytes.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';

const folder = fileURLToPath(new URL('../../../../shared/corpora/', import.meta.url));
const isThere = existsSync(folder);
const note = isThere ? '' : ' (skipped: ../shared/corpora is not there)';

type Case = {
  readonly id: string;
  readonly validation_time: string | null;
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
};

function cases(file: string): readonly Case[] {
  const parsed = JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as { readonly testcases?: readonly Case[] };
  return parsed.testcases ?? (parsed as { readonly cases?: readonly Case[] }).cases ?? (parsed as readonly Case[]);
}

function derOf(text: string): Bytes {
  return fromBase64(text.replaceAll(/-----[^-]+-----|\s/g, '')) ?? new Uint8Array();
}

async function readAll(texts: readonly string[]): Promise<readonly Certificate[]> {
  const outcomes = await Promise.all(texts.map((text) => parseCertificate(derOf(text))));
  return outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
}

/** `accepted`, a refusal, or `unreadable`. */
async function judge(one: Case): Promise<string> {
  const [peer] = await readAll([one.peer_certificate]);
  if (peer === undefined) return 'unreadable';
  const verdict = await judgeClientCertificate({
    presented: [peer, ...(await readAll(one.untrusted_intermediates))],
    authorities: await readAll(one.trusted_certs),
    at: one.validation_time === null ? Date.now() : Date.parse(one.validation_time),
  });
  return verdict.accepted ? 'accepted' : verdict.refusal;
}

async function disagreements(file: string): Promise<Record<'accepted' | 'refused', string[]>> {
  const found = { accepted: [] as string[], refused: [] as string[] };
  for (const one of cases(file)) {
    const said = await judge(one);
    if (said === 'accepted' && one.expected_result === 'FAILURE') found.accepted.push(one.id);
    if (said !== 'accepted' && one.expected_result === 'SUCCESS') found.refused.push(`${one.id} ${said}`);
  }
  return found;
}

describe.skipIf(!isThere)(`the judge on PKITS${note}`, () => {
  it('differs only where revocation decides, and where what it does not process is refused', async () => {
    const { accepted, refused } = await disagreements('pkits.json');
    // Sections 4.4, 4.14 and 4.15 are about CRLs, and so are these of the others.
    const others = accepted.filter((id) => !/^pkits::4\.(4|14|15)\./.test(id));
    const crlSigners = ['4.5.2', '4.5.4', '4.5.5', '4.5.7', '4.5.8', '4.7.4', '4.7.5'].map(
      (number) => `pkits::${number}`,
    );
    expect(others.filter((id) => !crlSigners.includes(id))).toEqual([]);
    // Critical name constraints and policy constraints are refused as unknown, DSA as unsupported.
    const unexpected = refused.filter(
      (line) =>
        !/^pkits::4\.(8|9|10|11|12|13)\.\d+ unknown-critical-extension$/.test(line) &&
        !/^pkits::4\.1\.\d+ unsupported-algorithm$/.test(line),
    );
    expect(unexpected).toEqual([]);
  });
});

describe.skipIf(!isThere)(`the judge on x509-limbo${note}`, () => {
  it('differs only because limbo’s certificates are for servers', async () => {
    const { accepted, refused } = await disagreements('limbo.json');
    expect(accepted.filter((id) => id !== 'rfc5280::eku::ee-wrong-eku')).toEqual([]);
    expect(refused.filter((line) => !line.endsWith(' wrong-purpose'))).toEqual([]);
  });
});
