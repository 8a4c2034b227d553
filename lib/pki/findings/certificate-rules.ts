import type { Finding } from '#lib/core/finding.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { OrderedChain } from '#lib/pki/path/build-chain.ts';

/** The SSL certificate as the rules see it. */
export type SslCase = {
  /** As given; the first is the host's own. */
  readonly given: readonly Certificate[];
  readonly leaf: Certificate;
  /** Put in order from the leaf upwards. */
  readonly ordered: OrderedChain;
  /** Host name or address of the front-facing URL, where it is known. */
  readonly host: string | undefined;
  readonly at: number;
};
export type SslRule = (given: SslCase) => readonly Finding[];

/** One CA certificate in its place in the tree. */
export type PlacedAuthority = {
  readonly certificate: Certificate;
  readonly isRoot: boolean;
  /** Whether the top of its tree is a root. */
  readonly isRooted: boolean;
  /** From the one directly above to the top of its tree. */
  readonly above: readonly Certificate[];
  readonly children: readonly Certificate[];
  /** Name of the issuer that is not there. */
  readonly missingParent?: string;
};
export type CaCase = {
  readonly given: readonly Certificate[];
  /** Each once. */
  readonly placed: readonly PlacedAuthority[];
  /** Every certificate with the subject of this one, itself among them. */
  readonly namesakes: (one: PlacedAuthority) => readonly PlacedAuthority[];
  readonly at: number;
};
export type CaRule = (given: CaCase) => readonly Finding[];
