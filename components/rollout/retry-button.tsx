'use client';

import { useQueryClient } from '@tanstack/react-query';
import { connectionQuery } from '#components/connection/queries.ts';
import { useAction } from '#components/shell/use-action.ts';
import { RoleButton } from '#components/viewer/role-button.tsx';
import { retryConnectorAction } from '#lib/bff/actions/rollout.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';

/** Offers one connector once more what it refused. */
export function RetryButton({ connector }: { connector: Pick<ConnectorView, 'id' | 'connectionId' | 'name'> }) {
  const { run, isRunning, problem } = useAction(retryConnectorAction);
  const client = useQueryClient();
  async function retry() {
    await run({ connectorId: connector.id });
    await client.invalidateQueries({ queryKey: connectionQuery(connector.connectionId).queryKey });
  }
  return (
    <>
      <RoleButton least="operator" size="small" isBusy={isRunning} onClick={() => void retry()}>
        Ask {connector.name} again
      </RoleButton>
      {problem !== undefined && <p className="text-bad">{problem.message}</p>}
    </>
  );
}
