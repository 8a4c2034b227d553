import { createDecipheriv, createHash, scryptSync } from 'node:crypto';

/** What stands in LDAP_BIND_CREDENTIALS since the original's version 6: salt, initialisation vector and ciphertext in hexadecimal. */
const salted = /^\$2\$\.([0-9a-f]{32})\.([0-9a-f]{32})\.((?:[0-9a-f]{32})+)$/i;
const unsalted = /^(?:[0-9a-f]{32})+$/i;

/**
 * The bind password out of the original connector's LDAP_BIND_CREDENTIALS, which is encrypted with the text of its cert.key (AES-256-CBC;
 * scrypt, in older versions OpenSSL's EVP_BytesToKey with MD5). Undefined where the key is another one or the text is damaged.
 */
export function openBindCredentials(credentials: string, certKey: string): string | undefined {
  try {
    const [, salt, iv, ciphertext] = salted.exec(credentials) ?? [];
    if (salt !== undefined && iv !== undefined && ciphertext !== undefined)
      return decrypt(scryptSync(certKey, Buffer.from(salt, 'hex'), 32), Buffer.from(iv, 'hex'), ciphertext);
    if (!unsalted.test(credentials)) return undefined;
    const derived = bytesToKey(certKey);
    return decrypt(derived.subarray(0, 32), derived.subarray(32, 48), credentials);
  } catch {
    return undefined;
  }
}

function decrypt(key: Buffer, iv: Buffer, ciphertext: string): string {
  const decipher = createDecipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'hex')), decipher.final()]).toString('utf8');
}

/** EVP_BytesToKey(3) of OpenSSL with MD5, one round and no salt: 32 bytes of key, then 16 of initialisation vector. */
function bytesToKey(passphrase: string): Buffer {
  let all = Buffer.alloc(0);
  let last = Buffer.alloc(0);
  while (all.length < 48) {
    last = createHash('md5').update(last).update(passphrase, 'utf8').digest();
    all = Buffer.concat([all, last]);
  }
  return all;
}
