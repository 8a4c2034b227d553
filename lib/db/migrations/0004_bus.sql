CREATE SEQUENCE "public"."bus_message_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE UNLOGGED TABLE "bus_messages" (
	"id" bigint PRIMARY KEY DEFAULT nextval('bus_message_numbers') NOT NULL,
	"topic" text NOT NULL,
	"sender" text NOT NULL,
	"body" text NOT NULL,
	"at" bigint NOT NULL
);
