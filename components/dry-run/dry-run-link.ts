import type { DryRunSettings } from '#lib/contracts/dry-run.ts';
import { concatBytes, fromBase64, fromBase64Url, toBase64, toBase64Url } from '#lib/core/bytes.ts';

/*
 * What was filled in, as the fragment of an address: browsers never send it (RFC 9110 section 4.2.1 leaves it out of the target), so
 * no log on the way holds a name. A colleague needs the same role to open the page.
 */

export type DryRunInputs = {
  readonly address: string;
  /** Milliseconds since 1970; undefined: now. */
  readonly at: number | undefined;
  readonly userName: string;
  readonly settings: DryRunSettings;
  /** DER, base64. */
  readonly presented: readonly string[];
};

/** Longer ones are cut by mail programs and tickets. */
const maxFragmentLength = 30_000;
const maxUnpackedBytes = 1_000_000;
const maxCertificates = 20;

/** The fragment with its `#`; undefined where it would be too long. */
export async function dryRunFragment({ address, at, userName, settings, presented }: DryRunInputs) {
  const parts = new URLSearchParams();
  if (address !== '') parts.set('address', address);
  if (at !== undefined) parts.set('at', String(at));
  if (userName !== '') parts.set('user', userName);
  if (settings === 'draft') parts.set('settings', 'draft');
  if (presented.length > 0) parts.set('certificates', await pack(presented));
  const fragment = `#${parts}`;
  return fragment.length > maxFragmentLength ? undefined : fragment;
}

/** What such a fragment fills in; undefined where it holds nothing of the kind. Whatever cannot be read is left empty. */
export async function readDryRunFragment(fragment: string): Promise<DryRunInputs | undefined> {
  const parts = new URLSearchParams(fragment.replace(/^#/, '').slice(0, maxFragmentLength));
  const named = ['address', 'at', 'user', 'settings', 'certificates'];
  if (!named.some((name) => parts.has(name))) return undefined;
  const at = Number(parts.get('at') ?? Number.NaN);
  return {
    address: (parts.get('address') ?? '').slice(0, 100),
    at: Number.isSafeInteger(at) && at >= 0 && at <= 8_640_000_000_000_000 ? at : undefined,
    userName: (parts.get('user') ?? '').slice(0, 256),
    settings: parts.get('settings') === 'draft' ? 'draft' : 'running',
    presented: await unpack(parts.get('certificates') ?? ''),
  };
}

/** Each certificate with its length in four octets before it, deflated (RFC 1951), in base64url. */
async function pack(presented: readonly string[]): Promise<string> {
  const ders = presented.map((one) => fromBase64(one) ?? new Uint8Array());
  const lengths = ders.map((der) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, der.length);
    return length;
  });
  const plain = concatBytes(...ders.flatMap((der, place) => [lengths[place] ?? new Uint8Array(4), der]));
  const packed = new Blob([plain]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return toBase64Url(new Uint8Array(await new Response(packed).arrayBuffer()));
}

async function unpack(text: string): Promise<string[]> {
  const packed = fromBase64Url(text);
  if (packed === undefined || packed.length === 0) return [];
  const plain = await inflate(packed);
  const found: string[] = [];
  for (let at = 0; at + 4 <= plain.length && found.length < maxCertificates; ) {
    const length = new DataView(plain.buffer, plain.byteOffset + at, 4).getUint32(0);
    const end = at + 4 + length;
    if (length === 0 || end > plain.length) return [];
    found.push(toBase64(plain.slice(at + 4, end)));
    at = end;
  }
  return found;
}

/** Nothing where it is no such text, or grows beyond what twenty certificates have. */
async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array[] = [];
  let total = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return concatBytes(...parts);
      total += value.length;
      if (total > maxUnpackedBytes) break;
      parts.push(value);
    }
    await reader.cancel();
  } catch {
    // Not deflated, or cut off.
  }
  return new Uint8Array();
}
