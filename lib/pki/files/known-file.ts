import type { Bytes } from '#lib/core/bytes.ts';
import type { FileRefusal } from '#lib/pki/files/file-reading.ts';

/** A kind of file that people drop by mistake, and what to do instead. */
export type KnownFile = { readonly refusal: FileRefusal; readonly is: string; readonly remedy: string };

const unpack = 'Unpack it and drop the certificate files that are inside.';
const fromKeystore =
  'Convert it first: keytool -importkeystore -srckeystore FILE -destkeystore out.p12 -deststoretype PKCS12, then drop out.p12.';
const exportAgain = 'Drop the certificate itself, as PEM, DER, PKCS#7 or PFX.';

const signatures: readonly (readonly [octets: readonly number[], refusal: FileRefusal, is: string, remedy: string])[] =
  [
    [[0x50, 0x4b, 0x03, 0x04], 'zip-archive', 'a zip archive', unpack],
    [[0x50, 0x4b, 0x05, 0x06], 'zip-archive', 'an empty zip archive', unpack],
    [[0x1f, 0x8b], 'zip-archive', 'a gzip archive', unpack],
    [[0x37, 0x7a, 0xbc, 0xaf], 'zip-archive', 'a 7-Zip archive', unpack],
    [[0x52, 0x61, 0x72, 0x21], 'zip-archive', 'a RAR archive', unpack],
    [[0xfe, 0xed, 0xfe, 0xed], 'not-a-certificate-file', 'a Java keystore (JKS)', fromKeystore],
    [[0xce, 0xce, 0xce, 0xce], 'not-a-certificate-file', 'a Java keystore (JCEKS)', fromKeystore],
    [
      [0x00, 0x00, 0x00, 0x00, 0x43, 0x45, 0x52, 0x54],
      'not-a-certificate-file',
      'a Microsoft serialized certificate store (SST)',
      'Export the certificates from the Windows store as PKCS#7 (.p7b) instead.',
    ],
    [[0x25, 0x50, 0x44, 0x46], 'not-a-certificate-file', 'a PDF document', exportAgain],
    [[0x89, 0x50, 0x4e, 0x47], 'not-a-certificate-file', 'a picture (PNG)', exportAgain],
    [[0xff, 0xd8, 0xff], 'not-a-certificate-file', 'a picture (JPEG)', exportAgain],
    [[0xd0, 0xcf, 0x11, 0xe0], 'not-a-certificate-file', 'an Office document', exportAgain],
    [[0x7f, 0x45, 0x4c, 0x46], 'not-a-certificate-file', 'a program', exportAgain],
    [[0x4d, 0x5a, 0x90], 'not-a-certificate-file', 'a program', exportAgain],
  ];

/** What the first octets give away, where they are those of a well-known kind of file. */
export function knownBinary(bytes: Bytes): KnownFile | undefined {
  const found = signatures.find(([octets]) => octets.every((octet, at) => bytes[at] === octet));
  return found && { refusal: found[1], is: found[2], remedy: found[3] };
}

const texts: readonly (readonly [pattern: RegExp, is: string, remedy: string])[] = [
  [
    /^\s*(?:<!doctype html|<html)/i,
    'a web page (HTML)',
    'The download may have asked for a sign-in; open it in the browser and save the certificate itself.',
  ],
  [
    /^PuTTY-User-Key-File/,
    'a PuTTY key',
    'SSH keys are not used here; drop the private key that belongs to the certificate.',
  ],
  [/^(?:ssh-|ecdsa-sha2-)/, 'an SSH public key', 'SSH keys are not used here; drop an X.509 certificate.'],
  [/^\s*<\?xml/, 'an XML document', exportAgain],
  [/^\s*[[{]/, 'a JSON document', exportAgain],
];

/** What a text without any armour is. */
export function knownText(text: string): KnownFile {
  const head = text.slice(0, 200);
  const found = texts.find(([pattern]) => pattern.test(head));
  return {
    refusal: 'not-a-certificate-file',
    is: found?.[1] ?? 'a text without a certificate',
    remedy: found?.[2] ?? exportAgain,
  };
}
