'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { administratorsKey } from '#components/administrators/queries.ts';
import { applicationsQuery } from '#components/applications/queries.ts';
import { auditListKey } from '#components/audit/queries.ts';
import { connectionsQuery } from '#components/connection/queries.ts';
import { signInsKey } from '#components/sign-ins/queries.ts';
import { viewerQuery } from '#components/viewer/queries.ts';
import type { LiveEvent } from '#lib/contracts/live-event.ts';

/** How the page hangs on Gatehouse: `lost` since a moment, or signed out there. */
export type LiveLink = { state: 'up' } | { state: 'lost'; since: number } | { state: 'signed-out' };

const againMs = 2_000;
/** Gatehouse ends every stream now and then and the browser comes back by itself: nothing worth saying. */
const patienceMs = 4_000;

/** Reads again what Gatehouse says has changed, for as long as the page is open. */
export function useLiveEvents(): LiveLink {
  const client = useQueryClient();
  const [link, setLink] = useState<LiveLink>({ state: 'up' });

  useEffect(() => {
    let source: EventSource | undefined;
    let lostAt: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;

    function open() {
      source = new EventSource('/api/events');
      source.onopen = () => {
        // Whatever happened while nobody listened is read now: before the first opening too, since the server wrote the page.
        void client.invalidateQueries();
        lostAt = undefined;
        clearTimeout(timer);
        timer = undefined;
        setLink({ state: 'up' });
      };
      source.onmessage = (message) => {
        void readEvent(message.data).then((event) => event !== undefined && invalidate(client, event));
      };
      source.onerror = () => {
        lostAt ??= Date.now();
        // The browser tries again every second and fails every second; only the first failure starts the clock.
        timer ??= setTimeout(() => void look(), source?.readyState === EventSource.CLOSED ? againMs : patienceMs);
      };
    }

    async function look() {
      const isSignedOut = await fetch('/api/viewer', { signal: AbortSignal.timeout(againMs) }).then(
        (response) => (response.ok ? false : response.status === 401 ? true : undefined),
        () => undefined,
      );
      if (isOver) return;
      if (isSignedOut === true) {
        source?.close();
        setLink({ state: 'signed-out' });
        return;
      }
      if (isSignedOut === undefined) setLink({ state: 'lost', since: lostAt ?? Date.now() });
      timer = undefined;
      if (isOver || source?.readyState === EventSource.OPEN) return;
      source?.close();
      open();
      timer = setTimeout(() => void look(), againMs);
    }

    open();
    return () => {
      isOver = true;
      clearTimeout(timer);
      source?.close();
    };
  }, [client]);

  return link;
}

async function readEvent(data: unknown): Promise<LiveEvent | undefined> {
  if (typeof data !== 'string') return undefined;
  try {
    const { liveEventSchema } = await import('#lib/contracts/live-event.ts');
    return liveEventSchema.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

function invalidate(client: QueryClient, event: LiveEvent) {
  switch (event.t) {
    case 'everything-changed':
      void client.invalidateQueries();
      return;
    case 'sign-ins-changed':
      // At busy times the next one comes before the answer to this one, which must arrive all the same.
      void client.invalidateQueries({ queryKey: signInsKey }, { cancelRefetch: false });
      return;
    case 'audit-changed':
      void client.invalidateQueries({ queryKey: auditListKey }, { cancelRefetch: false });
      return;
    case 'administrators-changed':
      void client.invalidateQueries({ queryKey: administratorsKey });
      void client.invalidateQueries({ queryKey: viewerQuery().queryKey });
      return;
    case 'applications-changed':
      void client.invalidateQueries({ queryKey: applicationsQuery().queryKey });
      return;
    case 'connections-changed':
      void client.invalidateQueries({ queryKey: connectionsQuery().queryKey });
      return;
    case 'connection-changed':
    case 'connectors-changed':
      void client.invalidateQueries({ queryKey: connectionsQuery().queryKey });
      // The keys of a connection's revisions and tickets begin with its own.
      void client.invalidateQueries({ queryKey: ['connection', event.connectionId] });
  }
}
