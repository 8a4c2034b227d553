import type { Bytes } from '#lib/core/bytes.ts';

const form = /^S-1-(\d{1,15})((?:-\d{1,10}){1,15})$/;

/**
 * A security identifier as directories hold it (MS-DTYP section 2.4.2.2): revision, count, six octets of authority in network order, and
 * the sub-authorities as 32 bits each, least significant octet first. Undefined where the text is none (section 2.4.2.1).
 */
export function binarySid(text: string): Bytes | undefined {
  const match = form.exec(text);
  const authority = Number(match?.[1]);
  const subAuthorities = (match?.[2] ?? '').split('-').slice(1).map(Number);
  if (match === null || authority >= 2 ** 48 || subAuthorities.some((one) => one >= 2 ** 32)) return undefined;
  const octets = new Uint8Array(8 + 4 * subAuthorities.length);
  const view = new DataView(octets.buffer);
  view.setUint8(0, 1);
  view.setUint8(1, subAuthorities.length);
  view.setUint16(2, Math.floor(authority / 2 ** 32));
  view.setUint32(4, authority % 2 ** 32);
  for (const [at, one] of subAuthorities.entries()) view.setUint32(8 + 4 * at, one, true);
  return octets;
}
