CREATE TABLE "administrators" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"session_epoch" integer DEFAULT 1 NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "administrators_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"actor" jsonb NOT NULL,
	"verb" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" bigint NOT NULL,
	"draft" jsonb NOT NULL,
	"draft_version" integer DEFAULT 0 NOT NULL,
	"draft_updated_at" bigint NOT NULL,
	"draft_updated_by" text,
	"running_revision" integer
);
--> statement-breakpoint
CREATE TABLE "connectors" (
	"id" text PRIMARY KEY NOT NULL,
	"connection_id" text NOT NULL,
	"name" text NOT NULL,
	"identity_key" text NOT NULL,
	"sealing_certificate" text NOT NULL,
	"sealing_fingerprint" text NOT NULL,
	"enrolled_at" bigint NOT NULL,
	"revoked_at" bigint,
	"host_name" text NOT NULL,
	"software" text NOT NULL,
	"seen_from" text DEFAULT '' NOT NULL,
	"last_seen_at" bigint,
	"running_revision" integer,
	"listener" jsonb,
	CONSTRAINT "connectors_identity_key_unique" UNIQUE("identity_key")
);
--> statement-breakpoint
CREATE TABLE "keyring" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"public_key" text NOT NULL,
	"wrapped_private_key" text NOT NULL,
	"nonce" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "keyring_is_one" CHECK ("keyring"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"connection_id" text NOT NULL,
	"revision" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"published_at" bigint NOT NULL,
	"published_by" text NOT NULL,
	"comment" text NOT NULL,
	"packed" text NOT NULL,
	"signature" text NOT NULL,
	"first_expiry_at" bigint,
	"first_expiry_name" text,
	CONSTRAINT "revisions_connection_id_revision_pk" PRIMARY KEY("connection_id","revision")
);
--> statement-breakpoint
CREATE TABLE "rollouts" (
	"connection_id" text NOT NULL,
	"revision" integer NOT NULL,
	"connector_id" text NOT NULL,
	"state" text NOT NULL,
	"refusal" text,
	"detail" text,
	"tests" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"took_ms" integer,
	"at" bigint,
	CONSTRAINT "rollouts_connector_id_revision_pk" PRIMARY KEY("connector_id","revision")
);
--> statement-breakpoint
CREATE TABLE "sealed_keys" (
	"connector_id" text NOT NULL,
	"spki_fingerprint" text NOT NULL,
	"envelope" text NOT NULL,
	"saved_at" bigint NOT NULL,
	CONSTRAINT "sealed_keys_connector_id_spki_fingerprint_pk" PRIMARY KEY("connector_id","spki_fingerprint")
);
--> statement-breakpoint
CREATE TABLE "setup_link" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "setup_link_is_one" CHECK ("setup_link"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"window_started_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" text PRIMARY KEY NOT NULL,
	"connection_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"spent_at" bigint,
	"connector_id" text
);
--> statement-breakpoint
ALTER TABLE "connectors" ADD CONSTRAINT "connectors_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_connector_id_connectors_id_fk" FOREIGN KEY ("connector_id") REFERENCES "public"."connectors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_connection_id_revision_revisions_connection_id_revision_fk" FOREIGN KEY ("connection_id","revision") REFERENCES "public"."revisions"("connection_id","revision") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_keys" ADD CONSTRAINT "sealed_keys_connector_id_connectors_id_fk" FOREIGN KEY ("connector_id") REFERENCES "public"."connectors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_connector_id_connectors_id_fk" FOREIGN KEY ("connector_id") REFERENCES "public"."connectors"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "connectors_connection" ON "connectors" USING btree ("connection_id");--> statement-breakpoint
CREATE INDEX "rollouts_revision" ON "rollouts" USING btree ("connection_id","revision");--> statement-breakpoint
CREATE INDEX "sign_in_attempts_window" ON "sign_in_attempts" USING btree ("window_started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_token" ON "tickets" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "tickets_connection" ON "tickets" USING btree ("connection_id");