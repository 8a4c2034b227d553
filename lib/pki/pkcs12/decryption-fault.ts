import { mostRounds } from '#lib/pki/pkcs12/work-budget.ts';

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

/** A count of rounds that is no count, or more than one file may ask for. */
export function tooCostly(rounds: number): DecryptionFault {
  const message = `it asks for ${rounds} rounds of key derivation, and 1 to ${mostRounds} are run`;
  return new DecryptionFault('too-costly', message);
}
