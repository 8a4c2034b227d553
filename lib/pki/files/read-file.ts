import type { Bytes } from '#lib/core/bytes.ts';
import { decodeText } from '#lib/pki/files/decode-text.ts';
import { type DroppedFile, type FileFormat, type FileReading, maxFileBytes } from '#lib/pki/files/file-reading.ts';
import { knownBinary, knownText } from '#lib/pki/files/known-file.ts';
import { readDer } from '#lib/pki/files/read-der.ts';
import { decodeBase64 } from '#lib/pki/files/read-pem.ts';
import { readPemBlocks } from '#lib/pki/files/read-pem-blocks.ts';
import { ReadingCollector } from '#lib/pki/files/reading-collector.ts';
import type { DerKind } from '#lib/pki/files/recognise-der.ts';

const formats: Readonly<Partial<Record<DerKind, FileFormat>>> = {
  certificate: 'DER certificate',
  'PKCS#7': 'PKCS#7',
  'PKCS#12': 'PKCS#12',
  'PKCS#8': 'PKCS#8',
  'encrypted PKCS#8': 'PKCS#8',
  'PKCS#1': 'PKCS#1',
  'SEC 1': 'SEC 1',
};

/** The answer to a file that is too large to be looked into; needs only its name and size. */
export function refuseOversize(name: string, size: number): FileReading {
  const collector = new ReadingCollector(name, size, undefined);
  collector.refuse(
    'too-large',
    'whole file',
    `${name} is ${megabytes(size)} MB; files up to ${megabytes(maxFileBytes)} MB are read.`,
    'A certificate file is rarely larger than a few kilobytes: check that this is the right file.',
  );
  return collector.finish('unknown');
}

function megabytes(size: number): string {
  return (size / 1024 / 1024).toFixed(size < 10 * 1024 * 1024 ? 1 : 0);
}

/** Finds out what a file is by its content, whatever its name says, and reads everything useful in it. Never throws. */
export async function readFile(file: DroppedFile): Promise<FileReading> {
  if (file.bytes.length > maxFileBytes) return refuseOversize(file.name, file.bytes.length);
  const collector = new ReadingCollector(file.name, file.bytes.length, file.passphrase);
  try {
    return collector.finish(await readContent(file, collector));
  } catch (error) {
    // Every expected failure has its own answer; this keeps an unexpected one from taking the other files with it.
    collector.refuse(
      'broken-encoding',
      'whole file',
      `${file.name} could not be read to its end (${error instanceof Error ? error.message : String(error)}).`,
      'Export the file again.',
    );
    return collector.finish('unknown');
  }
}

async function readContent({ name, bytes }: DroppedFile, collector: ReadingCollector): Promise<FileFormat> {
  if (bytes.length === 0) {
    collector.refuse('empty-file', 'whole file', `${name} is empty.`, 'Copy or download the file again.');
    return 'unknown';
  }
  const binary = knownBinary(bytes);
  if (binary !== undefined) {
    collector.refuse(binary.refusal, 'byte 0', `${name} is ${binary.is}.`, binary.remedy);
    return 'unknown';
  }
  const text = hasLongLength(bytes) ? undefined : decodeText(bytes);
  if (text !== undefined) return readText(name, text, collector);
  if (bytes[0] === 0x30) return formats[await readDer(bytes, { part: '', base: 0 }, collector)] ?? 'unknown';
  // Text with stray octets in its head still has its blocks.
  const loose = new TextDecoder('latin1').decode(bytes);
  if (loose.includes('-----BEGIN ')) return readText(name, loose, collector);
  collector.refuse(
    'not-a-certificate-file',
    'byte 0',
    `${name} begins like no certificate, key or bundle (its first byte is 0x${bytes[0]?.toString(16).padStart(2, '0')}).`,
    'Drop a certificate as PEM, DER, PKCS#7 or PFX.',
  );
  return 'unknown';
}

/** The digit zero, and then an octet that no letter of a text begins with: a SEQUENCE, even where only a stub of it is left. */
function hasLongLength([tag, length = 0]: Bytes): boolean {
  return tag === 0x30 && length >= 0x80 && length <= 0x84;
}

async function readText(name: string, text: string, collector: ReadingCollector): Promise<FileFormat> {
  if (text.includes('-----BEGIN ')) {
    await readPemBlocks(text, collector);
    return 'PEM';
  }
  const decoded = decodeBase64(text.replace(/^\uFEFF/, ''));
  if (decoded instanceof Uint8Array && decoded[0] === 0x30 && decoded.length > 16) {
    return formats[await readDer(decoded, { part: 'the base64 text', base: 0 }, collector)] ?? 'unknown';
  }
  const known = knownText(text);
  collector.refuse(known.refusal, 'whole file', `${name} is ${known.is}.`, known.remedy);
  return 'unknown';
}
