'use server';

import { action } from '#lib/bff/action.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { renameConnector } from '#lib/services/rename-connector.ts';
import { revokeConnector } from '#lib/services/revoke-connector.ts';

export async function createTicketAction(input: unknown) {
  return action((ctx) => createTicket(ctx, input));
}

export async function renameConnectorAction(input: unknown) {
  return action((ctx) => renameConnector(ctx, input));
}

export async function revokeConnectorAction(input: unknown) {
  return action((ctx) => revokeConnector(ctx, input));
}
