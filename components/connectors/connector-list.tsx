'use client';

import { ConnectorItem } from '#components/connectors/connector-item.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';

export function ConnectorList({ view }: { view: ConnectionView }) {
  return (
    <ul aria-label="Connectors" className="divide-y divide-line rounded-md border bg-surface">
      {view.connectors.map((connector) => (
        <ConnectorItem key={connector.id} view={view} connector={connector} />
      ))}
    </ul>
  );
}
