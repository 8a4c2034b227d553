import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import type { Bytes } from '#lib/core/bytes.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';

/* Writes lib/pki/certificate/public-authorities.ts from the roots that come with Node.js, which are Mozilla's. Run it after a change of the Node.js version. */

const rows: { readonly name: string; readonly line: string }[] = [];
for (const pem of tls.rootCertificates) {
  const parsed = await parseCertificate(new Uint8Array(new X509Certificate(pem).raw) as Bytes);
  if (!parsed.ok) throw new Error(`A root of Node.js cannot be read: ${parsed.problem.message}`);
  const { spkiFingerprint, subjectKeyId } = parsed.value;
  const name = displayName(parsed.value).replaceAll(/[\r\n]/g, ' ');
  rows.push({ name, line: `  // ${name}\n  ['${spkiFingerprint}', '${subjectKeyId ?? ''}'],` });
}
rows.sort((a, b) => (a.name < b.name ? -1 : 1));

const text = `// Written by script/generate-public-authorities.ts from the roots of Node.js ${process.version}; do not edit.

/** SHA-256 of the SubjectPublicKeyInfo, and the subject key identifier, of the roots of the web's public key infrastructure. */
export const publicAuthorities: readonly (readonly [spkiFingerprint: string, subjectKeyId: string])[] = [
${rows.map(({ line }) => line).join('\n')}
];
`;
const target = fileURLToPath(new URL('../lib/pki/certificate/public-authorities.ts', import.meta.url));
writeFileSync(target, text);
console.log(`${rows.length} roots written to lib/pki/certificate/public-authorities.ts.`);
