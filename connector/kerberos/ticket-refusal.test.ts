import { expect, test } from 'vitest';
import { ticketRefusal } from '#connector/kerberos/ticket-refusal.ts';

const general = 'Unspecified GSS failure.  Minor code may provide more information: ';

/** Sentences of MIT Kerberos 1.20 that a test cannot bring about without waiting, and what the library says of malformed tokens. */
test.each([
  [`${general}Ticket expired`, 'ticket-expired'],
  [`${general}Ticket not yet valid`, 'ticket-not-yet-valid'],
  [`${general}Keytab FILE:/etc/http.keytab is nonexistent or empty`, 'keytab-unusable'],
  [`${general}Encryption type arcfour-hmac not permitted`, 'enctype-not-permitted'],
  ['An unsupported mechanism was requested: SPNEGO failed to negotiate a mechanism', 'mechanism-not-supported'],
  ['A required input parameter could not be read: Unknown error', 'negotiation-incomplete'],
  ['Invalid token was supplied: Unknown error', 'token-invalid'],
  ['something nobody has read yet', 'ticket-invalid'],
])('%s', (said, reason) => {
  expect(ticketRefusal(new Error(said))).toEqual({ reason, detail: said.replace(general, '') });
});
