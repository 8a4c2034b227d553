'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { connectionQuery, connectionsQuery } from '#components/connection/queries.ts';

export type KeyPlaceChoice = 'connector' | 'browser';
export type KeyPlace = ReturnType<typeof useKeyPlace>;

/** Where a key shall be made: on a connector that is online where there is one, unless somebody chose otherwise. */
export function useKeyPlace(openedFrom: string) {
  const [chosenPlace, setPlace] = useState<KeyPlaceChoice>();
  const [chosenConnection, setConnection] = useState(openedFrom);
  const [chosenConnector, setConnector] = useState('');
  const { data: all = [] } = useQuery(connectionsQuery());
  const connection =
    all.find(({ id }) => id === chosenConnection) ?? all.find(({ connectors }) => connectors.online > 0) ?? all[0];
  const connectionId = connection?.id ?? '';
  const { data: view, isPending } = useQuery({ ...connectionQuery(connectionId), enabled: connectionId !== '' });
  const connectors = view?.connectors.filter(({ state }) => state === 'online') ?? [];
  const connector = connectors.find(({ id }) => id === chosenConnector) ?? connectors[0];
  const isAnyOnline = connectors.length > 0 || all.some((one) => one.connectors.online > 0);
  return {
    place: chosenPlace ?? (connector === undefined ? ('browser' as const) : ('connector' as const)),
    setPlace,
    connections: all,
    connectionId,
    setConnection,
    connectors,
    connector,
    setConnector,
    /** Whether a connector of any connection could be chosen; while that is not known yet, none. */
    isAnyOnline,
    isReading: connectionId !== '' && isPending,
  };
}
