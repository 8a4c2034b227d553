'use client';

import { CopyText } from '#components/ui/copy-text.tsx';

/** The request to be pasted into an authority's form. */
export function RequestText({ pem }: { pem: string }) {
  return (
    <details className="max-w-3xl">
      <summary className="cursor-pointer font-medium">The request as text</summary>
      <div className="mt-2 rounded-sm bg-sunken px-3 py-2.5 whitespace-pre-wrap">
        <CopyText text={pem} wraps />
      </div>
    </details>
  );
}
