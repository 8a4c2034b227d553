import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import type { PfxEncryption } from '#lib/pki/pkcs12/encrypt-for-pfx.ts';
import { writePfx } from '#lib/pki/pkcs12/write-pfx.ts';
import type { Issued } from '#script/trial/trial-world.ts';

export type TrialUse = 'SSL certificate' | 'CA certificates' | 'browser' | 'directory' | 'anywhere';
export type TrialFile = {
  readonly name: string;
  readonly bytes: Bytes;
  /** What is inside. */
  readonly what: string;
  /** Where it goes. */
  readonly use: TrialUse;
  /** Finding ids, a verdict or a reader's answer: what the console must say. */
  readonly expect: string;
};

/** Of every PFX in the folder. It protects nothing: the keys are made for trying out. */
export const trialPassphrase = 'gatehouse';

/** A certificate with its key and those above it, under the trial passphrase. */
export function trialPfx(
  issued: Issued,
  above: readonly Bytes[],
  encryption: PfxEncryption = 'aes-256',
): Promise<Bytes> {
  return writePfx({
    certificates: [issued.der, ...above],
    pkcs8: issued.key.pkcs8,
    passphrase: trialPassphrase,
    encryption,
    fillRandom: (target) => crypto.getRandomValues(target),
  });
}

export function certificatesPem(...ders: readonly Bytes[]): Bytes {
  return utf8(ders.map((der) => toPem('CERTIFICATE', der)).join(''));
}

export function keyPem(pkcs8: Bytes): Bytes {
  return utf8(toPem('PRIVATE KEY', pkcs8));
}
