import type { Settings } from '#lib/contracts/settings.ts';
import { fromBase64, toBase64 } from '#lib/core/bytes.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { formatBlock, parseBlock } from '#lib/flow/block.ts';
import { readCachedCertificate } from '#lib/services/certificate-cache.ts';

/**
 * A draft may be unfinished, and is then stored with its findings. But it holds what the page shows and nothing else: blocks in canonical
 * form, certificates that can be read. The server changes nothing in it.
 */
export async function checkCanonical(settings: Settings): Promise<Outcome<null>> {
  const fields: Record<string, string> = {};
  for (const [index, { block }] of settings.networks.entries()) {
    const sentence = blockSentence(block);
    if (sentence !== undefined) fields[`settings.networks.${index}.block`] = sentence;
  }
  const certificates = [
    ...(settings.sslCertificate?.chain ?? []).map((text, index) => [`settings.sslCertificate.chain.${index}`, text]),
    ...settings.caCertificates.map((text, index) => [`settings.caCertificates.${index}`, text]),
  ] as const;
  for (const [path = '', text = ''] of certificates) {
    const sentence = await certificateSentence(text);
    if (sentence !== undefined) fields[path] = sentence;
  }
  const [first] = Object.entries(fields);
  if (first === undefined) return success(null);
  return failure('invalid-input', `${first[0]}: ${first[1]}`, { fields });
}

function blockSentence(text: string): string | undefined {
  const read = parseBlock(text);
  if (!read.ok) return read.problem.message;
  const canonical = formatBlock(read.value);
  return canonical === text ? undefined : `“${text}” is written ${canonical} here. Write it so.`;
}

async function certificateSentence(text: string): Promise<string | undefined> {
  const der = fromBase64(text);
  if (der === undefined || toBase64(der) !== text) return 'This is not base64. Drop the certificate’s file again.';
  const read = await readCachedCertificate(text);
  return read.ok ? undefined : `This is no certificate: ${read.problem.message}. Drop its file again.`;
}
