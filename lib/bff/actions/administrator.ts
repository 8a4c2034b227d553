'use server';

import { action } from '#lib/bff/action.ts';
import { acceptInvitation } from '#lib/services/administrators/accept-invitation.ts';
import { changeAdministratorRole } from '#lib/services/administrators/change-administrator-role.ts';
import { changePassword } from '#lib/services/administrators/change-password.ts';
import { createFirstAdministrator } from '#lib/services/administrators/create-first-administrator.ts';
import { inviteAdministrator } from '#lib/services/administrators/invite-administrator.ts';
import { removeAdministrator } from '#lib/services/administrators/remove-administrator.ts';
import { signOutEverywhere } from '#lib/services/administrators/sign-out-everywhere.ts';
import { withdrawInvitation } from '#lib/services/administrators/withdraw-invitation.ts';

export async function createFirstAdministratorAction(input: unknown) {
  return action((ctx) => createFirstAdministrator(ctx, input));
}

export async function acceptInvitationAction(input: unknown) {
  return action((ctx) => acceptInvitation(ctx, input));
}

export async function inviteAdministratorAction(input: unknown) {
  return action((ctx) => inviteAdministrator(ctx, input));
}

export async function withdrawInvitationAction(input: unknown) {
  return action((ctx) => withdrawInvitation(ctx, input));
}

export async function changeAdministratorRoleAction(input: unknown) {
  return action((ctx) => changeAdministratorRole(ctx, input));
}

export async function removeAdministratorAction(input: unknown) {
  return action((ctx) => removeAdministrator(ctx, input));
}

export async function changePasswordAction(input: unknown) {
  return action((ctx) => changePassword(ctx, input));
}

export async function signOutEverywhereAction() {
  return action((ctx) => signOutEverywhere(ctx));
}
