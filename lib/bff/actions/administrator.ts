'use server';

import { action } from '#lib/bff/action.ts';
import { createFirstAdministrator } from '#lib/services/administrators/create-first-administrator.ts';
import { signOutEverywhere } from '#lib/services/administrators/sign-out-everywhere.ts';

export async function createFirstAdministratorAction(input: unknown) {
  return action((ctx) => createFirstAdministrator(ctx, input));
}

export async function signOutEverywhereAction() {
  return action((ctx) => signOutEverywhere(ctx));
}
