import { AdministratorMenu } from '#components/administrators/administrator-menu.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Moment } from '#components/ui/moment.tsx';
import type { AdministratorsView } from '#lib/contracts/administrator.ts';

type AdministratorItemProps = {
  administrator: AdministratorsView['administrators'][number];
  isOwn: boolean;
  isOnlyOwner: boolean;
  isChangeable: boolean;
};

export function AdministratorItem({ administrator, isOwn, isOnlyOwner, isChangeable }: AdministratorItemProps) {
  const { name, email, role, createdAt, lastSignInAt } = administrator;
  return (
    <li aria-label={name} className="flex items-start justify-between gap-3 px-4 py-3">
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="font-medium wrap-anywhere">
            {name}
            {isOwn && <span className="font-normal text-muted"> (you)</span>}
          </h3>
          <Badge tone={role === 'owner' ? 'accent' : 'neutral'} icon={null}>
            {role}
          </Badge>
        </div>
        <p className="wrap-anywhere">{email}</p>
        <p className="text-muted">
          {lastSignInAt === null ? (
            'has not signed in yet'
          ) : (
            <>
              signed in <Moment at={lastSignInAt} />
            </>
          )}
          {' · '}here since <Moment at={createdAt} isExact />
        </p>
      </div>
      {isChangeable && <AdministratorMenu administrator={administrator} isOwn={isOwn} isOnlyOwner={isOnlyOwner} />}
    </li>
  );
}
