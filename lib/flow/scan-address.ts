/** The u32 of strict dotted decimal (RFC 3986 section 3.2.2, dec-octet: no leading zeros), or -1; allocates nothing. */
export function scanV4(text: string, from: number, to: number): number {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x2e) {
      if (octet < 0) return -1;
      value = value * 256 + octet;
      octet = -1;
      dots += 1;
    } else {
      const digit = code - 0x30;
      if (digit < 0 || digit > 9 || octet === 0) return -1;
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return -1;
    }
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

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
      const digit = hexDigit(code);
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
  const zeros = 8 - count;
  for (let word = 0; word < 4; word += 1) {
    words[word] = ((groupAt(word * 2, gap, zeros) << 16) | groupAt(word * 2 + 1, gap, zeros)) >>> 0;
  }
  return true;
}

function groupAt(place: number, gap: number, zeros: number): number {
  if (zeros === 0 || place < gap) return groups[place] as number;
  return place < gap + zeros ? 0 : (groups[place - zeros] as number);
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
  const percent = text.indexOf('%');
  if (percent >= 0 && !zone.test(text.slice(percent + 1))) return 0;
  return scanV6(text, 0, percent < 0 ? text.length : percent, words) ? 6 : 0;
}

/** Whether the words lie in ::ffff:0:0/96 (RFC 4291 section 2.5.5.2). */
export function isMapped(words: Uint32Array): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
}
