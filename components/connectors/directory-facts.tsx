import { CopyText } from '#components/ui/copy-text.tsx';
import type { ConnectorView } from '#lib/contracts/connector.ts';

/** What an online connector says of the directory behind it. */
export function DirectoryFact({ directory }: { directory: ConnectorView['directory'] }) {
  if (directory === null) return <NotOnline />;
  if (directory.state === 'none') return <span className="text-muted">not configured</span>;
  return (
    <span className="flex min-w-0 flex-col">
      {directory.state === 'failing' ? (
        <Failure words="does not answer" detail={directory.detail} />
      ) : (
        <span className={directory.answering < directory.configured ? 'text-attention' : undefined}>
          {answering(directory)}
        </span>
      )}
      {directory.kind === 'ldif' && (
        <span className="text-pretty font-medium text-attention">LDIF file, for trying things out</span>
      )}
    </span>
  );
}

function answering({ kind, answering: count, configured }: NonNullable<ConnectorView['directory']>): string {
  if (kind === 'ldif') return 'answers';
  if (count < configured) return `${count} of ${configured} servers answer`;
  return configured === 1 ? '1 server answers' : `${configured} servers answer`;
}

const maxPrincipals = 3;

/** Whether browsers can be greeted by ticket, and under which names. */
export function KerberosFact({ kerberos }: { kerberos: ConnectorView['kerberos'] }) {
  if (kerberos === null) return <NotOnline />;
  if (kerberos.state === 'none') return <span className="text-muted">no keytab</span>;
  return (
    <span className="flex min-w-0 flex-col">
      {kerberos.state === 'failing' && <Failure words="keytab not usable" detail={kerberos.detail} />}
      {kerberos.principals.slice(0, maxPrincipals).map((principal) => (
        <CopyText key={principal} text={principal} />
      ))}
      {kerberos.principals.length > maxPrincipals && (
        <span className="text-xs text-muted">and {kerberos.principals.length - maxPrincipals} more</span>
      )}
    </span>
  );
}

function NotOnline() {
  return <span className="text-faint">known while online</span>;
}

function Failure({ words, detail }: { words: string; detail: string | undefined }) {
  return (
    <span className="text-pretty break-words text-bad">
      {words}
      {detail === undefined || detail === '' ? '' : `: ${detail}`}
    </span>
  );
}
