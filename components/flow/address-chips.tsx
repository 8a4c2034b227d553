'use client';

import { Button } from '#components/ui/button.tsx';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import type { RecentAddressView } from '#lib/contracts/sign-in.ts';

const mostConnectors = 4;
const mostRecent = 4;

type AddressChipsProps = {
  viewer: string | undefined;
  connectors: readonly ConnectorView[];
  /** Where people came from lately, the most used first. */
  recent: readonly RecentAddressView[];
  current: string;
  onChoose: (address: string) => void;
};

/** Addresses worth asking for, one click each: one's own, where connectors are seen from, and where people came from. */
export function AddressChips({ viewer, connectors, recent, current, onChoose }: AddressChipsProps) {
  const seen = new Map<string, string[]>();
  for (const { seenFrom, name } of connectors) {
    if (seenFrom !== '') seen.set(seenFrom, [...(seen.get(seenFrom) ?? []), name]);
  }
  const chips = [
    ...(viewer === undefined || viewer === 'unknown' ? [] : [{ address: viewer, name: 'my address' }]),
    ...[...seen].slice(0, mostConnectors).map(([address, names]) => ({
      address,
      name: names.length > 2 ? `${names.length} connectors` : names.join(', '),
    })),
  ];
  const shown = new Set(chips.map(({ address }) => address));
  for (const { address, count } of recent.filter((one) => !shown.has(one.address)).slice(0, mostRecent))
    chips.push({ address, name: count === 1 ? '1 sign-in' : `${count.toLocaleString('en')} sign-ins` });
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Addresses to try" className="flex flex-wrap gap-1.5 pb-1">
      {chips.map(({ address, name }) => (
        <li key={`${name} ${address}`}>
          <Button size="small" aria-pressed={current === address} title={address} onClick={() => onChoose(address)}>
            {name} <span className="font-mono font-normal text-muted">{address}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
