import { type HeldThings, heldCertificates, heldKey } from '#components/pki-worker/held-things.ts';
import type { WriteFiles, WrittenFile } from '#components/pki-worker/workshop-calls.ts';
import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { withoutNamesakes, writeFileName } from '#lib/pki/files/write-file-name.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { writePkcs7 } from '#lib/pki/files/write-pkcs7.ts';
import { writeEncryptedKey } from '#lib/pki/pkcs12/write-encrypted-key.ts';
import { writePfx } from '#lib/pki/pkcs12/write-pfx.ts';

/** As many rounds as the encryption beside it has: a MAC with fewer would be the quicker way to try passphrases. */
const macRounds = 100_000;

const fillRandom = (target: Bytes): Bytes => crypto.getRandomValues(target);
const pemOf = ({ der }: Certificate): string => toPem('CERTIFICATE', der);

/** Writes what the worker holds into files; names come from the certificates. */
export async function writeHeldFiles(input: WriteFiles, held: HeldThings): Promise<readonly WrittenFile[]> {
  if (input.as === 'keys') return writeKeys(input, held);
  const certificates = heldCertificates(held, input.certificates);
  const [first] = certificates;
  const name = input.name ?? (first === undefined ? '' : displayName(first));
  switch (input.as) {
    case 'pfx': {
      const pfx = await writePfx({
        certificates: certificates.map(({ der }) => der),
        ...(input.key === undefined ? {} : { pkcs8: heldKey(held, input.key) }),
        passphrase: input.passphrase,
        encryption: 'aes-256',
        friendlyName: name,
        macRounds,
        fillRandom,
      });
      return [fileOf(writeFileName(name, 'pfx'), pfx)];
    }
    case 'pem-bundle':
      return [fileOf(writeFileName(name, 'pem'), utf8(certificates.map(pemOf).join('')))];
    case 'pkcs7':
      return [fileOf(writeFileName(name, 'p7b'), writePkcs7(certificates.map(({ der }) => der)))];
    case 'single-pem':
      return singles(certificates, 'pem', (certificate) => utf8(pemOf(certificate)));
    case 'single-der':
      return singles(certificates, 'cer', ({ der }) => der);
  }
}

function singles(
  certificates: readonly Certificate[],
  ending: string,
  bytesOf: (certificate: Certificate) => Bytes,
): readonly WrittenFile[] {
  const names = withoutNamesakes(certificates.map((one) => writeFileName(displayName(one), ending)));
  return certificates.map((one, place) => fileOf(names[place] ?? `certificate.${ending}`, bytesOf(one)));
}

async function writeKeys(
  { keys, passphrase }: Extract<WriteFiles, { as: 'keys' }>,
  held: HeldThings,
): Promise<readonly WrittenFile[]> {
  const names = withoutNamesakes(keys.map(({ name }) => writeFileName(name, 'key')));
  const files: WrittenFile[] = [];
  for (const [place, { key }] of keys.entries()) {
    const pkcs8 = heldKey(held, key);
    const pem =
      passphrase === undefined
        ? toPem('PRIVATE KEY', pkcs8)
        : toPem('ENCRYPTED PRIVATE KEY', await writeEncryptedKey(pkcs8, passphrase, fillRandom));
    files.push(fileOf(names[place] ?? 'private.key', utf8(pem)));
  }
  return files;
}

function fileOf(name: string, bytes: Bytes): WrittenFile {
  // A kind of its own would have some browsers open the file instead of saving it.
  return { name, blob: new Blob([bytes], { type: 'application/octet-stream' }) };
}
