'use client';

import { useId } from 'react';
import { ConnectorFacts } from '#components/connectors/connector-facts.tsx';
import { ConnectorMenu } from '#components/connectors/connector-menu.tsx';
import { RefusalNotice } from '#components/publish/refusal-notice.tsx';
import { SelfTestList } from '#components/publish/self-test-list.tsx';
import { RetryButton } from '#components/rollout/retry-button.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Moment } from '#components/ui/moment.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';

export function ConnectorItem({ view, connector }: { view: ConnectionView; connector: ConnectorView }) {
  const id = useId();
  const { rollout } = connector;
  return (
    <li aria-labelledby={id} className="flex flex-col gap-3 px-4 py-3">
      <div className="-mb-1 flex items-center gap-3">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
          <h3 id={id} className="min-w-0 font-semibold break-words">
            {connector.name}
          </h3>
          <ConnectorState connector={connector} />
          <ServedRevision connector={connector} view={view} />
        </div>
        <ConnectorMenu connector={connector} isLast={view.connectors.length === 1} />
      </div>
      <ConnectorFacts connector={connector} needsKey={view.draft.settings.sslCertificate !== null} />
      {rollout?.state === 'refused' && (
        <div className="flex flex-col gap-2">
          <RefusalNotice rollout={rollout} running={connector.runningRevision} />
          <div>
            <RetryButton connector={connector} />
          </div>
        </div>
      )}
      {rollout !== null && rollout.tests.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <span className="text-xs text-muted">Its tests of revision {rollout.revision}</span>
          <SelfTestList tests={rollout.tests} />
        </div>
      )}
    </li>
  );
}

function ConnectorState({ connector }: { connector: ConnectorView }) {
  switch (connector.state) {
    case 'online':
      return <Badge tone="good">online</Badge>;
    case 'never-seen':
      return <Badge tone="neutral">enrolled, not seen yet</Badge>;
    case 'offline':
      return (
        <Badge tone="bad">
          offline
          {connector.lastSeenAt !== null && (
            <>
              , seen <Moment at={connector.lastSeenAt} />
            </>
          )}
        </Badge>
      );
  }
}

/** What it serves beside what is published: the drift. */
function ServedRevision({ connector, view }: { connector: ConnectorView; view: ConnectionView }) {
  const published = view.running?.revision ?? null;
  const served = connector.runningRevision;
  if (published === null) return <span className="text-muted">nothing published yet</span>;
  if (served !== null && connector.state !== 'online')
    return <span className="text-muted">served revision {served} when it was last seen</span>;
  if (served === published) return <span className="text-muted">serves revision {served}, as published</span>;
  if (view.running?.alike.includes(served ?? 0))
    return (
      <span className="text-muted">
        serves revision {served}, the same as revision {published}
      </span>
    );
  if (served !== null && served === view.plan?.revision)
    return view.plan.state === 'stopped' ? (
      <Badge tone="attention">serves revision {served}, whose rollout was stopped</Badge>
    ) : (
      <Badge tone="accent">serves revision {served}, which goes out in waves</Badge>
    );
  if (served === null) return <Badge tone="attention">serves nothing; revision {published} is published</Badge>;
  return (
    <Badge tone="attention">
      serves revision {served}; revision {published} is published
    </Badge>
  );
}
