'use client';

import { Button } from '#components/ui/button.tsx';
import type { ConnectorView } from '#lib/contracts/connector.ts';

const mostConnectors = 4;

type AddressChipsProps = {
  viewer: string | undefined;
  connectors: readonly ConnectorView[];
  current: string;
  onChoose: (address: string) => void;
};

/** Addresses worth asking for, one click each: one's own, and where connectors are seen from. */
export function AddressChips({ viewer, connectors, current, onChoose }: AddressChipsProps) {
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
