import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { PublicKeyFacts, SignatureFacts } from '#lib/pki/certificate/certificate.ts';

/** `RSA 2048`, `EC P-256`. */
export function keyText({ algorithm, bits, curve, oid }: PublicKeyFacts): string {
  if (algorithm === 'unknown') return `unknown key (${oid})`;
  if (algorithm === 'EC') return `EC ${curve ?? `${bits} bits`}`;
  return bits > 0 && !algorithm.startsWith('Ed') ? `${algorithm} ${bits}` : algorithm;
}

/** `SHA-256 with RSA`. */
export function signatureText({ algorithm, hash, oid }: SignatureFacts): string {
  if (algorithm === 'unknown') return `unknown signature (${oid})`;
  const name = algorithm === 'RSA-PKCS1' ? 'RSA' : algorithm;
  return hash === undefined ? name : `${hash} with ${name}`;
}

const purposes: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'server authentication',
  '1.3.6.1.5.5.7.3.2': 'client authentication',
  '1.3.6.1.5.5.7.3.3': 'code signing',
  '1.3.6.1.5.5.7.3.4': 'e-mail protection',
  '1.3.6.1.5.5.7.3.8': 'time stamping',
  '1.3.6.1.5.5.7.3.9': 'OCSP signing',
  '1.3.6.1.4.1.311.20.2.2': 'smart card logon',
  '1.3.6.1.4.1.311.10.3.4': 'encrypting file system',
  '1.3.6.1.5.2.3.5': 'KDC authentication',
  '2.5.29.37.0': 'any purpose',
};

/** What a certificate may be used for, in words; purposes nobody named keep their numbers. */
export function purposeText({ isAuthority, pathLength, extendedKeyUsage }: CertificateFacts): string {
  const parts: string[] = [];
  if (isAuthority) {
    parts.push(pathLength === undefined ? 'issuing certificates' : `issuing certificates (path length ${pathLength})`);
  }
  parts.push(...(extendedKeyUsage ?? []).map((oid) => purposes[oid] ?? oid));
  return parts.length === 0 ? 'not limited' : parts.join(', ');
}

/** Pairs of hexadecimal digits with colons, as other tools show fingerprints. */
export function colonHex(hex: string): string {
  return (hex.length % 2 === 1 ? `0${hex}` : hex).toUpperCase().match(/../g)?.join(':') ?? '';
}
