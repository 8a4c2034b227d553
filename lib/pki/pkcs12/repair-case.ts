import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import type { OrderedChain } from '#lib/pki/path/build-chain.ts';

/** As much of a dropped file as repairing looks at; certificates in the order of the file. */
export type FileToRepair = {
  readonly name: string;
  readonly certificates: readonly Certificate[];
  readonly keys: readonly { readonly spkiFingerprint: string }[];
  readonly encryption: readonly string[];
  readonly isLegacyEncryption: boolean;
  /** False where a passphrase is missing or a part is broken: it may hold what seems to be missing. */
  readonly isReadInFull: boolean;
};

/** One thing that is wrong with what was dropped. */
export type RepairFinding = {
  readonly kind:
    | 'legacy-encryption'
    | 'chain-order'
    | 'extra-certificates'
    | 'missing-issuer'
    | 'expired'
    | 'not-yet-valid'
    | 'weak-key'
    | 'no-key'
    | 'no-certificate'
    | 'key-fits-none'
    | 'several-keys';
  readonly severity: 'error' | 'warning' | 'note';
  /** Whether the new file is free of it. */
  readonly isCured: boolean;
  readonly message: string;
  readonly remedy: string;
  /** Where the issuer's certificate can be fetched by the certificate's own word (caIssuers). */
  readonly urls?: readonly string[];
};

/** What repairFindings looks at. */
export type RepairCase = {
  readonly files: readonly FileToRepair[];
  readonly pool: readonly Certificate[];
  readonly keys: readonly string[];
  readonly choices: readonly Certificate[];
  readonly ordered: OrderedChain | undefined;
  readonly at: number;
};

/** Names in a sentence, the first few. */
export function namesOf(certificates: readonly Certificate[]): string {
  const shown = certificates.slice(0, 4).map(displayName).join(', ');
  return certificates.length > 4 ? `${shown} and ${certificates.length - 4} more` : shown;
}
