import { ElementBudget, maxElementsPerFile } from '#lib/pki/asn1/der-scan.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import {
  type FileFormat,
  type FileProblem,
  type FileReading,
  type FileRefusal,
  maxCertificatesPerFile,
  type PrivateKey,
} from '#lib/pki/files/file-reading.ts';
import { WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

/** The most complaints about one file; after these the rest of it is left alone. */
const maxProblems = 50;
/** The most parts of one file that are looked at, useful or not. */
const maxParts = 5000;
/** The most private keys; each costs far more than a certificate. */
const maxKeys = 50;

/** What a part of a file is, as far as it matters how many of them are read. */
export type PartKind = 'certificate' | 'key' | 'other';

/** A part of a file: `block 3 (CERTIFICATE)`, or nothing for the file itself, and where its bytes begin. */
export type Place = { readonly part: string; readonly base: number };

/** `block 3 (CERTIFICATE), byte 512`. */
export function whereIn(place: Place, offset: number): string {
  const byte = `byte ${place.base + offset}`;
  return place.part === '' ? byte : `${place.part}, ${byte}`;
}

/** Gathers what one file turns out to hold, part by part, within bounds. */
export class ReadingCollector {
  readonly name: string;
  readonly passphrase: string | undefined;
  readonly #size: number;
  readonly #certificates = new Map<string, Certificate>();
  readonly #privateKeys = new Map<string, PrivateKey>();
  readonly #encryption = new Set<string>();
  readonly #ignored: { what: string; why: string }[] = [];
  readonly #problems: FileProblem[] = [];
  /** What all parts together may cost. */
  readonly elements = new ElementBudget(maxElementsPerFile);
  readonly work = new WorkBudget();
  readonly #parts = { certificate: 0, key: 0, other: 0 };
  #isFull = false;

  constructor(name: string, size: number, passphrase: string | undefined) {
    this.name = name;
    this.#size = size;
    this.passphrase = passphrase;
  }

  get isFull(): boolean {
    return this.#isFull || this.#problems.length > maxProblems;
  }

  get isEmpty(): boolean {
    return this.#certificates.size === 0 && this.#privateKeys.size === 0;
  }

  /** Counts one more part; where that is one too many, says so once, and `isFull` from then on. */
  countPart(kind: PartKind): boolean {
    if (this.isFull) return false;
    this.#parts[kind] += 1;
    const { certificate, key, other } = this.#parts;
    if (certificate > maxCertificatesPerFile) this.#refuseMore('certificates', maxCertificatesPerFile);
    else if (key > maxKeys) this.#refuseMore('private keys', maxKeys);
    else if (certificate + key + other > maxParts) this.#refuseMore('parts', maxParts);
    return !this.isFull;
  }

  /** Says so, once, where nothing more can be read because the file has too many elements in all. */
  refuseElements(): void {
    if (!this.#isFull) this.#refuseMore('elements', maxElementsPerFile);
  }

  #refuseMore(what: string, most: number): void {
    this.#isFull = true;
    this.refuse(
      'too-many-certificates',
      'whole file',
      `${this.name} holds more than ${most} ${what}; the rest was not read.`,
      'Split the file, and keep only what is needed.',
    );
  }

  addCertificate(certificate: Certificate, place: Place): void {
    if (this.#certificates.has(certificate.fingerprint)) {
      this.ignore(place.part || `the certificate at byte ${place.base}`, 'It is in the file more than once.');
    } else {
      this.#certificates.set(certificate.fingerprint, certificate);
    }
  }

  addPrivateKey(key: PrivateKey, place: Place): void {
    if (this.#privateKeys.has(key.spkiFingerprint)) {
      this.ignore(place.part || `the private key at byte ${place.base}`, 'It is in the file more than once.');
    } else {
      this.#privateKeys.set(key.spkiFingerprint, key);
    }
  }

  addEncryption(words: string): void {
    this.#encryption.add(words);
  }

  ignore(what: string, why: string): void {
    this.#ignored.push({ what, why });
  }

  refuse(refusal: FileRefusal, where: string, message: string, remedy: string): void {
    if (this.#problems.length < maxProblems) {
      this.#problems.push({ refusal, where, message, remedy });
    } else if (this.#problems.length === maxProblems) {
      const text = `${this.name} has more than ${maxProblems} broken parts; the rest was not read.`;
      this.#problems.push({ refusal: 'broken-encoding', where, message: text, remedy: 'Export the file again.' });
    }
  }

  /** The reading; a file in which nothing useful and nothing broken was found says so. */
  finish(format: FileFormat): FileReading {
    if (this.isEmpty && this.#problems.length === 0) {
      const found = [...new Set(this.#ignored.map(({ what }) => what))].slice(0, 3).join(', ');
      this.refuse(
        'nothing-inside',
        'whole file',
        found === ''
          ? `${this.name} is well formed and holds no certificate and no private key.`
          : `${this.name} holds no certificate and no private key, only: ${found}.`,
        'Export the certificate again, with its chain.',
      );
    }
    const encryption = [...this.#encryption];
    return {
      name: this.name,
      size: this.#size,
      format,
      encryption,
      isLegacyEncryption: encryption.some((words) => words.endsWith('(legacy)')),
      certificates: [...this.#certificates.values()],
      privateKeys: [...this.#privateKeys.values()],
      ignored: this.#ignored,
      problems: this.#problems,
    };
  }
}
