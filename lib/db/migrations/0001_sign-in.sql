CREATE TABLE "applications" (
	"id" text PRIMARY KEY NOT NULL,
	"connection_id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"redirect_uris" jsonb NOT NULL,
	"post_logout_redirect_uris" jsonb NOT NULL,
	"secret_hash" text,
	"secret_renewed_at" bigint,
	"created_at" bigint NOT NULL,
	"last_used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "oidc_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"wrapped_private_key" text NOT NULL,
	"nonce" text NOT NULL,
	"created_at" bigint NOT NULL,
	"signs_from" bigint NOT NULL,
	"retired_at" bigint
);
--> statement-breakpoint
CREATE TABLE "oidc_payloads" (
	"model" text NOT NULL,
	"id_hash" text NOT NULL,
	"payload" jsonb NOT NULL,
	"grant_id" text,
	"uid_hash" text,
	"consumed_at" bigint,
	"expires_at" bigint,
	CONSTRAINT "oidc_payloads_model_id_hash_pk" PRIMARY KEY("model","id_hash")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"connection_id" text NOT NULL,
	"directory_id" text NOT NULL,
	"profile" jsonb NOT NULL,
	"first_sign_in_at" bigint NOT NULL,
	"last_sign_in_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"sign_in_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"method" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"answered_at" bigint,
	"connector_id" text,
	"receipt_hash" text,
	"outcome" jsonb,
	"returned_at" bigint
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
	"id" text PRIMARY KEY NOT NULL,
	"connection_id" text NOT NULL,
	"connection_name" text NOT NULL,
	"application_id" text NOT NULL,
	"application_name" text NOT NULL,
	"interaction_hash" text NOT NULL,
	"browser_hash" text NOT NULL,
	"state" text NOT NULL,
	"address" text NOT NULL,
	"via" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"methods" jsonb NOT NULL,
	"matched" jsonb NOT NULL,
	"sentence" text NOT NULL,
	"reason_codes" jsonb NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"tries" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"method" text,
	"reason" text,
	"person_id" text,
	"user_name" text,
	"keep_signed_in" boolean DEFAULT false NOT NULL,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"used_at" bigint,
	CONSTRAINT "sign_ins_interaction_hash_unique" UNIQUE("interaction_hash")
);
--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_requests" ADD CONSTRAINT "sign_in_requests_sign_in_id_sign_ins_id_fk" FOREIGN KEY ("sign_in_id") REFERENCES "public"."sign_ins"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "applications_connection" ON "applications" USING btree ("connection_id");--> statement-breakpoint
CREATE INDEX "oidc_payloads_grant" ON "oidc_payloads" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "oidc_payloads_uid" ON "oidc_payloads" USING btree ("model","uid_hash");--> statement-breakpoint
CREATE INDEX "oidc_payloads_expiry" ON "oidc_payloads" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "people_directory_id" ON "people" USING btree ("connection_id","directory_id");--> statement-breakpoint
CREATE INDEX "sign_in_requests_sign_in" ON "sign_in_requests" USING btree ("sign_in_id");--> statement-breakpoint
CREATE INDEX "sign_in_requests_expiry" ON "sign_in_requests" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sign_ins_started" ON "sign_ins" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "sign_ins_connection" ON "sign_ins" USING btree ("connection_id","started_at");--> statement-breakpoint
CREATE INDEX "sign_ins_address" ON "sign_ins" USING btree ("address");--> statement-breakpoint
UPDATE "connections" SET "draft" = '{"mapping":[{"source":"san-upn","attribute":"userPrincipalName"}],"revocation":{"mode":"off"},"session":{"hours":10,"keepSignedInDays":0}}'::jsonb || "draft" || jsonb_build_object('kerberos', '{"frontFacingUrl":""}'::jsonb || ("draft"->'kerberos'));--> statement-breakpoint
UPDATE "revisions" SET "settings" = '{"mapping":[{"source":"san-upn","attribute":"userPrincipalName"}],"revocation":{"mode":"off"},"session":{"hours":10,"keepSignedInDays":0}}'::jsonb || "settings" || jsonb_build_object('kerberos', '{"frontFacingUrl":""}'::jsonb || ("settings"->'kerberos'));
