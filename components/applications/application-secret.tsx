'use client';

import { CopyText } from '#components/ui/copy-text.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** Shown once: Gatehouse keeps the secret's hash only. */
export function ApplicationSecret({ id, secret, issuer }: { id: string; secret: string | null; issuer: string }) {
  const facts: readonly (readonly [string, string])[] = [
    ['Issuer', issuer],
    ['Client ID', id],
    ...(secret === null ? [] : [['Client secret', secret] as const]),
  ];
  return (
    <>
      <dl className="flex flex-col gap-3">
        {facts.map(([name, value]) => (
          <div key={name} className="flex flex-col gap-1">
            <dt className="font-medium">{name}</dt>
            <dd className="rounded-md border bg-sunken px-3 py-2">
              <CopyText text={value} wraps className="flex w-full justify-between" />
            </dd>
          </div>
        ))}
      </dl>
      {secret === null ? (
        <p className="text-muted">It has no secret; it must use PKCE with S256.</p>
      ) : (
        <Notice tone="attention" title="The secret is shown only now">
          Gatehouse keeps only its hash. Put it where the application reads it; a lost one is renewed.
        </Notice>
      )}
    </>
  );
}
