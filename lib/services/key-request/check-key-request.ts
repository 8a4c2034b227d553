import { fromBase64, toHex } from '#lib/core/bytes.ts';
import { ipOctets } from '#lib/pki/certificate/ip-octets.ts';
import { readRequest } from '#lib/pki/issue/read-request.ts';
import type { KeyRequestOutcome } from '#lib/wire/key-request-outcome.ts';
import type { KeyRequestQuestion } from '#lib/wire/key-request-question.ts';

type Made = Extract<KeyRequestOutcome, { result: 'made' }>;

/** What is wrong with the request that a connector gave, in a sentence's end; undefined where it is what was asked for. */
export async function keyRequestFault(
  { request, spkiFingerprint }: Made,
  { hosts }: Pick<KeyRequestQuestion, 'hosts'>,
): Promise<string | undefined> {
  const der = fromBase64(request);
  if (der === undefined) return 'it is not base64';
  const read = await readRequest(der);
  if (!read.ok) return `it cannot be read: ${read.problem}`;
  const { signature, spkiFingerprint: own, alternativeNames } = read.value;
  if (signature !== 'good') return 'its signature is wrong';
  if (own !== spkiFingerprint) return 'it holds another key than the one that was told';
  const asked = hosts.map(nameKey).sort();
  const given = alternativeNames.map(nameKey).sort();
  if (asked.join() !== given.join()) return 'it asks for other names';
  return undefined;
}

/** Addresses are compared as octets: IPv6 has several spellings. */
function nameKey({ kind, value }: { readonly kind: string; readonly value: string }): string {
  const octets = kind === 'ip' ? ipOctets(value) : undefined;
  return `${kind} ${octets === undefined ? value : toHex(octets)}`;
}
