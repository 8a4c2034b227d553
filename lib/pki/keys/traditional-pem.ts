import type { Bytes } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import type { PemBlock } from '#lib/pki/files/read-pem.ts';
import type { Place, ReadingCollector } from '#lib/pki/files/reading-collector.ts';
import { recogniseDer } from '#lib/pki/files/recognise-der.ts';
import type { KeyForm } from '#lib/pki/keys/parse-private-key.ts';
import { readKey } from '#lib/pki/keys/read-key.ts';
import { asOutcome, type DecryptProblem } from '#lib/pki/pkcs12/decrypt-with.ts';
import { decryptLegacy, type LegacyCipher } from '#lib/pki/pkcs12/legacy-cipher.ts';
import { decryptAes } from '#lib/pki/pkcs12/legacy-engine.ts';
import { passphraseForms } from '#lib/pki/pkcs12/passphrase.ts';
import { deriveTraditionalKey } from '#lib/pki/pkcs12/pbkdf1.ts';
import { refuseDecryption } from '#lib/pki/pkcs12/refuse-decryption.ts';
import type { WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

type Suite = { readonly words: string; readonly keyLength: number; readonly cipher?: LegacyCipher };

const suites: Readonly<Record<string, Suite>> = {
  'AES-128-CBC': { words: 'AES-128 with an MD5 key (legacy)', keyLength: 16 },
  'AES-192-CBC': { words: 'AES-192 with an MD5 key (legacy)', keyLength: 24, cipher: { name: 'AES-192' } },
  'AES-256-CBC': { words: 'AES-256 with an MD5 key (legacy)', keyLength: 32 },
  'DES-EDE3-CBC': { words: '3DES with an MD5 key (legacy)', keyLength: 24, cipher: { name: '3DES' } },
  'DES-CBC': { words: 'DES with an MD5 key (legacy)', keyLength: 8, cipher: { name: 'DES' } },
};

/** Reads a key that OpenSSL before 1.0 wrote under a passphrase: `Proc-Type: 4,ENCRYPTED` and `DEK-Info` of RFC 1421. */
export async function readTraditionalKey(block: PemBlock, place: Place, collector: ReadingCollector): Promise<void> {
  const [, name = '', ivHex = ''] =
    /^([A-Za-z0-9-]+)\s*,\s*((?:[0-9A-Fa-f]{2})+)$/.exec(block.headers.get('DEK-Info') ?? '') ?? [];
  const suite = suites[name.toUpperCase()];
  if (suite === undefined) {
    if (name !== '') collector.addEncryption(name);
    const message =
      name === '' ? 'its DEK-Info line is missing or broken' : `it is encrypted with ${name}, which is not read here`;
    refuseDecryption({ failure: name === '' ? 'broken' : 'unsupported', message }, 'DEK-Info', place.part, collector);
    return;
  }
  collector.addEncryption(suite.words);
  const iv = Uint8Array.from(ivHex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const clear = await decryptKey(suite, iv, block.content, collector.passphrase ?? '', collector.work);
  if (clear.ok) await readKey(clear.value.bytes, clear.value.form, place, collector);
  else refuseDecryption(clear.problem, '', place.part, collector);
}

async function decryptKey(
  suite: Suite,
  iv: Bytes,
  data: Bytes,
  passphrase: string,
  work: WorkBudget,
): Promise<Outcome<{ readonly bytes: Bytes; readonly form: KeyForm }, DecryptProblem>> {
  let problem: DecryptProblem = { failure: 'wrong-passphrase', message: 'the passphrase does not fit' };
  for (const octets of passphraseForms(passphrase)[0]?.octets ?? []) {
    const key = deriveTraditionalKey(octets, iv.slice(0, 8), suite.keyLength);
    const clear = await asOutcome(async () =>
      suite.cipher === undefined ? decryptAes(key, iv, data) : decryptLegacy(suite.cipher, key, iv, data, work),
    );
    if (!clear.ok) {
      problem = clear.problem;
      continue;
    }
    // Padding comes out by chance once in 256 times; a key does not.
    const form = recogniseDer(clear.value);
    if (form === 'PKCS#1' || form === 'SEC 1' || form === 'DSA key' || form === 'PKCS#8') {
      return { ok: true, value: { bytes: clear.value, form } };
    }
  }
  return { ok: false, problem };
}
