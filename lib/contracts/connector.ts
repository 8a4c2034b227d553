import { z } from 'zod';
import { revocationBoardViewSchema, tlsDifferencesViewSchema } from '#lib/contracts/revocation-board.ts';
import { listenerSchema, rolloutSchema } from '#lib/contracts/rollout.ts';

/** What the connector says of the directory behind it. */
export const directoryViewSchema = z.object({
  state: z.enum(['none', 'answering', 'failing']),
  /** `ldif` is a file for trying things out. */
  kind: z.enum(['none', 'ldap', 'ldif']),
  /** Servers that answer, of those configured. */
  answering: z.number(),
  configured: z.number(),
  detail: z.string().exactOptional(),
});

export const kerberosViewSchema = z.object({
  state: z.enum(['none', 'ready', 'failing']),
  /** Service principals with a key in the keytab. */
  principals: z.array(z.string()),
  detail: z.string().exactOptional(),
});

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
  /** As it is at this moment, over the link; null while the connector is not online. */
  directory: directoryViewSchema.nullable(),
  kerberos: kerberosViewSchema.nullable(),
  tlsDifferences: tlsDifferencesViewSchema.nullable(),
  /** As it last told; null where it never did. */
  revocation: revocationBoardViewSchema.nullable(),
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
  /** Whether the draft's SSL key was made on it. */
  holdsKey: z.boolean(),
  /** SHA-256 of the SubjectPublicKeyInfo of each key that was made on it for a certificate request. */
  heldKeys: z.array(z.string()),
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
