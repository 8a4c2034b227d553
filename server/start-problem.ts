import { errorText } from '#server/error-for-log.ts';

/** Why Gatehouse cannot start, in one sentence for the person who started it. */
export class StartProblem extends Error {}

/** What to print for anything that ended the start. */
export function startSentence(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // A plain Error was thrown on purpose, with a sentence; for anything else the place in the code is of use.
  const isMeant = cause instanceof StartProblem || (cause.constructor === Error && !('code' in cause));
  const connection = cause instanceof AggregateError ? cause.errors[0] : cause;
  switch (connection instanceof Error && 'code' in connection ? connection.code : undefined) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
      return `The database of DATABASE_URL does not answer (${connection.message}).`;
    case '28P01':
    case '28000':
    case '3D000':
      return `The database of DATABASE_URL refuses the connection: ${connection.message}.`;
    case 'EACCES':
    case 'EROFS':
    case 'ENOSPC':
      return `The data directory cannot be written: ${connection.message}.`;
    default:
      return isMeant ? cause.message : errorText(cause);
  }
}
