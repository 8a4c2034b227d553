import type { ReadFile } from '#components/pki-worker/pki-calls.ts';
import { count } from '#components/words/count.ts';

/** What a file is and holds, in a few words: `PKCS#12 · AES-256 · 3 certificates · key · 4.2 kB`. */
export function fileContents(read: ReadFile): string {
  const parts: string[] = [];
  if (read.format !== 'unknown') parts.push(read.format);
  parts.push(...new Set(read.encryption));
  if (read.certificates.length > 0) parts.push(count(read.certificates.length, 'certificate'));
  if (read.keys.length > 0) parts.push(read.keys.length === 1 ? 'key' : `${read.keys.length} keys`);
  parts.push(sizeText(read.size));
  return parts.join(' · ');
}

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
