'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { whatIfQuery } from '#components/what-if/queries.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import { needsConfirmation, type WhatIfView } from '#lib/contracts/what-if.ts';

/** What the dialog looks at; further back is on the page of its own. */
export const affectedDays = 7;
/** Publishing waits this long to be told whom it affects, and no longer. */
const patienceMs = 10_000;

export type Affected = {
  readonly view: WhatIfView | undefined;
  readonly problem: string | undefined;
  /** Publishing has to wait for the answer a little longer. */
  readonly isAwaited: boolean;
  /** Somebody has to say that it is meant. */
  readonly isGrave: boolean;
};

/** Whom a draft would affect. Where it cannot be told, or not in time, publishing goes on without. */
export function useAffected(connection: ConnectionView): Affected {
  const { data, error } = useQuery(whatIfQuery(connection, affectedDays));
  const [isPatient, setIsPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setIsPatient(false), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return {
    view: data,
    problem: data === undefined ? error?.message : undefined,
    isAwaited: data === undefined && error === null && isPatient,
    isGrave: data !== undefined && needsConfirmation(data),
  };
}
