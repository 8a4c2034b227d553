import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { certificateFitsKey } from '#lib/pki/keys/certificate-fits-key.ts';
import { orderChain } from '#lib/pki/path/build-chain.ts';
import { withoutDuplicates } from '#lib/pki/path/issuer-index.ts';
import type { FileToRepair, RepairFinding } from '#lib/pki/pkcs12/repair-case.ts';
import { repairFindings } from '#lib/pki/pkcs12/repair-findings.ts';

/** What the new file will hold, and what was wrong with the old one. */
export type RepairPlan = {
  /** The key's own certificate first, the root included where it was given; empty where nothing can be repaired. */
  readonly chain: readonly Certificate[];
  readonly keyFingerprint?: string;
  readonly isRootLast: boolean;
  /** The certificates of all keys, where there is more than one; the chosen one first. */
  readonly choices: readonly Certificate[];
  readonly findings: readonly RepairFinding[];
};

/**
 * Finds what a PFX should have held: the key, the one certificate that carries its public half, and that one's issuers upwards (RFC 7292 section 4.2,
 * RFC 8446 section 4.4.2). Further files fill in what the first lacks.
 */
export async function planRepair(input: {
  readonly files: readonly FileToRepair[];
  /** The fingerprint of the certificate that a person chose among several. */
  readonly chosen?: string | undefined;
  readonly at: number;
}): Promise<RepairPlan> {
  const { files, chosen, at } = input;
  const pool = withoutDuplicates(files.flatMap(({ certificates }) => certificates));
  const keys = [...new Set(files.flatMap((file) => file.keys.map(({ spkiFingerprint }) => spkiFingerprint)))];
  const choices = pool
    .filter((certificate) => keys.some((key) => certificateFitsKey(certificate, key)))
    .sort((a, b) => rank(a, chosen) - rank(b, chosen) || b.notAfter - a.notAfter);
  const [leaf] = choices;
  const ordered = leaf === undefined ? undefined : await orderChain(leaf, pool);
  return {
    chain: ordered?.chain ?? [],
    ...(leaf === undefined ? {} : { keyFingerprint: leaf.spkiFingerprint }),
    isRootLast: ordered !== undefined && ordered.missing === undefined && ordered.chain.length > 1,
    choices: choices.length > 1 ? choices : [],
    findings: repairFindings({ files, pool, keys, choices, ordered, at }),
  };
}

/** The chosen one, then those of hosts and people before those of authorities. */
function rank(certificate: Certificate, chosen: string | undefined): number {
  if (certificate.fingerprint === chosen) return 0;
  return certificate.basicConstraints?.isAuthority === true ? 2 : 1;
}
