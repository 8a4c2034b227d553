/** What of an error belongs in a log. Values of a failed query do not: password hashes and whole drafts are among them. */
export type LoggedError = {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly query?: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
};

const longestCause = 5;

export function errorForLog(cause: unknown, depth = 0): LoggedError {
  if (!(cause instanceof Error)) return { type: typeof cause, message: String(cause) };
  const { code, query, params } = cause as { code?: unknown; query?: unknown; params?: unknown };
  const isQuery = typeof query === 'string' && params !== undefined;
  return {
    type: cause.constructor.name,
    message: isQuery ? 'A query failed' : cause.message,
    ...(code === undefined ? {} : { code: String(code) }),
    ...(isQuery ? { query } : {}),
    stack: callsOf(cause),
    ...(cause.cause === undefined || depth >= longestCause ? {} : { cause: errorForLog(cause.cause, depth + 1) }),
  };
}

/** For a person at a terminal. */
export function errorText(cause: unknown): string {
  const { message, stack = '', cause: inner } = errorForLog(cause);
  return `${message}${inner === undefined ? '' : ` (${inner.message})`}${stack === '' ? '' : `\n${stack}`}`;
}

/** A stack begins with the message, which is told apart from it. */
function callsOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .join('\n');
}
