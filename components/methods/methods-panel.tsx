'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { connectionQuery } from '#components/connection/queries.ts';
import { useSaveDraft } from '#components/connection/use-save-draft.tsx';
import { isSameValue } from '#components/methods/is-same-value.ts';
import { MethodsForm } from '#components/methods/methods-form.tsx';
import type { MethodsValues } from '#components/methods/methods-resolver.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.tsx';

export function MethodsPanel({ connectionId }: { connectionId: string }) {
  const { data, error } = useQuery(connectionQuery(connectionId));
  const [isEditing, setIsEditing] = useState(false);
  const { save, isSaving, conflictDialog } = useSaveDraft(connectionId, isEditing);
  if (data === undefined) {
    return error === null ? <Skeleton className="h-40" /> : <Notice tone="bad" title={error.message} />;
  }

  async function onSave(values: MethodsValues): Promise<string | undefined> {
    const before = data?.draft.settings;
    const outcome = await save((theirs) => ({ ...theirs, ...changedOnly(values, before) }));
    if (!outcome.ok) return outcome.problem.fields?.['frontFacingUrl'] ?? outcome.problem.message;
    toast('Saved to the draft');
    return undefined;
  }

  return (
    <>
      <MethodsForm
        connectionId={connectionId}
        settings={data.draft.settings}
        connectors={data.connectors}
        onSave={onSave}
        onEditing={setIsEditing}
        isSaving={isSaving}
      />
      {conflictDialog}
    </>
  );
}

/** Only what was changed here goes on top of what somebody else may have saved meanwhile. */
function changedOnly(values: MethodsValues, before: MethodsValues | undefined): Partial<MethodsValues> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !isSameValue(value, before?.[name as keyof MethodsValues])),
  );
}
