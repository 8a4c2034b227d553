'use client';

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import Link from 'next/link';
import { ruleWords } from '#components/mapping/mapping-words.ts';
import { identityChangesUrl, mappingStrengthQuery } from '#components/mapping/queries.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { count } from '#components/words/count.ts';
import type { MappedPersonView } from '#lib/contracts/mapping-strength.ts';
import type { MappingRule } from '#lib/core/mapping-rule.ts';

const days = 30;
const mostShown = 20;

type RequireStrongDialogProps = {
  connectionId: string;
  /** As they are typed, saved or not. */
  rules: readonly MappingRule[];
  onClose: () => void;
  onConfirm: () => void;
};

/** Who would be locked out, before strong mapping is required. */
export function RequireStrongDialog({ connectionId, rules, onClose, onConfirm }: RequireStrongDialogProps) {
  const { data: view, error } = useQuery(mappingStrengthQuery(connectionId, { days, rules }));
  const lockedOut = view?.people.lockedOut ?? 0;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title="Require strong mapping?"
      description={
        view === undefined
          ? 'Whoever is found by weak rules alone is refused once this is published.'
          : view.people.total === 0
            ? `Nobody came with a certificate in the last ${days} days, so that the log cannot tell who would be locked out.`
            : `${lockedOut === 0 ? 'None' : lockedOut.toLocaleString('en')} of ${count(view.people.total, 'person', 'people')} who came with a certificate in the last ${days} days would be locked out.`
      }
      confirmLabel={lockedOut === 0 ? 'Require it' : `Lock out ${count(lockedOut, 'person', 'people')}`}
      isDangerous={lockedOut > 0}
      onConfirm={() => {
        if (view === undefined && error === null)
          return Promise.resolve('Who would be locked out is still being looked up. Wait a moment.');
        onConfirm();
        return undefined;
      }}
    >
      {view === undefined && error === null && <Skeleton className="h-16" />}
      {error !== null && (
        <Notice tone="bad" title="Who would be locked out could not be found out.">
          {error.message}
        </Notice>
      )}
      {view !== undefined && lockedOut > 0 && (
        <>
          <LockedOut people={view.listed.filter(({ isLockedOut }) => isLockedOut).slice(0, mostShown)} of={lockedOut} />
          <div className="flex flex-wrap items-center gap-3">
            <a
              href={identityChangesUrl(connectionId, {
                days,
                rules,
                who: 'locked-out',
                form: 'issuer-serial',
                format: 'ldif',
              })}
              download
              className={buttonStyles()}
            >
              <Download aria-hidden="true" />
              LDIF for exactly these
            </a>
            <Link href={`/connections/${connectionId}/mapping`} className="text-accent underline underline-offset-4">
              More on the page Mapping
            </Link>
          </div>
        </>
      )}
    </ConfirmDialog>
  );
}

function LockedOut({ people, of }: { people: readonly MappedPersonView[]; of: number }) {
  return (
    <ul aria-label="Who would be locked out" className="flex flex-col gap-1">
      {people.map(({ dn, userName, displayName, certificates: [last], lastAt }) => (
        <li key={dn} className="min-w-0 break-words">
          <span className="font-medium">{displayName || userName || dn}</span>{' '}
          <span className="text-muted">
            {ruleWords(last?.source ?? null, last?.attribute ?? null)}, <Moment at={lastAt} />
          </span>
        </li>
      ))}
      {of > people.length && <li className="text-muted">and {(of - people.length).toLocaleString('en')} more</li>}
    </ul>
  );
}
