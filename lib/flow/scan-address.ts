/** The u32 of strict dotted decimal (RFC 3986 section 3.2.2, dec-octet: no leading zeros), or -1; allocates nothing. */
export function scanV4(text: string, from: number, to: number): number {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x2e) {
      if (octet < 0) return -1;
      value = (value << 8) | octet;
      octet = -1;
      dots += 1;
    } else {
      const digit = code - 0x30;
      if (digit < 0 || digit > 9 || octet === 0) return -1;
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return -1;
    }
  }
  return dots === 3 && octet >= 0 ? ((value << 8) | octet) >>> 0 : -1;
}

/** What each ASCII character is worth as a hexadecimal digit, or -1. */
const hexDigits = Int8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()),
);

/** Only ever used between the first and the last line of one `scanV6` call. */
const groups = new Uint16Array(8);

/** Writes the four u32 words of IPv6 text (RFC 4291 section 2.2, all three forms) and says whether it was that; allocates nothing. */
export function scanV6(text: string, from: number, to: number, words: Uint32Array): boolean {
  let at = from;
  let count = 0;
  let gap = -1;
  if (to - from < 2) return false;
  if (text.charCodeAt(at) === 0x3a) {
    if (text.charCodeAt(at + 1) !== 0x3a) return false;
    gap = 0;
    at += 2;
  }
  while (at < to) {
    const start = at;
    let value = 0;
    let code = 0;
    for (; at < to; at += 1) {
      code = text.charCodeAt(at);
      const digit = code < 128 ? (hexDigits[code] as number) : -1;
      if (digit < 0) break;
      if (at - start === 4) return false;
      value = (value << 4) | digit;
    }
    if (at < to && code === 0x2e) {
      const v4 = count <= 6 ? scanV4(text, start, to) : -1;
      if (v4 < 0) return false;
      groups[count] = v4 >>> 16;
      groups[count + 1] = v4 & 0xffff;
      count += 2;
      break;
    }
    if (at === start || count === 8) return false;
    groups[count] = value;
    count += 1;
    if (at === to) break;
    if (code !== 0x3a) return false;
    at += 1;
    if (at === to) return false;
    if (text.charCodeAt(at) === 0x3a) {
      if (gap >= 0) return false;
      gap = count;
      at += 1;
    }
  }
  if (gap < 0 ? count !== 8 : count > 7) return false;
  if (gap >= 0) {
    const zeros = 8 - count;
    for (let place = 7; place >= gap; place -= 1) {
      groups[place] = place - zeros >= gap ? (groups[place - zeros] as number) : 0;
    }
  }
  words[0] = ((groups[0] as number) << 16) | (groups[1] as number);
  words[1] = ((groups[2] as number) << 16) | (groups[3] as number);
  words[2] = ((groups[4] as number) << 16) | (groups[5] as number);
  words[3] = ((groups[6] as number) << 16) | (groups[7] as number);
  return true;
}

const zone = /^[^\s/%[\]]+$/;

/**
 * Writes the words of an address and says its family, or 0 for text that is none. A zone id (RFC 4007 section 11) is dropped.
 * IPv4-mapped text (RFC 4291 section 2.5.5.2) is family 6 here; see `isMapped`.
 */
export function scanAddress(text: string, words: Uint32Array): 0 | 4 | 6 {
  const v4 = scanV4(text, 0, text.length);
  if (v4 >= 0) {
    words[0] = v4;
    words[1] = 0;
    words[2] = 0;
    words[3] = 0;
    return 4;
  }
  if (scanV6(text, 0, text.length, words)) return 6;
  const percent = text.indexOf('%');
  return percent >= 0 && zone.test(text.slice(percent + 1)) && scanV6(text, 0, percent, words) ? 6 : 0;
}

/** Whether the words lie in ::ffff:0:0/96 (RFC 4291 section 2.5.5.2). */
export function isMapped(words: Uint32Array): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
}
