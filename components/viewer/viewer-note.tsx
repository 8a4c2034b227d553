'use client';

import { Eye } from 'lucide-react';
import { useRefusal } from '#components/viewer/use-refusal.ts';

/** Above every page of whoever only looks on, so that no button needs a telling-off of its own. */
export function ViewerNote() {
  if (useRefusal('operator') === undefined) return null;
  return (
    <p className="flex items-start gap-2 border-b bg-sunken px-4 py-2 text-muted lg:px-8">
      <Eye aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span className="text-pretty">
        You look on as a viewer: everything can be read, and nothing changed. An owner can give you another role.
      </span>
    </p>
  );
}
