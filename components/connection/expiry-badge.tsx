'use client';

import { Badge, type Tone } from '#components/ui/badge.tsx';
import { useNow } from '#components/ui/use-now.ts';
import type { ConnectionSummaryView } from '#lib/contracts/connection.ts';

const dayMs = 86_400_000;

/** Days until the first certificate ends. */
export function ExpiryBadge({ expiry }: { expiry: ConnectionSummaryView['firstExpiry'] }) {
  const now = useNow();
  if (expiry === null) return <span className="text-muted">no certificate</span>;
  if (now === undefined) return <span className="text-muted">{new Date(expiry.at).toISOString().slice(0, 10)}</span>;
  const days = Math.floor((expiry.at - now) / dayMs);
  return (
    <span className="flex min-w-0 flex-col items-start">
      <Badge tone={toneOf(days)} {...(toneOf(days) === 'neutral' ? { icon: null } : {})}>
        {textOf(days)}
      </Badge>
      <span className="max-w-full truncate text-xs text-muted" title={expiry.name}>
        {expiry.name}
      </span>
    </span>
  );
}

function toneOf(days: number): Tone {
  if (days < 7) return 'bad';
  return days < 30 ? 'attention' : 'neutral';
}

function textOf(days: number): string {
  if (days < 0) return 'expired';
  if (days === 0) return 'ends today';
  return `${days} ${days === 1 ? 'day' : 'days'} left`;
}
