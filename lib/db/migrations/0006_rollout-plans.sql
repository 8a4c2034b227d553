CREATE TABLE "rollout_plans" (
	"connection_id" text NOT NULL,
	"revision" integer NOT NULL,
	"state" text NOT NULL,
	"waves" integer NOT NULL,
	"wave" integer DEFAULT 0 NOT NULL,
	"wave_began_at" bigint NOT NULL,
	"healthy_for_ms" integer NOT NULL,
	"patience_ms" integer NOT NULL,
	"on_failure" text NOT NULL,
	"previous_revision" integer NOT NULL,
	"fallback_revision" integer,
	"fault" jsonb,
	"waits_for" jsonb,
	"looked_at" bigint NOT NULL,
	"next_look_at" bigint NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "rollout_plans_connection_id_revision_pk" PRIMARY KEY("connection_id","revision")
);
--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "offered_revision" integer;--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "offered_anew" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "revisions" ADD COLUMN "repeats" integer;--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "wave" integer;--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "is_linked" boolean;--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "link_since" bigint;--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "complaints_before" jsonb;--> statement-breakpoint
ALTER TABLE "rollout_plans" ADD CONSTRAINT "rollout_plans_connection_id_revision_revisions_connection_id_revision_fk" FOREIGN KEY ("connection_id","revision") REFERENCES "public"."revisions"("connection_id","revision") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "rollout_plans_open" ON "rollout_plans" USING btree ("connection_id") WHERE state in ('running', 'paused');--> statement-breakpoint
CREATE INDEX "rollout_plans_due" ON "rollout_plans" USING btree ("next_look_at") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "connectors_apart" ON "connectors" USING btree ("connection_id") WHERE offered_revision is not null or offered_anew > 0;