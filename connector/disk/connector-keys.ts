import { z } from 'zod';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { readJsonFile } from '#connector/disk/read-json-file.ts';
import { writeFileAtomically } from '#connector/disk/write-file-atomically.ts';
import { type Bytes, fromBase64, toBase64 } from '#lib/core/bytes.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { issueCertificate } from '#lib/pki/issue/issue-certificate.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const bytes = z.string().transform((text, context): Bytes => {
  const decoded = fromBase64(text);
  if (decoded !== undefined && decoded.length > 0) return decoded;
  context.addIssue({ code: 'custom', message: 'is not base64' });
  return z.NEVER;
});

const keysSchema = z.strictObject({
  format: z.literal(1),
  /** SHA-256 of the ticket they were made for: a second try with the same ticket uses the same keys. */
  ticket: z.string(),
  identity: z.strictObject({ pkcs8: bytes, spki: bytes }),
  sealing: z.strictObject({ pkcs8: bytes, certificate: bytes }),
});

/** The private keys of this connector. They are made here and never leave the machine. */
export type ConnectorKeys = z.infer<typeof keysSchema>;

const years20 = 20 * 365.25 * 24 * 3600 * 1000;

/** An ECDSA P-256 key that says who the connector is, and an RSA-3072 certificate that SSL keys are sealed to. */
export async function makeConnectorKeys(ticket: string, now: number): Promise<ConnectorKeys> {
  const [identity, sealing] = await Promise.all([generateKeyPair('P-256'), generateKeyPair('RSA-3072')]);
  const name = [['CN', 'Gatehouse connector sealing key']] as const;
  const serial = crypto.getRandomValues(new Uint8Array(16));
  // A leading 0x01 keeps the serial number positive and of full length (RFC 5280 section 4.1.2.2).
  serial[0] = 1;
  const certificate = await issueCertificate({
    subject: name,
    key: sealing,
    signer: { name, key: sealing },
    serial,
    // An hour back, for clocks that are a little behind this one.
    notBefore: now - 3_600_000,
    notAfter: now + years20,
    keyUsage: ['keyEncipherment'],
  });
  return {
    format: 1,
    ticket,
    identity: { pkcs8: identity.pkcs8, spki: identity.spki },
    sealing: { pkcs8: sealing.pkcs8, certificate: certificate.der },
  };
}

export async function readConnectorKeys(folder: DataFolder): Promise<Outcome<ConnectorKeys | undefined>> {
  return readJsonFile(
    folder.keys,
    keysSchema,
    'The keys cannot be made again: restore the file from a backup, or enrol anew into an empty folder.',
  );
}

export async function writeConnectorKeys(folder: DataFolder, keys: ConnectorKeys): Promise<void> {
  const text = {
    ...keys,
    identity: { pkcs8: toBase64(keys.identity.pkcs8), spki: toBase64(keys.identity.spki) },
    sealing: { pkcs8: toBase64(keys.sealing.pkcs8), certificate: toBase64(keys.sealing.certificate) },
  };
  await writeFileAtomically(folder.keys, `${JSON.stringify(text, undefined, 2)}\n`);
}

/** The identity key as WebCrypto signs with it; not extractable. */
export async function importIdentityKey(keys: ConnectorKeys): Promise<Outcome<CryptoKey>> {
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    return success(await crypto.subtle.importKey('pkcs8', keys.identity.pkcs8, algorithm, false, ['sign']));
  } catch {
    return failure('invalid-input', 'The identity key in keys.json is damaged. Enrol anew into an empty folder.');
  }
}
