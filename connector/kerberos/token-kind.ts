import { childrenOf, readTlv, type Tlv, tag } from '#lib/pki/asn1/tlv.ts';

/** What a browser sent after `Negotiate `, as far as it shows without any key. */
export type TokenKind = 'kerberos' | 'ntlm' | 'unknown';

/** 1.3.6.1.5.5.2, 1.2.840.113554.1.2.2, Microsoft's misprint 1.2.840.48018.1.2.2 of it, and NTLM's 1.3.6.1.4.1.311.2.2.10. */
const mechanism = {
  spnego: '2b0601050502',
  kerberos: '2a864886f712010202',
  microsoftKerberos: '2a864882f712010202',
  ntlm: '2b06010401823702020a',
};
/** [APPLICATION 0], RFC 2743 section 3.1. */
const initialContextToken = 0x60;
const context2 = 0xa2;

/**
 * Tells a Kerberos ticket from NTLM, which browsers send where they have no ticket (RFC 4559 section 4, RFC 4178 section 4.2.1):
 *
 * ```asn1
 * InitialContextToken ::= [APPLICATION 0] IMPLICIT SEQUENCE { thisMech OBJECT IDENTIFIER, innerToken ANY DEFINED BY thisMech }
 * NegotiationToken    ::= CHOICE { negTokenInit [0] NegTokenInit, negTokenResp [1] NegTokenResp }
 * NegTokenInit        ::= SEQUENCE { mechTypes [0] SEQUENCE OF OBJECT IDENTIFIER, reqFlags [1] BIT STRING OPTIONAL,
 *   mechToken [2] OCTET STRING OPTIONAL, mechListMIC [3] OCTET STRING OPTIONAL }
 * ```
 */
export function tokenKind(token: Uint8Array): TokenKind {
  if (isNtlmMessage(token)) return 'ntlm';
  const outer = readTlv(token);
  if (outer?.identifier !== initialContextToken || outer.end !== token.length) return 'unknown';
  const thisMech = readTlv(token, outer.contentStart, outer.contentEnd);
  if (thisMech?.identifier !== tag.oid) return 'unknown';
  const mech = hexOf(token, thisMech);
  if (mech === mechanism.kerberos || mech === mechanism.microsoftKerberos) return 'kerberos';
  if (mech !== mechanism.spnego) return 'unknown';
  return kindOfNegotiation(token, readTlv(token, thisMech.end, outer.contentEnd));
}

function kindOfNegotiation(token: Uint8Array, choice: Tlv | undefined): TokenKind {
  if (choice?.identifier !== tag.context0) return 'unknown';
  const fields = childrenOf(token, choice)[0];
  if (fields?.identifier !== tag.sequence) return 'unknown';
  const parts = childrenOf(token, fields);
  const mechToken = first(token, parts, context2);
  if (mechToken !== undefined && isNtlmMessage(token.subarray(mechToken.contentStart, mechToken.contentEnd)))
    return 'ntlm';
  const mechTypes = first(token, parts, tag.context0);
  if (mechTypes === undefined) return 'unknown';
  const offered = childrenOf(token, mechTypes).map((mech) => hexOf(token, mech));
  if (offered.includes(mechanism.kerberos) || offered.includes(mechanism.microsoftKerberos)) return 'kerberos';
  return offered.includes(mechanism.ntlm) ? 'ntlm' : 'unknown';
}

/** What is inside the field with this tag. */
function first(token: Uint8Array, parts: readonly Tlv[], identifier: number): Tlv | undefined {
  const field = parts.find((part) => part.identifier === identifier);
  return field === undefined ? undefined : childrenOf(token, field)[0];
}

/** `NTLMSSP` and a zero octet, MS-NLMP section 2.2.1. */
function isNtlmMessage(octets: Uint8Array): boolean {
  return Buffer.from(octets.subarray(0, 8)).toString('latin1') === 'NTLMSSP\0';
}

function hexOf(token: Uint8Array, { contentStart, contentEnd }: Tlv): string {
  return Buffer.from(token.subarray(contentStart, contentEnd)).toString('hex');
}
