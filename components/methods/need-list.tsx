import { CircleCheck, CircleDashed } from 'lucide-react';
import Link from 'next/link';
import { clientCertificateNeeds, type Given, kerberosNeeds } from '#components/methods/method-needs.ts';

type NeedListProps = { method: 'client-certificate' | 'kerberos'; given: Given; connectionId: string };

/** What a method stands on; what is missing says so and leads to where it is given. */
export function NeedList({ method, given, connectionId }: NeedListProps) {
  const [name, needs] =
    method === 'kerberos'
      ? ['Kerberos needs', kerberosNeeds(given)]
      : ['client certificates need', clientCertificateNeeds(given)];
  return (
    <ul aria-label={`What ${name}`} className="flex flex-col gap-1">
      {needs.map((need) => (
        <li key={need.text} className="flex items-start gap-2">
          {need.isMet ? (
            <CircleCheck aria-label="There:" className="mt-0.5 size-4 shrink-0 text-good" />
          ) : (
            <CircleDashed aria-label="Missing:" className="mt-0.5 size-4 shrink-0 text-attention" />
          )}
          <span className="min-w-0">
            {need.text}
            {!need.isMet && need.tab !== undefined && (
              <>
                {' – '}
                <Link href={`/connections/${connectionId}/${need.tab}`} className="text-accent-strong underline">
                  {need.isSeenOnly ? 'see the connectors' : links[need.tab]}
                </Link>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

const links = {
  networks: 'add networks',
  certificates: 'drop certificates',
  connectors: 'enrol a connector',
} as const;
