/** What is to be added to one person's altSecurityIdentities. */
export type IdentityChange = {
  readonly dn: string;
  /** An objectGUID's sixteen octets in hexadecimal, as the directory holds them; absent where it is not known. */
  readonly objectGuid?: string;
  /** For people who read the file. */
  readonly name: string;
  /** Each once; at least one. */
  readonly identities: readonly string[];
  /** What could not be written for this person, one sentence each. */
  readonly omitted?: readonly string[];
};

/** Text for a comment: nothing in it ends a line, and nothing looks like something else than it is. */
export function commentText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/g, '?').slice(0, 300);
}
