import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Bytes } from '#lib/core/bytes.ts';

/** The certificates of a file in PEM form; undefined where it holds none. */
export async function readTestCertificate(path: string): Promise<readonly Bytes[] | undefined> {
  const text = await readFile(path, 'latin1');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  const ders = blocks.slice(0, 20).map((block) => new Uint8Array(new X509Certificate(block).raw));
  return ders.length === 0 ? undefined : ders;
}
