'use server';

import { action } from '#lib/bff/action.ts';
import { changeApplication } from '#lib/services/application/change-application.ts';
import { createApplication } from '#lib/services/application/create-application.ts';
import { deleteApplication } from '#lib/services/application/delete-application.ts';
import { renewApplicationSecret } from '#lib/services/application/renew-application-secret.ts';
import { rotateOidcKeysNow } from '#lib/services/oidc/rotate-oidc-keys-now.ts';

export async function createApplicationAction(input: unknown) {
  return action((ctx) => createApplication(ctx, input));
}

export async function changeApplicationAction(input: unknown) {
  return action((ctx) => changeApplication(ctx, input));
}

export async function renewApplicationSecretAction(input: unknown) {
  return action((ctx) => renewApplicationSecret(ctx, input));
}

export async function deleteApplicationAction(input: unknown) {
  return action((ctx) => deleteApplication(ctx, input));
}

export async function rotateOidcKeysAction(input: unknown) {
  return action((ctx) => rotateOidcKeysNow(ctx, input));
}
