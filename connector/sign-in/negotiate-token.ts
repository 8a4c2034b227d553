/** What an Authorization header brings (RFC 4559 section 4.2). */
export type NegotiateToken =
  | { readonly kind: 'none' }
  | { readonly kind: 'ntlm' }
  | { readonly kind: 'token'; readonly token: string };

export function negotiateToken(header: string | undefined): NegotiateToken {
  const match = /^(?<scheme>[A-Za-z]+) +(?<token>[A-Za-z0-9+/]+=*) *$/.exec(header ?? '');
  const scheme = match?.groups?.['scheme']?.toLowerCase();
  const token = match?.groups?.['token'];
  if (token === undefined) return { kind: 'none' };
  // "NTLMSSP", as base64 has it: browsers without a ticket may try it under either scheme.
  if (scheme === 'ntlm' || token.startsWith('TlRMTVNTUA')) return { kind: 'ntlm' };
  return scheme === 'negotiate' ? { kind: 'token', token } : { kind: 'none' };
}
