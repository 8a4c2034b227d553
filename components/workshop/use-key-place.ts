'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { connectionQuery, connectionsQuery } from '#components/connection/queries.ts';
import { useRefusal } from '#components/viewer/use-refusal.ts';

export type KeyPlaceChoice = 'connector' | 'browser';
export type KeyPlace = ReturnType<typeof useKeyPlace>;

/** Where a key shall be made: on a connector that is online where there is one, unless somebody chose otherwise. */
export function useKeyPlace(openedFrom: string) {
  const [chosenPlace, setPlace] = useState<KeyPlaceChoice>();
  const [chosenConnection, setConnection] = useState(openedFrom);
  const [chosenConnector, setConnector] = useState('');
  const { data: all = [] } = useQuery(connectionsQuery());
  const refusal = useRefusal('operator');
  const connection =
    all.find(({ id }) => id === chosenConnection) ?? all.find(({ connectors }) => connectors.online > 0) ?? all[0];
  const connectionId = connection?.id ?? '';
  const { data: view, isPending } = useQuery({ ...connectionQuery(connectionId), enabled: connectionId !== '' });
  const connectors = view?.connectors.filter(({ state }) => state === 'online') ?? [];
  const connector = connectors.find(({ id }) => id === chosenConnector) ?? connectors[0];
  const isAnyOnline = connectors.length > 0 || all.some((one) => one.connectors.online > 0);
  return {
    place:
      chosenPlace ?? (connector === undefined || refusal !== undefined ? ('browser' as const) : ('connector' as const)),
    setPlace,
    connections: all,
    connectionId,
    setConnection,
    connectors,
    connector,
    setConnector,
    /** Why no connector of any connection can be chosen; while that is not known yet, none can. */
    obstacle: refusal ?? (isAnyOnline ? undefined : 'no connector is online at the moment'),
    isReading: connectionId !== '' && isPending,
  };
}
