CREATE TABLE "held_keys" (
	"connector_id" text NOT NULL,
	"spki_fingerprint" text NOT NULL,
	"hosts" jsonb NOT NULL,
	"request" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"asked_by" text NOT NULL,
	CONSTRAINT "held_keys_connector_id_spki_fingerprint_pk" PRIMARY KEY("connector_id","spki_fingerprint")
);
--> statement-breakpoint
ALTER TABLE "held_keys" ADD CONSTRAINT "held_keys_connector_id_connectors_id_fk" FOREIGN KEY ("connector_id") REFERENCES "public"."connectors"("id") ON DELETE cascade ON UPDATE no action;