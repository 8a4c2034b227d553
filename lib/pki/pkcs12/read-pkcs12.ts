import type { EncryptedData } from 'pkijs';
import type { Bytes } from '#lib/core/bytes.ts';
import { readCertificate } from '#lib/pki/files/read-certificate.ts';
import { type PartKind, type Place, type ReadingCollector, whereIn } from '#lib/pki/files/reading-collector.ts';
import { readKey } from '#lib/pki/keys/read-key.ts';
import { asOutcome, decryptWith, openEncryptedKey } from '#lib/pki/pkcs12/decrypt-with.ts';
import { findPassphrase } from '#lib/pki/pkcs12/find-passphrase.ts';
import { type OpenedPkcs12, openPkcs12 } from '#lib/pki/pkcs12/open-pkcs12.ts';
import { type Passphrase, passphraseForms } from '#lib/pki/pkcs12/passphrase.ts';
import { type Bag, readBags } from '#lib/pki/pkcs12/read-bags.ts';
import { refuseDecryption } from '#lib/pki/pkcs12/refuse-decryption.ts';
import { schemeWords } from '#lib/pki/pkcs12/scheme-words.ts';

const mostBagsNamed = 100;

const partKinds = {
  certificate: 'certificate',
  key: 'key',
  'shrouded key': 'key',
  other: 'other',
  broken: 'other',
} as const satisfies Record<Bag['kind'], PartKind>;

/** The certificates and keys of a PFX, RFC 7292: the MAC first, then safe by safe, bag by bag. */
export async function readPkcs12(bytes: Bytes, place: Place, collector: ReadingCollector): Promise<void> {
  const opened = openPkcs12(bytes, collector.elements);
  if (!opened.ok) {
    const { part, offset, message } = opened.problem;
    const where =
      part === '' ? whereIn(place, offset) : [place.part, part, `byte ${offset}`].filter(Boolean).join(', ');
    collector.refuse(
      'broken-encoding',
      where,
      `${collector.name} is broken at ${where}: ${message}.`,
      'Export the PFX again.',
    );
    return;
  }
  await new Pkcs12Reader(place, collector).read(opened.value);
}

class Pkcs12Reader {
  readonly #what: string;
  readonly #collector: ReadingCollector;
  #passphrases: readonly Passphrase[];
  /** Whether a MAC has shown that the passphrase is right, so that what stays closed is damaged. */
  #isProven = false;
  #isRefused = false;

  constructor(place: Place, collector: ReadingCollector) {
    this.#what = place.part;
    this.#collector = collector;
    this.#passphrases = passphraseForms(collector.passphrase ?? '');
  }

  async read(opened: OpenedPkcs12): Promise<void> {
    this.#nameEncryption(opened);
    if (!(await this.#checkMac(opened))) return;
    for (const [index, safe] of opened.safes.entries()) {
      const part = `safe ${index + 1}`;
      if (safe.kind === 'plain') await this.#readBags(readBags(safe.contents, part, this.#collector.elements));
      else if (safe.kind === 'unread') this.#collector.ignore(part, safe.why);
      else {
        const contents = await this.#decrypt(safe.encryptedData, part);
        if (contents !== undefined) await this.#readBags(readBags(contents, part, this.#collector.elements));
      }
    }
  }

  /** Before any passphrase is asked for, as far as it can be seen from outside and in a usual number of bags. */
  #nameEncryption({ safes }: OpenedPkcs12): void {
    let left = mostBagsNamed;
    for (const safe of safes) {
      if (safe.kind === 'encrypted') this.#nameScheme(safe.encryptedData);
      if (safe.kind !== 'plain') continue;
      for (const bag of readBags(safe.contents, '', this.#collector.elements)) {
        left -= 1;
        if (left < 0) return;
        const key = bag.kind === 'shrouded key' ? openEncryptedKey(bag.octets) : undefined;
        if (key !== undefined) this.#nameScheme(key);
      }
    }
  }

  #nameScheme(encrypted: EncryptedData): void {
    this.#collector.addEncryption(schemeWords(encrypted.encryptedContentInfo.contentEncryptionAlgorithm));
  }

  async #checkMac({ mac, content }: OpenedPkcs12): Promise<boolean> {
    if (mac === undefined) return true;
    const found = await asOutcome(() => findPassphrase(mac, content, this.#passphrases, this.#collector.work));
    if (found.ok && found.value !== undefined) {
      this.#passphrases = [found.value];
      this.#isProven = true;
      return true;
    }
    const message = 'the passphrase does not fit';
    const problem = found.ok ? ({ failure: 'wrong-passphrase', message } as const) : found.problem;
    refuseDecryption(problem, found.ok ? '' : 'MAC', this.#what, this.#collector);
    return false;
  }

  async #decrypt(encrypted: EncryptedData, part: string): Promise<Bytes | undefined> {
    const clear = await decryptWith(encrypted, this.#passphrases, this.#collector.work);
    if (clear.ok) {
      this.#isProven = true;
      return clear.value;
    }
    const isPassphrase = clear.problem.failure === 'wrong-passphrase';
    const problem = isPassphrase && this.#isProven ? damaged : clear.problem;
    // One passphrase opens everything, so it is asked for once.
    if (!isPassphrase || this.#isProven || !this.#isRefused)
      refuseDecryption(problem, part, this.#what, this.#collector);
    this.#isRefused ||= isPassphrase;
    return undefined;
  }

  async #readBags(bags: Iterable<Bag>): Promise<void> {
    for (const bag of bags) {
      if (!this.#collector.countPart(partKinds[bag.kind])) return;
      await this.#readBag(bag);
    }
  }

  async #readBag(bag: Bag): Promise<void> {
    const here: Place = { part: [this.#what, bag.part].filter(Boolean).join(', '), base: 0 };
    switch (bag.kind) {
      case 'certificate':
        return readCertificate(bag.octets.slice(), here, this.#collector);
      case 'key':
        return readKey(bag.octets, 'PKCS#8', here, this.#collector);
      case 'shrouded key': {
        const encrypted = openEncryptedKey(bag.octets);
        if (encrypted === undefined) return refuseDecryption(unreadable, bag.part, this.#what, this.#collector);
        this.#nameScheme(encrypted);
        const key = await this.#decrypt(encrypted, bag.part);
        return key && readKey(key, 'PKCS#8', here, this.#collector);
      }
      case 'other':
        return this.#collector.ignore(here.part, `It is ${bag.what}, which is not used here.`);
      case 'broken':
        return refuseDecryption({ failure: 'broken', message: bag.message }, bag.part, this.#what, this.#collector);
    }
  }
}

const damaged = { failure: 'broken', message: 'the passphrase is right, but what it opens is damaged' } as const;
const unreadable = { failure: 'broken', message: 'its encryption is not described as it should be' } as const;
