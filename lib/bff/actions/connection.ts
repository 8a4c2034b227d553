'use server';

import { action } from '#lib/bff/action.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { deleteConnection } from '#lib/services/delete-connection.ts';
import { renameConnection } from '#lib/services/rename-connection.ts';

export async function createConnectionAction(input: unknown) {
  return action((ctx) => createConnection(ctx, input));
}

export async function renameConnectionAction(input: unknown) {
  return action((ctx) => renameConnection(ctx, input));
}

export async function deleteConnectionAction(input: unknown) {
  return action((ctx) => deleteConnection(ctx, input));
}
