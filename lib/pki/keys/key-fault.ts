/** Thrown where a private key is well formed and yet of no use; caught where the key is parsed. */
export class KeyFault extends Error {
  /** Of a kind that is not used here, rather than damaged. */
  readonly isUnsupported: boolean;

  constructor(isUnsupported: boolean, message: string) {
    super(message);
    this.isUnsupported = isUnsupported;
  }
}
