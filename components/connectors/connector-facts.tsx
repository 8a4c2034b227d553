import type { ReactNode } from 'react';
import { DirectoryFact, KerberosFact } from '#components/connectors/directory-facts.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';
import type { ConnectorView } from '#lib/contracts/connector.ts';

const unknown = <span className="text-faint">not known yet</span>;

export function ConnectorFacts({ connector, needsKey }: { connector: ConnectorView; needsKey: boolean }) {
  const { listener } = connector;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-3 xl:grid-cols-4">
      <Fact name="Host">
        {connector.hostName === '' ? unknown : <CopyText text={connector.hostName} />}
        <p className="truncate text-xs text-muted" title={connector.software}>
          version {connector.software.replace(/^gatehouse-connector /, '')}
        </p>
      </Fact>
      <Fact name="Seen from">{connector.seenFrom === '' ? unknown : <CopyText text={connector.seenFrom} />}</Fact>
      <Fact name="Listener">{listener === null ? unknown : <Listener listener={listener} />}</Fact>
      <Fact name="Certificate served">
        {listener?.certificate === undefined ? (
          <span className="text-muted">none</span>
        ) : (
          <CopyText text={listener.certificate} shown={`${listener.certificate.slice(0, 12)}…`} />
        )}
      </Fact>
      <Fact name="Directory">
        <DirectoryFact directory={connector.directory} />
      </Fact>
      <Fact name="Kerberos">
        <KerberosFact kerberos={connector.kerberos} />
      </Fact>
      <Fact name="TLS and the rules">
        <DifferencesFact differences={connector.tlsDifferences} />
      </Fact>
      <Fact name="SSL key of the draft">
        {!needsKey ? (
          <span className="text-muted">not needed</span>
        ) : connector.hasSealedKey ? (
          'sealed to it'
        ) : connector.holdsKey ? (
          'made on it, and only there'
        ) : (
          <span className="font-medium text-attention">not sealed to it</span>
        )}
      </Fact>
      <Fact name="Enrolled">
        <Moment at={connector.enrolledAt} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function DifferencesFact({ differences }: { differences: ConnectorView['tlsDifferences'] }) {
  if (differences === null) return <span className="text-faint">known while online</span>;
  const { count: times, last } = differences;
  if (times === 0 || last === undefined) return <span className="text-muted">agree</span>;
  return (
    <span className="flex min-w-0 flex-col">
      <span className="text-attention">
        differed {times === 1 ? 'once' : `${times.toLocaleString('en')} times`}, last <Moment at={last.at} />
      </span>
      <span className="text-xs text-pretty break-words text-muted">
        {last.certificate}: TLS {last.tls}, rules {last.rules}
      </span>
    </span>
  );
}

function Listener({ listener }: { listener: NonNullable<ConnectorView['listener']> }) {
  if (listener.state === 'off') return <span className="text-muted">off</span>;
  return (
    <span className="flex min-w-0 flex-col">
      <CopyText text={listener.address} />
      {listener.state === 'failed' && (
        <span className="text-pretty text-bad">
          does not listen{listener.detail === undefined ? '' : `: ${listener.detail}`}
        </span>
      )}
    </span>
  );
}
