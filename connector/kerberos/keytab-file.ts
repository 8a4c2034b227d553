import { createHash } from 'node:crypto';

/** One key of a keytab. Of the key itself only its SHA-256 is kept, to tell which names share it. */
export type KeytabEntry = {
  /** `HTTP/sso.example.com@EXAMPLE.COM`. */
  readonly principal: string;
  readonly version: number;
  /** Number of the encryption type, RFC 3961 section 8. */
  readonly enctype: number;
  readonly keyDigest: string;
};

const maxEntries = 10_000;

/** DES and RC4: RFC 6649 and RFC 8429 tell everybody to stop using them. */
const weakEnctypes = new Set([1, 2, 3, 4, 5, 6, 7, 16, 23, 24]);
const enctypeNames: Readonly<Record<number, string>> = {
  16: 'des3-cbc-sha1',
  17: 'aes128-cts-hmac-sha1-96',
  18: 'aes256-cts-hmac-sha1-96',
  19: 'aes128-cts-hmac-sha256-128',
  20: 'aes256-cts-hmac-sha384-192',
  23: 'rc4-hmac',
};

export function isWeak({ enctype }: KeytabEntry): boolean {
  return weakEnctypes.has(enctype);
}

export function enctypeName(enctype: number): string {
  return enctypeNames[enctype] ?? `encryption type ${enctype}`;
}

/**
 * Reads a keytab of MIT Kerberos, file format version 2 (octets 05 02); undefined where the octets are none.
 * After the version come records: a signed 32-bit length and an entry; a negative length is a hole where a key was.
 *
 * ```
 * entry     ::= count (16 bits), realm, component*, name type (32), timestamp (32), version (8), enctype (16), key, version (32)?
 * realm, component, key ::= length (16 bits), octets
 * ```
 */
export function readKeytab(file: Buffer): readonly KeytabEntry[] | undefined {
  if (file.length < 2 || file.readUInt16BE(0) !== 0x0502) return undefined;
  const entries: KeytabEntry[] = [];
  let at = 2;
  try {
    while (at + 4 <= file.length && entries.length < maxEntries) {
      const length = file.readInt32BE(at);
      at += 4;
      if (length === 0) break;
      if (length > 0) {
        if (at + length > file.length) return undefined;
        entries.push(readEntry(file.subarray(at, at + length)));
      }
      at += Math.abs(length);
    }
  } catch (cause) {
    // A length inside the record pointed outside of it.
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
  return entries;
}

function readEntry(record: Buffer): KeytabEntry {
  let at = 0;
  const number = (octets: number): number => {
    const value = record.readUIntBE(at, octets);
    at += octets;
    return value;
  };
  const data = (): Buffer => {
    const length = number(2);
    if (at + length > record.length) throw new RangeError('outside of the record');
    at += length;
    return record.subarray(at - length, at);
  };
  const count = number(2);
  const realm = data();
  const components = Array.from({ length: Math.min(count, record.length) }, data);
  number(4);
  number(4);
  const shortVersion = number(1);
  const enctype = number(2);
  const key = data();
  // The version outgrows eight bits after 255 changes; where the record has room, it follows whole.
  const longVersion = record.length - at >= 4 ? number(4) : 0;
  return {
    principal: `${components.map(escaped).join('/')}@${escaped(realm)}`,
    version: longVersion || shortVersion,
    enctype,
    keyDigest: createHash('sha256').update(key).digest('hex'),
  };
}

/** As MIT Kerberos writes names: what separates parts of a name stands behind a backslash where it belongs to a part. */
function escaped(part: Buffer): string {
  return part.toString('utf8').replaceAll(/[\\/@]/g, '\\$&');
}
