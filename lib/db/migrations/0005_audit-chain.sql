CREATE TABLE "audit_head" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" text NOT NULL,
	"at" bigint NOT NULL,
	"signature" text NOT NULL,
	CONSTRAINT "audit_head_is_one" CHECK ("audit_head"."id" = 1)
);
--> statement-breakpoint
DROP INDEX "audit_subject";--> statement-breakpoint
-- The database's counter leaves gaps where a change was rolled back; the entries that are there get numbers without.
ALTER TABLE "audit" ADD COLUMN "sequence" bigint;--> statement-breakpoint
UPDATE "audit" SET "sequence" = "numbered"."place" FROM (SELECT "id", row_number() OVER (ORDER BY "id") AS "place" FROM "audit") AS "numbered" WHERE "audit"."id" = "numbered"."id";--> statement-breakpoint
ALTER TABLE "audit" DROP COLUMN "id";--> statement-breakpoint
ALTER TABLE "audit" ADD PRIMARY KEY ("sequence");--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "actor_name" text GENERATED ALWAYS AS (coalesce(actor->>'email', actor->>'name', actor->>'id', actor->>'address', actor->>'kind')) STORED;--> statement-breakpoint
-- Empty until Gatehouse chains them, which it does at its first entry and writes down.
ALTER TABLE "audit" ADD COLUMN "previous_hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "previous_hash" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "hash" DROP DEFAULT;--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("at","sequence");--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit" USING btree ("actor_name","sequence");--> statement-breakpoint
CREATE INDEX "audit_verb" ON "audit" USING btree ("verb","sequence");--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("subject","sequence");
