CREATE TABLE "invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	"created_by_id" text NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "invitations_email_unique" UNIQUE("email"),
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
-- Until now every administrator could do everything. Whoever comes later is given a role by name.
ALTER TABLE "administrators" ADD COLUMN "role" text DEFAULT 'owner' NOT NULL;--> statement-breakpoint
ALTER TABLE "administrators" ALTER COLUMN "role" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "administrators" ADD COLUMN "last_sign_in_at" bigint;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_created_by_id_administrators_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."administrators"("id") ON DELETE cascade ON UPDATE no action;