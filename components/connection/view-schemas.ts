import { z } from 'zod';
import { connectionSummarySchema } from '#lib/contracts/connection.ts';
import { ticketViewSchema } from '#lib/contracts/connector.ts';
import { revisionViewSchema } from '#lib/contracts/revision.ts';

export const connectionsViewSchema = z.array(connectionSummarySchema);
export const revisionsViewSchema = z.array(revisionViewSchema);
export const ticketsViewSchema = z.array(ticketViewSchema);
