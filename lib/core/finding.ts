/** `error` blocks publishing, `warning` and `note` do not. */
export type Severity = 'error' | 'warning' | 'note';

/** The part of a connection's settings a finding belongs to; the console shows it on that tab. */
export type FindingArea = 'methods' | 'networks' | 'ssl-certificate' | 'ca-certificates' | 'connectors';

/** One thing found about settings or a certificate. */
export type Finding = {
  /** Stable, from the catalogue in docs/findings.md: `SSL-EXPIRED`. */
  readonly id: string;
  readonly severity: Severity;
  readonly area: FindingArea;
  /** Which thing, in the words of the person who gave it: a file name, a certificate's name, a block. */
  readonly subject: string;
  /** What is wrong and what follows from it, in one or two sentences. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  /** SHA-256 of the certificate meant, where the finding is about one. */
  readonly fingerprint?: string;
  /** Canonical block of the network meant, where the finding is about one. */
  readonly block?: string;
};

/** What a catalogue says of one kind of finding. */
export type CatalogueEntry = {
  readonly severity: Severity;
  readonly area: FindingArea;
  readonly title: string;
  /** What it means, for somebody who looks the id up. */
  readonly meaning: string;
  readonly remedy: string;
};
