import { z } from 'zod';

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** POSTed by a connector to its ticket URL. The private keys stay on its machine. */
export const enrolmentRequestSchema = z.strictObject({
  /** SubjectPublicKeyInfo, ECDSA P-256: proves who the connector is. */
  identityKey: base64.min(80).max(400),
  /** Self-signed certificate, RSA 3072: SSL keys are sealed to it. */
  sealingCertificate: base64.min(400).max(8_000),
  /** base64 ECDSA signature of the identity key over `gatehouse-enrol-1\0` and the sealing certificate's DER. */
  proof: base64.max(200),
  name: z.string().trim().min(1).max(80),
  hostName: z.string().max(255),
  software: z.string().max(40),
});
export type EnrolmentRequest = z.infer<typeof enrolmentRequestSchema>;

/** Who the connector is from now on, and whom it believes. */
export const enrolmentFactsSchema = z.object({
  connectorId: z.string().min(1).max(64),
  connectorName: z.string().max(80),
  connectionId: z.string().min(1).max(64),
  connectionName: z.string().max(120),
  /** ws or wss URL the connector dials. */
  hubUrl: z.url().max(300),
  /** SubjectPublicKeyInfo, ECDSA P-256, base64: pinned from now on. */
  gatehouseKey: base64.min(80).max(400),
});
export type EnrolmentFacts = z.infer<typeof enrolmentFactsSchema>;

export const enrolmentAnswerSchema = enrolmentFactsSchema.extend({
  /** base64 ECDSA signature of the Gatehouse key over these facts and the identity key they were told to, see enrolment-proof.ts. */
  proof: base64.max(200),
});
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswerSchema>;

/**
 * A ticket URL carries the SHA-256 of the Gatehouse key in its fragment, which never travels: so a connector notices an
 * answer from somebody else even where the way to Gatehouse is plain http.
 */
export function ticketUrl(publicUrl: string, token: string, gatehouseKeyFingerprint: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/enrol/${token}#${gatehouseKeyFingerprint}`;
}

export type TicketAddress = { readonly url: string; readonly gatehouseKeyFingerprint: string };

/** Takes a pasted ticket URL apart; undefined where it is none. */
export function readTicketUrl(pasted: string): TicketAddress | undefined {
  let url: URL;
  try {
    url = new URL(pasted.trim());
  } catch {
    return undefined;
  }
  const fingerprint = url.hash.slice(1);
  if (
    !/^https?:$/.test(url.protocol) ||
    !/\/enrol\/[\w-]{43}$/.test(url.pathname) ||
    !/^[0-9a-f]{64}$/.test(fingerprint)
  )
    return undefined;
  url.hash = '';
  return { url: url.href, gatehouseKeyFingerprint: fingerprint };
}
