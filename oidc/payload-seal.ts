import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Payloads name the very ids, codes and session cookies that rows must not hold in the clear, so each is encrypted whole (AES-256-GCM).
 * A row of one model cannot be passed off as one of another.
 */
export type PayloadSeal = {
  readonly seal: (model: string, payload: object) => string;
  /** Undefined where it was sealed under another secret, or is damaged. */
  readonly open: (model: string, sealed: unknown) => Record<string, unknown> | undefined;
};

const nonceBytes = 12;
const tagBytes = 16;

/** `secret`: 32 bytes, base64url. */
export function createPayloadSeal(secret: string): PayloadSeal {
  const key = Buffer.from(secret, 'base64url');
  return {
    seal: (model, payload) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(model));
      const text = Buffer.concat([cipher.update(JSON.stringify(payload), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64');
    },
    open: (model, sealed) => {
      if (typeof sealed !== 'string') return undefined;
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < nonceBytes + tagBytes) return undefined;
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
          .setAAD(Buffer.from(model))
          .setAuthTag(bytes.subarray(-tagBytes));
        const text = Buffer.concat([cipher.update(bytes.subarray(nonceBytes, -tagBytes)), cipher.final()]);
        const payload: unknown = JSON.parse(text.toString('utf8'));
        return typeof payload === 'object' && payload !== null ? { ...payload } : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
