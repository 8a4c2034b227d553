'use server';

import { action } from '#lib/bff/action.ts';
import { discardDraft } from '#lib/services/discard-draft.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { restoreRevision } from '#lib/services/restore-revision.ts';
import { saveDraft } from '#lib/services/save-draft.ts';

export async function saveDraftAction(input: unknown) {
  return action((ctx) => saveDraft(ctx, input));
}

export async function discardDraftAction(input: unknown) {
  return action((ctx) => discardDraft(ctx, input));
}

export async function publishSettingsAction(input: unknown) {
  return action((ctx) => publishSettings(ctx, input));
}

export async function restoreRevisionAction(input: unknown) {
  return action((ctx) => restoreRevision(ctx, input));
}
