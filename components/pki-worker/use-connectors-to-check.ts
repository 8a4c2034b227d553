'use client';

import { useMemo } from 'react';
import type { ConnectorToCheck } from '#lib/contracts/check-settings.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';

/** What checking needs to know of the connectors; the same object while none of it changes, however often they report. */
export function useConnectorsToCheck(connectors: readonly ConnectorView[]): readonly ConnectorToCheck[] {
  const wanted = connectors.map(({ id, name, hasSealedKey, seenFrom }) => ({ id, name, hasSealedKey, seenFrom }));
  const text = JSON.stringify(wanted);
  return useMemo(() => JSON.parse(text) as ConnectorToCheck[], [text]);
}
