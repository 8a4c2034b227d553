'use client';

import Link from 'next/link';
import { ruleWords } from '#components/mapping/mapping-words.ts';
import { identityChangesUrl } from '#components/mapping/queries.ts';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';
import type { MappedCertificateView, MappedPersonView, MappingDays } from '#lib/contracts/mapping-strength.ts';
import type { StrongForm } from '#lib/pki/mapping/strong-form.ts';

type MappedPeopleListProps = {
  connectionId: string;
  days: MappingDays;
  form: StrongForm;
  people: readonly MappedPersonView[];
};

const standings: Readonly<Record<MappedPersonView['standing'], readonly [Tone, string]>> = {
  weak: ['attention', 'weak'],
  sid: ['good', 'strong by SID'],
  strong: ['good', 'strong'],
};

/** Everybody who came with a certificate, with what ties it to them. */
export function MappedPeopleList({ connectionId, days, form, people }: MappedPeopleListProps) {
  return (
    <ul aria-label="People" className="divide-y divide-line rounded-md border bg-surface">
      {people.map((person) => (
        <li key={person.dn} className="flex min-w-0 flex-col gap-2 px-4 py-3">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h3 className="font-semibold break-words">{nameOf(person)}</h3>
            <Standing of={person.standing} />
            {person.isLockedOut && <Badge tone="bad">locked out where strong is required</Badge>}
            {person.standing !== 'strong' && (
              <a
                href={identityChangesUrl(connectionId, { days, who: { dn: person.dn }, form, format: 'ldif' })}
                download
                aria-label={`LDIF of ${nameOf(person)}`}
                className="ml-auto text-accent underline underline-offset-4 hover:text-accent-strong"
              >
                LDIF
              </a>
            )}
          </div>
          <CopyText text={person.dn} wraps className="text-muted" />
          <ul aria-label={`Certificates of ${nameOf(person)}`} className="flex flex-col gap-2">
            {person.certificates.map((certificate) => (
              <MappedCertificate
                key={certificate.fingerprint}
                certificate={certificate}
                form={form}
                isOnly={person.certificates.length === 1}
              />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

type MappedCertificateProps = { certificate: MappedCertificateView; form: StrongForm; isOnly: boolean };

function MappedCertificate({ certificate, form, isOnly }: MappedCertificateProps) {
  const { name, standing, source, attribute, lastAt, lastSignInId, signIns, isRefused, strongNames } = certificate;
  const identity = strongNames?.[form];
  return (
    <li className="flex min-w-0 flex-col gap-1 border-l-2 border-line-strong pl-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="break-words">{name}</span>
        {!isOnly && <Standing of={standing} />}
        <span className="text-muted">
          {isRefused ? 'refused; would be found by' : 'found by'} {ruleWords(source, attribute)} ·{' '}
          <Link href={`/sign-ins/${lastSignInId}`} className="underline hover:text-ink">
            <Moment at={lastAt} />
          </Link>
          {signIns > 1 && `, ${signIns.toLocaleString('en')} sign-ins`}
        </span>
      </p>
      {standing !== 'strong' && identity !== undefined && <CopyText text={identity} wraps />}
      {standing !== 'strong' && identity === undefined && (
        <p className="text-muted">
          {strongNames === null
            ? 'Its strong names will be known at its next sign-in.'
            : 'The certificate has no strong name of this kind; choose another.'}
        </p>
      )}
    </li>
  );
}

function Standing({ of }: { of: MappedPersonView['standing'] }) {
  const [tone, word] = standings[of];
  return <Badge tone={tone}>{word}</Badge>;
}

function nameOf({ displayName, userName, dn }: MappedPersonView): string {
  if (displayName === '' || displayName === userName) return userName === '' ? dn : userName;
  return userName === '' ? displayName : `${displayName} (${userName})`;
}
