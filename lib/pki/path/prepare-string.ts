const plainAscii = /^[\x20-\x7e]*$/;

/**
 * A string as names are compared by it: RFC 5280 section 7.1 has RFC 4518 prepare it. In that one's order: signs that stand for nothing are dropped and
 * all spaces become SPACE (section 2.2), letters lose their case (RFC 3454 appendix B.2) and take their compatible form (NFKC, section 2.3), and
 * spaces at the ends and runs of them do not count (section 2.6.1). What section 2.4 prohibits is left as it is: it equals itself alone.
 */
export function prepareString(text: string): string {
  const folded = plainAscii.test(text) ? text.toLowerCase() : foldBeyondAscii(text);
  return folded.replaceAll(/ +/g, ' ').replaceAll(/^ | $/g, '');
}

function foldBeyondAscii(text: string): string {
  const mapped = text
    .replaceAll(/[\u00ad\u1806\ufffc]|\u034f|[\u180b-\u180d]|[\ufe00-\ufe0f]/g, '')
    .replaceAll(/[\t\n\v\f\r\u0085\p{Z}]/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
  // Through upper case, so that ß is ss and ς is σ, as the table has it.
  return mapped.toUpperCase().toLowerCase().normalize('NFKC').toLowerCase().normalize('NFKC').replaceAll('ς', 'σ');
}
