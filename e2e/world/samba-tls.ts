import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const day = 86_400_000;

/** A certificate for a server of the world from an authority of its own, as files `ca.pem`, `cert.pem` and `key.pem` in the folder. */
export async function writeServerTls(
  folder: string,
  names: { readonly hosts: readonly string[]; readonly ips: readonly string[] },
): Promise<{ readonly ca: string; readonly cert: string; readonly key: string }> {
  const validity = { notBefore: Date.now() - day, notAfter: Date.now() + 90 * day };
  const authority = await issueAuthority({
    ...validity,
    subject: [['CN', `Authority of ${names.hosts[0] ?? names.ips[0]}`]],
    serial: Uint8Array.of(1),
    key: await generateKeyPair('P-256'),
  });
  // RSA, because older TLS libraries of directories take nothing else by default.
  const key = await generateKeyPair('RSA-2048');
  const { der } = await issueServerCertificate({
    ...validity,
    subject: [['CN', names.hosts[0] ?? 'server']],
    serial: Uint8Array.of(2),
    key,
    signer: authority.signer,
    alternativeNames: [
      ...names.hosts.map((value) => ({ kind: 'dns', value }) as const),
      ...names.ips.map((value) => ({ kind: 'ip', value }) as const),
    ],
  });
  const files = { ca: join(folder, 'ca.pem'), cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  writeFileSync(files.ca, toPem('CERTIFICATE', authority.der));
  writeFileSync(files.cert, toPem('CERTIFICATE', der));
  // Samba refuses a key that others can read.
  writeFileSync(files.key, toPem('PRIVATE KEY', key.pkcs8), { mode: 0o600 });
  return files;
}
