'use client';

import Link from 'next/link';
import { buttonStyles } from '#components/ui/button-styles.ts';
import type { FindingArea } from '#lib/core/finding.ts';

const places: Record<FindingArea, { path: string; label: string }> = {
  methods: { path: 'methods', label: 'Methods' },
  networks: { path: 'networks', label: 'Networks' },
  'ssl-certificate': { path: 'certificates', label: 'Certificates' },
  'ca-certificates': { path: 'certificates', label: 'Certificates' },
  connectors: { path: 'connectors', label: 'Connectors' },
};

type Props = { connectionId: string; area: FindingArea; onFollow?: () => void };

/** The way to the tab where a finding is put right. */
export function FindingPlaceLink({ connectionId, area, onFollow }: Props) {
  const { path, label } = places[area];
  return (
    <Link
      href={`/connections/${connectionId}/${path}`}
      {...(onFollow === undefined ? {} : { onClick: onFollow })}
      className={buttonStyles({ variant: 'secondary', size: 'small' })}
    >
      {label}
    </Link>
  );
}
