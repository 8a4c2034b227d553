import type { FillRandom } from '#lib/core/ids.ts';
import type { Role } from '#lib/core/role.ts';
import type { Database } from '#lib/db/database.ts';
import type { LiveEvents } from '#lib/services/live-events.ts';
import type { Gateway } from '#lib/wire/gateway.ts';

/** Who asks. Comes from the session, the ticket or the link, never from a form. */
export type Actor =
  | { readonly kind: 'administrator'; readonly id: string; readonly email: string; readonly role: Role }
  | { readonly kind: 'connector'; readonly id: string }
  | { readonly kind: 'anonymous'; readonly address: string }
  | { readonly kind: 'system' };

/** The key Gatehouse signs settings and welcomes with; connectors pin its public half when they enrol. */
export type Keyring = {
  readonly privateKey: CryptoKey;
  /** SubjectPublicKeyInfo, ECDSA P-256, base64. */
  readonly publicKey: string;
  /** SHA-256 over the SubjectPublicKeyInfo's DER, lower-case hexadecimal. */
  readonly fingerprint: string;
};

export type Log = {
  readonly info: (fields: Record<string, unknown>, message: string) => void;
  readonly warn: (fields: Record<string, unknown>, message: string) => void;
  readonly error: (fields: Record<string, unknown>, message: string) => void;
};

/** What the composition root makes once per process. */
export type ServiceContext = {
  readonly db: Database;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly fillRandom: FillRandom;
  readonly gateway: Gateway;
  readonly events: LiveEvents;
  readonly keyring: Keyring;
  /** Where people and connectors reach Gatehouse: `https://gatehouse.example.com`, no slash at the end. */
  readonly publicUrl: string;
  readonly log: Log;
};

/** What every verb gets: the process's context and who asks. */
export type Context = ServiceContext & { readonly actor: Actor };
