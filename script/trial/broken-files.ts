import { concatBytes, fromUtf8, utf8 } from '#lib/core/bytes.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { certificatesPem, keyPem, type TrialFile } from '#script/trial/trial-file.ts';
import type { Issued } from '#script/trial/trial-world.ts';

/** What is no certificate file, or only half of one. */
export async function brokenFiles(server: Issued): Promise<TrialFile[]> {
  const stray = await generateKeyPair('RSA-2048');
  const pem = certificatesPem(server.der);
  const keys = concatBytes(keyPem(server.key.pkcs8), keyPem(stray.pkcs8));
  const use = 'anywhere';
  return [
    { name: 'broken-empty.pem', bytes: new Uint8Array(), what: 'nothing', use, expect: 'empty-file' },
    {
      name: 'broken-cut-short.der',
      bytes: server.der.slice(0, 400),
      what: 'the first 400 bytes of server.der',
      use,
      expect: 'broken-encoding',
    },
    {
      name: 'broken-base64.pem',
      bytes: utf8(fromUtf8(pem).replace('MII', 'M!?')),
      what: 'a PEM certificate with characters that are not base64',
      use,
      expect: 'broken-base64',
    },
    {
      name: 'broken-archive.zip',
      bytes: concatBytes(utf8('PK\u0003\u0004'), new Uint8Array(60)),
      what: 'the beginning of a zip archive',
      use,
      expect: 'zip-archive',
    },
    {
      name: 'two-keys.pem',
      bytes: concatBytes(keys, pem),
      what: 'two keys and one certificate',
      use: 'SSL certificate',
      expect: 'SSL-MISSING-INTERMEDIATE; the fitting key is found',
    },
  ];
}
