import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { AlternativeNameToWrite } from '#lib/pki/issue/write-extensions.ts';
import type { KeyKind } from '#lib/pki/keys/generate-key-pair.ts';
import type { RepairFinding } from '#lib/pki/pkcs12/repair-case.ts';

export type PlanRepair = {
  /** Of each dropped file, certificates and keys by fingerprint, in its order. */
  readonly files: readonly {
    readonly name: string;
    readonly certificates: readonly string[];
    readonly keys: readonly string[];
    readonly encryption: readonly string[];
    readonly isLegacyEncryption: boolean;
    readonly isReadInFull: boolean;
  }[];
  readonly chosen?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

export type PlannedRepair = {
  readonly chain: readonly CertificateFacts[];
  readonly keyFingerprint?: string;
  readonly isRootLast: boolean;
  readonly choices: readonly CertificateFacts[];
  readonly findings: readonly RepairFinding[];
};

/** A file that was written, to be saved by the person; its bytes need not pass through the page. */
export type WrittenFile = { readonly name: string; readonly blob: Blob };

type PfxToWrite = {
  readonly as: 'pfx';
  /** By fingerprint, the key's own first, in the order in which they shall stand. */
  readonly certificates: readonly string[];
  /** Fingerprint of the public key; absent for certificates alone. */
  readonly key?: string;
  readonly passphrase: string;
};
type CertificatesToWrite = {
  /** One file with all of them: PEM one after the other, or a .p7b. */
  readonly as: 'pem-bundle' | 'pkcs7';
  readonly certificates: readonly string[];
};
type SinglesToWrite = {
  readonly as: 'single-pem' | 'single-der';
  readonly certificates: readonly string[];
};
type KeysToWrite = {
  readonly as: 'keys';
  readonly keys: readonly { readonly key: string; readonly name: string }[];
  /** Absent: written without encryption. */
  readonly passphrase?: string;
};
/** `name` is what the file is called after where it is one; else each certificate's name is taken. */
export type WriteFiles = (PfxToWrite | CertificatesToWrite | SinglesToWrite | KeysToWrite) & { readonly name?: string };

export type MakeAuthority = {
  readonly commonName: string;
  readonly keyKind: KeyKind;
  readonly days: number;
  /** The authority that issues this one, by fingerprint; absent for a root. */
  readonly issuer?: string;
  readonly at: number;
};
export type MakeCertificate = {
  readonly issuer: string;
  readonly commonName: string;
  readonly keyKind: KeyKind;
  readonly days: number;
  readonly at: number;
} & (
  | { readonly for: 'server'; readonly hosts: readonly AlternativeNameToWrite[] }
  | { readonly for: 'client'; readonly upn?: string; readonly email?: string; readonly sid?: string }
);
/** A certificate made here, with those above it; its key is held. */
export type MadeCertificate = { readonly certificate: CertificateFacts; readonly above: readonly CertificateFacts[] };

export type MakeRequest = {
  /** The first is the common name too. */
  readonly hosts: readonly AlternativeNameToWrite[];
  readonly organisation?: string;
  /** Two letters. */
  readonly country?: string;
  readonly keyKind: KeyKind;
};
export type MadeRequest = { readonly pem: string; readonly keyFingerprint: string };

/** What the workshop asks of the worker. Keys stay there; what leaves it are files a person asked for. */
export type WorkshopCalls = {
  readonly planRepair: (input: PlanRepair) => Promise<PlannedRepair>;
  /** The same certificates in the order in which bundles have them, the chosen one's chain first. */
  readonly orderBundle: (input: {
    readonly certificates: readonly string[];
    readonly first?: string;
  }) => Promise<readonly string[]>;
  readonly writeFiles: (input: WriteFiles) => Promise<readonly WrittenFile[]>;
  /** The kinds of keys that this browser can make. */
  readonly keyKinds: (input: null) => Promise<readonly KeyKind[]>;
  readonly makeAuthority: (input: MakeAuthority) => Promise<MadeCertificate>;
  readonly makeCertificate: (input: MakeCertificate) => Promise<MadeCertificate>;
  readonly makeRequest: (input: MakeRequest) => Promise<MadeRequest>;
};
