'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { connectionQuery } from '#components/connection/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import type { WantedRequest } from '#components/workshop/typed-request.ts';
import { askKeyRequestAction } from '#lib/bff/actions/key-request.ts';
import type { KeyRequestReason, KeyRequestView } from '#lib/contracts/key-request.ts';

type Problem = { readonly message: string; readonly reason?: KeyRequestReason };

/** A request whose key is made on a connector: the key never comes here. */
export function useConnectorRequest() {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [made, setMade] = useState<KeyRequestView>();

  async function make(connectionId: string, connectorId: string, wanted: WantedRequest) {
    setAsking(true);
    setProblem(undefined);
    setMade(undefined);
    const hosts = wanted.hosts.map(({ value }) => value);
    const outcome = await callAction(askKeyRequestAction, { connectionId, connectorId, ...wanted, hosts });
    setAsking(false);
    if (!outcome.ok) setProblem({ message: outcome.problem.message });
    else if (outcome.value.kind === 'refused') {
      setProblem({ message: outcome.value.detail, reason: outcome.value.reason });
    } else {
      setMade(outcome.value.made);
      void client.invalidateQueries({ queryKey: connectionQuery(connectionId).queryKey });
    }
  }

  return {
    make,
    isAsking,
    problem,
    made,
    forget: () => {
      setMade(undefined);
      setProblem(undefined);
    },
  };
}
