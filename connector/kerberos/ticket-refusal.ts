/** A name for what the GSS library says of a ticket, and its own words, which name principals and versions but no key. */
export type TicketRefusal = { readonly reason: string; readonly detail: string };

/** The library hands out sentences and no codes (MIT Kerberos, src/lib/krb5/error_tables/krb5_err.et and rd_req_dec.c); the first that fits. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/is a replay/i, 'ticket-replayed'],
  [/replay cache|rcache/i, 'replay-cache-failed'],
  [/clock skew/i, 'clock-skew'],
  [/ticket expired/i, 'ticket-expired'],
  [/ticket not yet valid/i, 'ticket-not-yet-valid'],
  [/found in keytab but not with enctype/i, 'no-key-of-enctype'],
  [/kvno \d+ not found in keytab/i, 'wrong-key-version'],
  [/cannot decrypt ticket|decrypt integrity check failed/i, 'key-does-not-fit'],
  [
    /not found in keytab|no key table entry|does not match (?:any keys|server principal)|cannot find key/i,
    'no-key-for-service',
  ],
  [/encryption type .*not (?:permitted|supported)|no support for encryption type/i, 'enctype-not-permitted'],
  [/nonexistent or empty|no keys in keytab|bad format in keytab|permission denied/i, 'keytab-unusable'],
  // SPNEGO would go on for another round: the ticket was not in the first token.
  [/required input parameter could not be read/i, 'negotiation-incomplete'],
  [/unsupported mechanism/i, 'mechanism-not-supported'],
  [/invalid token|defective token|token header is malformed|no challenge parameter/i, 'token-invalid'],
];

/** What stands before nearly everything that goes wrong, and says nothing. */
const generalWords = /^Unspecified GSS failure\.\s+Minor code may provide more information: /;

/** Sources: RFC 4120 section 3.2.3 (what a server checks of a request) and section 7.5.9 (names of errors). */
export function ticketRefusal(cause: unknown): TicketRefusal {
  const said = cause instanceof Error ? cause.message : String(cause);
  const reason = sentences.find(([pattern]) => pattern.test(said))?.[1] ?? 'ticket-invalid';
  return { reason, detail: said.replace(generalWords, '').slice(0, 500) };
}
