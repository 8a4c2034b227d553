import type { SignInSummaryView, SignInView } from '#lib/contracts/sign-in.ts';
import { networkName } from '#lib/flow/flow-sentence.ts';
import type { SignInRow } from '#lib/services/sign-in/sign-in-row.ts';
import { personSchema } from '#lib/wire/method-result.ts';

/** What the list shows of a sign-in. */
export type ListedSignIn = Pick<
  SignInRow,
  | 'id'
  | 'connectionId'
  | 'connectionName'
  | 'applicationName'
  | 'state'
  | 'address'
  | 'matched'
  | 'method'
  | 'tries'
  | 'reason'
  | 'userName'
  | 'startedAt'
  | 'endedAt'
>;

export function summaryOf(row: ListedSignIn): SignInSummaryView {
  const { id, connectionId, connectionName, applicationName, state, address, method, reason, userName, startedAt } =
    row;
  return {
    id,
    connectionId,
    connectionName,
    applicationName,
    state,
    address,
    network: networkOf(row.matched),
    method,
    tried: [...new Set(row.tries.map((one) => one.method))],
    reason,
    userName,
    startedAt,
    tookMs: row.endedAt === null ? null : row.endedAt - startedAt,
  };
}

function networkOf(matched: SignInView['matched']): string {
  switch (matched.kind) {
    case 'network':
      return networkName(matched);
    case 'implicit':
      return `where connectors are seen from ${matched.block}`;
    case 'none':
      return 'everyone else';
  }
}

export function personOf(profile: unknown): SignInView['person'] {
  const { data } = personSchema.safeParse(profile);
  if (data === undefined) return null;
  const { userName, displayName, dn, groups } = data;
  return { userName, displayName: displayName ?? '', dn, groups: groups.length };
}
