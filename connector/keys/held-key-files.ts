import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import { writeFileAtomically } from '#connector/disk/write-file-atomically.ts';
import type { Bytes } from '#lib/core/bytes.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { readPem } from '#lib/pki/files/read-pem.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';

/** Keys that were made on this machine for a certificate, each in a file of its own that only its owner may read. */
export type HeldKeyFiles = {
  /** Fingerprints of those whose certificate never came. */
  readonly waiting: () => Promise<readonly string[]>;
  /** Resolves when the key is on the disk to stay. */
  readonly write: (spkiFingerprint: string, pkcs8: Bytes, note: string) => Promise<void>;
  /** The key in PKCS#8, undefined where it is not here, or why it cannot be read. Whoever takes it wipes it. */
  readonly read: (spkiFingerprint: string) => Promise<Outcome<Bytes | undefined, string>>;
  /** Its certificate came: it counts among those that wait no more. */
  readonly noteServed: (spkiFingerprint: string) => Promise<void>;
  readonly remove: (spkiFingerprint: string) => Promise<void>;
};

const beginning = 'held-key-';
const waitingEnding = '.new.pem';
const servedEnding = '.pem';
const fingerprintForm = /^[0-9a-f]{64}$/;
/** An RSA key of 16,384 bits has less than 16 KiB as PEM. */
const maxFileBytes = 32 * 1024;

/**
 * `held-key-FINGERPRINT.new.pem` while its certificate is waited for, `held-key-FINGERPRINT.pem` from then on: PKCS#8 as PEM, so that an administrator
 * of this machine can take it elsewhere.
 */
export function heldKeyFiles(folder: Pick<DataFolder, 'path'>, write = writeFileAtomically): HeldKeyFiles {
  const pathOf = (spkiFingerprint: string, ending: string) => {
    if (!fingerprintForm.test(spkiFingerprint)) throw new TypeError('no fingerprint');
    return join(folder.path, `${beginning}${spkiFingerprint}${ending}`);
  };
  const endings = [servedEnding, waitingEnding];
  return {
    waiting: async () =>
      (await readdir(folder.path))
        .filter((name) => name.startsWith(beginning) && name.endsWith(waitingEnding))
        .map((name) => name.slice(beginning.length, -waitingEnding.length)),
    write: (spkiFingerprint, pkcs8, note) =>
      write(pathOf(spkiFingerprint, waitingEnding), `${note}\n${toPem('PRIVATE KEY', pkcs8)}`),
    read: async (spkiFingerprint) => {
      for (const ending of endings) {
        const path = pathOf(spkiFingerprint, ending);
        try {
          const key = await readKeyFile(path);
          return key === undefined ? { ok: false, problem: `${path} holds no private key in PKCS#8.` } : success(key);
        } catch (cause) {
          if (isMissing(cause)) continue;
          return { ok: false, problem: `${path} cannot be read: ${reasonOf(cause)}.` };
        }
      }
      return success(undefined);
    },
    noteServed: async (spkiFingerprint) => {
      try {
        await rename(pathOf(spkiFingerprint, waitingEnding), pathOf(spkiFingerprint, servedEnding));
      } catch (cause) {
        if (!isMissing(cause)) throw cause;
      }
    },
    remove: async (spkiFingerprint) => {
      for (const ending of endings) await rm(pathOf(spkiFingerprint, ending), { force: true });
    },
  };
}

async function readKeyFile(path: string): Promise<Bytes | undefined> {
  const file = await open(path, 'r');
  const content = new Uint8Array(maxFileBytes);
  try {
    const { bytesRead } = await file.read(content, 0, maxFileBytes, 0);
    for (const block of readPem(new TextDecoder().decode(content.subarray(0, bytesRead))))
      if ('content' in block && block.label === 'PRIVATE KEY') return block.content;
    return undefined;
  } finally {
    content.fill(0);
    await file.close();
  }
}

function isMissing(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException).code === 'ENOENT';
}
