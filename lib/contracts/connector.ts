import { z } from 'zod';
import { listenerSchema, rolloutSchema } from '#lib/contracts/rollout.ts';

export const connectorViewSchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  name: z.string(),
  state: z.enum(['online', 'offline', 'never-seen']),
  hostName: z.string(),
  software: z.string(),
  /** The address Gatehouse sees the connector at; empty before its first visit. */
  seenFrom: z.string(),
  listener: listenerSchema.nullable(),
  /** Milliseconds since 1970. */
  enrolledAt: z.number(),
  lastSeenAt: z.number().nullable(),
  runningRevision: z.number().nullable(),
  /** How the newest revision offered to it went. */
  rollout: rolloutSchema.nullable(),
  /** Self-signed, DER, base64: SSL keys are sealed to it. */
  sealingCertificate: z.string(),
  sealingFingerprint: z.string(),
  /** Whether the draft's SSL key is sealed to this connector. */
  hasSealedKey: z.boolean(),
});
export type ConnectorView = z.infer<typeof connectorViewSchema>;

export const connectorNameSchema = z.string().trim().min(1, 'Give the connector a name.').max(80);

export const createTicketSchema = z.strictObject({ connectionId: z.string().max(64) });
export const createdTicketSchema = z.object({
  id: z.string(),
  /** Shown once; only its hash is kept. */
  url: z.string(),
  expiresAt: z.number(),
});
export type CreatedTicketView = z.infer<typeof createdTicketSchema>;

export const ticketViewSchema = z.object({
  id: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
  state: z.enum(['open', 'spent', 'expired']),
  connectorId: z.string().nullable(),
});
export type TicketView = z.infer<typeof ticketViewSchema>;

export const revokeConnectorSchema = z.strictObject({ connectorId: z.string().max(64) });
export const renameConnectorSchema = z.strictObject({ connectorId: z.string().max(64), name: connectorNameSchema });
