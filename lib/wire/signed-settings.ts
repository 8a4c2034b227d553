import { type Bytes, concatBytes, fromBase64, fromUtf8, toBase64, utf8 } from '#lib/core/bytes.ts';
import { type ConnectorSettings, connectorSettingsSchema } from '#lib/wire/connector-settings.ts';
import { maxSettingsBytes } from '#lib/wire/limits.ts';

/** Settings as they travel and as a connector keeps them: packed once, signed once, the same bytes for every connector. */
export type SignedSettings = {
  /** base64 of gzip of the JSON text of ConnectorSettings. */
  readonly packed: string;
  /** base64, ECDSA P-256 with SHA-256 over `gatehouse-settings-1\0` and the packed bytes (before base64). */
  readonly signature: string;
};

export type SettingsRefusal = 'signature-invalid' | 'settings-unreadable';

const ecdsa = { name: 'ECDSA', hash: 'SHA-256' } as const;

function signedBytes(packed: Uint8Array): Bytes {
  // The prefix keeps a signature made for one purpose from being shown for another.
  return concatBytes(utf8('gatehouse-settings-1\0'), packed);
}

export async function signSettings(settings: ConnectorSettings, privateKey: CryptoKey): Promise<SignedSettings> {
  const packed = await gzip(utf8(JSON.stringify(settings)));
  const signature = await crypto.subtle.sign(ecdsa, privateKey, signedBytes(packed));
  return { packed: toBase64(packed), signature: toBase64(new Uint8Array(signature)) };
}

/** Checks the signature before a single byte is unpacked or parsed. */
export async function openSignedSettings(
  signed: SignedSettings,
  gatehouseKey: CryptoKey,
): Promise<{ ok: true; settings: ConnectorSettings } | { ok: false; refusal: SettingsRefusal; detail: string }> {
  const packed = fromBase64(signed.packed);
  const signature = fromBase64(signed.signature);
  if (packed === undefined || signature === undefined)
    return { ok: false, refusal: 'settings-unreadable', detail: 'not base64' };
  if (!(await crypto.subtle.verify(ecdsa, gatehouseKey, signature, signedBytes(packed))))
    return {
      ok: false,
      refusal: 'signature-invalid',
      detail: 'not signed by the Gatehouse this connector enrolled with',
    };
  try {
    const parsed = connectorSettingsSchema.safeParse(JSON.parse(fromUtf8(await gunzip(packed, maxSettingsBytes))));
    if (parsed.success) return { ok: true, settings: parsed.data };
    const issue = parsed.error.issues[0];
    return { ok: false, refusal: 'settings-unreadable', detail: `${issue?.path.join('.')}: ${issue?.message}` };
  } catch (cause) {
    return { ok: false, refusal: 'settings-unreadable', detail: String(cause) };
  }
}

async function gzip(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function gunzip(bytes: Bytes, maxBytes: number): Promise<Bytes> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(...parts);
    total += value.length;
    if (total > maxBytes) {
      await reader.cancel();
      throw new Error(`unpacks to more than ${maxBytes} bytes`);
    }
    parts.push(value);
  }
}
