/**
 * The server is going, gone or coming, or takes no more connections: classes 08, 53 and 57 of
 * https://www.postgresql.org/docs/17/errcodes-appendix.html.
 */
const away = /^(?:08\w{3}|53300|57P0[1-5])$/;
/** What sockets say where nobody answers. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** The driver gives these no code. */
const lost = /^(?:Connection terminated|Client .+ is not queryable|timeout exceeded when trying to connect)/;

/** Whether something failed because the database does not answer, and not for what it was asked. */
export function isStoreAway(cause: unknown): boolean {
  for (let at: unknown = cause, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
    // A socket in the file system that is not there any more.
    const isSocketGone = code === 'ENOENT' && 'syscall' in at && at.syscall === 'connect';
    if (away.test(code) || unreachable.has(code) || isSocketGone || lost.test(at.message)) return true;
  }
  return false;
}
