/** Why something cannot be deciphered: with this passphrase, in this program, or within bounds. */
export type DecryptionFailure = 'wrong-passphrase' | 'unsupported' | 'too-costly';

/** Thrown inside the cipher engine, whose caller is PKI.js, and caught where its answer is needed. */
export class DecryptionFault extends Error {
  readonly failure: DecryptionFailure;

  constructor(failure: DecryptionFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

export function wrongPassphrase(): DecryptionFault {
  return new DecryptionFault('wrong-passphrase', 'the passphrase does not fit');
}

/** A count of rounds that is no count, or more than what is left for the file (see WorkBudget). */
export function tooCostly(rounds: number): DecryptionFault {
  const most =
    rounds > 0 ? 'which together with the rest of the file is more than is run' : 'which is no number of rounds';
  return new DecryptionFault('too-costly', `it asks for ${rounds} rounds of key derivation, ${most}`);
}
