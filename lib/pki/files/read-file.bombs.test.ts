import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Bytes, concatBytes, utf8 } from '#lib/core/bytes.ts';
import {
  derContext,
  derElement,
  derInteger,
  derIntegerOctets,
  derOctetString,
  derOid,
  derSequence,
} from '#lib/pki/asn1/write-der.ts';
import { maxFileBytes } from '#lib/pki/files/file-reading.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { mintAuthority } from '#lib/pki/issue/mint.ts';

const size = maxFileBytes - 1024;
const root = await mintAuthority('Root');
const { der } = root.certificate;

function repeat(unit: Uint8Array | readonly number[], length = size): Bytes {
  const filled = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) filled[at] = unit[at % unit.length] ?? 0;
  return filled;
}

function data(content: Bytes): Bytes {
  return derSequence(derOid('1.2.840.113549.1.7.1'), derContext(0, derOctetString(content), true));
}

function pfx(...safes: readonly Bytes[]): Bytes {
  return derSequence(derInteger(3), data(derSequence(...safes)));
}

/** A safe under a password-based scheme of PKCS#12 (the last arc of its object identifier). */
function encryptedSafe(scheme: number, rounds: number, content: Bytes): Bytes {
  const parameters = derSequence(derOctetString(new Uint8Array(8)), derInteger(rounds));
  const algorithm = derSequence(derOid(`1.2.840.113549.1.12.1.${scheme}`), parameters);
  const info = derSequence(derOid('1.2.840.113549.1.7.1'), algorithm, derContext(0, content, false));
  return derSequence(derOid('1.2.840.113549.1.7.6'), derContext(0, derSequence(derInteger(0), info), true));
}

function bundle(certificates: Bytes): Bytes {
  const content = derSequence(derOid('1.2.840.113549.1.7.1'));
  const none = derElement(0x31, new Uint8Array());
  const signed = derSequence(derInteger(1), none, content, derContext(0, certificates, true), none);
  return derSequence(derOid('1.2.840.113549.1.7.2'), derContext(0, signed, true));
}

/** The certificate with `content` in the place of its extensions. */
function withExtensions(content: Bytes): Bytes {
  const spki = root.certificate.spki.byteOffset + root.certificate.spki.length;
  const head = der.subarray(root.certificate.tbs.byteOffset + 4, spki);
  const tbs = derSequence(head, derContext(3, derSequence(content), true));
  return derSequence(tbs, der.subarray(root.certificate.tbs.byteOffset + root.certificate.tbs.length));
}

function namesExtension(count: number): Bytes {
  return derSequence(derOid('2.5.29.17'), derOctetString(derSequence(repeat([0x82, 0x00], count * 2))));
}

const tinyExtension = derSequence(derOid('1.2.3'), derOctetString(repeat([0x05, 0x00], 20_000)));
const manyNames = withExtensions(namesExtension(19_000));
const hugeNumber = derIntegerOctets(repeat([0x55], 800_000));

const bombs: Readonly<Record<string, Bytes>> = {
  'nothing but zeros': repeat([0]),
  'nothing but ones': repeat([0xff]),
  'nesting without end': repeat([0x30, 0x80]),
  'empty sequences': repeat([0x30, 0x00]),
  'empty indefinite sequences': repeat([0x30, 0x80, 0x00, 0x00]),
  'one sequence of empty ones': derSequence(repeat([0x30, 0x00])),
  'nested octet strings': derSequence(repeat([0x24, 0x80])),
  'an object identifier of megabytes': derSequence(derElement(0x06, repeat([1])), derSequence()),
  'a tag of megabytes': derSequence(concatBytes(Uint8Array.of(0x1f), repeat([0xff]))),
  'a certificate of megabytes': withExtensions(derSequence(derOid('1.2.3'), derOctetString(repeat([0x41])))),
  'a certificate with very many names': manyNames,
  'many certificates with very many names': concatBytes(...Array.from({ length: 200 }, () => manyNames)),
  'many certificates with many elements': repeat(withExtensions(tinyExtension)),
  'one certificate thousands of times': repeat(der),
  'thousands of armoured certificates': utf8(toPem('CERTIFICATE', der).repeat(Math.floor(size / 1000))),
  'a bundle of empty certificates': bundle(repeat([0x30, 0x00])),
  'a bundle of thousands': bundle(repeat(der, Math.floor(size / der.length) * der.length)),
  'BEGIN marks': utf8('-----BEGIN '.repeat(size / 11)),
  'empty blocks': utf8('-----BEGIN A-----\n-----END A-----\n'.repeat(size / 36)),
  'blocks without an end': utf8('-----BEGIN CERTIFICATE-----\n'.repeat(size / 28)),
  'a block of line ends': utf8(`-----BEGIN CERTIFICATE-----${'\n'.repeat(size - 60)}-----END CERTIFICATE-----`),
  'a block of headers': utf8(`-----BEGIN A-----\n${'a: b\n'.repeat(size / 5 - 20)}\n\nAA==\n-----END A-----`),
  'a block of spaces': utf8(`-----BEGIN A-----\nA: b\n${' '.repeat(size - 60)}-----END A-----`),
  'base64 letters': utf8('MIIC'.repeat(size / 4)),
  blanks: utf8(' '.repeat(size)),
  'an RSA key of huge numbers': derSequence(derInteger(0), ...Array.from({ length: 8 }, () => hugeNumber)),
  'keys without end': utf8(toPem('PRIVATE KEY', root.key.pkcs8).repeat(5000)),
  'a PFX of megabytes under RC2': pfx(encryptedSafe(6, 1, repeat([0x41], size & ~7))),
  'a PFX of megabytes under 3DES': pfx(encryptedSafe(3, 1, repeat([0x41], size & ~7))),
  'a PFX of many costly safes': pfx(...Array.from({ length: 200 }, () => encryptedSafe(3, 90_000, repeat([1], 64)))),
  'many costly PFX in one file': repeat(pfx(encryptedSafe(3, 90_000, repeat([1], 64)))),
  'a PFX of many safes with many bags': pfx(
    ...Array.from({ length: 150 }, () => data(derSequence(repeat([0x30, 0x00], 38_000)))),
  ),
};

it('answers files made to exhaust it within a second and within 256 MiB', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bombs-'));
  try {
    for (const [name, bytes] of Object.entries(bombs)) writeFileSync(join(folder, name), bytes);
    const script = join(import.meta.dirname, '../../../script/fuzz-files.ts');
    const options = { encoding: 'utf8', timeout: 240_000, maxBuffer: 1 << 24 } as const;
    const output = execFileSync(process.execPath, ['--max-old-space-size=256', script, folder, '0'], options);
    const summary = JSON.parse(output.trim().split('\n').at(-1) ?? '');
    console.info(JSON.stringify(summary));
    expect(summary.failures).toEqual([]);
    expect(summary.reads).toBe(Object.keys(bombs).length);
    expect(summary.peakMiB).toBeLessThan(256);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
