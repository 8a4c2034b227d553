/** RFC 6960 sections 4.2.1, 4.2.2.2 and 4.4. */
export const basicResponse = '1.3.6.1.5.5.7.48.1.1';
export const ocspNonce = '1.3.6.1.5.5.7.48.1.2';
export const ocspNoCheck = '1.3.6.1.5.5.7.48.1.5';
export const ocspSigning = '1.3.6.1.5.5.7.3.9';

/** Extensions of answers that change nothing in what is asked here: references to lists, archive cutoff, service locator, extended revoked. */
export const harmlessExtensions: ReadonlySet<string> = new Set([
  '1.3.6.1.5.5.7.48.1.3',
  '1.3.6.1.5.5.7.48.1.6',
  '1.3.6.1.5.5.7.48.1.7',
  '1.3.6.1.5.5.7.48.1.9',
]);
