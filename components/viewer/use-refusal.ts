'use client';

import { useQuery } from '@tanstack/react-query';
import { viewerQuery } from '#components/viewer/queries.ts';
import { isAtLeast, type Role } from '#lib/core/role.ts';

/** Why whoever looks on may not do what asks for this role; undefined where they may. The verbs decide for themselves. */
export function useRefusal(least: Role): string | undefined {
  const role = useQuery(viewerQuery()).data?.administrator.role;
  if (role === undefined || isAtLeast(role, least)) return undefined;
  return `This needs the role ${least}, and yours is ${role}.`;
}
