'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { connectionQuery, connectionsQuery } from '#components/connection/queries.ts';
import { type ActionOutcome, callAction } from '#components/shell/use-action.ts';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { saveDraftAction } from '#lib/bff/actions/settings.ts';
import type { DraftView } from '#lib/contracts/connection.ts';
import { sealedKeysSizeProblem, settingsSizeProblem } from '#lib/contracts/draft-size.ts';
import type { SealedKey } from '#lib/contracts/sealed-key.ts';
import type { Settings } from '#lib/contracts/settings.ts';

const DraftConflictDialog = loadWhenShown(
  async () => (await import('#components/connection/draft-conflict-dialog.tsx')).DraftConflictDialog,
);

export type DraftConflict = {
  readonly mine: DraftView;
  readonly theirs: DraftView;
  readonly answer: (choice: 'apply' | 'keep') => void;
};

type SaveDraft = {
  /** Makes the change on the draft as it is; answers when it is saved, refused, or given up in the dialog. */
  save: (change: (settings: Settings) => Settings, sealedKeys?: SealedKey[]) => Promise<ActionOutcome<DraftView>>;
  isSaving: boolean;
  /** Put this somewhere on the page: it opens where somebody else saved in between. */
  conflictDialog: ReactNode;
};

/**
 * Saves changes of a connection's draft; a save somebody else made in between is shown, never overwritten unseen. What counts as
 * between begins with `isEditing`: a page that follows live events knows of newer drafts, the person who types may not.
 */
export function useSaveDraft(connectionId: string, isEditing = false): SaveDraft {
  const client = useQueryClient();
  const { data: current } = useQuery({ ...connectionQuery(connectionId), select: (view) => view.draft });
  const editedFrom = useRef<DraftView>(undefined);
  useEffect(() => {
    if (!isEditing) editedFrom.current = current;
  }, [isEditing, current]);
  const [isSaving, setIsSaving] = useState(false);
  const [conflict, setConflict] = useState<DraftConflict>();

  const save = useCallback<SaveDraft['save']>(
    async (change, sealedKeys = []) => {
      const query = connectionQuery(connectionId);
      setIsSaving(true);
      try {
        let base = editedFrom.current ?? (await client.ensureQueryData(query)).draft;
        for (;;) {
          const settings = change(base.settings);
          // Larger requests are cut off before anybody could say what is wrong with them.
          const tooLarge = settingsSizeProblem(settings) ?? sealedKeysSizeProblem(sealedKeys);
          if (tooLarge !== undefined) return { ok: false, problem: { code: 'too-large', message: tooLarge } };
          const outcome = await callAction(saveDraftAction, {
            connectionId,
            baseVersion: base.version,
            settings,
            sealedKeys,
          });
          if (outcome.ok) {
            // A read that began before the save would put the old draft back.
            await client.cancelQueries({ queryKey: query.queryKey, exact: true });
            editedFrom.current = outcome.value;
            client.setQueryData(query.queryKey, (view) => view && { ...view, draft: outcome.value });
            void client.invalidateQueries({ queryKey: connectionsQuery().queryKey });
            // Which connectors hold the sealed key is part of the view, not of the draft.
            if (sealedKeys.length > 0) void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
            return outcome;
          }
          if (outcome.problem.code !== 'draft-changed') return outcome;
          const theirs = (await client.fetchQuery({ ...query, staleTime: 0 })).draft;
          const mine = base;
          const choice = await new Promise<'apply' | 'keep'>((answer) => setConflict({ mine, theirs, answer }));
          setConflict(undefined);
          if (choice === 'keep') return outcome;
          base = theirs;
        }
      } catch {
        return {
          ok: false,
          problem: { code: 'unavailable', message: 'Gatehouse does not answer, so nothing was saved. Try again.' },
        };
      } finally {
        setIsSaving(false);
      }
    },
    [client, connectionId],
  );

  return { save, isSaving, conflictDialog: conflict && <DraftConflictDialog conflict={conflict} /> };
}
