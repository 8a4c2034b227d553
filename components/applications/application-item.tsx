import { ApplicationMenu } from '#components/applications/application-menu.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';
import type { ApplicationView } from '#lib/contracts/application.ts';

export function ApplicationItem({ application, issuer }: { application: ApplicationView; issuer: string }) {
  const { id, name, kind, connectionName, redirectUris, lastUsedAt, secretRenewedAt } = application;
  return (
    <li className="flex items-start justify-between gap-3 px-4 py-3">
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="font-medium break-words">{name}</h3>
          <Badge tone="neutral" icon={null}>
            {kind === 'confidential' ? 'on a server' : 'in a browser or on a device'}
          </Badge>
        </div>
        <p className="text-muted">
          People of {connectionName}
          {' · '}
          {lastUsedAt === null ? (
            'not used yet'
          ) : (
            <>
              last used <Moment at={lastUsedAt} />
            </>
          )}
          {secretRenewedAt !== null && (
            <>
              {' · '}secret of <Moment at={secretRenewedAt} />
            </>
          )}
        </p>
        <CopyText text={id} />
        <ul className="flex flex-col text-muted">
          {redirectUris.map((uri) => (
            <li key={uri} className="font-mono text-[13px] break-all">
              {uri}
            </li>
          ))}
        </ul>
      </div>
      <ApplicationMenu application={application} issuer={issuer} />
    </li>
  );
}
