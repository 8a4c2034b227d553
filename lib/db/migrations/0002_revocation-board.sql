ALTER TABLE "connectors" ADD COLUMN "revocation" jsonb;--> statement-breakpoint
UPDATE "connections" SET "draft" = '{"trust":{"partialChains":false},"mappingStrength":"any"}'::jsonb || "draft";--> statement-breakpoint
UPDATE "revisions" SET "settings" = '{"trust":{"partialChains":false},"mappingStrength":"any"}'::jsonb || "settings";
