import { certificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { GivenFile, ReadFile } from '#components/pki-worker/pki-calls.ts';
import type { Bytes } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { type FileReading, maxFileBytes, type PrivateKey } from '#lib/pki/files/file-reading.ts';
import { readFile, refuseOversize } from '#lib/pki/files/read-file.ts';

/** What a file gave: what a page may see of it, and what stays with the worker. */
export type Dropped = {
  readonly shown: ReadFile;
  readonly certificates: readonly Certificate[];
  readonly privateKeys: readonly PrivateKey[];
};

export async function readDroppedFile({ id, file, passphrase }: GivenFile): Promise<Dropped> {
  const { name } = file;
  if (file.size > maxFileBytes) return dropped(id, refuseOversize(name, file.size));
  const bytes = await bytesOf(file);
  if (bytes === undefined) return unreadable(id, file);
  return dropped(id, await readFile({ name, bytes, ...(passphrase === undefined ? {} : { passphrase }) }));
}

/** Undefined where the file is gone or is a folder. */
async function bytesOf(file: File): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}

function dropped(id: string, reading: FileReading): Dropped {
  const { certificates, privateKeys, ...rest } = reading;
  const keys = privateKeys.map(({ spkiFingerprint, publicKey }) => ({ spkiFingerprint, publicKey }));
  return { shown: { ...rest, id, certificates: certificates.map(certificateFacts), keys }, certificates, privateKeys };
}

function unreadable(id: string, file: File): Dropped {
  return dropped(id, {
    name: file.name,
    size: file.size,
    format: 'unknown',
    encryption: [],
    isLegacyEncryption: false,
    certificates: [],
    privateKeys: [],
    ignored: [],
    problems: [
      {
        refusal: 'not-a-certificate-file',
        where: 'the whole file',
        message: `The browser could not read ${file.name}: it was moved, changed or removed, or is a folder.`,
        remedy: 'Drop the file again from where it lies now.',
      },
    ],
  });
}
