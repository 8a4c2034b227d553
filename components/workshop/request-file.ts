import type { WrittenFile } from '#components/pki-worker/workshop-calls.ts';
import type { KeyRequestView } from '#lib/contracts/key-request.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import { writeFileName } from '#lib/pki/files/write-file-name.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';

/** The request as authorities take it (RFC 7468 section 7). */
export function requestPem({ request }: Pick<KeyRequestView, 'request'>): string {
  return toPem('CERTIFICATE REQUEST', fromBase64(request) ?? new Uint8Array());
}

export function requestFile(one: Pick<KeyRequestView, 'request' | 'hosts'>): WrittenFile {
  return { name: writeFileName(one.hosts[0] ?? 'request', 'csr'), blob: new Blob([requestPem(one)]) };
}
