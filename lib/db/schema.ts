import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { ListenerView, RolloutView } from '#lib/contracts/rollout.ts';
import type { Settings } from '#lib/contracts/settings.ts';

/** Milliseconds since 1970, as everywhere in Gatehouse. */
const time = (name: string) => bigint(name, { mode: 'number' });

export const administrators = pgTable('administrators', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** Lower case. */
  email: text('email').notNull().unique(),
  /** Argon2id in PHC string form. */
  passwordHash: text('password_hash').notNull(),
  /** Sessions of an older epoch are signed out. */
  sessionEpoch: integer('session_epoch').notNull().default(1),
  createdAt: time('created_at').notNull(),
});

/** At most one row: the set-up link that is open. */
export const setupLink = pgTable(
  'setup_link',
  {
    id: integer('id').primaryKey().default(1),
    tokenHash: text('token_hash').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [check('setup_link_is_one', sql`${table.id} = 1`)],
);

/** Failed sign-ins, counted for an e-mail address or for a network address. */
export const signInAttempts = pgTable(
  'sign_in_attempts',
  {
    /** `email ada@example.com` or `address 203.0.113.7/32`. */
    key: text('key').primaryKey(),
    failures: integer('failures').notNull(),
    windowStartedAt: time('window_started_at').notNull(),
  },
  (table) => [index('sign_in_attempts_window').on(table.windowStartedAt)],
);

/** One row: the key settings are signed with, its private half encrypted under the master secret. */
export const keyring = pgTable(
  'keyring',
  {
    id: integer('id').primaryKey().default(1),
    /** SubjectPublicKeyInfo, base64. */
    publicKey: text('public_key').notNull(),
    /** AES-256-GCM over the PKCS#8, base64. */
    wrappedPrivateKey: text('wrapped_private_key').notNull(),
    nonce: text('nonce').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [check('keyring_is_one', sql`${table.id} = 1`)],
);

export const connections = pgTable('connections', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: time('created_at').notNull(),
  draft: jsonb('draft').$type<Settings>().notNull(),
  /** Counts every save. */
  draftVersion: integer('draft_version').notNull().default(0),
  draftUpdatedAt: time('draft_updated_at').notNull(),
  draftUpdatedBy: text('draft_updated_by'),
  /** Null before the first publish. */
  runningRevision: integer('running_revision'),
});

/** What was published; rows are never changed. */
export const revisions = pgTable(
  'revisions',
  {
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    revision: integer('revision').notNull(),
    settings: jsonb('settings').$type<Settings>().notNull(),
    publishedAt: time('published_at').notNull(),
    publishedBy: text('published_by').notNull(),
    comment: text('comment').notNull(),
    /** As connectors get it, see lib/wire/signed-settings.ts. */
    packed: text('packed').notNull(),
    signature: text('signature').notNull(),
    /** The certificate of the settings that ends first. */
    firstExpiryAt: time('first_expiry_at'),
    firstExpiryName: text('first_expiry_name'),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.revision] })],
);

export const connectors = pgTable(
  'connectors',
  {
    id: text('id').primaryKey(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** SubjectPublicKeyInfo, base64. */
    identityKey: text('identity_key').notNull().unique(),
    /** DER, base64. */
    sealingCertificate: text('sealing_certificate').notNull(),
    sealingFingerprint: text('sealing_fingerprint').notNull(),
    enrolledAt: time('enrolled_at').notNull(),
    revokedAt: time('revoked_at'),
    hostName: text('host_name').notNull(),
    software: text('software').notNull(),
    seenFrom: text('seen_from').notNull().default(''),
    lastSeenAt: time('last_seen_at'),
    runningRevision: integer('running_revision'),
    listener: jsonb('listener').$type<ListenerView>(),
  },
  (table) => [index('connectors_connection').on(table.connectionId)],
);

/** How a revision went on a connector. */
export const rollouts = pgTable(
  'rollouts',
  {
    connectionId: text('connection_id').notNull(),
    revision: integer('revision').notNull(),
    connectorId: text('connector_id')
      .notNull()
      .references(() => connectors.id, { onDelete: 'cascade' }),
    state: text('state').$type<RolloutView['state']>().notNull(),
    refusal: text('refusal'),
    detail: text('detail'),
    tests: jsonb('tests').$type<RolloutView['tests']>().notNull().default([]),
    tookMs: integer('took_ms'),
    at: time('at'),
  },
  (table) => [
    primaryKey({ columns: [table.connectorId, table.revision] }),
    foreignKey({
      columns: [table.connectionId, table.revision],
      foreignColumns: [revisions.connectionId, revisions.revision],
    }).onDelete('cascade'),
    index('rollouts_revision').on(table.connectionId, table.revision),
  ],
);

/** SSL keys, each encrypted in a browser to one connector; Gatehouse cannot open them. */
export const sealedKeys = pgTable(
  'sealed_keys',
  {
    connectorId: text('connector_id')
      .notNull()
      .references(() => connectors.id, { onDelete: 'cascade' }),
    spkiFingerprint: text('spki_fingerprint').notNull(),
    /** CMS EnvelopedData, base64. */
    envelope: text('envelope').notNull(),
    savedAt: time('saved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectorId, table.spkiFingerprint] })],
);

export const tickets = pgTable(
  'tickets',
  {
    id: text('id').primaryKey(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    /** SHA-256; the token itself is shown once and kept nowhere. */
    tokenHash: text('token_hash').notNull(),
    createdAt: time('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    expiresAt: time('expires_at').notNull(),
    spentAt: time('spent_at'),
    connectorId: text('connector_id').references(() => connectors.id, { onDelete: 'set null' }),
  },
  (table) => [uniqueIndex('tickets_token').on(table.tokenHash), index('tickets_connection').on(table.connectionId)],
);

/** Who changed what. Rows are only ever added, and outlive what they tell of. */
export const audit = pgTable(
  'audit',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: time('at').notNull(),
    /** `administrator`, `connector`, `anonymous` or `system`, and who that is: an id, an e-mail address, a network address. */
    actor: jsonb('actor').$type<Readonly<Record<string, string>>>().notNull(),
    /** The service's name: `publishSettings`. */
    verb: text('verb').notNull(),
    /** The id of the thing changed. */
    subject: text('subject').notNull(),
    before: jsonb('before').$type<unknown>(),
    after: jsonb('after').$type<unknown>(),
  },
  (table) => [index('audit_subject').on(table.subject)],
);
