'use server';

import { action } from '#lib/bff/action.ts';
import { askKeyRequest } from '#lib/services/key-request/ask-key-request.ts';
import { forgetKey } from '#lib/services/key-request/forget-key.ts';

export async function askKeyRequestAction(input: unknown) {
  return action((ctx) => askKeyRequest(ctx, input));
}

export async function forgetKeyAction(input: unknown) {
  return action((ctx) => forgetKey(ctx, input));
}
