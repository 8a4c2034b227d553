/**
 * How much deriving and deciphering one file may ask for. A unit is one SHA-1 or SHA-256 round here, which takes about
 * half a microsecond to one; the whole budget stays within a second.
 */
const budget = 1_000_000;

/** What one unit buys. */
export const cost = {
  /** Rounds of the PKCS#12 derivation, run in JavaScript. */
  shortHashRound: 1,
  longHashRound: 3,
  /** Rounds of PBKDF2, run by the platform. */
  shortPbkdf2Round: 0.3,
  longPbkdf2Round: 0.9,
  /** Bytes deciphered in JavaScript. */
  rc2Byte: 7,
  desByte: 0.2,
} as const;

/** Spent by every derivation of one file, so that neither one count nor many together keep it busy. */
export class WorkBudget {
  #left: number = budget;

  /** Takes the units, or answers false and takes none. */
  spend(units: number): boolean {
    if (!(units >= 0 && units <= this.#left)) return false;
    this.#left -= units;
    return true;
  }
}
