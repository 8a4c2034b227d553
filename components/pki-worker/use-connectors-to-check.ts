'use client';

import { useMemo } from 'react';
import type { ConnectorToCheck } from '#lib/contracts/check-settings-connectors.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';

/** What checking needs to know of the connectors; the same object while none of it changes, however often they report. */
export function useConnectorsToCheck(connectors: readonly ConnectorView[]): readonly ConnectorToCheck[] {
  const wanted = connectors.map(({ id, name, hasSealedKey, holdsKey, seenFrom, directory, kerberos }) => ({
    id,
    name,
    hasSealedKey,
    holdsKey,
    seenFrom,
    directory: directory && { state: directory.state, kind: directory.kind },
    kerberos: kerberos && { state: kerberos.state, principals: kerberos.principals },
  }));
  const text = JSON.stringify(wanted);
  return useMemo(() => JSON.parse(text) as ConnectorToCheck[], [text]);
}
