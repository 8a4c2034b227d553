/** Looks at one DER element after the other (X.690 section 10.1) without making an object of each: lists have millions. */
export class DerCursor {
  #identifier = 0;
  contentStart = 0;
  end = 0;
  readonly #der: Uint8Array;

  constructor(der: Uint8Array) {
    this.#der = der;
  }

  /** Moves to the element at `at`; false where none begins there that ends by `limit`. */
  read(at: number, limit: number): boolean {
    if (at + 2 > limit) return false;
    this.#identifier = this.#der[at] ?? 0;
    let length = this.#der[at + 1] ?? 0;
    let start = at + 2;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0 || octets > 4 || start + octets > limit) return false;
      length = 0;
      for (const last = start + octets; start < last; start += 1) length = length * 256 + (this.#der[start] ?? 0);
    }
    this.contentStart = start;
    this.end = start + length;
    return (this.#identifier & 0x1f) !== 0x1f && this.end <= limit;
  }

  /** Whether the element has this identifier octet. */
  is(identifier: number): boolean {
    return this.#identifier === identifier;
  }
}
