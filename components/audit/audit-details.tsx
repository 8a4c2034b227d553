'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { AuditSearch } from '#components/audit/audit-filter.ts';
import { FactChanges } from '#components/audit/fact-changes.tsx';
import { auditEntryQuery } from '#components/audit/queries.ts';
import { whoWords } from '#components/audit/who-words.ts';
import { ChangeList } from '#components/connection/change-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { AuditEntryView, AuditSubject } from '#lib/contracts/audit.ts';

type AuditDetailsProps = { sequence: number; onNarrow?: (part: Partial<AuditSearch>) => void };

/** Everything that one entry holds, and so everything that its hash vouches for. */
export function AuditDetails({ sequence, onNarrow }: AuditDetailsProps) {
  const { data: entry, error } = useQuery(auditEntryQuery(sequence));
  if (entry === undefined)
    return error === null ? <Skeleton className="h-24" /> : <Notice tone="bad" title={error.message} />;
  const { actor, subject } = entry;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <WhatChanged entry={entry} />
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2 xl:grid-cols-4">
        <Fact name="Who">
          <span className="break-words">{whoWords(entry)}</span>
          {actor['email'] !== undefined && actor['email'] !== whoWords(entry) && (
            <CopyText text={actor['email']} className="text-muted" />
          )}
          {actor['role'] !== undefined && <span className="text-muted">{actor['role']} at that time</span>}
        </Fact>
        <Fact name="When">
          <Moment at={entry.at} isExact />
        </Fact>
        <Fact name="To what">
          <Thing subject={subject} />
          <CopyText text={subject.id} className="text-muted" />
        </Fact>
        <Fact name="Hash, and that of the entry before">
          <CopyText text={entry.hash} shown={`${entry.hash.slice(0, 16)}…`} />
          <CopyText text={entry.previousHash} shown={`${entry.previousHash.slice(0, 16)}…`} className="text-muted" />
        </Fact>
      </dl>
      {onNarrow !== undefined && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => onNarrow({ who: entry.actorName })}>
            Only what {whoWords(entry)} did
          </Button>
          <Button size="small" onClick={() => onNarrow({ subject: subject.id })}>
            Only what was done to it
          </Button>
        </div>
      )}
    </div>
  );
}

function WhatChanged({ entry: { before, after, changes } }: { entry: AuditEntryView }) {
  const [was, is] = changes === null ? [before, after] : [withoutSettings(before), withoutSettings(after)];
  return (
    <>
      {changes !== null && changes.length > 0 && <ChangeList changes={changes} />}
      {changes?.length === 0 && <p className="text-muted">The settings were saved as they were.</p>}
      <FactChanges before={was} after={is} />
    </>
  );
}

function withoutSettings(facts: unknown): unknown {
  if (typeof facts !== 'object' || facts === null) return facts;
  return Object.fromEntries(Object.entries(facts).filter(([name]) => name !== 'settings'));
}

function Thing({ subject: { kind, name, id, connectionId } }: { subject: AuditSubject }) {
  const path = pathOf(kind, connectionId);
  const text = name ?? id;
  if (path === undefined) return <span className="break-words">{text}</span>;
  return (
    <Link href={path} className="w-fit break-words underline underline-offset-4 hover:text-accent">
      {text}
    </Link>
  );
}

/** Null where there is no connection any more. */
function pathOf(kind: AuditSubject['kind'], connectionId: string | null): string | undefined {
  if (kind === 'application') return '/settings/applications';
  if (connectionId === null) return undefined;
  return kind === 'connector' ? `/connections/${connectionId}/connectors` : `/connections/${connectionId}`;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-col">{children}</dd>
    </div>
  );
}
