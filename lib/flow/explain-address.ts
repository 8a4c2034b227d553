import { scanV4, scanV6 } from '#lib/flow/scan-address.ts';

export type AddressProblemCode =
  | 'empty'
  | 'has-spaces'
  | 'is-block'
  | 'has-brackets'
  | 'has-port'
  | 'bad-zone'
  | 'leading-zero'
  | 'octet-too-large'
  | 'octet-count'
  | 'group-too-long'
  | 'group-count'
  | 'double-colon-twice'
  | 'not-an-address';

/** Why a text is no address. The message holds no control characters, so it may stand in a line of a list. */
export type AddressProblem = { readonly code: AddressProblemCode; readonly message: string };

/** The text in quotation marks, shortened, without control characters, for use in a sentence. */
export function quoted(text: string): string {
  const plain = text.replace(/\p{C}/gu, '?');
  return plain.length > 60 ? `“${plain.slice(0, 57)}…”` : `“${plain}”`;
}

function problem(code: AddressProblemCode, message: string): AddressProblem {
  return { code, message };
}

/** Says why a text that failed to parse is no address (RFC 3986 section 3.2.2, RFC 4291 section 2.2), and what to write instead. */
export function explainAddress(text: string): AddressProblem {
  const name = quoted(text);
  if (text.trim() === '') return problem('empty', 'There is no address here; write one such as 24.12.34.56.');
  if (/\s/.test(text)) return problem('has-spaces', `${name} has a space in it; write the address alone.`);
  if (text.includes('/')) {
    return problem(
      'is-block',
      `${name} is written like a block; an address is meant here, so leave out the part from “/”.`,
    );
  }
  if (/[[\]]/.test(text))
    return problem('has-brackets', `${name} has brackets; write the address without them and without a port.`);
  const percent = text.indexOf('%');
  if (percent >= 0) return explainZone(text, percent, name);
  if (/^[\d.]+:\d+$/.test(text)) return problem('has-port', `${name} ends in a port; leave out the part from “:”.`);
  if (/^[\d.]+$/.test(text)) return explainV4(text, name);
  if (/^[\da-f:.]+$/i.test(text) && text.includes(':')) return explainV6(text, name);
  return problem('not-an-address', `${name} is neither an IPv4 nor an IPv6 address; host names are not looked up.`);
}

function explainZone(text: string, percent: number, name: string): AddressProblem {
  const address = text.slice(0, percent);
  if (scanV4(address, 0, address.length) >= 0) {
    return problem(
      'bad-zone',
      `${name} is an IPv4 address with a zone id, which only IPv6 has; leave out the part from “%”.`,
    );
  }
  if (scanV6(address, 0, address.length, new Uint32Array(4))) {
    return problem('bad-zone', `${name} has an empty or broken zone id; leave out the part from “%”.`);
  }
  return explainAddress(address);
}

function explainV4(text: string, name: string): AddressProblem {
  const octets = text.split('.');
  if (octets.length !== 4 || octets.includes('')) {
    return problem('octet-count', `${name} is not four numbers with dots between them, as 24.12.34.56 is.`);
  }
  const padded = octets.find((octet) => octet.length > 1 && octet.startsWith('0'));
  if (padded !== undefined) {
    return problem(
      'leading-zero',
      `${name} has a leading zero in “${padded}”, which some programs read as octal; write ${Number.parseInt(padded, 10)}.`,
    );
  }
  return problem('octet-too-large', `${name} has a number above 255; each of the four must be 0 to 255.`);
}

function explainV6(text: string, name: string): AddressProblem {
  if (text.split('::').length > 2 || text.includes(':::')) {
    return problem('double-colon-twice', `${name} shortens zeros by “::” in more than one place; it may stand once.`);
  }
  const groups = text.split(':');
  const tail = groups.at(-1) ?? '';
  if (tail.includes('.') && scanV4(tail, 0, tail.length) < 0) {
    return /^[\d.]+$/.test(tail)
      ? explainV4(tail, name)
      : problem('not-an-address', `${name} ends in something that is no IPv4 address.`);
  }
  if (groups.some((group) => !group.includes('.') && group.length > 4)) {
    return problem('group-too-long', `${name} has a group of more than four digits; each holds one to four.`);
  }
  if (groups.slice(0, -1).some((group) => group.includes('.'))) {
    return problem('not-an-address', `${name} has an IPv4 part before its end; it may only stand last.`);
  }
  return problem(
    'group-count',
    `${name} does not have eight groups; write all eight, or shorten one run of zeros by “::”.`,
  );
}
