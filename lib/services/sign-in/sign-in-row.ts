import { doorPath } from '#lib/contracts/door.ts';
import type { SignInTry } from '#lib/contracts/sign-in.ts';
import type { signIns } from '#lib/db/schema.ts';
import type { Method } from '#lib/flow/flow-settings.ts';

export type SignInRow = typeof signIns.$inferSelect;

/** The method whose turn it is; undefined where none is left. */
export function currentMethod({ methods, position }: Pick<SignInRow, 'methods' | 'position'>): Method | undefined {
  return methods[position];
}

/** The try of the current method whose end is still awaited: the browser was sent to a connector. */
export function pendingTry(row: Pick<SignInRow, 'methods' | 'position' | 'tries'>): SignInTry | undefined {
  const last = row.tries.at(-1);
  return last?.result === 'pending' && last.method === currentMethod(row) ? last : undefined;
}

/** The page where a sign-in stands. */
export function pathOf(row: Pick<SignInRow, 'id' | 'state' | 'methods' | 'position'>): string {
  if (row.state === 'signed-in') return doorPath(row.id, 'done');
  const method = row.state === 'open' ? currentMethod(row) : undefined;
  switch (method) {
    case undefined:
      return doorPath(row.id, 'refused');
    case 'client-certificate':
      return doorPath(row.id, 'certificate');
    case 'kerberos':
    case 'password':
      return doorPath(row.id, method);
  }
}
