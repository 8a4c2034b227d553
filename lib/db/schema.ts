import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { RevocationBoardView } from '#lib/contracts/revocation-board.ts';
import type { ListenerView, RolloutView } from '#lib/contracts/rollout.ts';
import type { OnFailure, PlanState, RolloutFaultView, RolloutWaitView } from '#lib/contracts/rollout-plan.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import type { SignInTry, SignInView } from '#lib/contracts/sign-in.ts';
import type { Role } from '#lib/core/role.ts';

/** Milliseconds since 1970, as everywhere in Gatehouse. */
const time = (name: string) => bigint(name, { mode: 'number' });

export const administrators = pgTable('administrators', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** Lower case. */
  email: text('email').notNull().unique(),
  /** Argon2id in PHC string form. */
  passwordHash: text('password_hash').notNull(),
  role: text('role').$type<Role>().notNull(),
  /** Sessions of an older epoch are signed out. */
  sessionEpoch: integer('session_epoch').notNull().default(1),
  createdAt: time('created_at').notNull(),
  lastSignInAt: time('last_sign_in_at'),
});

/** Nobody has taken them yet; at most one for an e-mail address. */
export const invitations = pgTable('invitations', {
  id: text('id').primaryKey(),
  /** Lower case. */
  email: text('email').notNull().unique(),
  role: text('role').$type<Role>().notNull(),
  /** SHA-256, lower-case hexadecimal. */
  tokenHash: text('token_hash').notNull().unique(),
  createdAt: time('created_at').notNull(),
  /** Their e-mail address at that time. */
  createdBy: text('created_by').notNull(),
  createdById: text('created_by_id')
    .notNull()
    .references(() => administrators.id, { onDelete: 'cascade' }),
  expiresAt: time('expires_at').notNull(),
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
    /** `email ada@example.com`, `address 203.0.113.7/32`, or `password adm_…` for checks from inside a session. */
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
    /** The revision whose settings it brings back to connectors that had gone ahead; it goes to those alone. */
    repeats: integer('repeats'),
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
    /** The revision it is to run; null where that is the connection's. */
    offeredRevision: integer('offered_revision'),
    /** Counts how often an administrator had its revision offered again. */
    offeredAnew: integer('offered_anew').notNull().default(0),
    listener: jsonb('listener').$type<ListenerView>(),
    revocation: jsonb('revocation').$type<RevocationBoardView>(),
  },
  (table) => [
    index('connectors_connection').on(table.connectionId),
    // A publish looks for these among thousands, and mostly there are none.
    index('connectors_apart').on(table.connectionId).where(sql`offered_revision is not null or offered_anew > 0`),
  ],
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
    /** Counted from 0; null where the revision went to all at once. */
    wave: integer('wave'),
    /** As it was found when the wave was looked at last, and since when; `link_since` is null where it was away before its wave began. */
    isLinked: boolean('is_linked'),
    linkSince: time('link_since'),
    /** What it complained of before its wave began: none of the revision's doing. */
    complaintsBefore: jsonb('complaints_before').$type<readonly string[]>(),
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

/** Revisions that go out in waves; which connector belongs to which wave stands in its rollout. */
export const rolloutPlans = pgTable(
  'rollout_plans',
  {
    connectionId: text('connection_id').notNull(),
    revision: integer('revision').notNull(),
    state: text('state').$type<PlanState>().notNull(),
    /** How many there are, and which has begun last, counted from 0. */
    waves: integer('waves').notNull(),
    wave: integer('wave').notNull().default(0),
    waveBeganAt: time('wave_began_at').notNull(),
    healthyForMs: integer('healthy_for_ms').notNull(),
    patienceMs: integer('patience_ms').notNull(),
    onFailure: text('on_failure').$type<OnFailure>().notNull(),
    /** What ran before, and the revision that brought it back to the connectors that had gone ahead. */
    previousRevision: integer('previous_revision').notNull(),
    fallbackRevision: integer('fallback_revision'),
    fault: jsonb('fault').$type<RolloutFaultView>(),
    /** What the last look waited for. */
    waitsFor: jsonb('waits_for').$type<RolloutWaitView>(),
    lookedAt: time('looked_at').notNull(),
    nextLookAt: time('next_look_at').notNull(),
    endedAt: time('ended_at'),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.revision] }),
    foreignKey({
      columns: [table.connectionId, table.revision],
      foreignColumns: [revisions.connectionId, revisions.revision],
    }).onDelete('cascade'),
    uniqueIndex('rollout_plans_open').on(table.connectionId).where(sql`state in ('running', 'paused')`),
    index('rollout_plans_due').on(table.nextLookAt).where(sql`state = 'running'`),
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

/** Keys that were made on a connector for a certificate request; the private halves never leave it. */
export const heldKeys = pgTable(
  'held_keys',
  {
    connectorId: text('connector_id')
      .notNull()
      .references(() => connectors.id, { onDelete: 'cascade' }),
    spkiFingerprint: text('spki_fingerprint').notNull(),
    /** Asked for, as they stand in the request. */
    hosts: jsonb('hosts').$type<readonly string[]>().notNull(),
    /** CertificationRequest, DER, base64. */
    request: text('request').notNull(),
    askedAt: time('asked_at').notNull(),
    /** E-mail address of the administrator. */
    askedBy: text('asked_by').notNull(),
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

/** Who changed what, as a chain (lib/core/audit-chain.ts). Rows are only ever added, and outlive what they tell of. */
export const audit = pgTable(
  'audit',
  {
    /** 1, 2, 3, … without gaps: the chain's head gives the number, no counter of the database. */
    sequence: bigint('sequence', { mode: 'number' }).primaryKey(),
    at: time('at').notNull(),
    /** `administrator`, `connector`, `anonymous` or `system`, and who that is: an id, an e-mail address, a network address. */
    actor: jsonb('actor').$type<Readonly<Record<string, string>>>().notNull(),
    /** How the actor is looked for. */
    actorName: text('actor_name').generatedAlwaysAs(
      sql`coalesce(actor->>'email', actor->>'name', actor->>'id', actor->>'address', actor->>'kind')`,
    ),
    /** The service's name: `publishSettings`. */
    verb: text('verb').notNull(),
    /** The id of the thing changed. */
    subject: text('subject').notNull(),
    before: jsonb('before').$type<unknown>(),
    after: jsonb('after').$type<unknown>(),
    previousHash: text('previous_hash').notNull(),
    /** SHA-256, hexadecimal; empty in rows from before there was a chain, until the next start. */
    hash: text('hash').notNull(),
  },
  (table) => [
    index('audit_at').on(table.at, table.sequence),
    index('audit_actor').on(table.actorName, table.sequence),
    index('audit_verb').on(table.verb, table.sequence),
    index('audit_subject').on(table.subject, table.sequence),
  ],
);

/** One row: the last entry of the audit, signed. Whoever writes an entry holds this row until the change is committed. */
export const auditHead = pgTable(
  'audit_head',
  {
    id: integer('id').primaryKey().default(1),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    hash: text('hash').notNull(),
    at: time('at').notNull(),
    /** Base64; empty before the first entry. */
    signature: text('signature').notNull(),
  },
  (table) => [check('audit_head_is_one', sql`${table.id} = 1`)],
);

/** OpenID Connect clients. */
export const applications = pgTable(
  'applications',
  {
    /** The client_id. */
    id: text('id').primaryKey(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    kind: text('kind').$type<'confidential' | 'public'>().notNull(),
    redirectUris: jsonb('redirect_uris').$type<readonly string[]>().notNull(),
    postLogoutRedirectUris: jsonb('post_logout_redirect_uris').$type<readonly string[]>().notNull(),
    /** SHA-256 of a secret with 256 random bits; null for public clients. */
    secretHash: text('secret_hash'),
    secretRenewedAt: time('secret_renewed_at'),
    createdAt: time('created_at').notNull(),
    lastUsedAt: time('last_used_at'),
  },
  (table) => [index('applications_connection').on(table.connectionId)],
);

/** What the OpenID provider remembers: sessions, interactions, codes, tokens, grants. */
export const oidcPayloads = pgTable(
  'oidc_payloads',
  {
    model: text('model').notNull(),
    /** SHA-256 of the id: an id is a bearer secret, and no row holds one. */
    idHash: text('id_hash').notNull(),
    payload: jsonb('payload').$type<Readonly<Record<string, unknown>>>().notNull(),
    grantId: text('grant_id'),
    /** SHA-256 of a session's uid. */
    uidHash: text('uid_hash'),
    consumedAt: time('consumed_at'),
    expiresAt: time('expires_at'),
  },
  (table) => [
    primaryKey({ columns: [table.model, table.idHash] }),
    index('oidc_payloads_grant').on(table.grantId),
    index('oidc_payloads_uid').on(table.model, table.uidHash),
    index('oidc_payloads_expiry').on(table.expiresAt),
  ],
);

/** Keys that ID tokens are signed with, the private halves encrypted under the master secret. */
export const oidcKeys = pgTable('oidc_keys', {
  kid: text('kid').primaryKey(),
  publicJwk: jsonb('public_jwk').$type<Readonly<Record<string, unknown>>>().notNull(),
  /** AES-256-GCM over the PKCS#8, base64. */
  wrappedPrivateKey: text('wrapped_private_key').notNull(),
  nonce: text('nonce').notNull(),
  createdAt: time('created_at').notNull(),
  /** From then on it signs; published before, so that applications know it in time. */
  signsFrom: time('signs_from').notNull(),
  /** From then on it signs no more; published until everything it signed has ended. */
  retiredAt: time('retired_at'),
});

/** Who has signed in, as the directory described them the last time. */
export const people = pgTable(
  'people',
  {
    /** The subject that applications know. */
    id: text('id').primaryKey(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    directoryId: text('directory_id').notNull(),
    profile: jsonb('profile').$type<Readonly<Record<string, unknown>>>().notNull(),
    firstSignInAt: time('first_sign_in_at').notNull(),
    lastSignInAt: time('last_sign_in_at').notNull(),
  },
  (table) => [uniqueIndex('people_directory_id').on(table.connectionId, table.directoryId)],
);

/** One person's way through the door; the rows are the log. */
export const signIns = pgTable(
  'sign_ins',
  {
    /** The incident id. */
    id: text('id').primaryKey(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    connectionName: text('connection_name').notNull(),
    applicationId: text('application_id').notNull(),
    applicationName: text('application_name').notNull(),
    /** SHA-256 of the application's request (its interaction's id): each begins one sign-in. */
    interactionHash: text('interaction_hash').notNull().unique(),
    /** SHA-256 of the secret in the browser's cookie. */
    browserHash: text('browser_hash').notNull(),
    state: text('state').$type<SignInView['state']>().notNull(),
    address: text('address').notNull(),
    via: jsonb('via').$type<readonly string[]>().notNull(),
    revision: integer('revision').notNull(),
    methods: jsonb('methods').$type<SignInView['methods']>().notNull(),
    matched: jsonb('matched').$type<SignInView['matched']>().notNull(),
    sentence: text('sentence').notNull(),
    reasonCodes: jsonb('reason_codes').$type<readonly string[]>().notNull(),
    /** Which of the methods is being tried; their number once none is left. */
    position: integer('position').notNull().default(0),
    tries: jsonb('tries').$type<readonly SignInTry[]>().notNull().default([]),
    /** Which method let the person in. */
    method: text('method').$type<SignInView['methods'][number]>(),
    reason: text('reason'),
    personId: text('person_id').references(() => people.id, { onDelete: 'set null' }),
    userName: text('user_name'),
    keepSignedIn: boolean('keep_signed_in').notNull().default(false),
    startedAt: time('started_at').notNull(),
    endedAt: time('ended_at'),
    /** When the application's request was answered with it: a sign-in counts once. */
    usedAt: time('used_at'),
  },
  (table) => [
    index('sign_ins_started').on(table.startedAt, table.id),
    index('sign_ins_connection').on(table.connectionId, table.startedAt),
    index('sign_ins_address').on(table.address),
  ],
);

/** Requests that browsers carry to connectors: each good for one answer. */
export const signInRequests = pgTable(
  'sign_in_requests',
  {
    /** The request's jti. */
    id: text('id').primaryKey(),
    signInId: text('sign_in_id')
      .notNull()
      .references(() => signIns.id, { onDelete: 'cascade' }),
    connectionId: text('connection_id').notNull(),
    method: text('method').$type<'client-certificate' | 'kerberos'>().notNull(),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    /** When a connector answered; a second answer is refused. */
    answeredAt: time('answered_at'),
    connectorId: text('connector_id'),
    /** SHA-256 of the receipt that the browser brings. */
    receiptHash: text('receipt_hash'),
    /** The result that waits for its browser; emptied when it came. */
    outcome: jsonb('outcome').$type<unknown>(),
    /** When the browser came back. */
    returnedAt: time('returned_at'),
  },
  (table) => [
    index('sign_in_requests_sign_in').on(table.signInId),
    index('sign_in_requests_expiry').on(table.expiresAt),
  ],
);

/** Kept apart from the table, so that a crash, which empties an unlogged table, does not begin to count anew. */
export const busMessageNumbers = pgSequence('bus_message_numbers');

/** What processes tell one another, for minutes. The migration makes it unlogged: messages need not outlive a crash of PostgreSQL. */
export const busMessages = pgTable('bus_messages', {
  id: bigint('id', { mode: 'number' }).primaryKey().default(sql`nextval('bus_message_numbers')`),
  /** Empty: others may have missed something of the sender's. */
  topic: text('topic').notNull(),
  /** The process; it does not read its own. */
  sender: text('sender').notNull(),
  body: text('body').notNull(),
  at: time('at').notNull(),
});

/** The Gatehouse processes that work on this database. Times are the database's, since processes' clocks differ. */
export const processes = pgTable('processes', {
  id: text('id').primaryKey(),
  beganAt: time('began_at').notNull(),
  lastBeatAt: time('last_beat_at').notNull(),
});

/** Which process holds the link of which connector. */
export const links = pgTable(
  'links',
  {
    connectorId: text('connector_id')
      .primaryKey()
      .references(() => connectors.id, { onDelete: 'cascade' }),
    processId: text('process_id')
      .notNull()
      .references(() => processes.id, { onDelete: 'cascade' }),
    since: time('since').notNull(),
    /** What questions over the link are encrypted to: SubjectPublicKeyInfo, base64. */
    questionKey: text('question_key').notNull(),
    /** What the connector says of itself: directory, Kerberos, differences in TLS. */
    state: jsonb('state').$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [index('links_process').on(table.processId)],
);
