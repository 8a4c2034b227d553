import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { DryRunCalls } from '#components/pki-worker/dry-run-calls.ts';
import type { WorkshopCalls } from '#components/pki-worker/workshop-calls.ts';
import type { ConnectorToCheck } from '#lib/contracts/check-settings-connectors.ts';
import type { SealedKey } from '#lib/contracts/sealed-key.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import type { Finding } from '#lib/core/finding.ts';
import type { PublicKeyFacts } from '#lib/pki/certificate/certificate.ts';
import type { FileReading } from '#lib/pki/files/file-reading.ts';
import type { MissingIssuer } from '#lib/pki/path/build-chain.ts';
import type { HintName } from '#lib/pki/path/hint-names.ts';

/** A dropped file, known by an id of the page's own: two files may have one name. */
export type GivenFile = { readonly id: string; readonly file: File; readonly passphrase?: string };

/** What a page may know of a key: which certificates it fits and what it is. The key itself stays in the worker. */
export type HeldKey = { readonly spkiFingerprint: string; readonly publicKey: PublicKeyFacts };

/** What was understood of one dropped file. */
export type ReadFile = Omit<FileReading, 'certificates' | 'privateKeys'> & {
  readonly id: string;
  readonly certificates: readonly CertificateFacts[];
  readonly keys: readonly HeldKey[];
};

/** What the files dropped for the SSL certificate come to, together with the chain that is there already. */
export type SslArrangement = {
  readonly state:
    | 'nothing'
    | 'complete'
    | 'certificate-without-key'
    | 'key-without-certificate'
    | 'key-fits-none'
    | 'authorities-only'
    | 'several-certificates';
  /** The server's own certificate first; empty where none was found. */
  readonly chain: readonly CertificateFacts[];
  readonly missing?: MissingIssuer;
  /** The key that fits the first certificate of the chain. */
  readonly keyFingerprint?: string;
  /** Where no key fits. */
  readonly keyFinding?: Finding;
  /** Keys that fit none of the certificates, or not the chosen one. */
  readonly spareKeys: readonly HeldKey[];
  /** Where several certificates could be the server's own: all of them, the chosen one first. */
  readonly choices: readonly CertificateFacts[];
  /** The server's own certificate of the draft. */
  readonly currentLeaf?: CertificateFacts;
  /** Authorities that are not part of the chain; they may be meant for the CA certificates. */
  readonly further: readonly CertificateFacts[];
};

export type ArrangeSsl = {
  /** From the dropped files, by fingerprint. */
  readonly certificates: readonly string[];
  readonly keys: readonly HeldKey[];
  /** The chain of the draft, base64. */
  readonly current: readonly string[];
  /** Host name of the front-facing URL, where known. */
  readonly host?: string;
  /** The fingerprint of the certificate a person chose among several. */
  readonly chosen?: string;
};

/** A certificate in the tree, by fingerprint. */
export type TreeNode = {
  readonly fingerprint: string;
  readonly isSelfSigned: boolean;
  readonly missingParent?: MissingIssuer;
  readonly children: readonly TreeNode[];
};

/** What is true about settings: facts of every certificate, the trees, the findings. */
export type Judgement = {
  /** By fingerprint. */
  readonly certificates: Readonly<Record<string, CertificateFacts>>;
  /** Fingerprints, the server's own certificate first. */
  readonly sslChain: readonly string[];
  readonly caForest: readonly TreeNode[];
  readonly findings: readonly Finding[];
  /** What findings about certificates are called, by id, for those that were found. */
  readonly findingTitles: Readonly<Record<string, string>>;
  readonly hintNames: readonly HintName[];
  readonly hintBytes: number;
};

export type JudgeSettings = {
  readonly settings: Settings;
  readonly connectors: readonly ConnectorToCheck[];
  /** Milliseconds since 1970. */
  readonly at: number;
};

export type SealTo = {
  readonly spkiFingerprint: string;
  /** `certificate` is the connector's sealing certificate, base64. */
  readonly recipients: readonly { readonly connectorId: string; readonly certificate: string }[];
};

/** What the page can ask of the worker; each call ends in a value. */
export type PkiCalls = WorkshopCalls &
  DryRunCalls & {
    readonly readFiles: (files: readonly GivenFile[]) => Promise<readonly ReadFile[]>;
    readonly arrangeSsl: (input: ArrangeSsl) => Promise<SslArrangement>;
    readonly judgeSettings: (input: JudgeSettings) => Promise<Judgement>;
    readonly sealKey: (input: SealTo) => Promise<readonly SealedKey[]>;
    /** Wipes every key the worker holds. */
    readonly forgetKeys: (input: null) => Promise<null>;
  };

export type PkiCallName = keyof PkiCalls;
export type PkiInput<Name extends PkiCallName> = Parameters<PkiCalls[Name]>[0];
export type PkiOutput<Name extends PkiCallName> = Awaited<ReturnType<PkiCalls[Name]>>;
