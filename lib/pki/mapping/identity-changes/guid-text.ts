/**
 * An objectGUID as Windows writes it: MS-DTYP section 2.3.4.2 holds the first three parts with the least significant octet first (2.3.4.3 the
 * text). Undefined where the text is not sixteen octets in hexadecimal.
 */
export function guidText(hex: string | undefined): string | undefined {
  const octets = hex !== undefined && /^[0-9a-f]{32}$/i.test(hex) ? hex.toLowerCase().match(/../g) : null;
  if (octets === null) return undefined;
  const part = (from: number, to: number) => octets.slice(from, to);
  return [part(0, 4).reverse(), part(4, 6).reverse(), part(6, 8).reverse(), part(8, 10), part(10, 16)]
    .map((one) => one.join(''))
    .join('-');
}
