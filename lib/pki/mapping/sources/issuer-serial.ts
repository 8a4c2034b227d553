import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';
import { nameFault } from '#lib/pki/mapping/name-fault.ts';
import { windowsName } from '#lib/pki/mapping/windows-name.ts';

/**
 * Issuer and serial number (RFC 5280 section 4.1.2.2). KB5014754 writes `X509:<I>DC=com,DC=contoso,CN=CONTOSO-DC-CA<SR>1200000000AC11000000002B`
 * for the serial number 2B0000000011AC0000000012: the bytes in reverse, the two digits of each as they are. AD ignores letters' case.
 */
export function readIssuerSerial({ issuer, serial }: Certificate): SourceReading {
  const fault = nameFault(issuer.text);
  if (fault !== undefined) return { kind: 'unusable', detail: fault };
  const identity = `X509:<I>${windowsName(issuer)}<SR>${reversedBytes(withoutLeadingBytes(serial))}`;
  return { kind: 'value', raw: `${issuer.text}, serial number ${serial}`, plain: identity, identities: [identity] };
}

/** Windows keeps serial numbers with "leading 0x00 or 0xFF bytes removed" (CERT_INFO, wincrypt.h); a number that is all of them keeps one. */
export function withoutLeadingBytes(serial: string): string {
  return serial.replace(/^(?:00)+(?=..)|^(?:ff)+(?=..)/i, '');
}

function reversedBytes(hex: string): string {
  return (hex.match(/../g) ?? []).reverse().join('');
}
